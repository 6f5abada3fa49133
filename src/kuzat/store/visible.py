# SPDX-License-Identifier: Apache-2.0
"""Which statements a member may see whose roles do not see all, chosen before anything is read from them."""

from collections.abc import Callable, Collection, Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from kuzat import keys
from kuzat.keys import Sight
from kuzat.store.archive import PUBLISHED, Archive
from kuzat.store.permitting import INSIDE, USES, Gate, gate
from kuzat.terms import ids

STANDING = (
    "SELECT e.lamport, l.id, s.log, s.position, s.id, s.about, s.says, s.type, s.value, s.language,"
    " s.basis, coalesce(e.by, ''), coalesce(e.at, '') FROM statement s JOIN log l ON l.key = s.log"
    " JOIN entry e ON e.log = s.log AND e.position = s.position"
    " WHERE s.op = 'set' AND s.value IS NOT NULL AND s.says NOT IN ('any.erased', 'any.erasure_ground')"
    " AND s.seq > ?"
)
WITHDRAWN = "SELECT about, value FROM statement WHERE op = 'withdraw' AND value IS NOT NULL"
SEALED = (
    "SELECT e.lamport, l.id, s.log, s.position, s.statement, s.about, s.epoch, e.at FROM sealed s"
    " JOIN log l ON l.key = s.log JOIN entry e ON e.log = s.log AND e.position = s.position"
    " WHERE e.by = ?"
)
TOLD_SINCE = "SELECT about FROM statement WHERE seq > ?"
LINKS = ("record", "exhibit")
PUBLISH = USES["publish"]


class Standing(NamedTuple):
    """A statement that stands, and its entry."""

    lamport: int
    log_id: str
    log: int
    position: int
    id: bytes
    about: str
    says: str
    type: str
    value: str
    language: str | None
    basis: str | None
    by: str
    at: str

    @property
    def rests_on(self) -> str:
        """The record or statement that is its basis, without the place in it; empty if there is none."""
        return (self.basis or "").split("#", 1)[0]

    def links_to(self, told: Container[str]) -> bool:
        """Whether it links to none but these records; what is no link does."""
        return self.type not in LINKS or self.value in told


class Sealed(NamedTuple):
    """A statement of the compartment identity, of which nothing is known but that it is there."""

    lamport: int
    log_id: str
    log: int
    position: int
    id: bytes
    about: str
    epoch: int
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What decides today whether a member sees a statement: their roles, consent, what is published.

    ``root_of`` tells on which record a basis rests in the end: a translation is as public as its original.
    """

    sight: Sight
    member: str
    inside: Gate
    outside: Gate
    published: frozenset[str]
    root_of: Callable[[str], str]

    @classmethod
    def of(cls, archive: Archive, before: "Rules | None" = None, after: int = 0) -> "Rules":
        """Those of the member who unlocked the archive, as of now; what their roles do not ask is empty.

        ``before`` are those that held until a place in the table of statements, which is ``after``.
        """
        sight = keys.sight_of(archive.roles)
        own, public = "own" in sight.of, "published" in sight.of
        known = before.published if before else frozenset()
        return cls(
            sight=sight,
            member=archive.member,
            inside=gate(archive) if own else Gate(use=INSIDE),
            outside=gate(archive, PUBLISH) if public else Gate(use=PUBLISH),
            published=_published(archive, known, after) if public else known,
            root_of=archive.root_of,
        )

    def show(self, one: Standing) -> bool:
        """Whether a statement that nobody took back may be seen."""
        if not ids.is_record(one.about) or not _shows(self.sight, ids.kind_of(one.about), one.says):
            return False
        return self._is_own(one) or self._is_public(one)

    def _is_own(self, one: Standing) -> bool:
        own = "own" in self.sight.of and one.by == self.member
        return own and self.inside.said(bytes(one.id), one.about).allowed

    def _is_public(self, one: Standing) -> bool:
        if "published" not in self.sight.of:
            return False
        rests = one.about in self.published or self.root_of(one.rests_on) in self.published
        return rests and self.outside.said(bytes(one.id), one.about).allowed

    def differing(self, other: "Rules") -> tuple[set[str], set[bytes]]:
        """The records, and the single statements, of which these rules and others say different things."""
        records = set(self.published ^ other.published)
        statements = set[bytes]()
        for mine, its in ((self.inside, other.inside), (self.outside, other.outside)):
            records |= mine.refused.keys() ^ its.refused.keys()
            statements |= mine.statements.keys() ^ its.statements.keys()
        return records, statements


@cache
def _shows(sight: Sight, kind: str, says: str) -> bool:
    return sight.shows(kind, says)


def standing(archive: Archive, after: int = 0) -> Iterator[Standing]:
    """The statements that stand, of those told after a place in the table, but for those taken back.

    One after the other, with one copy of each text in all of them, since a million do not fit otherwise.
    The caller holds the writer's turn or a snapshot.
    """
    texts: dict[Any, Any] = {}
    for row in archive.database.raw.execute(STANDING, (after,)):
        yield Standing._make(texts.setdefault(cell, cell) if type(cell) is str else cell for cell in row)


def withdrawn(archive: Archive, after: int = 0) -> set[tuple[str, str]]:
    """Record and statement, in hex, of what was taken back after a place in the table of statements."""
    return {(a, v) for a, v in archive.database.rows(f"{WITHDRAWN} AND seq > ?", (after,))}


def own_sealed(archive: Archive, rules: Rules, heads: Mapping[int, int]) -> list[Sealed]:
    """What the member sealed after these heads of logs, of which they may know that it is there."""
    if "own" not in rules.sight.of:
        return []
    found: list[Sealed] = []
    for (log,) in archive.database.rows("SELECT key FROM log ORDER BY key"):
        place = (rules.member, log, heads.get(log, 0))
        rows = archive.database.rows(f"{SEALED} AND s.log = ? AND s.position >= ?", place)
        found += map(Sealed._make, rows)
    return sorted(found, key=lambda one: one.id)


def _published(archive: Archive, before: frozenset[str] = frozenset(), after: int = 0) -> frozenset[str]:
    """The informations and exhibits of which is said where anybody can read them.

    What was published ``before`` is asked again of those alone of which something was told since.
    """
    told = {str(about) for (about,) in archive.database.rows(TOLD_SINCE, (after,))} if after else set()
    found: set[str] = set()
    for kind, says in PUBLISHED.items():
        table = archive.projections.tables[kind]
        column = table.c[says.split(".", 1)[1]]
        query = table.select().with_only_columns(table.c.id).where(column.is_not(None))
        rows = archive.execute(query.where(table.c.id.in_(told)) if after else query)
        found |= {str(row[0]) for row in rows}
    return (before - told) | found


def closed(said: list[Standing], told: Collection[str] = ()) -> list[Standing]:
    """Without links to records of which nothing is seen, neither here nor among those ``told`` elsewhere.

    Not even that there is such a record is shown.
    """
    while True:
        known = {one.about for one in said}.union(told)
        left = [one for one in said if one.links_to(known)]
        if len(left) == len(said):
            return said
        said = left
