# SPDX-License-Identifier: Apache-2.0
"""CSV (RFC 4180) as people have it: comma, semicolon or tab; UTF-8 or an encoding they name."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from kuzat.collection.row import Row, Sheet, header, refused, row
from kuzat.errors import Phrase

DELIMITERS = ",;\t"
LONGEST_FIELD = 64 * 1024 * 1024  # a quote that is never closed swallows the rest of the file
CHUNK = 1024 * 1024
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(file: BinaryIO, name: str, encoding: str | None) -> Sheet:
    """The sheet in a CSV file, decoded once beforehand so that no half of it is imported."""
    text = decoded(file, name, encoding)
    start = text.read(CHUNK)
    text.seek(0)
    records = _records(text, name, _delimiter(start))
    first = next(((number, cells) for number, cells in records if any(cells)), None)
    if first is None:
        step = Phrase("Choose a file whose first row names its columns.")
        raise refused(name, Phrase("the sheet is empty"), step)
    columns = header(name, first[1])
    return Sheet(columns=columns, rows=_rows(records, columns))


def decoded(file: BinaryIO, name: str, encoding: str | None) -> TextIO:
    """The file as text, after a first pass that refuses what cannot be decoded."""
    encoding = _known(name, encoding)
    start = file.read(3)
    file.seek(0)
    if start == codecs.BOM_UTF8:
        encoding = "utf-8-sig"  # as every sheet written here, whatever the mapping says of the first one
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        likely = "utf-16" if start[:2] in UTF16 else "cp1251"
        step = Phrase(
            "If it was saved by an older Windows program, set `encoding: {likely}` in the mapping.",
            likely=likely,
        )
        if encoding == likely:
            step = Phrase("Save it again as CSV UTF-8.")
        problem = Phrase("the text is not {encoding}", encoding=encoding.removesuffix("-sig"))
        raise refused(name, problem, step) from None
    file.seek(0)
    return io.TextIOWrapper(file, encoding, newline="")


def _known(name: str, encoding: str | None) -> str:
    try:
        found = codecs.lookup(encoding or "utf-8")
    except LookupError:
        found = None
    if found is None or not getattr(found, "_is_text_encoding", True):
        step = Phrase("Use utf-8, cp1251, cp1254, koi8-r, cp866 or utf-16.")
        problem = Phrase("the encoding “{encoding}” is not known", encoding=encoding)
        raise refused(name, problem, step)
    return "utf-8-sig" if found.name in ("utf-8", "utf-8-sig") else found.name


def _delimiter(start: str) -> str:
    """The delimiter that gives the first row most cells; a comma where all give one."""
    lines = start.splitlines(keepends=True)
    while lines and not lines[0].strip():
        lines.pop(0)
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader(lines, delimiter=sign), [])))


def _records(text: TextIO, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_FIELD))
    number = 0
    try:
        for number, cells in enumerate(csv.reader(text, delimiter=delimiter, strict=True), start=1):
            yield number, cells
    except csv.Error:
        step = Phrase("Open it in a spreadsheet program and save it as CSV again.")
        problem = Phrase(
            'from row {number} on the quotation marks (") do not match', number=number + 1
        )
        raise refused(name, problem, step) from None
    finally:
        text.detach()  # type: ignore[attr-defined]  # the caller opened the file, and closes it


def _rows(records: Iterator[tuple[int, list[str]]], columns: tuple[str, ...]) -> Iterator[Row]:
    for number, cells in records:
        if any(cells):
            yield row(number, columns, cells)
