# SPDX-License-Identifier: Apache-2.0
"""What people said of two records: the same, not the same, unsure; and what follows for all others.

In: judgements that stand, each with who, when and why.
Out: what must and what may not be merged; the judgements that cannot all be true.
Never: a merge that rests on judgements of which one contradicts another.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kuzat.records.sameness import Verdict

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's word on two records; ``by`` and ``at`` are as the archive has them."""

    first: str
    second: str
    verdict: Verdict
    by: str = ""
    at: str = ""
    why: str = ""

    @property
    def pair(self) -> Pair:
        """The two records, in the order of their ids."""
        return ordered(self.first, self.second)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Judgements that cannot all be true: a chain of "same" makes one of two that were said to differ."""

    records: tuple[str, ...]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What all judgements together say: pairs that are one, pairs that stay two, and conflicts."""

    same: frozenset[Pair]
    different: frozenset[Pair]
    conflicts: tuple[Conflict, ...]

    @property
    def alone(self) -> frozenset[str]:
        """The records of conflicts: merged with nothing until somebody takes a judgement back."""
        return frozenset(record for conflict in self.conflicts for record in conflict.records)


def ordered(first: str, second: str) -> Pair:
    """Two records in the order of their ids."""
    return (first, second) if first <= second else (second, first)


def ruled(judgements: Iterable[Judgement]) -> Ruling:
    """What follows from judgements. Whoever is unsure keeps two records apart, but contradicts nobody."""
    told = list(judgements)
    neighbours = _neighbours(told)
    group = _groups(neighbours)
    different = [one for one in told if one.verdict is Verdict.DIFFERENT]
    against = defaultdict(list)
    for one in different:
        if one.first in group and group[one.first] == group.get(one.second):
            against[group[one.first]].append(one)
    conflicts = tuple(_conflict(root, ones, group, neighbours) for root, ones in sorted(against.items()))
    same = {one.pair for one in told if one.verdict is Verdict.SAME and group[one.first] not in against}
    unsure = {one.pair for one in told if one.verdict is Verdict.UNSURE}
    apart = {pair for pair in unsure if group.get(pair[0], pair[0]) != group.get(pair[1], pair[1])}
    return Ruling(frozenset(same), frozenset(apart | {one.pair for one in different}), conflicts)


def _neighbours(told: Sequence[Judgement]) -> Mapping[str, dict[str, Judgement]]:
    """Record → the records that it was said to be the same as, each with the first judgement that says so."""
    found: dict[str, dict[str, Judgement]] = defaultdict(dict)
    for one in told:
        if one.verdict is Verdict.SAME:
            found[one.first].setdefault(one.second, one)
            found[one.second].setdefault(one.first, one)
    return found


def _groups(neighbours: Mapping[str, Mapping[str, Judgement]]) -> Mapping[str, str]:
    """Record → the first of the records that it hangs together with by "same"."""
    group: dict[str, str] = {}
    for record in sorted(neighbours):
        if record not in group:
            for other in _reached(record, neighbours):
                group[other] = record
    return group


def _reached(start: str, neighbours: Mapping[str, Mapping[str, Judgement]]) -> dict[str, Judgement | None]:
    """Every record that hangs together with one, with the judgement by which it was reached first."""
    found: dict[str, Judgement | None] = {start: None}
    waiting = deque([start])
    while waiting:
        record = waiting.popleft()
        for other, judgement in sorted(neighbours[record].items()):
            if other not in found:
                found[other] = judgement
                waiting.append(other)
    return found


def _conflict(
    root: str,
    against: Sequence[Judgement],
    group: Mapping[str, str],
    neighbours: Mapping[str, Mapping[str, Judgement]],
) -> Conflict:
    """The records of a group, and the shortest chains of "same" that the judgements ``against`` it deny."""
    judgements: dict[Judgement, None] = {}
    for one in against:
        reached = _reached(one.first, neighbours)
        at = one.second
        while (step := reached[at]) is not None:
            judgements[step] = None
            at = step.first if step.second == at else step.second
        judgements[one] = None
    members = tuple(sorted(record for record, its in group.items() if its == root))
    return Conflict(members, tuple(judgements))
