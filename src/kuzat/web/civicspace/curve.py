# SPDX-License-Identifier: Apache-2.0
"""A score over months: its interval as a stretch, its mean as a line, in per cent of the width."""

from collections.abc import Mapping
from dataclasses import dataclass

from kuzat.civicspace import CUTS, LatentRating

HEIGHT, FOOT = 200, 24
MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One month, in per cent of the width: the interval from ``top``, ``height`` high; the mean at ``y``."""

    x: float
    width: float
    top: int
    height: int
    y: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The whole drawing; ``cuts`` are the heights between two labels, ``ticks`` the first months of years."""

    height: int
    base: int
    bars: tuple[Bar, ...]
    cuts: tuple[int, ...]
    ticks: tuple[tuple[float, str], ...]


def draw(ratings: Mapping[str, LatentRating]) -> Curve:
    """Months that are not rated are left empty."""
    step = 100 / len(ratings)
    bars = tuple(
        Bar(
            x=round(step * number, 3),
            width=round(step, 3),
            top=_y(one.overall.high),
            height=_y(one.overall.low) - _y(one.overall.high),
            y=_y(one.overall.mean),
            label=f"{month}: {one.overall.mean:.0f} ({one.overall.low:.0f} – {one.overall.high:.0f})",
        )
        for number, (month, one) in enumerate(ratings.items())
        if one.rated
    )
    years = [(number, month) for number, month in enumerate(ratings) if month.endswith("-01")]
    every = -(-max(1, len(years)) // 8)
    return Curve(
        height=HEIGHT + FOOT,
        base=HEIGHT,
        bars=bars,
        cuts=tuple(_y(cut) for cut in CUTS),
        ticks=tuple((round(step * number, 3), month[:4]) for number, month in years[::every]),
    )


def _y(score: float) -> int:
    return round(HEIGHT * (1 - score / MOST))
