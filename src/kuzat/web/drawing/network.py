# SPDX-License-Identifier: Apache-2.0
"""Rings around a middle: who stands near, and arrows between them; the same input gives the same drawing."""

import math
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, pairwise

WIDTHS = {1: (32.0,), 2: (21.0, 40.0)}
NARROWEST, BETWEEN = 120, 95
PER_NODE = 13
# Neighbours are far enough from each other also where 1 % of the width is so many pixels.
TELEPHONE = 3.28
POINTS = 720
TURNS = 4
EDGE = 46
NODE = 13
SIGNS = 24
# With more arrows than these, words on them would cover each other.
MOST_WORDS = 12


Spots = dict[str, tuple[float, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in the network; ``near`` is who leads to them from the middle, itself for those next to it."""

    id: str
    name: str
    address: str
    step: int
    near: str
    is_body: bool
    is_organised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """One relation from one to another."""

    who: str
    whom: str
    words: str
    address: str
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A member drawn: ``x`` in per cent, ``y`` in pixels, the number of its row in the table."""

    number: int
    x: float
    y: int
    name: str
    title: str
    address: str
    is_middle: bool
    is_body: bool
    is_organised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An arrow drawn, with where its words stand."""

    x1: float
    y1: int
    x2: float
    y2: int
    x: float
    y: int
    words: str
    address: str
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The whole network."""

    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    has_words: bool


def draw(members: Sequence[Member], arrows: Sequence[Arrow]) -> Drawing:
    """Place members, numbered as they are given, the middle first, each ring in the order of who is near."""
    steps = max(member.step for member in members)
    rings = _rings(members)
    inner = max(NARROWEST, PER_NODE * max((len(ring) for ring in rings), default=0))
    middle = inner + BETWEEN * (steps - 1) + EDGE if rings else EDGE
    spots: Spots = {members[0].id: (50.0, middle)}
    for ring, width, radius in zip(rings, WIDTHS.get(steps, ()), count(inner, BETWEEN)):
        spots |= _spots(ring, width, radius, middle, spots)
    return Drawing(
        height=2 * middle,
        nodes=tuple(_node(n, member, *spots[member.id]) for n, member in enumerate(members, 1)),
        edges=tuple(_edge(arrow, spots[arrow.who], spots[arrow.whom]) for arrow in arrows),
        has_words=len(arrows) <= MOST_WORDS,
    )


def _rings(members: Sequence[Member]) -> list[list[Member]]:
    """The members by their distance; a farther ring stands in the order of those who lead to it."""
    rings: list[list[Member]] = []
    place: dict[str, int] = {}
    for step in range(1, max(member.step for member in members) + 1):
        ring = [member for member in members if member.step == step]
        ring.sort(key=lambda member: place.get(member.near, 0))
        place = {member.id: n for n, member in enumerate(ring)}
        rings.append(ring)
    return rings


def _spots(ring: Sequence[Member], width: float, radius: int, middle: int, near: Spots) -> Spots:
    """Places on a ring, evenly spread and turned so that its members stand near those who lead to them."""
    around = [(50 + width * math.sin(a), middle - radius * math.cos(a)) for a in _angles()]
    lengths = [0.0]
    for one, other in pairwise(around):
        lengths.append(lengths[-1] + _apart(one, other))
    apart = lengths[-1] / len(ring)
    turned = [
        [around[bisect(lengths, apart * (n + turn / TURNS)) - 1] for n in range(len(ring))]
        for turn in range(TURNS)
    ]
    turned += [[*spots[n:], *spots[:n]] for spots in turned for n in range(1, len(ring))]
    best = min(turned, key=lambda spots: sum(_pull(m, at, near) for m, at in zip(ring, spots, strict=True)))
    return {member.id: (round(x, 2), round(y)) for member, (x, y) in zip(ring, best, strict=True)}


def _pull(member: Member, at: tuple[float, float], near: Spots) -> float:
    return _apart(at, near[member.near]) if member.step > 1 and member.near in near else 0.0


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How far two places are from each other on a telephone, in pixels."""
    return math.hypot((one[0] - other[0]) * TELEPHONE, one[1] - other[1])


def _angles() -> list[float]:
    return [2 * math.pi * n / POINTS for n in range(POINTS + 1)]


def _node(number: int, member: Member, x: float, y: int) -> Node:
    name = member.name if len(member.name) <= SIGNS else member.name[: SIGNS - 1].rstrip() + "…"
    return Node(
        number=number,
        x=x,
        y=y,
        name=name,
        title=member.name,
        address=member.address,
        is_middle=member.step == 0,
        is_body=member.is_body,
        is_organised=member.is_organised,
    )


def _edge(arrow: Arrow, start: tuple[float, int], end: tuple[float, int]) -> Edge:
    return Edge(
        x1=start[0],
        y1=start[1],
        x2=end[0],
        y2=end[1],
        x=round((start[0] + end[0]) / 2, 2),
        y=(start[1] + end[1]) // 2,
        words=arrow.words,
        address=arrow.address,
        is_sure=arrow.is_sure,
    )
