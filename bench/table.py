# SPDX-License-Identifier: Apache-2.0
"""The table: a row for each measure with its peer below it, a column for each size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

WIDTH = 52
CELL = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What design says must hold on an archive of 1,000,000 statements."""

    least: float | None = None
    most: float | None = None

    def __str__(self) -> str:
        return f"≥ {number(self.least)}" if self.least is not None else f"≤ {number(self.most)}"

    def holds(self, value: float) -> bool:
        """Whether the value keeps it."""
        return value >= self.least if self.least is not None else value <= (self.most or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number; a peer's number, or a part of ours, is indented below ours.

    A peer that is not installed has none, and no promise is without one.
    """

    name: str
    value: float | None
    promise: Promise | None = None
    below: bool = False


def lines(measured: Mapping[int, Sequence[Figure]]) -> Iterable[str]:
    """The table as lines of text; "met" speaks of the largest size that was measured.

    The promises themselves are for 1,000,000 statements.
    """
    sizes = sorted(measured)
    by_name = {size: {figure.name: figure for figure in measured[size]} for size in sizes}
    yield " " * WIDTH + "".join(f"{size:>{CELL},}" for size in sizes) + f"   promise, kept at {sizes[-1]:,}?"
    for figure in measured[sizes[-1]]:
        name = ("  " if figure.below else "") + figure.name
        cells = (by_name[size].get(figure.name) for size in sizes)
        shown = "".join(f"{number(cell.value) if cell else '—':>{CELL}}" for cell in cells)
        yield f"{name:<{WIDTH}}{shown}   {_judged(figure)}".rstrip()


def _judged(figure: Figure) -> str:
    if figure.promise is None or figure.value is None:
        return ""
    return f"{figure.promise}  {'met' if figure.promise.holds(figure.value) else 'NOT MET'}"


def number(value: float | None) -> str:
    """Three digits that matter, thousands set apart."""
    if value is None:
        return "—"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
