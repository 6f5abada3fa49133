# SPDX-License-Identifier: Apache-2.0
"""Take a bundle in: all of it, verified as one's own log is, or nothing.

What is signed stands beside one's own log, and a ``received`` entry says so; what is deniable is an exhibit.
Received is not adopted. The same bundle again, or an older one behind a newer, takes nothing away.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from kuzat import keys
from kuzat.errors import Broken, Phrase, Reason, Refused
from kuzat.exchange.lines import SIGNED
from kuzat.exchange.partner import DECIDES, is_taken
from kuzat.log import canonical, merkle, statement
from kuzat.log.entry import EntryMalformed
from kuzat.log.foreign import ForeignRefused, ForkFound, received_body
from kuzat.log.fork import make_fork
from kuzat.log.note import Checkpoint, NoteBad, open_note
from kuzat.log.statement import Draft, DraftRefused, statement_id
from kuzat.preservation import vault
from kuzat.records import ERASED
from kuzat.store import erasing, schema
from kuzat.store.access import Reader, admit
from kuzat.store.archive import EXHIBITS, Archive
from kuzat.store.cipher import Busy, DiskFull
from kuzat.store.commit import Act
from kuzat.store.container import Pulled
from kuzat.store.merging import Merging, Part
from kuzat.store.peers import Peer
from kuzat.store.projections import INFORMATION
from kuzat.store.publish import sync_folder
from kuzat.store.received import publish_received
from kuzat.store.unsealing import Bundle, Front
from kuzat.store.values import EntryBroken, Given
from kuzat.store.vaults import KEY, Original, is_kept, keep, seal
from kuzat.store.verify import verify_log

RECEIVE = "adopt"
NUMBER, FROM = "exhibit.bundle", "exhibit.bundle_from"
# One's own next number is one more: so nobody can use up all that there are.
LATEST = 2**48
Progress = Callable[[int], None]
KEPT = (
    "SELECT id FROM exhibit WHERE bundle = ?1 AND bundle_from = ?2 UNION ALL SELECT o.id FROM exhibit b"
    " JOIN exhibit o ON o.id = ?3 AND o.bundle_from = ?2 WHERE b.bundle = ?1 AND b.bundle_from = ?2"
)
SHA256 = (
    "SELECT value FROM statement WHERE about = ? AND says = 'exhibit.sha256' AND op = 'set'"
    " AND value IS NOT NULL ORDER BY seq LIMIT 1"
)
LIVE = f"SELECT value IS NOT NULL FROM statement s WHERE {schema.BY_ID}"  # noqa: S608
READ = (
    "SELECT 1 FROM statement WHERE about = ?2 AND says = 'log.bundle' AND value = ?1"
    " UNION ALL SELECT 1 FROM exhibit WHERE bundle = ?1"
)


class BundleRepeated(Refused):
    """This bundle was read before, or holds nothing that is not here already."""

    code = "bundle_repeated"
    advice = "Nothing needs to be done. If you expected something new, ask for a new bundle."


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a bundle brought: from whom, of which kind, and how much of it is new here.

    So many statements were ``refused`` by themselves, since each has the id of one that stands elsewhere.
    ``exhibit`` keeps what has no signature; ``asked`` are statements, with their records, that the giver
    wants to be erased, and exhibits where it was given without signatures.
    """

    giver: str
    kind: str
    number: str
    entries: int = 0
    statements: int = 0
    originals: int = 0
    refused: int = 0
    exhibit: str | None = None
    asked: tuple[tuple[str, str], ...] = ()


class _Forked(Exception):
    """Carries the evidence of a fork out of a turn that is undone."""

    def __init__(self, evidence: bytes) -> None:
        self.evidence = evidence


def read_bundle(
    archive: Archive, reader: Reader, file: Path, progress: Progress = lambda _: None
) -> Taken:
    """Take in a bundle that was made for this archive.

    Raises `NotForThisRole`, the errors of `Bundle`, `BundleBroken`, `BundleRepeated`, `ForeignRefused`, and
    `ForkFound` after the evidence was kept.
    """
    keys.check_may(archive.roles, RECEIVE)
    admit(archive, reader)
    with Bundle(archive, file) as bundle:
        front = bundle.front
        if _was_read(archive, front):
            raise BundleRepeated()
        try:
            if front.kind in SIGNED:
                return _take_signed(archive, bundle, progress)
            return _take_unsigned(archive, bundle)
        except _Forked as forked:
            keep_fork(archive, front.giver, forked.evidence)
            raise ForkFound(log=front.giver.card.log) from None


def _was_read(archive: Archive, front: Front) -> bool:
    return archive.database.row(READ, (front.number, front.giver.record)) is not None


def keep_fork(archive: Archive, peer: Peer, evidence: bytes) -> str:
    """Keep the evidence of a fork as an exhibit, and take in nothing more of that log."""
    name = f"fork-{peer.card.log}.json"
    original = Original(name=name, media_type="application/json", content=BytesIO(evidence))
    exhibit = keep(archive, original).id
    archive.say([Draft(about=peer.record, says="log.fork", type="exhibit", value=exhibit)])
    return exhibit


def _take_signed(archive: Archive, bundle: Bundle, progress: Progress) -> Taken:
    """One turn of the writer: merge, verify what came of it, say that it was received."""
    front, log = bundle.front, bundle.front.giver.card.log
    taking = _Taking(archive, bundle, progress)
    try:
        with archive.database.bulk(), archive.turn() as append:
            head = taking.run()
            number = Draft(about=front.giver.record, says="log.bundle", type="text", value=front.number)
            try:
                verify_log(archive, log, values=not taking.merging.is_plain)
            except Broken as error:
                raise ForeignRefused(reason=Reason(error)) from None
            touched = taking.merging.touched
            touched |= archive.projections.resting({one for one in touched if one.startswith(INFORMATION)})
            archive.projections.refold(touched, taking.merging.new_records())
            archive.projections.vouch(taking.merging.first)
            append([Act(kind="received", body=received_body(head)), Act(drafts=archive.check([number]))])
            if _brought_tombstones(archive):
                archive.database.raw.execute(
                    "INSERT OR REPLACE INTO setting (name, value) VALUES (?, x'01')", (erasing.DUE,)
                )
    except BaseException:
        taking.originals.undo()
        raise
    with suppress(Busy, DiskFull, OSError):
        publish_received(archive)
        if erasing.is_due(archive):
            erasing.finish(archive)
    return Taken(
        giver=front.giver.called,
        kind=front.kind,
        number=front.number,
        entries=taking.merging.edge.size - taking.merging.held,
        statements=taking.merging.added,
        originals=len(taking.originals.kept),
        refused=taking.refused,
    )


def _brought_tombstones(archive: Archive) -> bool:
    """Whether a value is still held of which a tombstone that counts has come."""
    raw: Any = archive.database.raw
    return any(raw.execute(LIVE, (id_, id_)).fetchone() == (1,) for id_ in erasing.tombstoned(archive))


class _Originals:
    """Originals that came along: sealed under keys of this archive, and kept only if what was said fits."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.read: list[tuple[str, bytes, vault.Measured, Path]] = []
        self.kept: list[str] = []
        self.fresh: list[Path] = []

    def take(self, exhibit: str, parts: Iterator[bytes]) -> None:
        """Seal the content of one original that is not here yet."""
        place = self.archive.path / EXHIBITS / exhibit
        if is_kept(self.archive, exhibit) or any(one[0] == exhibit for one in self.read):
            for _ in parts:
                pass
            return
        key, fresh = self.archive.random(KEY), place.with_suffix(".new")
        self.fresh.append(fresh)
        measured = seal(fresh, exhibit, key, Pulled(parts))  # type: ignore[arg-type]
        self.read.append((exhibit, key, measured, fresh))

    def keep(self) -> None:
        """Put those in their place of which it is said what they measure; what was erased here stays away.

        Raises `ForeignRefused` where one measures something else.
        """
        for exhibit, key, measured, fresh in self.read:
            told = self.archive.database.row(SHA256, (exhibit,))
            if told is None:
                fresh.unlink()
                continue
            if told[0] != measured.sha256:
                raise ForeignRefused(reason=Phrase("an original is not what was said of it"))
            fresh.replace(fresh.with_suffix(""))
            self.kept.append(exhibit)
            self.archive.database.raw.execute(
                "INSERT INTO exhibit_key (exhibit, key) VALUES (?, ?)", (exhibit, key)
            )
        sync_folder(self.archive.path / EXHIBITS)

    def undo(self) -> None:
        """Take away what was written, but for what was committed before something broke in."""
        for fresh in self.fresh:
            fresh.unlink(missing_ok=True)
        for exhibit in self.kept:
            if not is_kept(self.archive, exhibit):
                (self.archive.path / EXHIBITS / exhibit).unlink(missing_ok=True)


class _Taking:
    """One pass over a signed bundle that merges it into the tables."""

    def __init__(self, archive: Archive, bundle: Bundle, progress: Progress) -> None:
        self.archive, self.bundle, self.progress = archive, bundle, progress
        self.card, self.is_partner = bundle.front.giver.card, not bundle.front.giver.is_office
        self.originals = _Originals(archive)
        self.old = self.next = self.refused = 0
        self.leaves: list[bytes] = []
        self.ids: set[bytes] = set()
        self.differs = False
        self.part: Part | None = None
        self.signed = b""
        self.merging: Merging

    def run(self) -> Checkpoint:
        """Merge everything; the head that is held then. Raises `ForeignRefused` and the like."""
        self.merging = Merging(self.archive, self.card.log, self.card.key)
        try:
            for kind, *parts in self.bundle.told():
                getattr(self, f"_{kind}")(*parts)
            self._end_part()
            head = self._head()
        except (EntryBroken, EntryMalformed, NoteBad, DraftRefused) as error:
            raise ForeignRefused(reason=Reason(error)) from None
        grown = self.merging.edge.size > self.merging.held
        self.merging.finish()
        self.originals.keep()
        if not (grown or self.merging.added or self.originals.kept):
            raise BundleRepeated()
        return head

    def _log(self, log: str, key: str, old: str) -> None:
        self.old = self.next = int(old)
        if (log, bytes.fromhex(key)) != (self.card.log, self.card.key):
            raise ForeignRefused(reason=Phrase("a checkpoint is of another log"))
        if self.old > self.merging.held:
            raise ForeignRefused(
                reason=Phrase(
                    "it begins at {old} entries, and {size} are held", old=old, size=self.merging.held
                )
            )

    def _entry(self, encoded: str, *given: Any) -> None:
        self._end_part()
        content = encoded.encode()
        part = Part(position=self.next, encoded=content, leaf=merkle.leaf_hash(content), **_given(given))
        self.leaves.append(part.leaf)
        if part.position < self.merging.held:
            self.differs |= self.merging.bytes_at(part.position) != part.encoded
        self.next += 1
        self.part = part
        self.progress(1)

    def _held(self, position: str, *given: Any) -> None:
        self._end_part()
        if int(position) >= min(self.old, self.merging.held):
            raise self.bundle.broken()
        self.part = Part(position=int(position), **_given(given))

    def _end_part(self) -> None:
        part, self.part = self.part, None
        if part is None or self.differs:
            return
        if not part.is_complete():
            raise self.bundle.broken()
        if part.position < self.merging.held:
            self.merging.more(part)
            return
        entry = part.entry()
        if (entry.log, entry.position) != (self.card.log, part.position):
            raise ForeignRefused(reason=Phrase("it speaks of another place"))
        if entry.lamport > LATEST:
            raise ForeignRefused(reason=Phrase("its Lamport number is too large"))
        if entry.kind == "genesis" and entry.body["key"] != self.card.key.hex():
            raise ForeignRefused(reason=Phrase("its key is not the one that was compared"))
        self.merging.append(part, entry)

    def _open_part(self) -> Part:
        if self.part is None:
            raise self.bundle.broken()
        return self.part

    def _said(self, salt: str, *said: Any) -> None:
        op, about, says, type_, value, language, basis = said
        statement.check(Draft(about, says, type_, value, op, language, basis))
        salted = bytes.fromhex(salt)
        id_ = statement_id(self.card.log, salted, *said)
        self.ids.add(id_)
        if self.is_partner and not self._is_taken(op, about, says, value):
            self._open_part().leave()
        else:
            self._open_part().said.append((id_, salted, *said))

    def _is_taken(self, op: str, about: str, says: str, value: str) -> bool:
        """Whether a statement of a partner is taken in.

        They take back and erase what they said, and nothing else; nor do they tell who is the source of
        what others record too, or that it is published.
        """
        if op == "withdraw" and not ((id_ := bytes.fromhex(value)) in self.ids or self.merging.says(id_)):
            return False
        if says == ERASED and self.merging.is_elsewhere(bytes.fromhex(value)):
            return False
        if says in DECIDES and self.merging.is_told_by_others(about):
            return False
        return is_taken(about, says)

    def _erased(self, id_: str, *said: Any) -> None:
        *head, language, basis = said
        if self._is_left(bytes.fromhex(id_), is_for_us=is_taken(head[1], head[2])):
            return
        self._open_part().said.append((bytes.fromhex(id_), None, *head, None, language, basis))

    def _sealed(self, id_: str, about: str, epoch: str, box: str) -> None:
        if self._is_left(bytes.fromhex(id_), is_for_us=is_taken(about)):
            return
        self._open_part().sealed.append((bytes.fromhex(id_), about, int(epoch), bytes.fromhex(box)))

    def _is_left(self, id_: bytes, *, is_for_us: bool) -> bool:
        """Whether a statement that does not show its content stays out of the part that is open.

        Its id cannot be checked, so it may be that of a statement which stands elsewhere.
        """
        part = self._open_part()
        if self.is_partner and not is_for_us:
            part.leave()
            return True
        if self.merging.is_held(id_, part.position):
            self.refused += 1
            part.leave()
            return True
        return False

    def _checkpoint(self, size: str, note: str, member: str | None) -> None:
        self._end_part()
        self.signed = note.encode()
        checkpoint = Checkpoint.parse(open_note(self.signed, {self.card.log: self.card.key}).text)
        if (checkpoint.origin, checkpoint.size) != (self.card.log, int(size)):
            raise ForeignRefused(reason=Phrase("a checkpoint is of another log"))
        if not self.differs and checkpoint.size <= self.next:
            line = None if member is None else member.encode()
            self.merging.note(checkpoint.size, self.signed, line)

    def _exhibit(self, exhibit: str, size: str) -> None:
        self._end_part()
        self.originals.take(exhibit, self.bundle.raw(int(size)))

    def _head(self) -> Checkpoint:
        """The head after this bundle, whose signed root its entries must give. Raises `_Forked`."""
        if not self.signed:
            raise self.bundle.broken()
        head, held = Checkpoint.parse(self.signed), self.merging.newest_before
        own = self.merging.leaves(self.old) if self.old else []
        if head.size != self.next or merkle.root([*own, *self.leaves]) != head.root:
            raise ForeignRefused(reason=Phrase("no consistency proof joins it to what is held"))
        if self.differs and held is not None:
            larger = [*own, *self.leaves] if head.size >= held[0].size else self.merging.leaves(held[0].size)
            raise _Forked(make_fork(self.card.key, held[1], self.signed, larger))
        return head if held is None or head.size >= held[0].size else held[0]


def _given(parts: Sequence[Any]) -> dict[str, Any]:
    salt, by, by_salt, at, at_salt, count = parts
    salts = [None if one is None else bytes.fromhex(one) for one in (salt, by_salt, at_salt)]
    return {"given": Given(salts[0], by, salts[1], at, salts[2]), "count": int(count)}


def _take_unsigned(archive: Archive, bundle: Bundle) -> Taken:
    """Keep what has no signature as an exhibit: nothing of it counts before a person says it."""
    front, originals = bundle.front, _Originals(archive)
    told: list[list[Any]] = []
    asked: list[tuple[str, str]] = []
    try:
        for line in bundle.told():
            if line[0] == "exhibit":
                originals.take(line[1], bundle.raw(int(line[2])))
            else:
                told.append(line)
            if line[0] == "recall":
                asked += _meant(archive, front.giver, line[1], line[2])
        exhibit = _keep_told(archive, front, told)
        _say_originals(archive, front.giver, originals, told, exhibit)
    except BaseException:
        originals.undo()
        raise
    return Taken(
        giver=front.giver.called,
        kind=front.kind,
        number=front.number,
        statements=len(told) - len(asked),
        originals=len(originals.kept),
        exhibit=exhibit,
        asked=tuple(asked),
    )


def _meant(archive: Archive, giver: Peer, asked: str, about: str) -> Iterator[tuple[str, str]]:
    """What a request names: a statement, or by its number a bundle without signatures and what came along."""
    kept = [str(id_) for (id_,) in archive.database.rows(KEPT, (asked, giver.record, about))]
    yield from ((what, about) for what in kept or (asked,))


def _keep_told(archive: Archive, front: Front, told: Sequence[list[Any]]) -> str:
    content = b"".join(canonical.encode(line) + b"\n" for line in told)
    original = Original(
        name=f"bundle-{front.number[:8]}.jsonl",
        media_type="application/jsonl",
        content=BytesIO(content),
        told=((NUMBER, "text", front.number), (FROM, "record", front.giver.record)),
    )
    return keep(archive, original).id


def _say_originals(
    archive: Archive, giver: Peer, originals: _Originals, told: Sequence[list[Any]], basis: str
) -> None:
    """Say of each original who gave it and what they say that it measures, on the basis of the bundle."""
    if not originals.read:
        return
    wanted = {one[0] for one in originals.read}
    drafts = [
        Draft(about=line[1], says=line[2], type=line[3], value=line[4], basis=basis)
        for line in told
        if line[1] in wanted and line[2] in ("exhibit.name", "exhibit.media_type", "exhibit.sha256")
    ]
    drafts += [
        Draft(about=about, says=FROM, type="record", value=giver.record, basis=basis)
        for about in sorted(wanted)
    ]
    checked = archive.check(drafts)
    with archive.turn() as append:
        append([Act(drafts=checked)])
        originals.keep()
