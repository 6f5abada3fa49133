# SPDX-License-Identifier: Apache-2.0
"""From a table and a description to clusters, each of which can say why."""

import copy
import functools
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import numpy as np

from kuzat.errors import Missing, Phrase
from kuzat.linkage import sampling
from kuzat.linkage.clusters import Rules, Scale, clusters, untangled
from kuzat.linkage.description import Description, check
from kuzat.linkage.engine import blocks, files
from kuzat.linkage.engine.columns import Numbers, Table, Wide, distinct, encoded, paired, rows_of
from kuzat.linkage.engine.levels import DIFFER
from kuzat.linkage.engine.scoring import Compared, Scorer
from kuzat.linkage.judgement import Judgement, Pair, Ruling, ruled
from kuzat.linkage.matching import contested
from kuzat.linkage.reading import Columns, births, columns_of, ids_of
from kuzat.linkage.weights import Reals, Weights, chances

COPIES = 25
# Odd and without a pattern: what is multiplied by it, beyond 64 bits too, spreads over all marks.
MARK = 0x9E3779B97F4A7C15 - (1 << 64)
STEPS = 3
# A pair that is less likely one than 0.002, as log2 of odds, is not drawn.
WORTH = -9.0
Told = Callable[[int], None]


class NotInTable(Missing):
    """The record {record} was not among those that were compared."""

    code = "not_in_table"
    advice = "Look up its id in the table, or in the list of the archive: kuzat link"


@dataclass(frozen=True, slots=True)
class Link:
    """Two records and how likely they are one, as the model has it: from 0 to 1."""

    first: str
    second: str
    chance: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one field says of two records: both values as told, how they compare, and by how many doublings
    of the odds that speaks for one person (or, below 0, against it)."""

    field: str
    values: tuple[str, str]
    level: Phrase
    bits: float


class Linked:
    """What linking found. Records are named by their ids; ``clusters`` holds those of two records and more.

    ``crowded`` are blocks too large to compare; ``copies`` counts records that repeat another one in
    all that is compared, ``tangled`` those that hung together in a group too large to be one person, and were
    joined only where that is likelier than for the rest; ``conflicts`` are judgements that contradict each
    other.
    """

    def __init__(self, work: "Work") -> None:
        self._work = work
        self.ids = work.ids
        self.conflicts = work.ruling.conflicts
        self.crowded = work.crowded
        self.copies = len(work.copies)
        self.tangled = work.tangled
        self.labels = work.labels

    @functools.cached_property
    def clusters(self) -> tuple[tuple[str, ...], ...]:
        """The clusters of two records and more, in the order of their first records."""
        return tuple(self._work.grouped())

    def links(self, low: float = 0.0, high: float = 1.0) -> Iterator[Link]:
        """The pairs compared whose chance lies between ``low`` and ``high``, both included, by row."""
        work = self._work
        chance = chances(work.odds)
        for at in np.flatnonzero((chance >= low) & (chance <= high)).tolist():
            first, second = (self.ids[work.used[row]] for row in rows_of(work.compared.pairs[at]))
            yield Link(first, second, round(float(chance[at]), 4))

    def why(self, first: str, second: str) -> tuple[Evidence, ...]:
        """What each field says of two records."""
        return self._work.why(first, second)

    def judged(self, judgements: Iterable[Judgement]) -> "Linked | None":
        """The same records, as alike as they were found to be, under these judgements instead.

        None where they tell of a record that was left out as a copy: such a table is to be linked anew.
        """
        work = self._work.judged(list(judgements))
        return Linked(work) if work else None

    def value(self, record: str, field: str) -> str:
        """What a record says in a field; empty where it says nothing. Raises `NotInTable`."""
        return self._work.cell(field, self._work.at(record))

    def chance(self, first: str, second: str) -> float:
        """How likely two records are one, compared or not."""
        return self._work.chance(first, second)

    def is_joined(self, first: str, second: str) -> bool:
        """Whether two records count as one."""
        return bool(self.labels[self._work.at(first)] == self.labels[self._work.at(second)])

    def root(self, record: str) -> int:
        """The same number for records that are one. Raises `NotInTable`."""
        return int(self.labels[self._work.at(record)])

    def sampled(
        self, random: np.random.Generator, number: int, kind: Callable[[str], Hashable] | None = None
    ) -> Iterator[Callable[[str], int]]:
        """So many linkages drawn by how probable they are; each gives one number for records that are one.

        ``kind`` tells kinds of records apart, such as the lists that name them, of which each may have its
        own chance to be a person's only record; where each list holds nobody twice, the lists are the kinds.
        """
        work = self._work

        def root(labels: Wide, record: str) -> int:
            return int(labels[work.at(record)])

        return (functools.partial(root, labels) for labels in work.drawn(random, number, kind))

    def cluster(self, record: str) -> tuple[str, ...]:
        """The records that are one with this one, itself among them."""
        label = self.labels[self._work.at(record)]
        return tuple(self.ids[row] for row in np.flatnonzero(self.labels == label).tolist())


def link(
    table: Any,
    description: Description,
    judgements: Iterable[Judgement] = (),
    *,
    told: Told = lambda _: None,
) -> Linked:
    """Link the records of a table: a data frame, a mapping of columns, or the path of a Parquet file.

    ``told`` hears of each of `STEPS` steps. Judgements about records that are not in the table are left out.
    Raises `DescriptionUnusable` or `LinkTableUnusable`.
    """
    check(description)
    is_file = isinstance(table, (str, PurePath))
    columns = files.parquet(str(table), description) if is_file else columns_of(table)
    return Linked(Work(columns, description, list(judgements), told))


class Work:
    """The steps of linking one table, and what they leave behind for questions."""

    def __init__(
        self,
        columns: Columns,
        description: Description,
        judgements: Sequence[Judgement],
        told: Told,
    ) -> None:
        self.ids = ids_of(columns, description)
        self.description = description
        self.cells = births(columns, description)
        known = self._known(judgements)
        self.ruling: Ruling = ruled(known)
        whole = _table(self.cells, description, len(self.ids))
        judged = {self.row[record] for one in known for record in one.pair}
        self.copies = {} if description.once else _copies(whole, description, judged)
        originals = np.arange(whole.rows)
        originals[list(self.copies)] = list(self.copies.values())
        self.used = np.flatnonzero(originals == np.arange(whole.rows))
        self.place = np.searchsorted(self.used, originals)
        self.table = whole.only(self.used)
        blocked = blocks.blocked(self.table, description)
        self.crowded = blocked.crowded
        told(1)
        self.scorer = Scorer(self.table, description)
        self.compared, self.learned, self.alike = self._needed(
            *self.scorer.chances(blocked, self._numbers(self.ruling.same))
        )
        self.odds = self._contested() if description.once else self.alike
        told(1)
        self.labels, self.tangled = self._clusters()
        told(1)

    def judged(self, judgements: Sequence[Judgement]) -> "Work | None":
        """The same work under other judgements; None where these tell of copies."""
        known = self._known(judgements)
        if any(self.row[record] in self.copies for one in known for record in one.pair):
            return None
        work = copy.copy(self)
        work.ruling = ruled(known)
        work.odds = work._contested() if work.description.once else work.alike
        work.labels, work.tangled = work._clusters()
        return work

    def _known(self, judgements: Iterable[Judgement]) -> list[Judgement]:
        """The judgements about records of the table."""
        return [one for one in judgements if one.first in self.row and one.second in self.row]

    @functools.cached_property
    def row(self) -> Mapping[str, int]:
        """Record → its row."""
        return {id_: row for row, id_ in enumerate(self.ids)}

    def at(self, record: str) -> int:
        """The row of a record. Raises `NotInTable`."""
        if record not in self.row:
            raise NotInTable(record=record)
        return self.row[record]

    def _needed(self, compared: Compared, learned: Weights, odds: Reals) -> tuple[Compared, Weights, Reals]:
        """The pairs that agree in a field that must agree: silence is no evidence."""
        needs = [f for f, field in enumerate(self.description.fields) if field.name in self.description.needs]
        if not needs:
            return compared, learned, odds
        speaks = np.asarray((compared.patterns[:, needs] > DIFFER).any(axis=1))
        kept = speaks[compared.pattern]
        return compared.only(kept), learned, odds[kept]

    def _contested(self) -> Reals:
        """The odds of each pair where a list holds nobody twice."""
        pairs = self.compared.pairs
        out = np.isin(pairs, self._numbers(self.ruling.different))
        return contested(self.alike - self.learned.start, *rows_of(pairs), self.table.sources, out)

    def _clusters(self) -> tuple[Wide, int]:
        """For each record the first one of its cluster, and how many rows were tangled."""
        cut = float(np.log2(self.description.likely / (1 - self.description.likely)))
        pairs, odds = self.compared.pairs, self.odds
        likely = np.flatnonzero(odds >= cut)
        first, second = rows_of(pairs[likely])
        kept, tangled = untangled(self.table.rows, first, second, odds[likely], cut, self.description.limit)
        labels = clusters(
            self.table.rows,
            (first[kept], second[kept], odds[likely][kept]),
            Scale(
                start=self.learned.start,
                cut=cut,
                slips=np.log2(self.learned.slips).tolist(),
                tops=[size - 1 for size in self.scorer.sizes],
            ),
            lambda a, b: self.scorer.evidence(self.learned, a, b),
            self._rules(),
        )
        found = self.used[labels[self.place]]
        tells = {original: self._is_told(original) for original in set(self.copies.values())}
        silent = [row for row, original in self.copies.items() if not tells[original]]
        found[silent] = silent
        return found, tangled

    def drawn(
        self, random: np.random.Generator, number: int, kind: Callable[[str], Hashable] | None
    ) -> Iterator[Wide]:
        """Linkages drawn by how probable they are, each by the rows of the whole table."""
        kinds = self.table.sources.tolist() if self.description.once else [0] * self.table.rows
        if kind is not None:
            known = {one: place for place, one in enumerate(dict.fromkeys(map(kind, self.ids)))}
            kinds = [known[kind(self.ids[row])] for row in self.used.tolist()]
        silent = np.array([row for row in self.copies if self.labels[row] == row], dtype=np.int64)
        for labels in sampling.drawn(self._doubt(kinds), random, number):
            found = self.used[labels[self.place]]
            found[silent] = silent
            yield found

    def _doubt(self, kinds: Sequence[int]) -> sampling.Doubt:
        """The pairs that may be one, and all pairs that hang together by these."""
        near = self.alike >= WORTH
        first, second = sampling.closed(self.table.rows, *rows_of(self.compared.pairs[near]))
        levels, weights = self.scorer.evidence(self.learned, first, second)
        bits = weights.sum(axis=1) + np.log2(self.learned.slips[self.learned.slipped(levels)])
        return sampling.Doubt(self.table.rows, first, second, bits, kinds, self._rules())

    def _is_told(self, record: int) -> bool:
        """Whether a copy says enough to be one person with the record that it repeats."""
        one = self.place[[record]]
        levels, weights = self.scorer.evidence(self.learned, one, one)
        needs = [f for f, field in enumerate(self.description.fields) if field.name in self.description.needs]
        speaks = not needs or bool((levels[0, needs] > DIFFER).any())
        likely = chances(self.learned.start + weights.sum(axis=1))[0]
        return speaks and weights.sum() > 0 and bool(likely >= self.description.likely)

    def _rules(self) -> Rules:
        pairs = ([self._rows(pair) for pair in every] for every in (self.ruling.same, self.ruling.different))
        same, different = pairs
        alone = [int(self.place[self.row[record]]) for record in self.ruling.alone]
        return Rules(same, different, self.table.sources if self.description.once else None, alone)

    def _numbers(self, pairs: Collection[Pair]) -> Wide:
        """Pairs of records as the engine numbers them."""
        rows = np.array([self._rows(pair) for pair in pairs], dtype=np.int64).reshape(-1, 2)
        return distinct(paired(rows[:, 0], rows[:, 1]))

    def _rows(self, pair: Pair) -> tuple[int, int]:
        first, second = sorted(int(self.place[self.row[record]]) for record in pair)
        return first, second

    def grouped(self) -> Iterator[tuple[str, ...]]:
        """The clusters of two records and more, in the order of their first rows."""
        many = np.bincount(self.labels, minlength=len(self.labels))
        rows = np.flatnonzero(many[self.labels] > 1)
        rows = rows[np.argsort(self.labels[rows], kind="stable")]
        ids = [self.ids[row] for row in rows.tolist()]
        end = 0
        for size in many[many > 1].tolist():
            end += size
            yield tuple(ids[end - size : end])

    def why(self, first: str, second: str) -> tuple[Evidence, ...]:
        """What each field says of two records."""
        levels, weights = self._evidence(first, second)
        rows = self.at(first), self.at(second)
        return tuple(
            Evidence(
                comparer.field.name,
                (self.cell(comparer.field.name, rows[0]), self.cell(comparer.field.name, rows[1])),
                comparer.called(int(level)),
                round(float(bits), 2),
            )
            for comparer, level, bits in zip(self.scorer.comparers, levels[0], weights[0], strict=True)
        )

    def chance(self, first: str, second: str) -> float:
        """How likely two records are one, by their fields if they were not compared."""
        at = np.flatnonzero(self.compared.pairs == self._numbers([(first, second)]))
        if len(at):
            return round(float(chances(self.odds[at])[0]), 4)
        levels, weights = self._evidence(first, second)
        slips = np.log2(self.learned.slips[self.learned.slipped(levels)])
        return round(float(chances(self.learned.start + weights.sum(axis=1) + slips)[0]), 4)

    def _evidence(self, first: str, second: str) -> Any:
        rows = (self.place[[self.at(record)]] for record in (first, second))
        return self.scorer.evidence(self.learned, *rows)

    def cell(self, column: str, row: int) -> str:
        """What a row says in a column."""
        cell = self.cells[column][row]
        return "" if cell is None or cell != cell else str(cell)


def _copies(table: Table, description: Description, judged: set[int]) -> Mapping[int, int]:
    """Row → the first row that it repeats in all that is compared, where many rows repeat it.

    Many copies of one record tell no more than one does. What somebody judged stands for itself.
    """
    codes = [table.columns[field.name].codes for field in description.fields]
    crowd = _crowd(codes)
    told = list(zip(*(each[crowd].tolist() for each in codes), strict=True))
    many = Counter(told)
    first_of: dict[tuple[int, ...], int] = {}
    return {
        row: first
        for row, says in zip(crowd.tolist(), told, strict=True)
        if many[says] > COPIES and row not in judged and (first := first_of.setdefault(says, row)) != row
    }


def _crowd(codes: Sequence[Numbers]) -> Wide:
    """Every row that more than `COPIES` others may repeat: rows that say the same have one mark."""
    marks = np.zeros(len(codes[0]), dtype=np.int64)
    for each in codes:
        marks *= MARK
        marks += each
    ordered = np.sort(marks)
    often = ordered[COPIES:][ordered[COPIES:] == ordered[:-COPIES]]
    return np.flatnonzero(np.isin(marks, often)) if len(often) else often


def _table(cells: Columns, description: Description, rows: int) -> Table:
    """The columns that are compared or looked up by, as numbers."""
    names = [name for name in description.columns() if name not in (description.id, description.source)]
    source: Numbers = np.zeros(rows, dtype=np.int32)
    if description.source:
        source = encoded(cells[description.source]).codes + 1
    return Table(rows, {name: encoded(cells[name]) for name in names}, source)
