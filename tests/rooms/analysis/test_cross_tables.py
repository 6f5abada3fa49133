# SPDX-License-Identifier: Apache-2.0
"""A cross-table takes its totals from counts of their own and shows zero where nothing was counted."""

import pytest

from kuzat.analysis import Answer, Cell, CrossTable, Question, Unit, margins

QUESTION = Question(unit=Unit.ACT, by=("region", "year"), where={"topic": "topic.media"})


def answer(question: Question, *counted: tuple[tuple[str | None, ...], int]) -> Answer:
    cells = tuple(Cell(values=values, count=count, sources=1) for values, count in counted)
    return Answer(question=question, cells=cells, total=2, sources=1, contested=0, entries=3, erasures=0)


def crossed() -> CrossTable:
    """Two acts, one of them in both regions; the other in a year that is not known."""
    rows, columns = margins(QUESTION)
    return CrossTable(
        both=answer(QUESTION, (("KG-O", "2020"), 1), (("KG-GB", "2020"), 1), (("KG-GB", None), 1)),
        rows=answer(rows, (("KG-GB",), 2), (("KG-O",), 1)),
        columns=answer(columns, (("2020",), 1), ((None,), 1)),
    )


def test_the_margins_ask_the_same_by_one_dimension_each() -> None:
    assert margins(QUESTION) == (
        Question(unit=Unit.ACT, by=("region",), where={"topic": "topic.media"}),
        Question(unit=Unit.ACT, by=("year",), where={"topic": "topic.media"}),
    )


@pytest.mark.parametrize("by", [(), ("year",), ("year", "region", "act")])
def test_only_two_dimensions_have_margins(by: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="unpack"):
        margins(Question(by=by))


def test_rows_and_columns_stand_in_the_order_of_their_totals() -> None:
    table = crossed()
    shown = [
        (row.values, row.count, [cell.count for cell in cells])
        for row, cells in table.lines(table.rows.cells)
    ]
    assert shown == [(("KG-GB",), 2, [1, 1]), (("KG-O",), 1, [1, 0])]


def test_a_cell_of_zero_knows_where_it_stands() -> None:
    table = crossed()
    ((_, cells),) = table.lines(table.rows.cells[1:])
    assert cells[1] == Cell(values=("KG-O", None), count=0, sources=0)
