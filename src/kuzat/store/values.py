# SPDX-License-Identifier: Apache-2.0
"""Hold every value against its digest: those of cases.db, and those of identity.db where it is open."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from kuzat.errors import Broken, Phrase
from kuzat.log import entry as entries
from kuzat.log.entry import Entry
from kuzat.log.statement import TYPES, statement_id
from kuzat.store.archive import Archive

STEP = 1000
Progress = Callable[[int], None]


class EntryBroken(Broken):
    """Entry {position} of log {log} is not what was signed: {reason}."""

    code = "entry_broken"
    advice = "Keep every copy of this archive. Entries before this one still verify."


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many values are as they were signed, are sealed to others, were erased. One missing is an error."""

    checked: int = 0
    sealed: int = 0
    erased: int = 0
    missing: int = 0


class Given(NamedTuple):
    """What an entry does not show: its salt, and *by* and *at* with theirs; null is what was not given."""

    salt: bytes | None
    by: str | None
    by_salt: bytes | None
    at: str | None
    at_salt: bytes | None


def holds(entry: Entry, own: Collection[bytes], given: Given, *, is_own: bool) -> bool:
    """Whether an entry was signed over these statements, each once, and over *by* and *at*.

    Of an entry given in part, as none of an own log is, some of its digests need not be among them.
    """
    digests = list(own)
    if given.by is not None and given.by_salt is not None:
        digests.append(entries.by_digest(entry.log, given.by_salt, given.by))
    if given.at is not None and given.at_salt is not None:
        digests.append(entries.at_digest(entry.log, given.at_salt, given.at))
    if given.salt is not None:
        return len(digests) <= entries.LARGEST and sorted(entry.digests) == entries.pad(digests, given.salt)
    return not is_own and len(set(own)) == len(own) and set(digests) <= set(entry.digests)


class Values:
    """Every digest of every entry must be a statement, a sealed one, *by*, *at* or a decoy.

    Of an entry of a received log some may not have been given: then its salt is null, what is held must
    be among the digests, and nobody can tell the rest from decoys.
    """

    def __init__(self, archive: Archive, tombstones: Collection[bytes], *, is_own: bool) -> None:
        """``archive`` sees one of its logs; ``tombstones`` are the statements that were erased in any.

        ``is_own`` tells whether this archive wrote that log, so that all of it must be there.
        """
        self.is_own = is_own
        self.archive = archive
        self.raw: Any = archive.database.raw
        self.found = dict.fromkeys(("checked", "sealed", "erased"), 0)
        self.tombstones = tombstones

    def check(self, progress: Progress = lambda _: None) -> Counted:
        """Check all entries of the log, and that nothing is left over.

        Raises `EntryBroken` or `BoxBroken`.
        """
        statements = self._rows(
            "SELECT position, id, salt, op, about, says, type, value, language, basis FROM statement"
            " WHERE log = ? ORDER BY seq"
        )
        boxes = self._rows(
            "SELECT position, statement, about, epoch, box FROM sealed WHERE log = ? ORDER BY position"
        )
        due = next(boxes, None)
        for row in self._rows(
            "SELECT position, bytes, lamport, salt, by, by_salt, at, at_salt, count FROM entry"
            " WHERE log = ? ORDER BY position"
        ):
            position, count = row[0], row[-1]
            own = []
            while due is not None and due[0] == position:
                own.append(self._sealed(*due))
                due = next(boxes, None)
            for held in islice(statements, max(count - len(own), 0)):
                if held[0] != position:
                    self.refuse(position, Phrase("one of its statements is missing"))
                own.append(self._said(*held))
            self._check_entry(row, own)
            if not position % STEP:
                progress(STEP)
        if due is not None or next(statements, None) is not None:
            self.refuse(self.archive.size(), Phrase("statements stand outside any entry"))
        return Counted(**self.found)

    def refuse(self, position: int, reason: Phrase) -> None:
        """Raise what is wrong with an entry."""
        raise EntryBroken(position=position, log=self.archive.log_id, reason=reason)

    def _rows(self, query: str) -> Iterator[Any]:
        return iter(self.raw.cursor().execute(query, (self.archive.log_key,)))

    def _check_entry(self, row: tuple[Any, ...], own: list[bytes]) -> None:
        position, encoded, lamport, salt, by, by_salt, at, at_salt, count = row
        entry = entries.decode(encoded)
        if (entry.position, entry.lamport, entry.log) != (position, lamport, self.archive.log_id):
            self.refuse(position, Phrase("it speaks of another place"))
        given = Given(salt=salt, by=by, by_salt=by_salt, at=at, at_salt=at_salt)
        if len(own) != count or not holds(entry, own, given, is_own=self.is_own):
            self.refuse(position, Phrase("a value or its author is not the one that was signed"))

    def _said(self, position: int, id_: bytes, salt: bytes | None, *said: Any) -> bytes:
        """The digest of a statement of cases.db; its id where the value is gone."""
        if salt is None or said[-3] is None:
            self._gone(position, bytes(id_))
            return bytes(id_)
        if said[3] not in TYPES:
            self.refuse(position, Phrase("a statement is of a type that format 1 does not have"))
        self.found["checked"] += 1
        return self._same(position, id_, statement_id(self.archive.log_id, bytes(salt), *said))

    def _sealed(
        self, position: int, id_: bytes, about: str, epoch: int, box: bytes | None
    ) -> bytes:
        """The digest of a statement of the compartment, as far as it can be opened; else its id."""
        id_, compartment = bytes(id_), self.archive.compartment
        held = compartment.statement(id_) if compartment else None
        if held is None and box is not None and compartment and epoch in self.archive.identity_keys:
            held = self.archive.settler(compartment).open(id_, self.archive.log_id, about, epoch, box)
        if held is None:
            if box is None and (compartment or id_ in self.tombstones):
                self._gone(position, id_)
            else:
                self.found["sealed"] += 1
            return id_
        if held.about != about:
            self.refuse(position, Phrase("a protected value is filed under another record"))
        self.found["checked"] += 1
        return self._same(position, id_, statement_id(held.log, held.salt, *held[3:10]))

    def _same(self, position: int, id_: bytes, digest: bytes) -> bytes:
        """The digest, which is the id that others refer to."""
        if digest != bytes(id_):
            self.refuse(position, Phrase("what a statement says does not give its id"))
        return digest

    def _gone(self, position: int, id_: bytes) -> None:
        if id_ not in self.tombstones:
            self.refuse(position, Phrase("a value is missing and was not erased"))
        self.found["erased"] += 1
