# SPDX-License-Identifier: Apache-2.0
"""Linkages drawn by how probable they are, so that what is counted over them carries the doubt of links.

In: pairs with what their fields tell, what people ruled, a random generator that was handed in.
Out: linkages, each with a number for every row, the same for rows that are one.
Never: a draw against somebody's word, or with two rows of a list that holds nobody twice.

A linkage weighs as much as its clusters: one of k records by 2 to the power of (k − 1) times the mean of what
its pairs tell in doublings of the odds, since k − 1 joins make it. Beforehand every number of persons of each
kind is as likely, and every way to deal the records out to them; so it is learned from the records themselves
how often somebody is told of twice. Draws are by Gibbs steps over partitions, each record in turn taken out
and put where these weights say, as in M. Sadinle, "Detecting duplicates in a homicide registry using a
Bayesian partitioning approach", Annals of Applied Statistics 8 (2014).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from kuzat.linkage.clusters import WHOLE, Labels, Reals, Rules, Wide, components

# Turns before the first draw, and between two draws.
BURNED, BETWEEN = 15, 4
# What is not told of a pair speaks against it so much, in doublings of the odds.
UNTOLD = -8.0
# What one pair may tell at most: so that no field decides alone against all others.
MOST = 40.0
Kind = tuple[int, ...]


@dataclass(frozen=True)
class Doubt:
    """What linkages are drawn from: pairs of rows with what they tell (log2 of m/u), kinds of rows, rules."""

    rows: int
    first: Wide
    second: Wide
    bits: Reals
    kinds: Sequence[int]
    rules: Rules


@dataclass(frozen=True)
class _Unit:
    """Rows that somebody said are one: kinds, lists, what pairs with others tell, which it is not."""

    kind: Kind
    lists: frozenset[int]
    near: dict[int, float]
    apart: set[int]

    def told(self, others: Sequence[int]) -> float:
        """What the pairs with some other units tell together."""
        return sum(self.near.get(other, UNTOLD) for other in others)


@dataclass
class _Cluster:
    """Units that are one person in this linkage; ``told`` is what all pairs of them tell together."""

    units: list[int]
    told: float
    kind: Kind


class _Linkage:
    """One linkage, and the steps from it to the next."""

    def __init__(self, units: Mapping[int, _Unit]) -> None:
        self.units = units
        self.number: Counter[Kind] = Counter()
        self.home: dict[int, _Cluster] = {}
        for unit in units:
            self._alone(unit)

    def turn(self, order: Sequence[int], chances: Sequence[float]) -> None:
        """Take each unit out and put it where the weights say."""
        for unit, chance in zip(order, chances, strict=True):
            self._take(unit)
            choices = list(self._choices(unit))
            left = chance * (self._weight_alone(unit) + sum(weight for _, weight in choices))
            for cluster, weight in choices:
                left -= weight
                if left < 0:
                    self._join(unit, cluster)
                    break
            else:
                self._alone(unit)

    def _take(self, unit: int) -> None:
        cluster = self.home.pop(unit)
        self.number[cluster.kind] -= 1
        cluster.units.remove(unit)
        if cluster.units:
            cluster.told -= self.units[unit].told(cluster.units)
            self._settle(cluster)

    def _alone(self, unit: int) -> None:
        cluster = self.home[unit] = _Cluster([unit], 0.0, ())
        self._settle(cluster)

    def _join(self, unit: int, cluster: _Cluster) -> None:
        self.number[cluster.kind] -= 1
        cluster.told += self.units[unit].told(cluster.units)
        cluster.units.append(unit)
        self.home[unit] = cluster
        self._settle(cluster)

    def _settle(self, cluster: _Cluster) -> None:
        cluster.kind = tuple(sorted(kind for unit in cluster.units for kind in self.units[unit].kind))
        self.number[cluster.kind] += 1

    def _choices(self, unit: int) -> Iterator[tuple[_Cluster, float]]:
        """The clusters that a unit may join, with the weight of each."""
        own = self.units[unit]
        near = {id(self.home[other]): self.home[other] for other in own.near}
        for cluster in near.values():
            its = cluster.units
            if own.apart.intersection(its) or any(own.lists & self.units[one].lists for one in its):
                continue
            size = len(its)
            more = 2 * (cluster.told + own.told(its)) / (size + 1) - 2 * cluster.told / size
            joined = tuple(sorted(cluster.kind + own.kind))
            after = _ways(joined) * (self.number[joined] + 1)
            yield cluster, 2.0 ** min(more, MOST) * after / (_ways(cluster.kind) * self.number[cluster.kind])

    def _weight_alone(self, unit: int) -> float:
        kind = self.units[unit].kind
        return _ways(kind) * (self.number[kind] + 1)

    def labels(self) -> Mapping[int, int]:
        """Unit → the smallest unit of its cluster."""
        return {unit: min(cluster.units) for unit, cluster in self.home.items()}


@cache
def _ways(kind: Kind) -> int:
    """In how many ways records of the same kind can change places within one cluster."""
    return math.prod(math.factorial(times) for times in Counter(kind).values())


def drawn(doubt: Doubt, random: np.random.Generator, number: int) -> Iterator[Labels]:
    """So many linkages, for each row the smallest row of its cluster."""
    same = np.array(sorted(doubt.rules.same), dtype=np.int64).reshape(-1, 2)
    unit_of = components(doubt.rows, same[:, 0], same[:, 1])
    units = _units(doubt, unit_of)
    linkage = _Linkage(units)
    moving = np.array([unit for unit, its in units.items() if its.near], dtype=np.int64)
    for turn in range(1, BURNED + number * BETWEEN + 1):
        linkage.turn(random.permutation(moving).tolist(), random.uniform(size=len(moving)).tolist())
        if turn > BURNED and (turn - BURNED) % BETWEEN == 0:
            root = linkage.labels()
            yield np.array([root[unit] for unit in unit_of.tolist()], dtype=np.int64)


def closed(rows: int, first: Wide, second: Wide) -> tuple[Wide, Wide]:
    """These pairs and, of rows that hang together by them, all others too, unless these are very many."""
    members: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(components(rows, first, second).tolist()):
        members[label].append(row)
    pairs = set(zip(first.tolist(), second.tolist(), strict=True))
    for its in members.values():
        if len(its) <= WHOLE:
            pairs.update(combinations(its, 2))
    found = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _units(doubt: Doubt, unit_of: Labels) -> Mapping[int, _Unit]:
    """Units by their smallest row; what two units tell of each other is the mean of what their rows tell."""
    rules = doubt.rules
    rows: dict[int, list[int]] = defaultdict(list)
    for row, unit in enumerate(unit_of.tolist()):
        rows[unit].append(row)
    lists = [() if rules.lists is None else (int(rules.lists[row]),) for row in range(doubt.rows)]
    units = {
        unit: _Unit(
            kind=tuple(sorted(doubt.kinds[row] for row in its)),
            lists=frozenset(one for row in its for one in lists[row]),
            near={},
            apart=set(),
        )
        for unit, its in rows.items()
    }
    for (one, other), bits in _between(doubt, unit_of).items():
        units[one].near[other] = units[other].near[one] = bits
    for pair in rules.different:
        one, other = (int(unit_of[row]) for row in pair)
        units[one].apart.add(other)
        units[other].apart.add(one)
    return units


def _between(doubt: Doubt, unit_of: Labels) -> Mapping[tuple[int, int], float]:
    """What pairs of units tell; of rows whose judgements contradict each other nothing is told."""
    told: dict[tuple[int, int], list[float]] = defaultdict(list)
    silent = set(doubt.rules.alone)
    pairs = zip(doubt.first.tolist(), doubt.second.tolist(), doubt.bits.tolist(), strict=True)
    for first, second, bits in pairs:
        one, other = sorted((int(unit_of[first]), int(unit_of[second])))
        if one != other and not {first, second} & silent:
            told[one, other].append(min(bits, MOST))
    return {pair: sum(each) / len(each) for pair, each in told.items()}
