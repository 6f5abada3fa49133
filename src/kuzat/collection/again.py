# SPDX-License-Identifier: Apache-2.0
"""The same sheet out again: each cell as it was typed where what it said stands, else what stands instead.

So importing it gives the same values. Of columns that are joined into one value nobody can tell a new value
apart again: they stay empty then. So do columns of which the mapping says nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from kuzat.collection.mapping import BETWEEN, Each, Setting, SheetMapping
from kuzat.collection.plan import Stated, Stating, stated
from kuzat.collection.row import Row
from kuzat.records.record import ADOPTS
from kuzat.terms.vocabulary import Vocabulary


class Told(NamedTuple):
    """One thing that a row said, and what stands of it now: itself, what it was corrected to, or nothing.

    A record is named by its code.
    """

    says: str
    language: str | None
    was: str
    now: tuple[str, ...]


def sheet_out(
    mapping: SheetMapping,
    vocabulary: Vocabulary,
    columns: Sequence[str],
    rows: Iterable[tuple[Row, Sequence[Told]]],
) -> Iterator[list[str]]:
    """Rows of cells from the rows of a sheet and what each of them told.

    A row of which nothing stands is gone. Raises `RowRefused` for a row that the mapping does not take.
    """
    for row, told in rows:
        if any(one.now for one in told):
            cells = _Cells(mapping, vocabulary, row, told).filled(stated(mapping, vocabulary, row))
            yield [cells.get(column, "") for column in columns]


class _Cells:
    """The cells of one row on its way out; what was changed comes before what stayed."""

    def __init__(
        self, mapping: SheetMapping, vocabulary: Vocabulary, row: Row, told: Sequence[Told]
    ) -> None:
        self.mapping = mapping
        self.vocabulary = vocabulary
        self.row = row
        self.told: dict[tuple[str, str | None], list[Told]] = defaultdict(list)
        for one in told:
            self.told[one.says, one.language].append(one)
        self.same: dict[str, str] = {}
        self.changed: dict[str, str] = {}

    def filled(self, all_stated: Iterable[Stated]) -> dict[str, str]:
        for part, several in groupby(all_stated, lambda one: one.part):
            pieces = []
            for one in several:
                offered = self._stated(one)
                if part.each is None:
                    self._offer(offered, one)
                elif self._is_alive(one):
                    column = part.each.column
                    pieces.append(offered.pop(column, one.cells[column]))
                    self._offer(offered, one)
            if part.each is not None:
                self._list(part.each, pieces)
        self._keep_conditions()
        return self.same | {column: text for column, text in self.changed.items() if text}

    def _list(self, each: Each, pieces: Sequence[str]) -> None:
        """The cell that lists several records: as it was typed where all of them stand."""
        typed = self.row.cells[each.column]
        is_same = pieces == [piece.strip() for piece in typed.split(each.split) if piece.strip()]
        text = typed if is_same else each.split.join(filter(None, pieces))
        self._put(each.column, text, is_same)

    def _put(self, column: str, text: str, is_same: bool) -> None:
        if text:
            (self.same if is_same else self.changed).setdefault(column, text)

    def _offer(self, offered: dict[str, str], one: Stated) -> None:
        for column, text in offered.items():
            self._put(column, text, text == one.cells[column])

    def _stated(self, one: Stated) -> dict[str, str]:
        """Column → text, of what one record of the row says."""
        offered: dict[str, str] = {}
        if one.code is not None and self._is_alive(one):
            code = self._codes(one)
            for column in one.part.reference:
                offered[column] = one.cells[column] if code in (one.code, None) else ""
            if len(one.part.reference) == 1 and code is not None:
                offered[one.part.reference[0]] = code
        for stating in one.said:
            for column, text in self._said(stating, one).items():
                offered[column] = offered.get(column) or text
        return offered

    def _codes(self, one: Stated) -> str | None:
        """What the record is called now; None where another row named it."""
        told = self._found(f"{one.part.kind}.reference", None, [one.code or ""])
        return BETWEEN.join(word for each in told for word in each.now) if told else None

    def _is_alive(self, one: Stated) -> bool:
        return one.code is None or self._codes(one) != ""

    def _said(self, stating: Stating, one: Stated) -> dict[str, str]:
        setting = stating.setting
        told = self._found(setting.says, stating.language, stating.values)
        if not told and self.vocabulary.property(setting.says).type == "record":
            told = self.told.get((setting.says, None), [])
        if stating.values == tuple(each.was for each in told if each.now == (each.was,)):
            return {column: one.cells[column] for column in setting.columns}
        text = _joined(setting, [word for each in told for word in each.now])
        return {column: text if len(setting.columns) == 1 else "" for column in setting.columns}

    def _found(self, says: str, language: str | None, values: Sequence[str]) -> list[Told]:
        """What the row told with these values."""
        told = self.told.get((says, language), [])
        found = [next((each for each in told if each.was == value), None) for value in values]
        return [each for each in found if each is not None]

    def _keep_conditions(self) -> None:
        """Columns that only say whether there is a record, and those of an account that is followed still."""
        used = self._used()
        adopts = any(one.now for one in self.told.get((ADOPTS, None), ()))
        for part in self.mapping.records:
            kept = [part.when] if part.when else []
            if part.adopt and adopts:
                kept += [part.adopt.property, part.adopt.value, part.adopt.reason]
            for column in kept:
                if column not in used:
                    self._put(column, self.row.cells[column], True)

    def _used(self) -> set[str]:
        parts = self.mapping.records
        said = {column for part in parts for setting in part.set for column in setting.columns}
        return said | {column for part in parts for column in part.reference}


def _joined(setting: Setting, values: Sequence[str]) -> str:
    words = {term: word for word, term in setting.terms.items()}
    sign = setting.split or BETWEEN
    return sign.join(dict.fromkeys(words.get(value, value) for value in values))
