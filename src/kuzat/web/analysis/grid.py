# SPDX-License-Identifier: Apache-2.0
"""A count by two dimensions as rows and columns; every number opens what is behind it."""

from collections.abc import Iterable
from dataclasses import dataclass

from kuzat.analysis import DIMENSIONS_CROSSED, Answer, Cell, CrossTable, margins
from kuzat.web.analysis import figures
from kuzat.web.analysis.figures import Figure
from kuzat.web.reading import Reading
from kuzat.web.records import names
from kuzat.web.records.filters import Filters

MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its total, which names it, a figure a column, and how many independent sources told of it."""

    total: Figure
    figures: tuple[Figure, ...]
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Some rows of a cross-table, and the totals of its columns, which name them."""

    columns: tuple[Figure, ...]
    rows: tuple[Row, ...]


def crossed(now: Reading, answer: Answer) -> CrossTable | None:
    """The cross-table of an answer; None where there are not two dimensions, or too many columns."""
    if len(answer.question.by) != DIMENSIONS_CROSSED:
        return None
    rows, columns = map(now.count, margins(answer.question))
    if len(columns.cells) > MOST_COLUMNS:
        return None
    return CrossTable(both=answer, rows=rows, columns=columns)


def grid(now: Reading, table: CrossTable, asked: Filters, part: slice) -> Grid:
    """Those rows of a cross-table."""
    lines = table.lines(table.rows.cells[part])
    totals = _figures(now, table.rows, [row for row, _ in lines], asked)
    return Grid(
        columns=_figures(now, table.columns, table.columns.cells, asked),
        rows=tuple(
            Row(
                total=total,
                figures=tuple(_figure(now, table.both, cell, asked) for cell in cells),
                sources=row.sources,
            )
            for total, (row, cells) in zip(totals, lines, strict=True)
        ),
    )


def _figures(now: Reading, answer: Answer, cells: Iterable[Cell], asked: Filters) -> tuple[Figure, ...]:
    """The cells of an answer by one dimension, each called by its value."""
    cells = tuple(cells)
    called = names.values(now, answer.question.by[0], [cell.values[0] for cell in cells])
    return tuple(_figure(now, answer, cell, asked, called[cell.values[0]]) for cell in cells)


def _figure(now: Reading, answer: Answer, cell: Cell, asked: Filters, label: str = "") -> Figure:
    address = figures.behind(now, answer.question, cell, asked) if cell.count else ""
    return Figure(label=label, count=cell.count, address=address)
