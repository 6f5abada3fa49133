# SPDX-License-Identifier: Apache-2.0
"""Columns as whole numbers: each distinct value once, each row the number of its value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Wide = NDArray[np.int64]
Reals = NDArray[np.float64]
MISSING = -1
# A pair of rows is one number: the first row, and in the lower bits the second one.
HALF = 32


@dataclass(frozen=True)
class Column:
    """Distinct values as told, and for each row the number of its value, or `MISSING`."""

    values: tuple[str, ...]
    codes: Numbers

    @cached_property
    def counts(self) -> Wide:
        """How many rows hold each value."""
        return np.bincount(self.codes[self.codes != MISSING], minlength=len(self.values))

    @cached_property
    def frequency(self) -> Reals:
        """log2 of how many rows hold each value; the last is for what is missing."""
        return np.asarray(np.log2(np.append(np.maximum(self.counts, 1), 1)), dtype=np.float64)


class Coded(Sequence[str | None]):
    """The cells of a column that was read as whole numbers; None where a cell is empty."""

    def __init__(self, values: Sequence[str], codes: Numbers) -> None:
        self.values, self.codes = values, codes

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, row: int) -> str | None: ...
    @overload
    def __getitem__(self, row: slice) -> "Coded": ...
    def __getitem__(self, row: int | slice) -> "str | Coded | None":
        if isinstance(row, slice):
            return Coded(self.values, self.codes[row])
        code = self.codes[row]
        return None if code == MISSING else self.values[code]


def encoded(cells: Sequence[object]) -> Column:
    """A column of cells; case and spaces around make no value of their own, and blanks are missing."""
    if isinstance(cells, Coded):
        return _again(cells)
    known: dict[str, int] = {}
    numbers = {cell: _numbered(cell, known) for cell in dict.fromkeys(cells)}
    codes = np.fromiter(map(numbers.__getitem__, cells), dtype=np.int32, count=len(cells))
    return Column(tuple(known), codes)


def _again(cells: Coded) -> Column:
    """The same of cells that have numbers already."""
    words = "\n".join(cells.values).casefold().split()
    if len(words) == len(set(words)) == len(cells.values) and all(map(str.strip, cells.values)):
        return Column(tuple(words), cells.codes)  # each value is one word
    known: dict[str, int] = {}
    numbers = [*(_numbered(value, known) for value in cells.values), MISSING]
    return Column(tuple(known), np.array(numbers, dtype=np.int32)[cells.codes])


def _numbered(cell: object, known: dict[str, int]) -> int:
    # What data frames put for nothing is not equal to itself.
    text = "" if cell is None or cell != cell else " ".join(str(cell).split()).casefold()
    return known.setdefault(text, len(known)) if text else MISSING


def paired(first: Wide, second: Wide) -> Wide:
    """Pairs of rows as one number each."""
    return first << HALF | second


def rows_of(pairs: Wide) -> tuple[Wide, Wide]:
    """The first and the second row of each pair."""
    return pairs >> HALF, pairs & ((1 << HALF) - 1)


def distinct(numbers: Wide) -> Wide:
    """Each number once, in order; ``numbers`` are sorted where they lie. Much faster than `numpy.unique`."""
    numbers.sort()
    return numbers[_fresh(numbers)]


def once(numbers: Wide) -> tuple[Wide, Wide]:
    """Each number once, in order, and for each of ``numbers`` its place among them."""
    order = np.argsort(numbers)
    ordered = numbers[order]
    fresh = _fresh(ordered)
    back = np.empty(len(ordered), dtype=np.int64)
    back[order] = np.cumsum(fresh) - 1
    return ordered[fresh], back


def _fresh(ordered: Wide) -> NDArray[np.bool_]:
    """Which numbers are not the same as the one before."""
    fresh = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return fresh


@dataclass(frozen=True)
class Table:
    """A table ready for the engine: its columns by name, how many rows, from which list each comes."""

    rows: int
    columns: Mapping[str, Column]
    sources: Numbers

    def only(self, rows: Wide) -> "Table":
        """Some of the rows; their values keep their numbers."""
        if len(rows) == self.rows:
            return self
        columns = {name: Column(each.values, each.codes[rows]) for name, each in self.columns.items()}
        return Table(len(rows), columns, self.sources[rows])
