# SPDX-License-Identifier: Apache-2.0
"""Which records are one, from how likely each pair is and what people said of pairs.

In: pairs with their odds, judgements of people, lists that hold nobody twice.
Out: for each record the number of its cluster; judgements that contradict each other.
Never: a merge against somebody's word, through a chain of likeness, or where judgements contradict.

Pairs are joined from the likeliest on. Two clusters become one where the records of both, field by field at
their closest, still speak for one person: a slip of the hand that resembles two people joins neither's record
to the other's.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Wide = NDArray[np.int64]
Reals = NDArray[np.float64]
Labels = NDArray[np.int64]
Evidence = Callable[[Wide, Wide], tuple[NDArray[np.int8], Reals]]
# Of components up to this size every pair is compared, also those that no rule brought together.
WHOLE = 60
# From these odds on a pair is sure (0.95); a third record counts as rarer only where it is by half.
SURE, RARER = 4.25, -1.0


@dataclass(frozen=True)
class Rules:
    """What clusters must respect: rows said to be the same, rows said to be different, and lists.

    ``lists`` gives for each row its list where a list holds nobody twice, else None; rows ``alone`` are
    merged with nothing.
    """

    same: Collection[tuple[int, int]] = ()
    different: Collection[tuple[int, int]] = ()
    lists: NDArray[np.int32] | None = None
    alone: Collection[int] = ()


@dataclass(frozen=True)
class Scale:
    """From weights to a decision, all as log2 of odds.

    ``start`` are the odds before anything is compared, ``cut`` those from which on two clusters are joined;
    ``slips`` by the number of fields whose level is not the top one of ``tops``; ``growth`` see `growth`.
    """

    start: float
    cut: float
    slips: Sequence[float]
    tops: Sequence[int]
    growth: float = 0.0

    def joins(self, closest: Sequence[tuple[int, float]]) -> bool:
        """Whether two clusters of three records and more are one person's."""
        slipped = sum(0 < level < top for (level, _), top in zip(closest, self.tops, strict=True))
        told = sum(weight for _, weight in closest)
        return self.start + told + self.slips[slipped] + self.growth >= self.cut


@dataclass
class _Groups:
    """Clusters while they grow: each by its smallest row."""

    rules: Rules
    apart: Mapping[int, set[int]]
    of: dict[int, int] = field(default_factory=dict)
    members: dict[int, list[int]] = field(default_factory=dict)

    def root(self, row: int) -> int:
        return self.of.get(row, row)

    def rows(self, root: int) -> list[int]:
        return self.members.get(root, [root])

    def may_join(self, one: int, other: int) -> bool:
        ours, theirs = self.rows(one), self.rows(other)
        if any(self.apart.get(row, _NOTHING).intersection(theirs) for row in ours):
            return False
        lists = self.rules.lists
        return lists is None or not {int(lists[r]) for r in ours} & {int(lists[r]) for r in theirs}

    def join(self, one: int, other: int) -> None:
        low, high = min(one, other), max(one, other)
        joined = self.rows(low) + self.rows(high)
        self.members[low] = joined
        self.members.pop(high, None)
        for row in joined:
            self.of[row] = low


_NOTHING: set[int] = set()


def components(rows: int, first: Wide, second: Wide) -> Labels:
    """For each row the smallest row that it hangs together with."""
    graph = coo_array((np.ones(len(first), dtype=np.int8), (first, second)), shape=(rows, rows))
    _, labels = connected_components(graph, directed=False)
    smallest = np.empty(int(labels.max(initial=0)) + 1, dtype=np.int64)
    smallest[labels[::-1]] = np.arange(rows)[::-1]  # what is written last stays
    return np.asarray(smallest[labels])


def clusters(
    rows: int,
    pairs: tuple[Wide, Wide, Reals],
    scale: Scale,
    evidence: Evidence,
    rules: Rules,
) -> Labels:
    """For each row the smallest row of its cluster.

    ``pairs`` are first row, second row and log2 of the odds; ``evidence(first, second)`` gives the levels and
    weights of each field for pairs of rows.
    """
    first, second, odds = pairs
    kept = (odds >= scale.cut) & _free(first, rules.alone) & _free(second, rules.alone)
    a, b, likely = first[kept], second[kept], odds[kept]
    judged = _rows(rules.same)
    labels = components(rows, np.concatenate((a, judged[:, 0])), np.concatenate((b, judged[:, 1])))
    more = growth(rows, a[likely >= SURE], b[likely >= SURE])
    hard = _hard(labels, a, b, rules, is_third_rare=more < 0)
    inside = hard[labels[a]]
    groups = _Groups(rules, _apart(rules.different))
    for one, other in judged.tolist():
        _join_rows(groups, one, other)
    _grow(groups, labels, (a[inside], b[inside], likely[inside]), replace(scale, growth=more), evidence)
    found = labels.copy()
    free = np.flatnonzero(hard[labels])
    found[free] = [groups.root(row) for row in free.tolist()]
    return found


def _free(rows: Wide, alone: Collection[int]) -> NDArray[np.bool_]:
    return ~np.isin(rows, np.array(sorted(alone), dtype=np.int64))


def _rows(pairs: Collection[tuple[int, int]]) -> Wide:
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)


def _apart(pairs: Iterable[tuple[int, int]]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return found


def growth(rows: int, first: Wide, second: Wide) -> float:
    """How much rarer a third record of one person is than a second one, as log2 of odds; 0 where it is not.

    Learned from sure pairs: in a list where hardly anybody stands thrice, who resembles two records that are
    one is rather somebody else.
    """
    sizes = np.bincount(np.bincount(components(rows, first, second)))
    at_least = [int(sizes[size:].sum()) for size in (1, 2, 3)]
    second_of, third_of = ((more + 1) / (fewer + 2) for fewer, more in pairwise(at_least))
    found = float(np.log2(third_of / second_of))
    return found if found < RARER else 0.0


def _hard(labels: Labels, a: Wide, b: Wide, rules: Rules, *, is_third_rare: bool) -> NDArray[np.bool_]:
    """By label, whether a component is looked at pair by pair: not all are likely, or a rule touches it."""
    sizes = np.bincount(labels, minlength=len(labels))
    links = np.bincount(labels[a], minlength=len(labels))
    hard = (links < sizes * (sizes - 1) // 2) | (is_third_rare & (sizes > 2))
    touched = [row for pair in (*rules.same, *rules.different) for row in pair]
    hard[labels[touched]] = True
    if rules.lists is not None:
        places = labels * (int(rules.lists.max(initial=0)) + 1) + rules.lists
        ordered = np.sort(places)
        twice = ordered[1:][ordered[1:] == ordered[:-1]]
        hard[twice // (int(rules.lists.max(initial=0)) + 1)] = True
    return np.asarray(hard)


def _join_rows(groups: _Groups, one: int, other: int) -> None:
    left, right = groups.root(one), groups.root(other)
    if left != right:
        groups.join(left, right)


@dataclass(frozen=True)
class _Held:
    """Levels and weights of the pairs of one component."""

    levels: Mapping[tuple[int, int], Sequence[int]]
    weights: Mapping[tuple[int, int], Sequence[float]]

    def closest(self, ours: Sequence[int], theirs: Sequence[int]) -> list[tuple[int, float]]:
        """Level and weight of each field where two clusters are closest."""
        pairs = [(min(a, b), max(a, b)) for a in ours for b in theirs]
        known = [pair for pair in pairs if pair in self.levels]
        every = [list(zip(self.levels[pair], self.weights[pair], strict=True)) for pair in known]
        return [max(field) for field in zip(*every, strict=True)]


def _grow(
    groups: _Groups,
    labels: Labels,
    pairs: tuple[Wide, Wide, Reals],
    scale: Scale,
    evidence: Evidence,
) -> None:
    """Join what may be joined, the likeliest pair first."""
    first, second, odds = pairs
    held = _held(labels, first, second, evidence)
    for at in np.lexsort((second, first, -odds)).tolist():
        one, other = groups.root(int(first[at])), groups.root(int(second[at]))
        if one == other or not groups.may_join(one, other):
            continue
        ours, theirs = groups.rows(one), groups.rows(other)
        if len(ours) + len(theirs) == 2 or scale.joins(held.closest(ours, theirs)):
            groups.join(one, other)


def _held(labels: Labels, first: Wide, second: Wide, evidence: Evidence) -> _Held:
    """Every pair within the components of these pairs; of a large component the likely ones only."""
    members: dict[int, list[int]] = defaultdict(list)
    for row in np.unique(np.concatenate((first, second))).tolist():
        members[int(labels[row])].append(row)
    every = set(zip(first.tolist(), second.tolist(), strict=True))
    for rows in members.values():
        if len(rows) <= WHOLE:
            every.update((a, b) for at, a in enumerate(rows) for b in rows[at + 1 :])
    keys = sorted(every)
    both = _rows(keys)
    levels, weights = evidence(both[:, 0], both[:, 1])
    return _Held(
        dict(zip(keys, levels.tolist(), strict=True)), dict(zip(keys, weights.tolist(), strict=True))
    )


def untangled(
    rows: int, first: Wide, second: Wide, odds: Reals, cut: float, most: int
) -> tuple[NDArray[np.bool_], int]:
    """Which pairs to keep so that no component has more than ``most`` rows; how many rows larger ones had.

    So many rows are one person only by a long chain of likeness: within such a component the cut rises until
    it falls apart.
    """
    kept = odds >= cut
    tangled: set[int] = set()
    while kept.any():
        labels = components(rows, first[kept], second[kept])
        large = np.bincount(labels, minlength=rows)[labels] > most
        if not large.any():
            break
        tangled.update(np.flatnonzero(large).tolist())
        cut += 1
        kept &= ~large[first] | (odds >= cut)
    return kept, len(tangled)
