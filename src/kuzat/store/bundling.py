# SPDX-License-Identifier: Apache-2.0
"""Make a bundle: chosen records, or all that is said in the own log, sealed to partners by their cards."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any

from kuzat import keys
from kuzat.collection import Use
from kuzat.errors import Refused
from kuzat.exchange import envelope
from kuzat.exchange.card import Card
from kuzat.exchange.lines import CHOSEN, DENIABLE, RECALL, WHOLE
from kuzat.exchange.partner import is_taken
from kuzat.log.box import FRESH, seal
from kuzat.log.statement import Statement
from kuzat.preservation import vault
from kuzat.store.access import Reader, admit
from kuzat.store.archive import EXHIBITS, Archive
from kuzat.store.cipher import full_disk
from kuzat.store.container import FileExists, Pulled, line
from kuzat.store.given import BUNDLE, every, handed_out
from kuzat.store.given import DENIABLE as WITHOUT_SIGNATURES
from kuzat.store.identity import EXPORTED, admitted, note_reading
from kuzat.store.peers import Peer, bundle_secret, check_reaches, check_trusted
from kuzat.store.permitting import EXPORT, INSIDE, Gate, gate, named
from kuzat.store.publish import sync_folder
from kuzat.store.resting import opened
from kuzat.store.vaults import MEASURED, fetch

NAME = envelope.MAGIC.decode().strip()
ENTRIES = (
    'SELECT position, bytes, salt, "by", by_salt, at, at_salt, count FROM entry'
    " WHERE log = ? AND position >= ? AND position < ? ORDER BY position"
)
STATEMENTS = "SELECT position, id, salt, op, about, says, type, value, language, basis FROM statement"
SEALED = "SELECT position, statement, about FROM sealed"
CHECKPOINTS = (
    "SELECT size, note, member_line FROM checkpoint WHERE log = ? AND size > ? AND size <= ? ORDER BY size"
)
ROADS = {WHOLE: "handed_out.log", CHOSEN: BUNDLE, DENIABLE: WITHOUT_SIGNATURES}
Progress = Callable[[int], None]


class OnlyOffices(Refused):
    """Only our own offices can get everything; {peer} is a partner."""

    code = "only_offices"
    advice = "Choose records for a partner: kuzat bundle make FILE RECORD… --to CODE"


class OneReceiver(Refused):
    """What identifies people is sealed to one receiver at a time."""

    code = "one_receiver"
    advice = "Make a bundle for each receiver."


class NothingToGive(Refused):
    """Nothing of what was chosen may go to them."""

    code = "nothing_to_give"
    advice = "Ask the people concerned for consent first: kuzat consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a bundle is to hold: everything (``records`` None), or what is said of these records.

    ``use`` is for what it is given. ``identities`` tells why what identifies people goes along, sealed to
    who opens identities there; None leaves it out. ``again`` begins at the first entry, also where the
    receiver is known to hold some. Nothing sealed goes along with what is ``deniable``.
    """

    records: tuple[str, ...] | None = None
    use: Use = INSIDE
    deniable: bool = False
    originals: bool = False
    identities: str | None = None
    again: bool = False

    @property
    def kind(self) -> str:
        """Which of the kinds of bundles it becomes."""
        if self.records is None:
            return WHOLE
        return DENIABLE if self.deniable else CHOSEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was written: the bundle's number, how much is in it, and how much may not go and stayed behind."""

    number: str
    disclosure: str
    entries: int
    statements: int
    originals: int
    withheld: int


def make_bundle(
    archive: Archive,
    reader: Reader,
    file: Path,
    to: Sequence[Peer],
    wish: Wish,
    progress: Progress = lambda _: None,
) -> Made:
    """Write a bundle to a new file; that it was given is said first. What may not go out stays behind.

    Raises `NotForThisRole`, `PeerRevoked`, `ForkFound`, `LogPutBack`, `OnlyOffices`, `OneReceiver`,
    `NothingToGive`, `FileExists`, `TooManyReceivers`, and where identities go along the errors of
    `access_identity`.
    """
    keys.check_may(archive.roles, EXPORT)
    admit(archive, reader)
    _check(archive, to, wish)
    choice = _Choice(archive, wish, to_partner=not all(peer.is_office for peer in to))
    if wish.records is not None and not choice.records:
        raise NothingToGive()
    number = archive.random(32).hex()
    if wish.identities is not None and wish.kind != DENIABLE:
        admitted(archive, reader)
        note_reading(archive, dict.fromkeys(choice.with_identities(), EXPORTED), wish.identities)
    disclosure = handed_out(
        archive,
        ROADS[wish.kind],
        None,
        exhibits=choice.originals,
        records=choice.records,
        peers=[peer.record for peer in to],
        number=number,
    )
    content = _Content(archive, choice, to, number, progress)
    with archive.database.reading():
        write(archive, file, to, content.parts())
    return Made(
        number=number,
        disclosure=disclosure,
        entries=content.entries,
        statements=content.statements,
        originals=len(choice.originals),
        withheld=choice.withheld,
    )


def make_recall(
    archive: Archive,
    reader: Reader,
    file: Path,
    to: Sequence[Peer],
    statements: Iterable[tuple[bytes, str]],
    bundles: Iterable[tuple[str, str]] = (),
) -> str:
    """Write a request to erase what was given: ids of statements, and the records that they are about.

    What was given without signatures has no ids there: it is named by the numbers of its ``bundles``, each
    with a record. It is said first that they were asked. Raises `NotForThisRole`, `FileExists`,
    `TooManyReceivers`.
    """
    keys.check_may(archive.roles, EXPORT)
    admit(archive, reader)
    number, asked = archive.random(32).hex(), list(statements)
    disclosure = handed_out(
        archive,
        "handed_out.recall",
        None,
        statements=[id_ for id_, _ in asked],
        peers=[peer.record for peer in to],
        number=number,
    )
    lines = [line("recall", id_.hex(), about) for id_, about in asked]
    lines += [line("recall", bundle, about) for bundle, about in bundles]
    write(archive, file, to, iter([line("bundle", number, archive.log_id, RECALL), *lines]))
    return disclosure


def _check(archive: Archive, to: Sequence[Peer], wish: Wish) -> None:
    for peer in to:
        check_trusted(peer)
        check_reaches(archive, peer)
        if wish.records is None and not peer.is_office:
            raise OnlyOffices(peer=peer.called)
    if wish.identities is not None and len(to) != 1:
        raise OneReceiver()


def write(archive: Archive, file: Path, to: Sequence[Peer], parts: Iterator[bytes]) -> None:
    """Seal the lines of a bundle to these receivers, in a file that must not be there."""
    cards = {peer.card.log: peer.card for peer in to}
    key = archive.random(32)
    boxes, owners = envelope.seal_key(key, list(cards.values()), archive.random)
    sealed = _authenticated(archive, parts, owners)
    try:
        target = file.open("xb")
    except FileExistsError:
        raise FileExists(file=file.name) from None
    try:
        with target, full_disk():
            target.write(envelope.MAGIC + bytes([len(boxes)]) + b"".join(boxes))
            content = envelope.content_key(key, boxes)
            vault.put(NAME, content, Pulled(sealed), target)  # type: ignore[arg-type]
            target.flush()
            os.fsync(target.fileno())
        sync_folder(file.parent.resolve())
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _authenticated(
    archive: Archive, parts: Iterator[bytes], owners: Sequence[Card | None]
) -> Iterator[bytes]:
    """The lines, a tag for each box behind them, and as many zero bytes as hide how much there is."""
    digest, size = sha256(), 0
    for part in chain(parts, (line("end"),)):
        digest.update(part)
        size += len(part)
        yield part
    secret, giver = bundle_secret(archive), archive.log_id
    tags = [
        envelope.tag(digest.digest(), secret, card.box, giver, card.log) if card else archive.random(32)
        for card in owners
    ]
    last = line("tags", *(tag.hex() for tag in tags))
    yield last
    yield bytes(envelope.padded(size + len(last)) - size - len(last))


class _Choice:
    """Which records and originals may go where the wish says, and how much of what was asked for may not."""

    def __init__(self, archive: Archive, wish: Wish, *, to_partner: bool) -> None:
        self.archive, self.wish, self.to_partner = archive, wish, to_partner
        self.gate: Gate = gate(archive, wish.use)
        self.named: Gate = gate(archive, wish.use if wish.use.is_inside else named(wish.use))
        asked = tuple(dict.fromkeys(wish.records or ()))
        self.records = tuple(record for record in asked if self.gate.record(record).allowed)
        self.withheld = len(asked) - len(self.records)
        self.originals = tuple(self._originals()) if wish.originals else ()

    def _originals(self) -> Iterator[str]:
        wanted = None if self.wish.records is None else set(self.records)
        for exhibit, _, _ in self.archive.database.rows(MEASURED):
            if (wanted is None or exhibit in wanted) and self.gate.record(exhibit).allowed:
                yield exhibit

    def with_identities(self) -> list[str]:
        """The records of which what identifies people may go along."""
        rows = self.archive.database.rows("SELECT DISTINCT about FROM sealed ORDER BY about")
        chosen = None if self.wish.records is None else set(self.records)
        return [
            about
            for (about,) in rows
            if (chosen is None or about in chosen) and self.named.record(about).allowed
        ]

    def left(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """The statements that may go out, of rows that begin with position and id.

        What was taken back goes as that whoever told it: else it would stand with the partner.
        """
        for row in rows:
            _, id_, _, op, about, says, *_ = row
            allowed = self.gate.record(about) if op == "withdraw" else self.gate.said(bytes(id_), about)
            if allowed.allowed and self._is_for_them(about, says):
                yield row
            else:
                self.withheld += 1

    def may_open(self, statement: Statement) -> bool:
        """Whether an opened statement of the compartment may go along, which counts those that may not."""
        allowed = opened(self.archive, self.named, statement).allowed
        allowed = allowed and self._is_for_them(statement.about, statement.says)
        self.withheld += not allowed
        return allowed

    def _is_for_them(self, about: str, says: str) -> bool:
        """Whether it is of what a partner takes in; who read what here, and why, is nothing for them."""
        return not self.to_partner or is_taken(about, says)


class _Content:
    """The lines of one bundle, as docs/format/bundle.md lists them."""

    def __init__(
        self, archive: Archive, choice: _Choice, to: Sequence[Peer], number: str, progress: Progress
    ) -> None:
        self.archive, self.choice, self.wish = archive, choice, choice.wish
        self.to, self.number, self.progress = to, number, progress
        self.raw: Any = archive.database.raw
        self.log, self.size = archive.log_key, archive.size()
        self.old = 0 if self.wish.again or self._was_partial() else min(peer.has for peer in to)
        self.entries = self.statements = 0
        self.is_whole = self.wish.kind == WHOLE
        identities = self.wish.identities is not None
        self.identities = frozenset(choice.with_identities() if identities else ())

    def _was_partial(self) -> bool:
        """Whether some receiver of everything may hold entries of which only chosen statements were given."""
        logs = {peer.record for peer in self.to}
        parts = (one for one in every(self.archive) if one.what in (BUNDLE, WITHOUT_SIGNATURES))
        return self.wish.kind == WHOLE and any(one.peers & logs for one in parts)

    def parts(self) -> Iterator[bytes]:
        """The lines from the first to the last before the end."""
        yield line("bundle", self.number, self.archive.log_id, self.wish.kind)
        if self.wish.kind == DENIABLE:
            yield from self._deniable()
        else:
            yield from self._signed()
        for exhibit in self.choice.originals:
            size = (self.archive.path / EXHIBITS / exhibit).stat().st_size
            yield line("exhibit", exhibit, str(vault.plain_size(size)))
            yield from fetch(self.archive, exhibit)

    def _signed(self) -> Iterator[bytes]:
        (key,) = self.archive.database.row("SELECT public_key FROM log WHERE key = ?", (self.log,))
        yield line("log", self.archive.log_id, bytes(key).hex(), str(self.old))
        yield from self._in_full() if self.is_whole else self._in_part()
        of = (self.log, self.old if self.is_whole else self.size - 1, self.size)
        for size, note, member in self.raw.execute(CHECKPOINTS, of).fetchall():
            signed = bytes(member).decode() if self.is_whole else None
            yield line("checkpoint", str(size), bytes(note).decode(), signed)

    def _in_full(self) -> Iterator[bytes]:
        """Every entry from ``old`` on with all that is said in it; what was sealed only if it goes along."""
        of = (self.log, self.old, self.size)
        where = " WHERE log = ? AND position >= ? AND position < ?"
        statements = self.raw.cursor().execute(f"{STATEMENTS}{where} ORDER BY seq", of)
        boxes = self.raw.cursor().execute(f"{SEALED}{where} ORDER BY position, statement", of)
        due = next(boxes, None)
        for position, encoded, *given, count in self.raw.cursor().execute(ENTRIES, of):
            sealed = []
            while due is not None and due[0] == position:
                sealed.append((due[1], due[2]))
                due = next(boxes, None)
            rows = self.choice.left(list(islice(statements, count - len(sealed))))
            boxed = [box for id_, about in sealed if (box := self._boxed(bytes(id_), about))]
            said = [*boxed, *map(_said, rows)]
            if len(said) != count:
                given[0] = None
            yield line("entry", bytes(encoded).decode(), *map(_text, given), str(len(said)))
            yield from self._counted(said)

    def _in_part(self) -> Iterator[bytes]:
        """What is said of the chosen records; of all entries from ``old`` on the bytes alone."""
        found: dict[int, list[bytes]] = defaultdict(list)
        for record in self.choice.records:
            sealed = self.raw.execute(f"{SEALED} WHERE log = ? AND about = ?", (self.log, record))
            for position, id_, about in sealed.fetchall():
                if boxed := self._boxed(bytes(id_), about):
                    found[position].append(boxed)
        for record in self.choice.records:
            of = f"{STATEMENTS} WHERE about = ? AND log = ? AND value IS NOT NULL ORDER BY seq"
            for row in self.choice.left(self.raw.execute(of, (record, self.log)).fetchall()):
                found[row[0]].append(_said(row))
        nothing = (None,) * 5
        for position in sorted(position for position in found if position < self.old):
            yield line("held", str(position), *nothing, str(len(found[position])))
            yield from self._counted(found[position])
        for position, encoded, *_ in self.raw.cursor().execute(ENTRIES, (self.log, self.old, self.size)):
            said = found.get(position, [])
            yield line("entry", bytes(encoded).decode(), *nothing, str(len(said)))
            yield from self._counted(said)

    def _counted(self, said: list[bytes]) -> Iterator[bytes]:
        yield from said
        self.entries += 1
        self.statements += len(said)
        self.progress(1)

    def _boxed(self, id_: bytes, about: str) -> bytes:
        """A statement of the compartment identity, sealed to the receiver's; nothing where it stays here."""
        compartment = self.archive.compartment
        if compartment is None or about not in self.identities:
            return b""
        statement = compartment.statement(id_)
        if statement is None or not self.choice.may_open(statement):
            return b""
        card = self.to[0].card
        box = seal(statement, card.archive, card.identity, self.archive.random(FRESH))
        return line("sealed", id_.hex(), about, str(card.epoch), box.hex())

    def _deniable(self) -> Iterator[bytes]:
        """What is said of the chosen records, without salts, entries and signatures."""
        for record in self.choice.records:
            of = f"{STATEMENTS} WHERE about = ? AND value IS NOT NULL ORDER BY seq"
            rows = self.raw.execute(of, (record,)).fetchall()
            withdrawn = {row[7] for row in rows if row[3] == "withdraw"}
            standing = [r for r in rows if r[3] == "set" and bytes(r[1]).hex() not in withdrawn]
            # The id of a statement is in the log for all to see: it would show who said this.
            told = [row for row in standing if row[6] != "statement"]
            for *_, about, says, type_, value, language, basis in self.choice.left(told):
                self.statements += 1
                ground = None if (basis or "").startswith("stm-") else basis
                yield line("told", about, says, type_, value, language, ground)
            self.progress(1)


def _text(part: Any) -> str | None:
    """A salt as hex, a member or a time as it is."""
    return bytes(part).hex() if isinstance(part, bytes | memoryview) else part


def _said(row: tuple[Any, ...]) -> bytes:
    _, id_, salt, op, about, says, type_, value, language, basis = row
    if value is None or salt is None:
        return line("erased", bytes(id_).hex(), op, about, says, type_, language, basis)
    return line("said", bytes(salt).hex(), op, about, says, type_, value, language, basis)
