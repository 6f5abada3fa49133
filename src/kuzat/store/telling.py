# SPDX-License-Identifier: Apache-2.0
"""What the rows of an imported sheet told, and what stands of it today.

In: the entries that vouch for a row, everything else that is said of the same records.
Out: for each thing that a row said: itself, what it was corrected to, what is followed instead, or nothing.
Never: what another row or a person told besides, but how a record of the row is called.
"""

from collections.abc import Iterator
from typing import NamedTuple

from kuzat.collection import Told
from kuzat.records import Standing
from kuzat.store.archive import CODE, Archive
from kuzat.store.compartment import Compartment
from kuzat.store.permitting import Gate

ENTRIES = (
    "SELECT l.id, v.position, v.log FROM vouched v JOIN log l ON l.key = v.log"
    " WHERE v.exhibit = ? AND v.row = ? ORDER BY v.log, v.position"
)
OPEN = (
    "SELECT s.about FROM entry e JOIN statement s ON s.seq >= e.first AND s.seq < e.first + e.count"
    " WHERE e.log = ? AND e.position = ? AND s.log = e.log AND s.position = e.position ORDER BY s.seq"
)
SEALED = "SELECT about FROM sealed WHERE log = ? AND position = ? ORDER BY statement"
PLACES = "SELECT s.statement, l.id, s.position FROM sealed s JOIN log l ON l.key = s.log WHERE s.about = ?"

_Place = tuple[str, int]


class _Said(NamedTuple):
    """A statement, where it was said, and whether it lies in the open."""

    id: str
    place: _Place
    op: str
    says: str
    type: str
    value: str
    language: str | None
    is_open: bool


class TellingRows:
    """The rows of one sheet. Where the compartment is not given, what is sealed is not told."""

    def __init__(
        self, archive: Archive, exhibit: str, open_to: Gate, compartment: Compartment | None
    ) -> None:
        self.archive = archive
        self.exhibit = exhibit
        self.open_to = open_to
        self.compartment = compartment

    def of(self, row: int) -> list[Told]:
        """What a row told; nothing where it was not taken over."""
        found = self.archive.database.rows(ENTRIES, (self.exhibit, row))
        places = [(log, position) for log, position, _ in found]
        keys = [(key, position) for _, position, key in found]
        return [told for about in self._abouts(keys) for told in self._told(about, places)]

    def _abouts(self, keys: list[tuple[int, int]]) -> list[str]:
        rows = self.archive.database.rows
        queries = (OPEN, SEALED) if self.compartment else (OPEN,)
        found = (about for key in keys for query in queries for (about,) in rows(query, key))
        return [about for about in dict.fromkeys(found) if about != self.exhibit]

    def _told(self, about: str, places: list[_Place]) -> Iterator[Told]:
        said = [*self._open(about), *self._sealed(about)]
        followed = self._followed(about)
        withdrawn = {one.value: one.place for one in said if one.op == "withdraw"}
        for one in said:
            if one.op == "set" and (one.place in places or one.says.endswith(CODE)):
                now = _now(one, said, withdrawn, places)
                if now and one.is_open:
                    now = followed.get((one.says, one.language), now)
                if now != (one.value,) and not self.open_to.row(about).allowed:
                    now = ()
                yield Told(one.says, one.language, self._shown(one, one.value), self._all(one, now))

    def _all(self, one: _Said, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self._shown(one, value) for value in values)

    def _shown(self, one: _Said, value: str) -> str:
        return self.archive.code_of(value) if one.type == "record" else value

    def _followed(self, about: str) -> dict[tuple[str, str | None], tuple[str, ...]]:
        """The values that the organisation adopts, by property and language; in a list each stands anyway."""
        many = self.archive.projections.is_many
        record = self.archive.projections.folded(about, self.archive.projections.said(about))
        return {
            (says, value.said.language): (value.text,)
            for says, values in record.values.items()
            if not many(says)
            for value in values
            if value.standing is Standing.ADOPTED
        }

    def _open(self, about: str) -> list[_Said]:
        return [
            _Said(s.id.hex(), (s.log, s.position), s.op, s.says, s.type, s.value, s.language, True)
            for s in self.archive.projections.said(about)
        ]

    def _sealed(self, about: str) -> list[_Said]:
        if self.compartment is None:
            return []
        rows = self.archive.database.rows(PLACES, (about,))
        places = {bytes(id_): (log, position) for id_, log, position in rows}
        return [
            _Said(s.id.hex(), places[s.id], s.op, s.says, s.type, s.value, s.language, False)
            for s in self.compartment.about(about)
            if s.id in places
        ]


def _now(
    one: _Said, said: list[_Said], withdrawn: dict[str, _Place], own: list[_Place]
) -> tuple[str, ...]:
    """What stands of a statement: a correction takes it back and sets another in the same entry.

    What the row itself says instead, since its mapping was corrected, is told by itself.
    """
    place = withdrawn.get(one.id)
    if place is None:
        return (one.value,)
    if place in own:
        return ()
    instead = [o for o in said if o.op == "set" and o.place == place and o.says == one.says]
    instead = [o for o in instead if o.language == one.language] or instead
    return tuple(value for o in instead for value in _now(o, said, withdrawn, own))
