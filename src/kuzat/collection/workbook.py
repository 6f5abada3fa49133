# SPDX-License-Identifier: Apache-2.0
"""The sheets of an XLSX workbook (ECMA-376), parsed only after its archive was inspected.

The parser never sees the file itself: it is handed a new archive made of the parts that were
read, counted and found harmless here. So two readings of one hostile file cannot differ.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from kuzat.collection import formulas
from kuzat.collection.row import Row, RowRefused, Sheet, SheetRefused, header, refused, row
from kuzat.errors import Phrase

MOST_BYTES = 200 * 1024 * 1024
MOST_MEMBERS = 10_000
LISTED = b"PK\x01\x02"  # begins each line of an archive's list of parts (APPNOTE 4.3.12)
MOST_CELLS = 10_000_000  # the parser keeps the whole rectangle, empty cells too
MOST_TIMES = 100  # how often smaller a packed part of more than FREE bytes may be
FREE = 10 * 1024 * 1024
CHUNK = 1024 * 1024
# What Python's zipfile raises on archives that were altered.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
NEEDED = re.compile(r"\[content_types\]\.xml|_rels/.*|xl/.*\.(xml|rels)", re.IGNORECASE)
SAVE = Phrase("Open the file in a spreadsheet program and save it there, so that formulas have values.")
STEP = Phrase("Open it in a spreadsheet program you trust and save it as CSV.")
_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c(?=[\s/>])")
_ADDRESS = re.compile(rb"""\br\s*=\s*["']\s*([^"']{0,40})["']""")
_PLACE = re.compile(rb"\$?([A-Za-z]{0,3})\$?([0-9]{1,7})\s*")

Value = int | float | str | bool | time | date | datetime | object


def read(file: BinaryIO, name: str) -> Sheet:
    """The first sheet; its first filled row names the columns, formulas give their stored value."""
    safe = inspected(file, name)
    unsaved = formulas.unsaved(safe)
    try:
        with CalamineWorkbook.from_filelike(safe) as book:
            sheet = book.get_sheet_by_index(0)
    except (CalamineError, OSError, ValueError, IndexError):
        raise refused(name, Phrase("this is not a workbook that can be read"), STEP) from None
    return _table(name, sheet, unsaved)


def read_every(file: BinaryIO, name: str) -> list[tuple[str, Sheet]]:
    """All sheets that hold something, each by its title, as `read` reads the first one.

    A formula without its value is refused in any of the further sheets, since it would read as empty.
    """
    safe = inspected(file, name)
    unsaved, any_unsaved = formulas.unsaved(safe), formulas.unsaved(safe, every=True)
    if unsaved != any_unsaved:
        raise refused(name, Phrase("the name of a column is a formula without its value"), SAVE)
    try:
        with CalamineWorkbook.from_filelike(safe) as book:
            sheets = [(title, book.get_sheet_by_index(at)) for at, title in enumerate(book.sheet_names)]
    except (CalamineError, OSError, ValueError, IndexError):
        raise refused(name, Phrase("this is not a workbook that can be read"), STEP) from None
    return [
        (title, _table(name, sheet, {} if at else unsaved))
        for at, (title, sheet) in enumerate(sheets)
        if not at or sheet.start
    ]


def _table(name: str, sheet: CalamineSheet, unsaved: formulas.Unsaved) -> Sheet:
    """The rows of a sheet below the first filled one, which names the columns."""
    numbered = _numbered(sheet, unsaved)
    first = next(numbered, None)
    if first is None:
        step = Phrase("Put the table on the first sheet.")
        raise refused(name, Phrase("the first sheet is empty"), step)
    if first[0] in unsaved:
        raise refused(name, Phrase("the name of a column is a formula without its value"), SAVE)
    columns = header(name, first[1])
    rows = (_row(number, columns, cells, unsaved.get(number)) for number, cells in numbered)
    return Sheet(columns=columns, rows=rows, total=max(0, sheet.total_height - first[0]))


def _numbered(sheet: CalamineSheet, unsaved: formulas.Unsaved) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, if only a formula without its value, which the parser passes over."""
    number = 0
    for number, values in enumerate(sheet.iter_rows() if sheet.start else (), start=1):
        cells = [_text(value) for value in values]
        if any(cells) or number in unsaved:
            yield number, cells
    yield from ((row, []) for row in sorted(unsaved) if row > number)


def _row(number: int, columns: Sequence[str], cells: Sequence[str], unsaved: int | None) -> Row:
    """A row; one with a formula whose value the file does not hold is refused, as it would read as empty."""
    if unsaved is None:
        return row(number, columns, cells)
    problem = RowRefused(
        row=number,
        column=columns[min(unsaved, len(columns)) - 1],
        expected=Phrase(
            "a value; that of a formula was not saved, so open the file in a spreadsheet program and "
            "save it there"
        ),
    )
    return Row(number=number, cells=dict(zip(columns, cells, strict=False)), problem=problem)


def _text(value: Value) -> str:
    """A value as a person would write it: 5 for 5.0, ISO 8601 for days and hours."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def inspected(file: BinaryIO, name: str) -> io.BytesIO:
    """A new, unpacked archive of the parts that matter, each read to its end and counted.

    Refuses too many members, names that climb or repeat, more than 200 MB declared or counted,
    sizes that lie, parts packed more than a hundredfold, locked parts, and cells so far out that
    memory would not do.
    """
    _check_length(file, name)
    safe = io.BytesIO()
    try:
        with zipfile.ZipFile(file) as packed, zipfile.ZipFile(safe, "w") as kept:
            _check_list(packed.infolist(), name)
            for member in packed.infolist():
                if NEEDED.fullmatch(member.filename):
                    kept.writestr(zipfile.ZipInfo(member.filename), _content(packed, member, name))
    except DAMAGED:
        raise refused(name, Phrase("the archive inside is damaged or locked"), STEP) from None
    safe.seek(0)
    return safe


def _check_length(file: BinaryIO, name: str) -> None:
    """Refuse a long list of parts before it is read into memory."""
    listed, end = 0, b""
    while chunk := file.read(CHUNK):
        listed += (end + chunk).count(LISTED)
        end = chunk[1 - len(LISTED) :]
        if listed > MOST_MEMBERS:
            raise _hostile(name, Phrase("more than {most} parts", most=MOST_MEMBERS))
    file.seek(0)


def _check_list(members: list[zipfile.ZipInfo], name: str) -> None:
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise _hostile(name, Phrase("more than 200 MB when unpacked"))
    names = [member.filename.replace("\\", "/").lower() for member in members]
    if len(set(names)) != len(names):
        raise _hostile(name, Phrase("two parts of one name"))
    if any(part.startswith("/") or ":" in part or ".." in part.split("/") for part in names):
        raise _hostile(name, Phrase("a part whose name climbs out of the archive"))
    if any(m.flag_bits & 1 or m.compress_type not in (0, zipfile.ZIP_DEFLATED) for m in members):
        raise _hostile(name, Phrase("a part that is locked or packed in an unusual way"))


def _content(packed: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    declared, allowed = member.file_size, max(FREE, MOST_TIMES * member.compress_size)
    if declared > allowed:
        raise _hostile(name, Phrase("a part packed more than {most} times", most=MOST_TIMES))
    member.file_size = declared + CHUNK  # read on past the declared end: what follows is a lie
    parts: list[bytes] = []
    counted = 0
    with packed.open(member) as part:
        while counted <= declared and (chunk := part.read(CHUNK)):
            parts.append(chunk)
            counted += len(chunk)
    if counted != declared:
        raise _hostile(name, Phrase("a part of another size than it declares"))
    content = b"".join(parts)
    _check_cells(content, name)
    return content


def _check_cells(content: bytes, name: str) -> None:
    """Refuse addresses that span too large a rectangle, or where we cannot tell."""
    if b"\0" in content or b"<!DOCTYPE" in content:
        what = Phrase("a part in an unusual encoding or with definitions of its own")
        raise _hostile(name, what)
    width = height = addressed = 0
    for found in _ADDRESS.finditer(content):
        place = _PLACE.fullmatch(found[1])
        if place is None and b"&" in found[1]:
            raise _hostile(name, Phrase("cells with disguised addresses"))
        if place is not None:
            addressed += 1 if place[1] else 0
            width = max(width, formulas.column_of(place[1]))
            height = max(height, int(place[2]))
    if sum(1 for _ in _CELL.finditer(content)) > addressed:
        raise _hostile(name, Phrase("cells without addresses"))
    if width * height > MOST_CELLS:
        what = Phrase("a sheet of {width} columns and {height} rows", width=width, height=height)
        raise _hostile(name, what)


def _hostile(name: str, what: Phrase) -> SheetRefused:
    return refused(name, Phrase("the workbook holds {what}", what=what), STEP)
