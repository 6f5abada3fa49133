# SPDX-License-Identifier: Apache-2.0
"""The same sheet written out again, so that importing it gives the same values."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import BinaryIO

import xlsxwriter

from kuzat.collection.guard import guarded, guarded_head
from kuzat.collection.mapping import BETWEEN, Part, Setting, SheetMapping
from kuzat.errors import Phrase, Refused

LONGEST_XLSX_CELL = 32_767
MOST_XLSX_ROWS = 1_048_576
MADE = datetime(2000, 1, 1)  # the file carries no day of its own

Values = Mapping[str, Sequence[str]]


class SheetTooLarge(Refused):
    """Row {row} does not fit into XLSX: {problem}."""

    code = "sheet_too_large"
    advice = "Export as CSV instead."


def sheet_out(
    mapping: SheetMapping, columns: Sequence[str], rows: Iterable[Values]
) -> Iterator[list[str]]:
    """Rows of cells from rows of values by property, the mapping read backwards.

    A row holds what one row of the sheet said: property id to values, ``<kind>.reference``
    included; references to records come as codes. A term gets the word that the mapping has for
    it. Columns joined into one value stay empty, since nobody can tell them apart again; so do
    columns not in the mapping.
    """
    settings = [
        setting
        for part in mapping.records
        for setting in (*_reference(part), *part.set)
        if len(setting.columns) == 1
    ]
    signs = {part.each.column: part.each.split for part in mapping.records if part.each}
    for values in rows:
        cells = dict.fromkeys(columns, "")
        for setting in settings:
            column = setting.columns[0]
            if column in cells and not cells[column]:
                sign = setting.split or signs.get(column, BETWEEN)
                cells[column] = _cell(setting, values.get(setting.says, ()), sign)
        yield list(cells.values())


def _reference(part: Part) -> list[Setting]:
    return [Setting(says=f"{part.kind}.reference", columns=part.reference)] if part.reference else []


def _cell(setting: Setting, values: Sequence[str], sign: str) -> str:
    words = {term: word for word, term in setting.terms.items()}
    return sign.join(dict.fromkeys(words.get(value, value) for value in values))


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]], file: BinaryIO) -> int:
    """Write CSV (RFC 4180, UTF-8 with BOM for spreadsheets); gives the number of cells guarded.

    The last column says which cells carry an apostrophe against formulas; `read` takes them off
    again.
    """
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(guarded_head(columns))
    count = 0
    for cells in rows:
        safe = guarded(cells)
        count += len(safe[-1].split())
        writer.writerow(safe)
    text.detach()
    return count


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[str]], file: BinaryIO) -> int:
    """Write XLSX, every cell as text and in memory only; the number of cells guarded.

    Raises `SheetTooLarge` where XLSX would cut a cell or the sheet.
    """
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": MADE})
    page = book.add_worksheet()
    count = 0
    for at, cells in enumerate(_with_header(columns, rows)):
        count += len(cells[-1].split()) if at else 0
        if problem := _too_much(at, cells):
            raise SheetTooLarge(row=at + 1, problem=problem)
        for across, cell in enumerate(cells):
            if cell:
                page.write_string(at, across, cell)
    book.close()
    return count


def _too_much(at: int, cells: Sequence[str]) -> Phrase | None:
    """What XLSX would cut or change of this row (ECMA-376 and XML 1.0), or nothing."""
    if at >= MOST_XLSX_ROWS:
        return Phrase("it takes at most {most} rows", most=MOST_XLSX_ROWS)
    if any(len(cell) > LONGEST_XLSX_CELL for cell in cells):
        return Phrase("a cell takes at most {most} characters", most=LONGEST_XLSX_CELL)
    if any("\ufffe" in cell or "\uffff" in cell for cell in cells):
        return Phrase("a cell holds a code point that is no character")
    return None


def _with_header(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    yield guarded_head(columns)
    for cells in rows:
        yield guarded(cells)
