# SPDX-License-Identifier: Apache-2.0
"""Which pairs to ask somebody about first: those whose answer changes how many there are.

In: what linking found, what was judged. Out: pairs, the most telling first; how far reviewers agree.
Never: a question about a pair that somebody judged already; an agreement of one reviewer with themselves.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from kuzat.linkage.judgement import Judgement, Pair, ordered
from kuzat.linkage.linking import Link, Linked
from kuzat.records.sameness import Verdict

# Below this chance a pair is not worth anybody's time.
LEAST = 0.02


@dataclass(frozen=True, slots=True)
class Question:
    """Two records to look at; ``change`` is by how much the answer is expected to change the count.

    ``joined`` says whether they count as one now.
    """

    first: str
    second: str
    chance: float
    joined: bool
    change: float


def questions(
    linked: Linked, judgements: Iterable[Judgement] = (), *, most: int | None = None
) -> list[Question]:
    """The pairs to ask about, by the expected change of the count, then by their ids.

    Two that count as two become one if the answer is yes: the chance is what it may change. Two that
    count as one become two if it is no, unless other pairs hold them together.
    """
    judged = {judgement.pair for judgement in judgements}
    links = [one for one in linked.links(LEAST) if ordered(one.first, one.second) not in judged]
    bridges = _bridges(link for link in links if linked.is_joined(link.first, link.second))
    found = [_question(one, linked.is_joined(one.first, one.second), bridges) for one in links]
    told = [one for one in found if one.change > 0]
    return sorted(told, key=lambda one: (-one.change, one.first, one.second))[:most]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two members who judged the same pair said the same of it: ``same`` times of ``both``."""

    same: int
    both: int


def agreement(judgements: Iterable[Judgement]) -> Agreement | None:
    """How far reviewers agree, each with their last word on a pair; None where no two judged one pair."""
    told: dict[Pair, dict[str, Verdict]] = defaultdict(dict)
    for one in judgements:
        told[one.pair][one.by] = one.verdict
    couples = [couple for by in told.values() for couple in combinations(by.values(), 2)]
    same = sum(one is other for one, other in couples)
    return Agreement(same, len(couples)) if couples else None


def _question(link: Link, joined: bool, bridges: frozenset[Pair]) -> Question:
    if not joined:
        change = link.chance
    elif ordered(link.first, link.second) in bridges:
        change = 1 - link.chance
    else:
        change = 0.0
    return Question(link.first, link.second, link.chance, joined, round(change, 4))


def _bridges(links: Iterable[Link]) -> frozenset[Pair]:
    """The pairs without which a cluster falls apart, found without recursion.

    Source: R. E. Tarjan, "A note on finding the bridges of a graph", Information Processing Letters 2 (1974).
    """
    neighbours: dict[str, list[str]] = defaultdict(list)
    for link in links:
        neighbours[link.first].append(link.second)
        neighbours[link.second].append(link.first)
    found: set[Pair] = set()
    entered: dict[str, int] = {}
    lowest: dict[str, int] = {}
    for root in neighbours:
        if root in entered:
            continue
        entered[root] = lowest[root] = len(entered)
        path = [(root, "", iter(neighbours[root]))]
        while path:
            at, before, rest = path[-1]
            after = next(rest, None)
            if after is None:
                path.pop()
                if path:
                    lowest[before] = min(lowest[before], lowest[at])
                    if lowest[at] > entered[before]:
                        found.add(ordered(before, at))
            elif after == before:
                continue
            elif after in entered:
                lowest[at] = min(lowest[at], entered[after])
            else:
                entered[after] = lowest[after] = len(entered)
                path.append((after, at, iter(neighbours[after])))
    return frozenset(found)
