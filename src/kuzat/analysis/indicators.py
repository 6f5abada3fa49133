# SPDX-License-Identifier: Apache-2.0
"""Rows of a donor's table: what is counted, what was planned, and the count of each period.

A number that was reached says how much was documented, not how much was done or how much happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kuzat.analysis.counts import Answer, Cell, Question, Unit
from kuzat.errors import Phrase, Refused

QUARTERS = 4
PERIODS = ("year", "quarter")
# What stands in one period only; a person or a story may stand in several.
OF_ONE_PERIOD = frozenset((Unit.EVENT, Unit.ACT, Unit.INFORMATION, Unit.INTERVENTION))


class NoPeriods(Refused):
    """The table has no such periods: expected {expected}."""

    code = "no_periods"
    advice = "Choose years, the first before the last."


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What is counted under a name; ``baseline`` and ``target`` are whole numbers where any were agreed."""

    name: str
    unit: Unit = Unit.EVENT
    where: Mapping[str, str] = field(default_factory=dict)
    baseline: int | None = None
    target: int | None = None

    def question(self, by: str) -> Question:
        """What to ask for its row. Raises `UnknownDimension`."""
        return Question(unit=self.unit, by=(by,), where=self.where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One row: a cell for each period, and what these have together.

    ``total`` is None where something may stand in several periods, so that a sum would count it twice;
    ``undated`` is how many have no date that tells the period.
    """

    indicator: Indicator
    answer: Answer
    cells: tuple[Cell, ...]
    total: int | None
    undated: int


def periods(by: str, first: int, last: int, most: int) -> tuple[str, ...]:
    """The years or quarters from one year to another, at most so many. Raises `NoPeriods`."""
    if by not in PERIODS or not 1000 <= first <= last <= 2999:
        raise NoPeriods(expected=Phrase("years or quarters, from one year to a later one"))
    years = range(first, last + 1)
    found = [str(year) for year in years]
    if by == "quarter":
        found = [f"{year}-Q{number}" for year in years for number in range(1, QUARTERS + 1)]
    if len(found) > most:
        raise NoPeriods(expected=Phrase("at most {most} columns", most=most))
    return tuple(found)


def reached(indicator: Indicator, answer: Answer, columns: tuple[str, ...]) -> Reached:
    """The row of an indicator from the answer to its question by period."""
    found = {cell.values[0]: cell for cell in answer.cells}
    cells = tuple(found.get(one) or Cell(values=(one,), count=0, sources=0) for one in columns)
    adds_up = indicator.unit in OF_ONE_PERIOD or len(columns) == 1
    return Reached(
        indicator=indicator,
        answer=answer,
        cells=cells,
        total=sum(cell.count for cell in cells) if adds_up else None,
        undated=found[None].count if None in found else 0,
    )
