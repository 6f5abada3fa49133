# SPDX-License-Identifier: Apache-2.0
"""A line in time: facts above it, steps that were taken below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

LANE = 26
MARGIN = 3.0
APART = 5.0
AXIS = 28
MOST_TICKS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something with a first and a last day, as ISO dates."""

    first: str
    last: str
    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A moment in the drawing: a bar from ``x`` to ``x + width`` per cent, its number in a circle."""

    number: int
    x: float
    width: float
    y: int
    stem: int
    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A year on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The whole drawing; ``axis`` is the height at which time runs."""

    height: int
    axis: int
    facts: tuple[Marker, ...]
    steps: tuple[Marker, ...]
    ticks: tuple[Tick, ...]


def draw(facts: Iterable[Moment], steps: Iterable[Moment]) -> Timeline | None:
    """Place both kinds of moments; None where nothing has a date. Numbers follow the given order."""
    facts, steps = tuple(facts), tuple(steps)
    if not facts and not steps:
        return None
    first = min(date.fromisoformat(moment.first) for moment in (*facts, *steps))
    last = max(date.fromisoformat(moment.last or moment.first) for moment in (*facts, *steps))
    scale = _Scale(first, max(last, first + timedelta(days=30)))
    above, below = _lanes(facts, scale), _lanes(steps, scale)
    axis = (max(above, default=-1) + 1) * LANE + LANE // 2
    depth = (max(below, default=-1) + 1) * LANE
    return Timeline(
        height=axis + AXIS + depth + LANE // 2,
        axis=axis,
        facts=tuple(
            _marker(n, moment, scale, axis - LANE * (lane + 1) + LANE // 2, axis)
            for n, (moment, lane) in enumerate(zip(facts, above, strict=True), 1)
        ),
        steps=tuple(
            _marker(n, moment, scale, axis + AXIS + LANE * lane + LANE // 2, axis)
            for n, (moment, lane) in enumerate(zip(steps, below, strict=True), 1)
        ),
        ticks=_ticks(scale),
    )


class _Scale:
    """Days to per cent of the width."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self._days = (last - first).days

    def x(self, day: date) -> float:
        share = (day - self.first).days / self._days
        return round(MARGIN + share * (100 - 2 * MARGIN), 2)


def _lanes(moments: Iterable[Moment], scale: _Scale) -> list[int]:
    """For each moment the lane nearest to the axis in which it touches no other."""
    taken: list[list[float]] = []
    lanes = []
    for moment in moments:
        x = scale.x(date.fromisoformat(moment.first))
        lane = next(
            (n for n, xs in enumerate(taken) if all(abs(x - other) >= APART for other in xs)),
            len(taken),
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append(x)
        lanes.append(lane)
    return lanes


def _marker(number: int, moment: Moment, scale: _Scale, y: int, axis: int) -> Marker:
    x = scale.x(date.fromisoformat(moment.first))
    end = scale.x(date.fromisoformat(moment.last or moment.first))
    return Marker(
        number=number,
        x=x,
        width=round(max(0.0, end - x), 2),
        y=y,
        stem=axis,
        title=moment.title,
        address=moment.address,
    )


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    """The first days of years, no closer than can be read."""
    years = range(scale.first.year + 1, scale.last.year + 1)
    step = -(-max(1, len(years)) // MOST_TICKS)
    ticks = [Tick(x=scale.x(date(year, 1, 1)), label=str(year)) for year in years[::step]]
    return tuple(ticks) or (Tick(x=MARGIN, label=str(scale.first.year)),)
