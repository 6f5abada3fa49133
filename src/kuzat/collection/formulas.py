# SPDX-License-Identifier: Apache-2.0
"""Formulas of a workbook whose value was never saved: a reader would take them for empty cells.

Some programs write a formula alone and leave its value to whoever opens the file first. Of the cells of
ECMA-376 (18.3.1.4) those are meant that hold ``f`` and no filled ``v``; an empty text is a value.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import BinaryIO

SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_TAG = re.compile(rb"<(/?)(?:[^\s<>/:]+:)?(c|f|v)(?=[\s/>])([^<>]*)>")
_PLACE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{1,3})([0-9]{1,7})""")
_TEXT = re.compile(rb"""\bt\s*=\s*["']str["']""")
_FIRST = re.compile(rb"""<(?:[^\s<>/:]+:)?sheet\s[^<>]*?:id\s*=\s*["']([^"'<>]+)["']""")
_RELATION = re.compile(rb"<(?:[^\s<>/:]+:)?Relationship\s([^<>]*)>")
_NAMED = re.compile(rb"""\b(Id|Target)\s*=\s*["']([^"'<>]*)["']""")

Unsaved = Mapping[int, int]


def unsaved(book: BinaryIO, *, every: bool = False) -> Unsaved:
    """Row → column, both from 1, of the first such formula in each row of the workbook's first sheet.

    Where the file does not plainly say which sheet is the first, or ``every`` is wanted, those of all sheets.
    """
    found: dict[int, int] = {}
    with zipfile.ZipFile(book) as parts:
        names = [name for name in parts.namelist() if SHEETS.fullmatch(name)]
        for name in names if every else _first(parts, names):
            for row, column in _in(parts.read(name)):
                found[row] = min(column, found.get(row, column))
    book.seek(0)
    return found


def _first(parts: zipfile.ZipFile, names: list[str]) -> list[str]:
    """The part of the first sheet, by the list in the workbook and where that list points."""
    try:
        first = _FIRST.search(parts.read("xl/workbook.xml"))
        relations = _RELATION.findall(parts.read("xl/_rels/workbook.xml.rels"))
    except KeyError:
        return names
    for relation in relations:
        named = dict(_NAMED.findall(relation))
        if first and named.get(b"Id") == first[1]:
            target = named.get(b"Target", b"").decode("utf-8", "replace").removeprefix("/xl/")
            return [name for name in names if name == f"xl/{target}"] or names
    return names


def _in(content: bytes) -> Iterator[tuple[int, int]]:
    """The places of such formulas in one sheet."""
    place, formula, valued, text = None, False, False, False
    for found in _TAG.finditer(content):
        closing, tag, rest = found.groups()
        if tag == b"c" and not closing:
            place, formula, valued = _PLACE.search(rest), False, False
            text = _TEXT.search(rest) is not None
        elif tag == b"f":
            formula = True
        elif tag == b"v" and not closing:
            valued = text or (rest[-1:] != b"/" and content[found.end() : found.end() + 1] != b"<")
        elif tag == b"c" and formula and not valued and place:
            yield int(place[2]), column_of(place[1])


def column_of(letters: bytes) -> int:
    """The number of a column by its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
