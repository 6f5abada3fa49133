# SPDX-License-Identifier: Apache-2.0
"""Two dimensions of one count as rows and columns."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kuzat.analysis.counts import Answer, Cell, Question

Value = str | None
DIMENSIONS_CROSSED = 2


def margins(question: Question) -> tuple[Question, Question]:
    """The questions for the totals of the rows and of the columns of a question.

    Raises `ValueError` unless it is by `DIMENSIONS_CROSSED` dimensions.
    """
    rows, columns = question.by
    return replace(question, by=(rows,)), replace(question, by=(columns,))


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossTable:
    """The answer by both dimensions, and the answers to its `margins`.

    A total is the count of its own answer, never a sum: what stands in two cells counts once in it.
    Rows and columns stand in the order of those answers.
    """

    both: Answer
    rows: Answer
    columns: Answer

    def lines(self, rows: Iterable[Cell]) -> tuple[tuple[Cell, tuple[Cell, ...]], ...]:
        """Each of these rows with its cells, one a column; where nothing was counted, a cell of zero."""
        found = {cell.values: cell for cell in self.both.cells}
        columns = [column.values[0] for column in self.columns.cells]
        return tuple((row, tuple(_at(found, row.values[0], column) for column in columns)) for row in rows)


def _at(found: dict[tuple[Value, ...], Cell], row: Value, column: Value) -> Cell:
    values = (row, column)
    return found.get(values) or Cell(values=values, count=0, sources=0)
