# SPDX-License-Identifier: Apache-2.0
"""Columns as whole numbers: each distinct value once, each row the number of its value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Wide = NDArray[np.int64]
Reals = NDArray[np.float64]
MISSING = -1


@dataclass(frozen=True)
class Column:
    """Distinct values as told, and for each row the number of its value, or `MISSING`."""

    values: tuple[str, ...]
    codes: Numbers

    @cached_property
    def counts(self) -> Wide:
        """How many rows hold each value."""
        return np.bincount(self.codes[self.codes != MISSING], minlength=len(self.values))


def encoded(cells: Sequence[object]) -> Column:
    """A column of cells; case and spaces around make no value of their own, and blanks are missing."""
    known: dict[str, int] = {}
    numbers = {cell: _numbered(cell, known) for cell in dict.fromkeys(cells)}
    codes = np.fromiter(map(numbers.__getitem__, cells), dtype=np.int32, count=len(cells))
    return Column(tuple(known), codes)


def _numbered(cell: object, known: dict[str, int]) -> int:
    # What data frames put for nothing is not equal to itself.
    text = "" if cell is None or cell != cell else " ".join(str(cell).split()).casefold()
    return known.setdefault(text, len(known)) if text else MISSING


def once(numbers: Wide) -> tuple[Wide, Wide]:
    """Each number once, in order, and for each of ``numbers`` its place among them."""
    order = np.argsort(numbers)
    ordered = numbers[order]
    fresh = np.ones(len(ordered), dtype=bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    back = np.empty(len(ordered), dtype=np.int64)
    back[order] = np.cumsum(fresh) - 1
    return ordered[fresh], back


@dataclass(frozen=True)
class Table:
    """A table ready for the engine: its columns by name, how many rows, from which list each comes."""

    rows: int
    columns: Mapping[str, Column]
    sources: Numbers

    def only(self, rows: Wide) -> "Table":
        """Some of the rows; their values keep their numbers."""
        columns = {name: Column(each.values, each.codes[rows]) for name, each in self.columns.items()}
        return Table(len(rows), columns, self.sources[rows])
