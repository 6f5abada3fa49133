# SPDX-License-Identifier: Apache-2.0
"""What a row of a sheet said when it was taken over, and what makes it say something else.

In: the row's entries, what a corrected mapping makes of the row.
Out: withdrawals of what it says no more, and what is new. The records keep their ids.
Never: a word about what people said since, nor what they took back said again, nor an erased value copied
once more from the sheet.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from kuzat.collection import RowRefused
from kuzat.errors import Phrase
from kuzat.log.statement import Draft, Statement, withdraw
from kuzat.store.archive import CODE, Archive
from kuzat.terms import ids

ENTRIES = "SELECT log, position FROM vouched WHERE exhibit = ? AND row = ? ORDER BY log, position"
OPEN = (
    "SELECT s.id, l.id, s.salt, s.op, s.about, s.says, s.type, s.value, s.language, s.basis"
    " FROM entry e JOIN log l ON l.key = e.log"
    " JOIN statement s ON s.seq >= e.first AND s.seq < e.first + e.count AND s.position = e.position"
    " WHERE e.log = ? AND e.position = ? AND s.log = e.log AND s.about <> ? ORDER BY s.seq"
)
SEALED = "SELECT statement FROM sealed WHERE log = ? AND position = ? AND about <> ? ORDER BY statement"
WITHDRAWN = "SELECT value, log, position FROM statement WHERE about = ? AND op = 'withdraw'"
PLACE = "SELECT log, position FROM sealed WHERE statement = ?"
CODED = "SELECT id FROM statement WHERE about = ? AND op = 'set' AND says = ?"

_Key = tuple[str, str, str, str, str | None, str | None, str]
_Place = tuple[int, int]


class Earlier:
    """What one row said that still stands, and which records it made."""

    def __init__(
        self,
        exhibit: str,
        row: int,
        live: Sequence[Statement],
        denied: Sequence[Statement],
        abouts: Sequence[str],
        made: Sequence[str],
    ) -> None:
        """``denied`` are statements that people took back. ``made`` are those of the records ``abouts`` which
        no other row made, in the order of the row.
        """
        self.row = row
        self.basis = f"{exhibit}#row={row}"
        self.live = live
        self.abouts = frozenset(abouts)
        self.denied = frozenset(map(_key, denied))
        self.made = list(made)
        self.codes: set[tuple[str, str]] = set()

    def next(self, kind: str) -> str | None:
        """The next record of a kind that this row made and that nothing stands for yet."""
        for record in self.made:
            if ids.kind_of(record) == kind:
                self.made.remove(record)
                return record
        return None

    def found(self, record: str, code: str) -> None:
        """Note that a code of the row still names a record."""
        self.codes.add((record, code))
        if record in self.made:
            self.made.remove(record)

    def amended(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Of what the row says now, what it did not say before; and first what it says no more.

        Raises `RowRefused` where the row would leave its own record for one that another row made: whether
        the two are one is for a person to say.
        """
        left = {ids.kind_of(record) for record in self.made}
        if any(ids.kind_of(one.about) in left for one in drafts if one.about not in self.abouts):
            expected = Phrase("a code that no other record has; correct this record by itself")
            raise RowRefused(row=self.row, column="", expected=expected)
        said = frozenset(map(_key, drafts))
        stands = frozenset(map(_key, self.live))
        gone = [one for one in self.live if _key(one) not in said and not self._names(one)]
        fresh = [one for one in drafts if _key(one) not in stands | self.denied]
        return [*(withdraw(one, self.basis) for one in gone), *fresh]

    def _names(self, one: Statement) -> bool:
        return one.says.endswith(CODE) and (one.about, one.value) in self.codes


def _key(one: Draft | Statement) -> _Key:
    return one.about, one.says, one.type, one.value, one.language, one.basis, one.compartment


def earlier(archive: Archive, exhibit: str, row: int) -> Earlier:
    """What a row of a sheet said that was taken over.

    Raises `RowRefused` where some of it was erased, or is sealed and shut to this member.
    """
    places = [(int(log), int(at)) for log, at in archive.database.rows(ENTRIES, (exhibit, row))]
    said = [
        one
        for place in places
        for one in (*_open(archive, exhibit, row, place), *_sealed(archive, exhibit, row, place))
        if one.op == "set"
    ]
    abouts = list(dict.fromkeys(one.about for one in said))
    withdrawn = {id_: place for about in abouts for id_, place in _withdrawn(archive, about)}
    return Earlier(
        exhibit,
        row,
        live=[one for one in said if one.id not in withdrawn],
        denied=[one for one in said if withdrawn.get(one.id, places[0]) not in places],
        abouts=abouts,
        made=[about for about in abouts if _is_made(archive, about, said)],
    )


def _open(archive: Archive, exhibit: str, row: int, place: _Place) -> Iterator[Statement]:
    for found in archive.database.rows(OPEN, (*place, exhibit)):
        if found[7] is None:
            raise _erased(row)
        yield Statement._make((bytes(found[0]), *found[1:], "cases"))


def _sealed(archive: Archive, exhibit: str, row: int, place: _Place) -> Iterator[Statement]:
    for (id_,) in archive.database.rows(SEALED, (*place, exhibit)):
        if archive.compartment is None:
            expected = Phrase("that a member who opens identities corrects it, since some of it is sealed")
            raise RowRefused(row=row, column="", expected=expected)
        found = archive.compartment.statement(bytes(id_))
        if found is None:
            raise _erased(row)
        yield found


def _erased(row: int) -> RowRefused:
    expected = Phrase("a row of which nothing was erased; correct its records one by one")
    return RowRefused(row=row, column="", expected=expected)


def _withdrawn(archive: Archive, about: str) -> Iterator[tuple[bytes, _Place]]:
    """(statement, where it was taken back) of a record."""
    for value, log, position in archive.database.rows(WITHDRAWN, (about,)):
        if value is not None:
            yield bytes.fromhex(value), (int(log), int(position))
    for one in archive.compartment.about(about) if archive.compartment else ():
        place: Any = archive.database.row(PLACE, (one.id,))
        if one.op == "withdraw" and place:
            yield bytes.fromhex(one.value), (int(place[0]), int(place[1]))


def _is_made(archive: Archive, about: str, said: Sequence[Statement]) -> bool:
    """Whether no other row gave a record its code: then it is this row's own."""
    own = {one.id for one in said}
    says = f"{ids.kind_of(about)}{CODE}"
    return all(bytes(id_) in own for (id_,) in archive.database.rows(CODED, (about, says)))
