# SPDX-License-Identifier: Apache-2.0
"""A line in time with lanes: spans as wide as they are uncertain, and silence where nothing is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

HEAD, ROW, AXIS, TOP = 24, 26, 30, 8
MARGIN = 4.0
# How far apart, in per cent, two markers in one row stand at least: 7 % of a telephone are 23 pixels.
APART = 7.0
# Rows of one lane that have numbers; what finds no place in them is a dot without one.
DEEPEST = 6
LABELLED = 16.0
# Silence keeps so far, in per cent, from what is known on both sides.
EDGE = 0.6
SHORTEST = timedelta(days=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing in a lane, with where it opens.

    It lies between ``first`` and ``last``; the stretch that is sure is covered in any reading of its dates.
    """

    lane: str
    first: date
    last: date
    sure_from: date | None
    sure_to: date | None
    label: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch in per cent of the width."""

    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """One row drawn: its number in a circle, what it can span and what it surely spans."""

    number: int
    x: float
    y: int
    span: Bar | None
    sure: Bar | None
    label: str
    address: str
    is_small: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneDrawn:
    """One lane with its name's height and its markers."""

    lane: str
    y: int
    markers: tuple[Marker, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A day on the axis; ``label`` is a date in EDTF, as precise as the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence(Bar):
    """A stretch of which nothing is known; ``middle`` only where words fit into it."""

    middle: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """The whole drawing; ``axis`` is the height at which time runs."""

    height: int
    axis: int
    lanes: tuple[LaneDrawn, ...]
    silences: tuple[Silence, ...]
    ticks: tuple[Tick, ...]


def draw(rows: Sequence[Row], order: Iterable[str], silences: Iterable[tuple[date, date]]) -> Lanes | None:
    """Place rows, numbered as they are given, in the lanes of ``order`` that have any; None without rows."""
    if not rows:
        return None
    scale = Scale(min(row.first for row in rows), max(row.last for row in rows))
    y, drawn = TOP, []
    for lane in order:
        own = [(n, row) for n, row in enumerate(rows, 1) if row.lane == lane]
        if own:
            markers, depth = _markers(own, scale, y + HEAD)
            drawn.append(LaneDrawn(lane=lane, y=y + HEAD - 8, markers=markers))
            y += HEAD + depth * ROW
    return Lanes(
        height=y + AXIS,
        axis=y + 4,
        lanes=tuple(drawn),
        silences=tuple(_silence(first, last, scale) for first, last in silences),
        ticks=scale.ticks(),
    )


class Scale:
    """Days to per cent of the width."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, max(last, first + SHORTEST)
        self._days = (self.last - self.first).days

    def x(self, day: date) -> float:
        share = (day - self.first).days / self._days
        return round(MARGIN + share * (100 - 2 * MARGIN), 2)

    def bar(self, first: date, last: date) -> Bar | None:
        """A stretch that is wide enough to be seen beside its marker."""
        x, end = self.x(first), self.x(last)
        return Bar(x=x, width=round(end - x, 2)) if end - x > 0.4 else None

    def ticks(self) -> tuple[Tick, ...]:
        """First days of years, months or weeks, whichever can be read on a telephone."""
        days = self._years() or self._months() or [(self.first, self.first.isoformat())]
        return tuple(Tick(x=self.x(day), label=label) for day, label in days)

    def _years(self) -> list[tuple[date, str]]:
        years = range(self.first.year + 1, self.last.year + 1)
        step = -(-max(1, len(years)) // 8)
        return [(date(year, 1, 1), str(year)) for year in years[::step]] if len(years) > 1 else []

    def _months(self) -> list[tuple[date, str]]:
        first, last = (day.year * 12 + day.month - 1 for day in (self.first, self.last))
        months = range(first + 1, last + 1)
        # Two, away from both ends: a month's name takes a third of a telephone.
        step = -(-max(1, len(months)) // 2)
        shown = months[step // 2 :: step]
        return [(date(n // 12, n % 12 + 1, 1), f"{n // 12}-{n % 12 + 1:02}") for n in shown]


def _markers(own: Sequence[tuple[int, Row]], scale: Scale, top: int) -> tuple[tuple[Marker, ...], int]:
    """The markers of one lane below a height, and in how many rows they stand."""
    taken: list[float] = []
    markers = []
    for number, row in own:
        x = scale.x(row.first)
        place = next((n for n, end in enumerate(taken) if x - end >= APART), len(taken))
        if place < DEEPEST:
            taken[place:] = [max(x, scale.x(row.last)), *taken[place + 1 :]]
        height = top + min(place, DEEPEST) * ROW + ROW // 2
        markers.append(_marker(number, row, scale, height, is_small=place >= DEEPEST))
    depth = len(taken) + any(marker.is_small for marker in markers)
    return tuple(markers), depth


def _marker(number: int, row: Row, scale: Scale, y: int, is_small: bool) -> Marker:
    return Marker(
        number=number,
        x=scale.x(row.first),
        y=y,
        span=scale.bar(row.first, row.last),
        sure=scale.bar(row.sure_from, row.sure_to) if row.sure_from and row.sure_to else None,
        label=row.label,
        address=row.address,
        is_small=is_small,
    )


def _silence(first: date, last: date, scale: Scale) -> Silence:
    x, end = scale.x(first) + EDGE, scale.x(last) - EDGE
    middle = round((x + end) / 2, 2) if end - x >= LABELLED else None
    return Silence(x=round(x, 2), width=round(max(0.0, end - x), 2), middle=middle)
