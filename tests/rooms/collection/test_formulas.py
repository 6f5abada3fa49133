# SPDX-License-Identifier: Apache-2.0
"""A formula without its saved value is refused by row and column; it would read as an empty cell."""

import io
import tracemalloc
import zipfile

import pytest
import xlsxwriter

from kuzat.collection import SheetRefused, read
from kuzat.collection.workbook import MOST_MEMBERS

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(*rows: str, second: str = "") -> bytes:
    """A workbook whose first sheet has a head ``id,killed`` and then these rows of XML."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as whole:
        whole.add_worksheet()
        whole.add_worksheet()
    head = '<row r="1">' + inline("A1", "id") + inline("B1", "killed") + "</row>"
    parts = {1: head + "".join(rows), 2: second}
    target = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            for number, inside in parts.items():
                if member.filename == f"xl/worksheets/sheet{number}.xml":
                    content = (
                        f'<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData></worksheet>'.encode()
                    )
            new.writestr(member.filename, content)
    return target.getvalue()


def inline(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B3"><f>1+1</f></c>',
        '<c r="B3"><f>1+1</f><v></v></c>',
        '<c r="B3"><f>1+1</f><v/></c>',
        '<c r="B3"><f t="shared" si="0"/></c>',
    ],
)
def test_a_formula_without_its_value_refuses_the_row(cell: str) -> None:
    rows = ('<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>5</v></c></row>', f'<row r="3">{cell}</row>')
    good, bad = read(book(*rows), "a.xlsx").rows
    assert (good.cells, good.problem) == ({"id": "1", "killed": "5"}, None)
    assert bad.problem is not None
    assert (bad.problem.details["row"], bad.problem.details["column"]) == (3, "killed")
    assert "was not saved" in str(bad.problem)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="B2"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="B2" t="str"><f>""</f><v></v></c>', ""),
        ('<c r="B2" t="str"><f>A2</f><v>many</v></c>', "many"),
    ],
)
def test_a_formula_with_its_value_is_that_value(cell: str, value: str) -> None:
    (row,) = read(book(f'<row r="2"><c r="A2"><v>1</v></c>{cell}</row>'), "a.xlsx").rows
    assert (row.cells["killed"], row.problem) == (value, None)


def test_a_formula_of_another_sheet_is_nobodys_matter() -> None:
    second = '<row r="2"><c r="B2"><f>1+1</f></c></row>'
    (row,) = read(book('<row r="2"><c r="A2"><v>1</v></c></row>', second=second), "a.xlsx").rows
    assert row.problem is None


def test_a_head_that_is_a_formula_without_its_value_is_refused() -> None:
    assert read(book(), "a.xlsx").columns == ("id", "killed")
    with pytest.raises(SheetRefused, match="is a formula"):
        read(book('<row r="1"><c r="C1"><f>1+1</f></c></row>'), "a.xlsx")


def test_a_long_list_of_parts_is_refused_before_it_is_read() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for number in range(MOST_MEMBERS * 2):
            made.writestr(f"x{number}", b"")
    content = target.getvalue()
    tracemalloc.start()
    with pytest.raises(SheetRefused, match="more than"):
        read(content, "a.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 * 1024 * 1024
