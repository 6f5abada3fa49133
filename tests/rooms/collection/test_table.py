# SPDX-License-Identifier: Apache-2.0
"""A sheet that was written out reads back as it was."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kuzat.collection import (
    Row,
    RowRefused,
    SheetTooLarge,
    read,
    write_csv,
    write_refused,
    write_xlsx,
)
from kuzat.collection.guard import GUARDED

COLUMNS = ("id", "аты", "note")
FORMULAS = (
    "=1+1",
    "+996 555",
    "-x",
    "@a",
    "\tx",
    "\rx",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    "'=1",
    "-5",
    "-5.5",
)
IN_XLSX = st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufffe\uffff")
CELL = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
XLSX_CELL = st.text(IN_XLSX, max_size=12)


def table(cell: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    cells = st.sampled_from(FORMULAS) | cell
    code = st.integers(1, 999).map(str)
    return st.lists(st.tuples(code, cells, cells).map(list), max_size=6)


@settings(max_examples=200)
@given(table(CELL))
@example([["1", "\ufeff", '"']])
@example([["1", "a\r\nb\rc\nd", "\x1c\x85\u2028"]])
def test_csv_gives_the_same_values(rows: list[list[str]]) -> None:
    target = io.BytesIO()
    write_csv(COLUMNS, rows, target)
    sheet = read(target.getvalue(), "out.csv")
    assert sheet.columns == COLUMNS
    assert [list(row.cells.values()) for row in sheet.rows] == rows


@settings(max_examples=100)
@given(table(XLSX_CELL))
@example([["1", "_x0041_", " a "]])
def test_xlsx_gives_the_same_values(rows: list[list[str]]) -> None:
    target = io.BytesIO()
    write_xlsx(COLUMNS, rows, target)
    sheet = read(target.getvalue(), "out.xlsx")
    assert sheet.columns == COLUMNS
    assert [list(row.cells.values()) for row in sheet.rows] == rows


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_no_cell_begins_as_a_formula_and_the_sheet_says_so(write) -> None:
    target = io.BytesIO()
    count = write(("x",), [[cell] for cell in FORMULAS], target)
    assert count == 10
    content = target.getvalue()
    if write is write_csv:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert lines[0] == ["x", GUARDED]
        assert lines[1] == ["'=1+1", "1"]
        assert not any(c[0] in "=+@\t\r＝＋－＠" for line in lines for c in line if c)
    assert [row.cells["x"] for row in read(content, "x." + write.__name__[6:]).rows] == list(
        FORMULAS
    )


def test_the_same_table_gives_the_same_bytes() -> None:
    one, two = io.BytesIO(), io.BytesIO()
    write_xlsx(COLUMNS, [["1", "a", "b"]], one)
    write_xlsx(COLUMNS, [["1", "a", "b"]], two)
    assert one.getvalue() == two.getvalue()


def test_xlsx_never_cuts_a_cell() -> None:
    with pytest.raises(SheetTooLarge, match="Row 2"):
        write_xlsx(("x",), [["y" * 32_768]], io.BytesIO())


def test_xlsx_never_changes_a_cell() -> None:
    with pytest.raises(SheetTooLarge, match="no character"):
        write_xlsx(("x",), [["y\ufffe"]], io.BytesIO())


def test_an_apostrophe_of_the_author_stays() -> None:
    assert next(read(b"x\n'=1\n", "a.csv").rows).cells["x"] == "'=1"


def test_refused_rows_can_be_corrected_and_read_again() -> None:
    row = Row(number=7, cells={"id": "=1", "note": "б"})
    refusal = RowRefused(row=7, column="note", expected="a date")
    target = io.BytesIO()
    write_refused(("id", "note"), [(row, refusal)], target)
    sheet = read(target.getvalue(), "refused.csv")
    assert sheet.columns == ("id", "note", "kuzat_row", "kuzat_reason")
    cells = next(sheet.rows).cells
    assert (cells["id"], cells["note"], cells["kuzat_row"]) == ("=1", "б", "7")
    assert cells["kuzat_reason"] == "Row 7, column note: expected a date."
    again = io.BytesIO()
    write_refused(sheet.columns, [(Row(number=2, cells=cells), refusal)], again)
    assert read(again.getvalue(), "refused.csv").columns == sheet.columns
