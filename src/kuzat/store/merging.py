# SPDX-License-Identifier: Apache-2.0
"""Put what a bundle gives of a foreign log into the tables of the log: new entries, and more of held ones.

The caller holds the writer's turn, and verifies the log afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from json import dumps
from typing import Any

from kuzat.errors import Phrase
from kuzat.log import merkle
from kuzat.log.entry import Entry, decode
from kuzat.log.note import Checkpoint
from kuzat.records import Said
from kuzat.store import schema
from kuzat.store.archive import Archive
from kuzat.store.sealing import INSERT
from kuzat.store.values import EntryBroken, Given, holds

AT_ONCE = 1000
ROW = "INSERT INTO statement VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
OF_ENTRY = (
    "SELECT s.id, s.about FROM entry e JOIN statement s ON s.seq >= e.first AND s.seq < e.first + e.count"
    " AND s.log = e.log AND s.position = e.position WHERE e.log = ? AND e.position = ?"
)
BOXES_OF_ENTRY = "SELECT statement, about FROM sealed WHERE log = ? AND position = ?"
HELD = (
    "SELECT position, id, salt, op, about, says, type, value, language, basis FROM statement"
    " WHERE log = ? AND position >= ? ORDER BY position, seq"
)


@dataclass(slots=True, kw_only=True)
class Part:
    """What is given of one entry: *by*, *at* and the salts, statements of cases, and boxes.

    ``leaf`` is the hash of a new entry in the tree of its log. A statement is the row from its id on, a box
    is (statement, about, epoch, box). So many are ``left`` that are not taken in.
    """

    position: int
    given: Given
    count: int
    encoded: bytes | None = None
    leaf: bytes = b""
    said: list[tuple[Any, ...]] = field(default_factory=list)
    sealed: list[tuple[Any, ...]] = field(default_factory=list)
    left: int = 0

    def entry(self) -> Entry:
        """The entry of a part that came with its bytes. Raises `EntryMalformed`."""
        return decode(self.encoded or b"")

    def leave(self) -> None:
        """Do not take one statement in; without it nobody can tell the entry's decoys."""
        self.left += 1
        self.given = self.given._replace(salt=None)

    def is_complete(self) -> bool:
        """Whether as many statements came as were announced."""
        return len(self.said) + len(self.sealed) + self.left == self.count


class Merging:
    """One foreign log while a bundle adds to it.

    It ``is_plain`` while only new entries with open values were added: those were held against what was
    signed one by one.
    """

    def __init__(self, archive: Archive, log: str, public: bytes) -> None:
        self.raw: Any = archive.database.raw
        self.raw.execute("INSERT OR IGNORE INTO log (id, public_key) VALUES (?, ?)", (log, public))
        (self.key,) = self.raw.execute("SELECT key FROM log WHERE id = ?", (log,)).fetchone()
        (self.held,) = self.raw.execute(
            "SELECT coalesce(max(position) + 1, 0) FROM entry WHERE log = ?", (self.key,)
        ).fetchone()
        (last,) = self.raw.execute("SELECT coalesce(max(seq), 0) FROM statement").fetchone()
        self.first = self.seq = last + 1
        rows = self.raw.execute("SELECT hash FROM edge WHERE log = ? ORDER BY place", (self.key,))
        self.edge = merkle.Edge.of(self.held, [row[0] for row in rows])
        self.newest_before = self._newest()
        self.touched: set[str] = set()
        self.fresh: dict[str, list[Said]] = {}
        self.is_plain = True
        self.added = 0
        self._entries: list[tuple[Any, ...]] = []
        self._said: list[tuple[Any, ...]] = []
        self._sealed: list[tuple[Any, ...]] = []
        self._more: list[Part] = []
        # Where each statement without a value stands that came with this bundle.
        self._boxed: dict[bytes, int] = {}

    def append(self, part: Part, entry: Entry) -> None:
        """The next entry of the log. Raises `EntryBroken` where it was signed over something else."""
        count = len(part.said) + len(part.sealed)
        told = [row[0] for row in (*part.said, *part.sealed)]
        if not holds(entry, told, part.given, is_own=False):
            reason = Phrase("a value or its author is not the one that was signed")
            raise EntryBroken(position=part.position, log=entry.log, reason=reason)
        self._entries.append(
            (self.key, part.position, part.encoded, entry.lamport, *part.given, self.seq, count)
        )
        by, at = part.given.by or "", part.given.at or ""
        for row in part.said:
            self._said.append((self.seq, self.key, part.position, *row))
            self.seq += 1
            id_, _, op, about, says, type_, value, language, basis = row
            said = self.fresh.setdefault(about, [])
            if value is None:
                self.is_plain = False
                continue
            said.append(
                Said(id_, entry.log, part.position, entry.lamport, op, about, says, type_, value, language,
                     basis, by, at)
            )  # fmt: skip
        if part.sealed:
            self._box(part.position, part.sealed)
        self._touch(part)
        self.edge.append(part.leaf)
        if len(self._entries) >= AT_ONCE:
            self._write()

    def more(self, part: Part) -> None:
        """More of an entry that is held; what is held of it stays as it is."""
        self.is_plain = False
        if self._adds(part):
            self._more.append(part)

    def says(self, id_: bytes) -> bool:
        """Whether a statement of this log is held."""
        query = f"SELECT 1 FROM statement s WHERE {schema.BY_ID} AND s.log = ?3"  # noqa: S608
        return self.raw.execute(query, (id_, id_, self.key)).fetchone() is not None

    def is_elsewhere(self, id_: bytes) -> bool:
        """Whether a statement is held that stands in another log."""
        query = (
            f"SELECT 1 FROM statement s WHERE {schema.BY_ID} AND s.log <> ?3"  # noqa: S608
            " UNION ALL SELECT 1 FROM sealed WHERE statement = ?1 AND log <> ?3"
        )
        return self.raw.execute(query, (id_, id_, self.key)).fetchone() is not None

    def is_held(self, id_: bytes, position: int) -> bool:
        """Whether a statement of this id is held, or came with this bundle, at another place than this."""
        if self._boxed.setdefault(id_, position) != position:
            return True
        query = (
            f"SELECT 1 FROM statement s WHERE {schema.BY_ID} AND (s.log, s.position) <> (?3, ?4)"  # noqa: S608
            " UNION ALL SELECT 1 FROM sealed WHERE statement = ?1 AND (log, position) <> (?3, ?4)"
        )
        return self.raw.execute(query, (id_, id_, self.key, position)).fetchone() is not None

    def is_told_by_others(self, about: str) -> bool:
        """Whether another log says anything of a record."""
        query = (
            "SELECT 1 FROM statement WHERE about = ?1 AND log <> ?2"
            " UNION ALL SELECT 1 FROM sealed WHERE about = ?1 AND log <> ?2 LIMIT 1"
        )
        return self.raw.execute(query, (about, self.key)).fetchone() is not None

    def new_records(self) -> dict[str, list[Said]]:
        """The records of which nothing was said before, sealed or not, with all that is said of them now."""
        query = (
            "SELECT f.value FROM json_each(?1) f WHERE"
            " EXISTS (SELECT 1 FROM statement WHERE about = f.value AND seq < ?2)"
            " OR EXISTS (SELECT 1 FROM record WHERE id = f.value)"
        )
        told = self.raw.execute(query, (dumps(list(self.fresh)), self.first))
        known = {str(about) for (about,) in told}
        return {about: said for about, said in self.fresh.items() if about not in known}

    def _box(self, position: int, sealed: Sequence[tuple[Any, ...]]) -> None:
        self.is_plain = False
        self._sealed += [(one[0], self.key, position, *one[1:]) for one in sealed]

    def _touch(self, part: Part) -> None:
        self.added += len(part.said) + len(part.sealed)
        self.touched.update(row[3] for row in part.said)
        self.touched.update(row[1] for row in part.sealed)

    def _write(self) -> None:
        self.raw.executemany("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?,?)", self._entries)
        self.raw.executemany(ROW, self._said)
        self.raw.executemany(INSERT, self._sealed)
        self._entries, self._said, self._sealed = [], [], []

    def finish(self) -> None:
        """Write what is left, and the right edge of the tree."""
        self._write()
        if self._more:
            self._weave({part.position: part.said for part in self._more})
        self.raw.execute("DELETE FROM edge WHERE log = ?", (self.key,))
        self.raw.executemany(
            "INSERT INTO edge (log, place, hash) VALUES (?, ?, ?)",
            [(self.key, place, node) for place, node in enumerate(self.edge.hashes)],
        )

    def _adds(self, part: Part) -> bool:
        """Leave of a part what is new in it; whether there are statements of cases among that."""
        place = (self.key, part.position)
        held = self.raw.execute(OF_ENTRY, place).fetchall()
        boxes = self.raw.execute(BOXES_OF_ENTRY, place).fetchall()
        known = {bytes(id_) for id_, _ in (*held, *boxes)}
        part.said = [row for row in part.said if row[0] not in known]
        part.sealed = [row for row in part.sealed if row[0] not in known]
        if part.sealed:
            self._box(part.position, part.sealed)
        self._touch(part)
        changed = self.raw.execute(
            'UPDATE entry SET salt = coalesce(salt, ?), "by" = coalesce("by", ?),'
            " by_salt = coalesce(by_salt, ?), at = coalesce(at, ?), at_salt = coalesce(at_salt, ?),"
            ' count = count + ? WHERE log = ? AND position = ? AND (salt IS NULL AND ? IS NOT NULL'
            ' OR "by" IS NULL AND ? IS NOT NULL OR at IS NULL AND ? IS NOT NULL OR ? > 0)',
            (*part.given, (new := len(part.said) + len(part.sealed)), *place, part.given.salt,
             part.given.by, part.given.at, new),
        ).rowcount  # fmt: skip
        if changed and not new:
            self.added += 1
            self.touched.update(about for _, about in (*held, *boxes))
        return bool(part.said)

    def _weave(self, new: dict[int, list[tuple[Any, ...]]]) -> None:
        """Write the statements anew from the first entry that grew on, in the order of the entries."""
        begin = min(new)
        rows = [(row[0], row[1:]) for row in self.raw.execute(HELD, (self.key, begin)).fetchall()]
        rows += [(position, row) for position, said in new.items() for row in said]
        rows.sort(key=lambda row: row[0])
        self.raw.execute("DELETE FROM statement WHERE log = ? AND position >= ?", (self.key, begin))
        (last,) = self.raw.execute("SELECT coalesce(max(seq), 0) FROM statement").fetchone()
        firsts: dict[int, int] = {}
        for seq, (position, _) in enumerate(rows, start=last + 1):
            firsts.setdefault(position, seq)
        self.raw.executemany(
            ROW, [(seq, self.key, pos, *row) for seq, (pos, row) in enumerate(rows, start=last + 1)]
        )
        self.raw.executemany(
            "UPDATE entry SET first = ? WHERE log = ? AND position = ?",
            [(first, self.key, position) for position, first in firsts.items()],
        )
        self.first, self.fresh = min(self.first, last + 1), {}

    def note(self, size: int, signed: bytes, member: bytes | None) -> None:
        """A checkpoint; of one that is held only who signed it may be new."""
        self.raw.execute(
            "INSERT INTO checkpoint (log, size, note, member_line) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET member_line = coalesce(member_line, excluded.member_line)",
            (self.key, size, signed, member),
        )

    def leaves(self, size: int) -> list[bytes]:
        """The leaf hashes of the first ``size`` entries that are held."""
        rows = self.raw.execute(
            "SELECT bytes FROM entry WHERE log = ? AND position < ? ORDER BY position", (self.key, size)
        )
        return [merkle.leaf_hash(bytes(encoded)) for (encoded,) in rows]

    def bytes_at(self, position: int) -> bytes:
        """The bytes of an entry that is held."""
        (encoded,) = self.raw.execute(
            "SELECT bytes FROM entry WHERE log = ? AND position = ?", (self.key, position)
        ).fetchone()
        return bytes(encoded)

    def _newest(self) -> tuple[Checkpoint, bytes] | None:
        """The newest checkpoint that is held, and its note."""
        row = self.raw.execute(
            "SELECT note FROM checkpoint WHERE log = ? ORDER BY size DESC LIMIT 1", (self.key,)
        ).fetchone()
        return (Checkpoint.parse(bytes(row[0])), bytes(row[0])) if row else None
