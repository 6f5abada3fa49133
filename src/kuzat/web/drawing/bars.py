# SPDX-License-Identifier: Apache-2.0
"""Columns for a row of years, and the length of a bar in a line of a table."""

from collections.abc import Mapping
from dataclasses import dataclass

HEIGHT = 132
HEAD = 18
FOOT = 24
GAP = 0.22
EVERY = 5
LONGEST_SPAN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One year: ``x``, ``middle`` and ``width`` in per cent, ``y`` and ``height`` in pixels."""

    label: str
    count: int
    x: float
    middle: float
    width: float
    y: int
    height: int
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The whole drawing; ``base`` is the line on which the columns stand."""

    height: int
    base: int
    columns: tuple[Column, ...]


def years(counts: Mapping[str, int]) -> Columns | None:
    """A column for each year from the first to the last, also for years with nothing.

    ``counts`` maps years as four digits to counts. None where there is no year, or where the span is
    too long to be drawn.
    """
    known = sorted(int(year) for year in counts)
    if not known or known[-1] - known[0] >= LONGEST_SPAN:
        return None
    span = range(known[0], known[-1] + 1)
    most = max(counts.values())
    step = 100 / len(span)
    return Columns(
        height=HEAD + HEIGHT + FOOT,
        base=HEAD + HEIGHT,
        columns=tuple(
            _column(str(year), counts.get(str(year), 0), most, n * step, step) for n, year in enumerate(span)
        ),
    )


def _column(year: str, count: int, most: int, x: float, step: float) -> Column:
    height = round(HEIGHT * count / most)
    return Column(
        label=year,
        count=count,
        x=round(x + step * GAP / 2, 3),
        middle=round(x + step / 2, 3),
        width=round(step * (1 - GAP), 3),
        y=HEAD + HEIGHT - height,
        height=height,
        marked=int(year) % EVERY == 0,
    )


def share(count: int, most: int) -> float:
    """The length of a bar in per cent of the longest."""
    return round(100 * count / most, 1) if most else 0.0
