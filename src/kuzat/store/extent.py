# SPDX-License-Identifier: Apache-2.0
"""How far an archive was read, so that a reading is carried on by what was added to its end.

Only what the own log says in new entries adds to the end. An erasure, and whatever came from another
log, changes what was read before: then a reading is made anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kuzat.records import ERASED
from kuzat.store.archive import Archive

HEADS = (
    "SELECT key, coalesce((SELECT position + 1 FROM entry WHERE log = key"
    " ORDER BY position DESC LIMIT 1), 0) FROM log"
)
SIZES = "SELECT (SELECT coalesce(max(seq), 0) FROM statement), (SELECT count(*) FROM sealed)"
ENTRY = "SELECT bytes FROM entry WHERE log = ? AND position = ?"
END = "SELECT position + 1, bytes FROM entry WHERE log = ? ORDER BY position DESC LIMIT 1"
SEALED_SINCE = "SELECT count(*) FROM sealed WHERE log = ? AND position >= ?"
ELSEWHERE = "SELECT 1 FROM statement WHERE seq > ? AND (log <> ? OR position < ? OR says = ?)"
TOLD_SINCE = (
    "SELECT about FROM statement WHERE seq > ?"
    " UNION ALL SELECT about FROM sealed WHERE log = ? AND position >= ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """The ends of all that was read: the last statement, how many were sealed or erased, each log's entries.

    ``entry`` is the last one of the own log: where that was undone and another stands in its place,
    it tells them apart.
    """

    seq: int
    sealed: int
    erasures: int
    heads: Mapping[int, int]
    entry: bytes

    @classmethod
    def of(cls, archive: Archive) -> "Extent":
        """That of an archive now.

        Where no snapshot is held, what is read after it may go further: it is read twice then, not left out.
        """
        heads = dict(archive.database.rows(HEADS))
        seq, sealed = archive.database.row(SIZES)
        entry = _entry(archive, heads[archive.log_key])
        return cls(seq=seq, sealed=sealed, erasures=archive.erasures(), heads=heads, entry=entry)

    def begins(self, archive: Archive, now: "Extent") -> bool:
        """Whether an archive, of which ``now`` is the extent, differs by new entries of the own log alone."""
        own = archive.log_key
        begin = self.heads.get(own, 0)
        others = {log: size for log, size in self.heads.items() if log != own}
        (fresh,) = archive.database.row(SEALED_SINCE, (own, begin))
        return (
            self.erasures == now.erasures
            and others == {log: size for log, size in now.heads.items() if log != own}
            and self.entry == _entry(archive, begin)
            and now.sealed == self.sealed + fresh
            and not archive.database.row(ELSEWHERE, (self.seq, own, begin, ERASED))
        )

    def told_since(self, archive: Archive) -> set[str]:
        """The records of which something was told, in either compartment, after this."""
        since = (self.seq, archive.log_key, self.heads[archive.log_key])
        return {str(about) for (about,) in archive.database.rows(TOLD_SINCE, since)}


NOTHING = Extent(seq=0, sealed=0, erasures=0, heads={}, entry=b"")


def end_of(archive: Archive) -> tuple[int, bytes]:
    """How many entries the own log has, and the last of them."""
    size, entry = archive.database.row(END, (archive.log_key,)) or (0, b"")
    return int(size), bytes(entry)


def _entry(archive: Archive, head: int) -> bytes:
    row = archive.database.row(ENTRY, (archive.log_key, head - 1))
    return bytes(row[0]) if row else b""
