# SPDX-License-Identifier: Apache-2.0
"""Bars side by side with their names, as a picture of a table of counts has them."""

from collections.abc import Iterable
from dataclasses import dataclass

ROW = 24
START, LONGEST = 46.0, 44.0
SIGNS = 56


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """One line: ``width`` and ``end`` in per cent, ``y`` in pixels."""

    label: str
    count: int
    y: int
    width: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """The whole drawing."""

    height: int
    rows: tuple[Length, ...]


def draw(counts: Iterable[tuple[str, int]]) -> Lengths:
    """A bar for each name and count, in the given order; a name too long is cut with a sign."""
    counts = tuple(counts)
    most = max((count for _, count in counts), default=0)
    widths = [LONGEST * count / most if most else 0.0 for _, count in counts]
    rows = tuple(
        Length(
            label=_cut(label),
            count=count,
            y=n * ROW,
            width=round(wide, 2),
            end=round(START + wide + 1, 2),
        )
        for n, ((label, count), wide) in enumerate(zip(counts, widths, strict=True))
    )
    return Lengths(height=len(rows) * ROW, rows=rows)


def _cut(label: str) -> str:
    return label if len(label) <= SIGNS else label[: SIGNS - 1].rstrip() + "…"
