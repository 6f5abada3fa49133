# SPDX-License-Identifier: Apache-2.0
"""Recompute everything that was signed, from the bytes on disk, and name the first entry that is wrong."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

from kuzat.errors import Broken, Phrase
from kuzat.log import entry as entries
from kuzat.log import foreign, merkle, note, tiles
from kuzat.log.entry import Entry
from kuzat.log.note import Checkpoint
from kuzat.log.signers import SAID, Signers
from kuzat.store.archive import Archive
from kuzat.store.cipher import Database, translated
from kuzat.store.erasing import tombstoned
from kuzat.store.values import EntryBroken, Values
from kuzat.store.vaults import check_exhibits

STEP = 1000
PARTIAL = ".p/"
Progress = Callable[[int], None]
Revoked = tuple[int, Entry]


class PageBroken(Broken):
    """A page of {file} was changed on disk: {finding}."""

    code = "page_broken"
    advice = "Keep the file as it is, and restore the newest backup or copy into another folder."


class CheckpointBroken(Broken):
    """The checkpoint at {size} entries of log {log} does not hold: {reason}."""

    code = "checkpoint_broken"
    advice = "Keep every copy of this archive, and compare checkpoints with those who hold one."


class TileBroken(Broken):
    """{path} in the log folder is not what cases.db gives."""

    code = "tile_broken"
    advice = "The log folder was altered or damaged. Compare it with other copies before you mend it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was recomputed: counts of entries, checkpoints and tiles; of values where asked.

    ``disowned`` are checkpoints that count no longer, since the key of who signed them was revoked later.
    """

    entries: int
    checkpoints: int
    tiles: int
    exhibits: int
    root: str
    disowned: int = 0
    checked: int | None = None
    sealed: int | None = None
    erased: int | None = None
    missing: int | None = None


def verify(archive: Archive, *, values: bool = False, progress: Progress = lambda _: None) -> Report:
    """Verify pages, every log with its tree, checkpoints and folder, and exhibits; each value if asked.

    Counts are of all logs, the root is that of the own. Raises the error that names the first thing
    found wrong.
    """
    total: Counter[str] = Counter()
    root, doubtful = b"", []
    for database in _opened(archive):
        _check_pages(database)
    with translated(archive.path), archive.database.reading():
        for database in _opened(archive):
            _check_structure(database)
        own = archive.own_logs()
        revoked = _revoked(archive, own)
        for view in reversed(archive.logs()):
            tree = _check_tree(view, view.log_key in own, revoked[view.log_id], progress)
            root, size, checkpoints, disowned = tree
            files, worn = _check_folder(view, size)
            total.update(entries=size, checkpoints=checkpoints, tiles=files, disowned=disowned)
            if worn or not view.folder.in_step():
                doubtful.append((view, worn, size))
        _check_received(archive, own)
        if values:
            total.update(_check_values(archive, progress))
        exhibits = check_exhibits(archive)
    for view, worn, size in doubtful:
        _look_again(view, worn, size)
    return Report(exhibits=exhibits, root=root.hex(), **total)


def verify_log(archive: Archive, log: str, *, values: bool) -> None:
    """Verify one log, its values if asked, as `verify` does, but for its folder; raises what that raises."""
    own, view = archive.own_logs(), archive.seen_by(log)
    is_own = view.log_key in own
    _check_tree(view, is_own, _revoked(archive, own)[log], lambda _: None)
    if values:
        Values(view, tombstoned(archive), is_own=is_own).check()


def _opened(archive: Archive) -> list[Database]:
    """cases.db, and identity.db where it is open."""
    identity = archive.compartment
    return [archive.database, *(() if identity is None else (identity.database,))]


def _check_pages(database: Database) -> None:
    """Every page on disk. One that another program is just folding in looks broken: look again then."""
    if not database.broken_page():
        return
    with database.writing():
        database.fold()
        finding = database.broken_page()
    if finding:
        raise PageBroken(file=database.path.name, finding=finding)


def _check_structure(database: Database) -> None:
    for (finding,) in database.raw.execute("PRAGMA quick_check"):
        if finding != "ok":
            raise PageBroken(file=database.path.name, finding=finding)


def _check_tree(
    archive: Archive, is_own: bool, revoked: Sequence[Revoked], progress: Progress
) -> tuple[bytes, int, int, int]:
    """Recompute the tree entry by entry; at each signed size the root and both signatures must hold."""
    raw: Any = archive.database.raw
    signed = raw.execute(
        "SELECT size, note, member_line FROM checkpoint WHERE log = ? ORDER BY size",
        (archive.log_key,),
    ).fetchall()
    due = iter(signed)
    expected = next(due, None)
    signatures = _Signatures(archive, is_own, revoked)
    edge = merkle.Edge.of(0, [])
    for position, encoded, by in _entries(archive):
        if position != edge.size:
            reason = Phrase("it is missing")
            raise EntryBroken(position=edge.size, log=archive.log_id, reason=reason)
        edge.append(merkle.leaf_hash(encoded))
        signatures.read(position, encoded, by)
        if expected and edge.size == expected[0]:
            signatures.check(edge, bytes(expected[1]), expected[2])
            expected = next(due, None)
        if not edge.size % STEP:
            progress(STEP)
    if expected is not None or not signed or signed[-1][0] != edge.size:
        reason = Phrase("the log does not end where it was signed")
        raise EntryBroken(position=edge.size, log=archive.log_id, reason=reason)
    _check_edge(archive, edge)
    return edge.root(), edge.size, len(signed), signatures.disowned()


def _entries(archive: Archive) -> Iterator[tuple[int, bytes, str | None]]:
    yield from archive.database.raw.execute(
        'SELECT position, bytes, "by" FROM entry WHERE log = ? ORDER BY position', (archive.log_key,)
    )


def _ordinances(archive: Archive, own: Collection[int]) -> Iterator[Entry]:
    """What the own logs say that is no statement of people, in causal order."""
    query = "SELECT lamport, bytes FROM entry WHERE log = ? AND count = 0 ORDER BY position"
    said = sorted(row for key in own for row in archive.database.rows(query, (key,)))
    return (entries.decode(bytes(encoded)) for _, encoded in said)


def _revoked(archive: Archive, own: Collection[int]) -> Mapping[str, list[Revoked]]:
    """For each log what another one of the own logs revokes in it, and how much of it was held by then.

    An own log that this archive goes on from was held whole.
    """
    held = {view.log_id: view.size() for view in archive.logs() if view.log_key in own}
    found: dict[str, list[Revoked]] = defaultdict(list)
    for entry in _ordinances(archive, own):
        if entry.kind == "received":
            held[entry.body["log"]] = entry.body["size"]
        if entry.kind == "revoked" and entry.body["log"] != entry.log:
            log = entry.body["log"]
            found[log].append((held.get(log, 0), entry))
    return found


def _check_received(archive: Archive, own: Collection[int]) -> None:
    """What is held of a foreign log must be what the own one says was received, no more and no less."""
    heads: dict[str, Checkpoint] = {}
    for key in own:
        for log, head in foreign.received(_ordinances(archive, (key,))).items():
            heads[log] = max(head, heads.get(log, head), key=lambda received: received.size)
    for view in archive.logs():
        if view.log_key in own:
            continue
        held = next(iter(view.folder.signed().values()))
        if heads.get(view.log_id) != Checkpoint.parse(held):
            reason = Phrase("it is not what our own log says was received")
            raise CheckpointBroken(size=view.size(), log=view.log_id, reason=reason)


def _check_edge(archive: Archive, edge: merkle.Edge) -> None:
    rows = archive.database.raw.execute(
        "SELECT hash FROM edge WHERE log = ? ORDER BY place", (archive.log_key,)
    )
    if [row[0] for row in rows] != list(edge.hashes):
        reason = Phrase("the tree's right edge differs")
        raise CheckpointBroken(size=edge.size, log=archive.log_id, reason=reason)


class _Signatures:
    """The keys that the log itself names, and the check of one checkpoint after the other by them."""

    def __init__(self, archive: Archive, is_own: bool, revoked: Sequence[Revoked]) -> None:
        self.archive, self.log, self.is_own = archive, archive.log_id, is_own
        self.revoked = sorted(revoked, key=itemgetter(0), reverse=True)
        self.before = 0
        self.authors: dict[str | None, int] = {}
        genesis = entries.decode(next(_entries(archive))[1])
        self.key = bytes.fromhex(genesis.body["key"])
        if archive.log_public_key() != note.verifier_key(self.log, self.key):
            reason = Phrase("the key of the log is not the one that it names itself")
            raise EntryBroken(position=0, log=self.log, reason=reason)
        self.signers = Signers(self.log)

    def read(self, position: int, encoded: bytes, by: str | None) -> None:
        """The next entry; only those that are not statements of people can say who may sign."""
        self.authors.setdefault(by, position)
        if not encoded.startswith(SAID):
            self.signers.read(entries.decode(encoded))

    def check(self, edge: merkle.Edge, signed: bytes, member_line: bytes | None) -> None:
        checkpoint = Checkpoint.parse(signed)
        if checkpoint.size != edge.size or checkpoint.origin != self.log:
            self._refuse(edge.size, Phrase("it speaks of another log or size"))
        if checkpoint.root != edge.root():
            position = _first_wrong(self.archive, self.before, edge.size)
            reason = Phrase("the tree up to it does not give the signed root")
            raise EntryBroken(position=position, log=self.log, reason=reason)
        self.before = edge.size
        note.open_note(signed, {self.log: self.key})
        while self.revoked and self.revoked[-1][0] < edge.size:
            self.signers.read(self.revoked.pop()[1])
        member = self._signer(checkpoint, member_line)
        if not self.signers.counts(member, edge.size):
            reason = Phrase("member {member} signed it, who was revoked", member=member)
            self._refuse(edge.size, reason if member else Phrase("this log was revoked"))
        for author, position in self.authors.items():
            if author != member and (self.is_own or author is not None):
                reason = Phrase("its author is not the member who signed it")
                raise EntryBroken(position=position, log=self.log, reason=reason)
        self.authors.clear()

    def _signer(self, checkpoint: Checkpoint, member_line: bytes | None) -> str | None:
        """Who signed a commit; None where that was not given, which is so in received logs only."""
        if member_line is not None:
            return self.signers.commit(checkpoint.text(), checkpoint.size, bytes(member_line))
        if self.is_own:
            self._refuse(checkpoint.size, Phrase("no member signed it"))
        self.signers.unnamed_commit(checkpoint.size)
        return None

    def disowned(self) -> int:
        """How many checkpoints count no longer, after everything was read."""
        for _, entry in self.revoked:
            self.signers.read(entry)
        return self.signers.disowned()

    def _refuse(self, size: int, reason: Phrase) -> None:
        raise CheckpointBroken(size=size, log=self.log, reason=reason)


def _first_wrong(archive: Archive, first: int, last: int) -> int:
    """The first entry of a commit that differs from the log folder; its last where that tells nothing."""
    for position, encoded in enumerate(archive.folder.entries(first, last), start=first):
        number, place = divmod(position, tiles.WIDTH)
        published = archive.folder.widest(tiles.tile_path(0, number))
        if published[place * merkle.HASH : (place + 1) * merkle.HASH] != merkle.leaf_hash(encoded):
            return position
    return last - 1


def _check_folder(archive: Archive, size: int) -> tuple[int, list[str]]:
    """Hold every tile and entry bundle against the entries: how many there are, and which differ."""
    folder, count, worn = archive.folder, 0, []
    for path, content in folder.tiles(0, size):
        count += 1
        if folder.read(path) != content:
            worn.append(path)
    return count, worn


def _look_again(archive: Archive, worn: list[str], size: int) -> None:
    """What differed may have been published meanwhile by another program: look while nobody writes."""
    folder = archive.folder
    with archive.database.writing():
        folder.follow()
        full = folder.tiles(0, size) if any(PARTIAL not in path for path in worn) else ()
        due = ((path, content) for path, content in full if PARTIAL not in path)
        for path, content in chain(due, folder.edge(archive.size())):
            if folder.read(path) != content:
                raise TileBroken(path=path)


def _check_values(archive: Archive, progress: Progress) -> Counter[str]:
    """How many values of all logs were checked, and how many are sealed, erased or missing."""
    found = Counter({"checked": 0, "sealed": 0, "erased": 0, "missing": 0})
    stones, own = tombstoned(archive), archive.own_logs()
    for view in archive.logs():
        found.update(asdict(Values(view, stones, is_own=view.log_key in own).check(progress)))
    return found
