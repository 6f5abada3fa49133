# SPDX-License-Identifier: Apache-2.0
"""Sheets as people have them, and as an attacker makes them."""

import csv
import io
import struct
import zipfile

import pytest
import xlsxwriter

from kuzat.collection import Row, RowRefused, SheetRefused, read
from kuzat.collection.workbook import MOST_MEMBERS

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def rows(content: bytes, name: str = "a.csv", encoding: str | None = None) -> list[Row]:
    return list(read(content, name, encoding=encoding).rows)


def book(*lines: list[object]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        page = made.add_worksheet()
        for down, cells in enumerate(lines):
            for across, cell in enumerate(cells):
                page.write(down, across, cell)
    return target.getvalue()


def changed(content: bytes, name: str, part: bytes | str, **options: int) -> bytes:
    """The archive with one part replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member.filename, old.read(member))
        new.writestr(name, part)
    return target.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_csv_with_any_delimiter_with_or_without_a_mark(delimiter: str, mark: bytes) -> None:
    text = f"id{delimiter}аты\r\nA-1{delimiter}Ош, Өзгөн; базар\r\n"
    if delimiter in ",;":
        text = f'id{delimiter}аты\r\nA-1{delimiter}"Ош, Өзгөн; базар"\r\n'
    sheet = read(mark + text.encode(), "a.csv")
    assert sheet.columns == ("id", "аты")
    assert [row.cells for row in sheet.rows] == [{"id": "A-1", "аты": "Ош, Өзгөн; базар"}]


def test_rows_count_as_in_a_spreadsheet() -> None:
    found = rows(b'id,text\n\n1,"two\nlines"\n\n2,x\n')
    assert [(row.number, row.cells["id"]) for row in found] == [(3, "1"), (5, "2")]


def test_cp1251_is_named_and_read_when_told() -> None:
    content = "id,город\n1,Бишкек\n".encode("cp1251")
    with pytest.raises(SheetRefused) as caught:
        read(content, "a.csv")
    assert "encoding: cp1251" in caught.value.step()
    assert rows(content, encoding="cp1251")[0].cells["город"] == "Бишкек"


def test_utf16_and_unknown_encodings_are_named() -> None:
    with pytest.raises(SheetRefused) as caught:
        read("id;x\n1;2\n".encode("utf-16"), "a.csv")
    assert "utf-16" in caught.value.step()
    for encoding in ("martian", "hex", "utf-8"):
        with pytest.raises(SheetRefused):
            read(b"\xff,\xff\n", "a.csv", encoding=encoding)


def test_a_sheet_with_a_mark_is_utf8_whatever_its_mapping_says_of_another() -> None:
    content = b"\xef\xbb\xbf" + "код,город\n1,Бишкек\n".encode()
    assert rows(content, encoding="cp1251")[0].cells == {"код": "1", "город": "Бишкек"}


@pytest.mark.parametrize("encoding", ["utf-16", "undefined", "idna"])
def test_an_encoding_that_fails_in_its_own_way_is_refused(encoding: str) -> None:
    with pytest.raises(SheetRefused):
        read("код,б\n1,2\n".encode(), "a.csv", encoding=encoding)


def test_text_that_breaks_far_into_the_file_is_refused_before_the_first_row() -> None:
    with pytest.raises(SheetRefused):
        read(b"id,x\n" + b"1,a\n" * 600_000 + b"2,\xff\n", "a.csv")


def test_formulas_stay_text() -> None:
    found = rows(b'id,x\n=1+1,"@SUM(A1)"\n+7,-3\n')
    assert [list(row.cells.values()) for row in found] == [["=1+1", "@SUM(A1)"], ["+7", "-3"]]


@pytest.mark.parametrize("head", [b"id,id\n1,2\n", b"id,\n1,2\n", b"", b"\n\n"])
def test_headers_that_name_nothing_are_refused(head: bytes) -> None:
    with pytest.raises(SheetRefused):
        read(head, "a.csv")


def test_a_two_megabyte_cell_refuses_its_row_and_no_other() -> None:
    long = "x" * (2 * 1024 * 1024)
    found = rows(f'id,text\n1,a\n2,"{long}"\n3,c\n'.encode())
    assert [row.problem is None for row in found] == [True, False, True]
    assert isinstance(found[1].problem, RowRefused)
    assert found[1].problem.details["row"] == 3
    assert found[1].problem.details["column"] == "text"
    assert len(found[1].cells["text"]) < 1000


def test_the_limit_of_a_cell_counts_bytes() -> None:
    fits, exceeds = "ө" * (512 * 1024), "ө" * (512 * 1024 + 1)
    found = rows(f"id,text\n1,{fits}\n2,{exceeds}\n".encode())
    assert [row.problem is None for row in found] == [True, False]


def test_ragged_rows_and_nul_bytes_refuse_their_row() -> None:
    found = rows(b"a,b\n1\n1,2,3\n1,\0\n1,2\n")
    assert [row.problem is None for row in found] == [False, False, False, True]
    assert "\0" not in found[2].cells["b"]


def test_a_quote_never_closed_is_refused_with_its_row() -> None:
    with pytest.raises(SheetRefused, match="row 3"):
        rows(b'a,b\n1,2\n3,"4\n5,6\n')


def test_the_callers_file_stays_open() -> None:
    file = io.BytesIO(b"a,b\n1,2\n")
    list(read(file, "a.csv").rows)
    file.seek(0)
    assert not file.closed


def test_the_real_incidents_are_read_whole(shared) -> None:
    path = shared / "data" / "kyrgyzstan" / "kg_incidents_coded.csv"
    with path.open("rb") as file:
        found = list(read(file, path.name).rows)
    with path.open(encoding="utf-8", newline="") as text:
        assert [dict(row.cells) for row in found] == list(csv.DictReader(text))
    assert all(row.problem is None for row in found)


def test_json_lines_keep_numbers_as_written() -> None:
    content = '{"id": 1, "n": 0.10, "x": null}\n\n{"id": "2", "новое": true}\nnot json\n[1]\n'
    sheet = read(content.encode(), "a.jsonl")
    found = list(sheet.rows)
    assert sheet.columns == ("id", "n", "x", "новое")
    assert (sheet.total, [row.number for row in found]) == (4, [1, 3, 4, 5])
    assert list(found[0].cells.values()) == ["1", "0.10", "", ""]
    assert found[1].cells["новое"] == "true"
    assert all(row.problem for row in found[2:])


@pytest.mark.parametrize(
    "line",
    [
        '{"a": [1]}',
        '{"a": {"b": 1}}',
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": "\\ud800"}',
        "[" * 99999,
    ],
)
def test_json_that_is_no_row_refuses_its_line(line: str) -> None:
    found = rows(('{"a": "ok"}\n' + line + "\n").encode(), "a.jsonl")
    assert [row.problem is None for row in found] == [True, False]


def test_xlsx_values_are_read_as_a_person_would_write_them() -> None:
    sheet = read(
        book([], ["id", "n", "f", "yes"], ["A", 5, 0.1, True], [], ["B", 1e20, -2.5, False]),
        "a.xlsx",
    )
    found = [(row.number, list(row.cells.values())) for row in sheet.rows]
    assert sheet.columns == ("id", "n", "f", "yes")
    assert found == [
        (3, ["A", "5", "0.1", "true"]),
        (5, ["B", "100000000000000000000", "-2.5", "false"]),
    ]


def test_xlsx_formulas_give_their_stored_value() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, ["id", "x"])
        page.write_string(1, 0, "=1+1")
        page.write_formula(1, 1, "=6*7", None, 42)
    assert list(rows(target.getvalue(), "a.xlsx")[0].cells.values()) == ["=1+1", "42"]


def test_a_small_bomb_is_refused_without_being_unpacked() -> None:
    bomb = changed(book(["a"], ["b"]), "xl/worksheets/sheet1.xml", b" " * (60 * 1024 * 1024))
    assert len(bomb) < 200_000
    with pytest.raises(SheetRefused, match="packed more than"):
        read(bomb, "a.xlsx")
    huge = changed(book(["a"]), "xl/media/a.png", b" " * (201 * 1024 * 1024))
    with pytest.raises(SheetRefused, match="200 MB"):
        read(huge, "a.xlsx")


@pytest.mark.parametrize("declared", [1, 100])
def test_a_size_that_lies_is_refused(declared: int) -> None:
    name = b"xl/worksheets/sheet1.xml"
    content = bytearray(book(["a"], ["b"]))
    central = content.rindex(name) - 46
    assert content[central : central + 4] == b"PK\x01\x02"
    struct.pack_into("<L", content, central + 24, declared)
    with pytest.raises(SheetRefused):
        read(bytes(content), "a.xlsx")


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "xl/../../x", "C:\\x.xml", "..\\x"])
def test_names_that_climb_are_refused(name: str) -> None:
    with pytest.raises(SheetRefused, match="climbs"):
        read(changed(book(["a"]), name, b"x"), "a.xlsx")


def test_too_many_members_and_twins_are_refused() -> None:
    target = io.BytesIO(book(["a"]))
    with zipfile.ZipFile(target, "a") as more:
        for number in range(MOST_MEMBERS):
            more.writestr(f"x{number}", b"")
    with pytest.raises(SheetRefused, match="parts"):
        read(target.getvalue(), "a.xlsx")
    with pytest.raises(SheetRefused, match="one name"):
        read(changed(book(["a"]), "XL/workbook.xml", b"x"), "a.xlsx")


def sheet_xml(inside: str) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{inside}</sheetData></worksheet>'.encode()


@pytest.mark.parametrize(
    "inside",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row>',
        "<row><c r='A1'><v>1</v></c><c r = 'XFD1048576'><v>1</v></c></row>",
        '<row r="1"><c r="&#88;FD1048576"><v>1</v></c></row>',
        '<row r="1"><c><v>1</v></c></row>',
        '<x:row r="1"><x:c><v>1</v></x:c></x:row>',
    ],
)
def test_cells_far_out_or_without_address_are_refused(inside: str) -> None:
    hostile = changed(book(["a"]), "xl/worksheets/sheet1.xml", sheet_xml(inside))
    with pytest.raises(SheetRefused):
        read(hostile, "a.xlsx")


def test_entities_and_other_encodings_are_refused() -> None:
    for part in (
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + sheet_xml(""),
        sheet_xml("").decode().encode("utf-16"),
    ):
        with pytest.raises(SheetRefused):
            read(changed(book(["a"]), "xl/worksheets/sheet1.xml", part), "a.xlsx")


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 rubbish", b"\xd0\xcf\x11\xe0 old", b"a,b\n1,2\n", book(["a"])[:500], book()],
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(SheetRefused):
        read(content, "a.xlsx")


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("content.xml", "<x/>")
    with pytest.raises(SheetRefused):
        read(target.getvalue(), "a.ods")
