# SPDX-License-Identifier: Apache-2.0
"""The capture table: how many people (or events) stand in exactly which lists.

A list is one way of coming to know. Reprints of one text are one list: two newspapers that print one
agency's report have not seen a victim twice.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuzat.errors import Phrase, Refused

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST_LISTS = 2
MOST_LISTS = 40
MOST_DENSE = 12


class TableUnusable(Refused):
    """This capture table cannot be used: {reason}."""

    code = "table_unusable"
    advice = (
        "Give one row per combination of lists: a column of 0 and 1 for each list, and a column with "
        "the count. Nothing was estimated."
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class CaptureTable:
    """Combinations of lists that hold somebody, and how many.

    ``patterns`` has a row per combination and a column per list; ``counts`` is above 0 in each row.
    Build it by `capture_table`, which refuses what cannot be a table.
    """

    lists: tuple[str, ...]
    patterns: Flags
    counts: Ints
    stratum: str = ""

    @cached_property
    def documented(self) -> int:
        """Everybody in at least one list."""
        return int(self.counts.sum())

    @cached_property
    def sizes(self) -> Ints:
        """How many each list holds."""
        return self.counts @ self.patterns

    @cached_property
    def shared(self) -> Ints:
        """How many each pair of lists shares; the diagonal is the size of a list."""
        return (self.patterns * self.counts[:, None]).T @ self.patterns

    @cached_property
    def times(self) -> Ints:
        """How many stand in exactly 1, 2, … all lists."""
        length = len(self.lists) + 1
        return np.bincount(self.patterns.sum(1), self.counts, length)[1:].astype(np.int64)

    @cached_property
    def alone(self) -> tuple[str, ...]:
        """Lists that share nobody with any other list."""
        others = self.shared.sum(1) - self.sizes
        return tuple(name for name, count in zip(self.lists, others, strict=True) if count == 0)

    def dense(self) -> Ints:
        """Counts of all combinations but the empty one, by the number whose bit j says "in list j".

        Raises `TableUnusable` above 12 lists.
        """
        if len(self.lists) > MOST_DENSE:
            raise TableUnusable(reason=Phrase("it has more than {most} lists", most=MOST_DENSE))
        places = self.patterns @ (1 << np.arange(len(self.lists)))
        return np.bincount(places, self.counts, 2 ** len(self.lists))[1:].astype(np.int64)

    def without(self, name: str) -> "CaptureTable":
        """The same people as the other lists know them. Raises `TableUnusable` below two lists."""
        kept = [one for one in self.lists if one != name]
        columns = [self.lists.index(one) for one in kept]
        rows = ((tuple(row), int(n)) for row, n in zip(self.patterns[:, columns], self.counts, strict=True))
        return capture_table(kept, ((row, n) for row, n in rows if any(row)), stratum=self.stratum)


def capture_table(
    lists: Iterable[str], counted: Iterable[tuple[Collection[Any], int]], *, stratum: str = ""
) -> CaptureTable:
    """A table from combinations (one 0/1 value per list) and their counts; equal ones are added up.

    Raises `TableUnusable` where there are fewer than two or more than 40 lists, an empty list, nobody at
    all, a negative count, or a count of people who stand in no list.
    """
    names = tuple(lists)
    if not FEWEST_LISTS <= len(names) <= MOST_LISTS:
        reason = Phrase(
            "it has {number} lists; expected {fewest} to {most}",
            number=len(names),
            fewest=FEWEST_LISTS,
            most=MOST_LISTS,
        )
        raise TableUnusable(reason=reason)
    cells: Counter[tuple[bool, ...]] = Counter()
    for number, (pattern, count) in enumerate(counted, start=1):
        if count < 0:
            raise TableUnusable(reason=Phrase("combination {number} has a negative count", number=number))
        if count and not any(pattern):
            raise TableUnusable(
                reason=Phrase("combination {number} is in no list, yet has a count", number=number)
            )
        if count:
            cells[tuple(map(bool, pattern))] += count
    if not cells:
        raise TableUnusable(reason=Phrase("nobody stands in it"))
    ordered = sorted(cells)
    table = CaptureTable(
        lists=names,
        patterns=np.array(ordered, dtype=np.bool_),
        counts=np.array([cells[pattern] for pattern in ordered], dtype=np.int64),
        stratum=stratum,
    )
    if not table.sizes.all():
        reason = Phrase("list {number} holds nobody", number=int(np.argmin(table.sizes)) + 1)
        raise TableUnusable(reason=reason)
    return table


def from_members(
    members: Iterable[Collection[str]], *, same: Mapping[str, str] | None = None, stratum: str = ""
) -> CaptureTable:
    """A table from linked records: for each person the sources that name them.

    ``same`` maps a source to the list it belongs to, so that reprints of one text are one list; who is not
    mapped is a list by itself. Raises `TableUnusable` as `capture_table` does.
    """
    merged = dict(same or {})
    known = [frozenset(merged.get(source, source) for source in sources) for sources in members]
    names = sorted(frozenset[str]().union(*known))
    return capture_table(
        names, (([name in one for name in names], 1) for one in known if one), stratum=stratum
    )
