# SPDX-License-Identifier: Apache-2.0
"""Read a sheet: CSV, XLSX or JSON Lines, told apart by content first and by name second."""

import io
from dataclasses import replace
from typing import BinaryIO

from kuzat.collection import delimited, jsonlines, workbook
from kuzat.collection.guard import unguarded
from kuzat.collection.row import Sheet, refused
from kuzat.errors import Phrase

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
LINES = (".jsonl", ".ndjson")


def read_every(content: bytes, name: str) -> list[tuple[str, Sheet]]:
    """All sheets of an XLSX workbook, each by its title; else the one that `read` gives, by no title."""
    if not content.startswith(ZIP):
        return [("", read(content, name))]
    found = workbook.read_every(io.BytesIO(content), name)
    return [(title, _unguarded(sheet)) for title, sheet in found]


def read(source: bytes | BinaryIO, name: str, *, encoding: str | None = None) -> Sheet:
    """The columns and a stream of rows of a sheet.

    ``source`` is the content or an open file that can seek; it must stay open while rows are
    drawn. ``encoding`` is for CSV and JSON Lines, UTF-8 unless told. Cells are text as in the
    file; nothing is evaluated. Apostrophes that an export of ours put before formulas are taken
    off again. Raises `SheetRefused` for the whole; a row that cannot be used carries its
    `RowRefused`.
    """
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if start == OLD_EXCEL:
        problem = Phrase("this is an old or a locked Excel file")
        raise refused(name, problem, Phrase("Save it as XLSX without a password."))
    if start == ZIP:
        sheet = workbook.read(file, name)
    elif name.lower().endswith(".xlsx"):
        problem = Phrase("this is not an XLSX file, whatever its name")
        raise refused(name, problem, Phrase("Save it as XLSX or CSV."))
    elif name.lower().endswith(LINES):
        sheet = jsonlines.read(file, name, encoding)
    else:
        sheet = delimited.read(file, name, encoding)
    return _unguarded(sheet)


def _unguarded(sheet: Sheet) -> Sheet:
    columns, rows = unguarded(sheet.columns, sheet.rows)
    return replace(sheet, columns=columns, rows=rows)
