# SPDX-License-Identifier: Apache-2.0
"""Tables written as CSV or XLSX, with nothing in them that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

import xlsxwriter

from kuzat.collection.guard import guarded, guarded_head
from kuzat.errors import Phrase, Refused

LONGEST_XLSX_CELL = 32_767
MOST_XLSX_ROWS = 1_048_576
MADE = datetime(2000, 1, 1)  # the file carries no day of its own


class SheetTooLarge(Refused):
    """Row {row} does not fit into XLSX: {problem}."""

    code = "sheet_too_large"
    advice = "Export as CSV instead."


Cell = str | int


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]], file: BinaryIO) -> int:
    """Write CSV (RFC 4180, UTF-8 with BOM for spreadsheets); gives the number of cells guarded.

    The last column says which cells carry an apostrophe against formulas; `read` takes them off
    again.
    """
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(guarded_head(columns))
    count = 0
    for cells in rows:
        safe = guarded([*map(str, cells)])
        count += len(safe[-1].split())
        writer.writerow(safe)
    text.detach()
    return count


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Cell]], file: BinaryIO) -> int:
    """Write XLSX in memory only, numbers as numbers and all else as text; the number of cells guarded.

    Raises `SheetTooLarge` where XLSX would cut a cell or the sheet.
    """
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": MADE})
    page = book.add_worksheet()
    count = 0
    for at, (cells, given) in enumerate(_with_header(columns, rows)):
        count += len(cells[-1].split()) if at else 0
        if problem := _too_much(at, cells):
            raise SheetTooLarge(row=at + 1, problem=problem)
        for across, cell in enumerate(cells):
            if across < len(given) and isinstance(given[across], int):
                page.write_number(at, across, given[across])
            elif cell:
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


def _with_header(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> Iterator[tuple[Sequence[str], Sequence[Cell]]]:
    """Each line as it is written as text, and as it was given."""
    yield guarded_head(columns), columns
    for cells in rows:
        yield guarded([*map(str, cells)]), cells
