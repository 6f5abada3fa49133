# SPDX-License-Identifier: Apache-2.0
"""JSON Lines: one object per line, its values text, numbers, true, false or null."""

import json
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from kuzat.collection.delimited import decoded
from kuzat.collection.row import MOST_COLUMNS, Row, RowRefused, Sheet, called, checked, header, refused
from kuzat.errors import Phrase

LONGEST_LINE = 64 * 1024 * 1024


def read(file: BinaryIO, name: str, encoding: str | None) -> Sheet:
    """The sheet in a JSON Lines file: columns are all keys in order of their first appearance."""
    text = decoded(file, name, encoding)
    names: dict[str, None] = {}
    total = 0
    for line_row in _rows(text, name):
        total += 1
        names.update(dict.fromkeys(line_row.cells))
        if len(names) > MOST_COLUMNS:
            step = Phrase("Use the same few keys on each line.")
            problem = Phrase("there are more than {most} different keys", most=MOST_COLUMNS)
            raise refused(name, problem, step)
    if not names:
        step = Phrase("Choose a file with one JSON object on each line.")
        raise refused(name, Phrase("no line holds a JSON object"), step)
    columns = header(name, list(names))
    text.seek(0)
    return Sheet(columns=columns, rows=_filled(_rows(text, name), columns), total=total)


def _filled(rows: Iterator[Row], columns: tuple[str, ...]) -> Iterator[Row]:
    for row in rows:
        cells = {called(name): cell for name, cell in row.cells.items()}
        filled = {column: cells.get(column, "") for column in columns}
        yield Row(number=row.number, cells=filled, problem=row.problem)


def _rows(text: TextIO, name: str) -> Iterator[Row]:
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            problem = Phrase("line {number} is longer than 64 MiB", number=number)
            raise refused(name, problem, Phrase("Split it into more lines."))
        if line.strip():
            yield _row(number, line)


def _row(number: int, line: str) -> Row:
    try:
        pairs = json.loads(
            line,
            object_pairs_hook=_Pairs,
            parse_int=str,
            parse_float=str,
            parse_constant=_no_number,
        )
    except (ValueError, RecursionError):
        return _unreadable(number, "line", Phrase("one JSON object on the line"))
    if not isinstance(pairs, _Pairs):
        return _unreadable(number, "line", Phrase("one JSON object on the line"))
    cells: dict[str, str] = {}
    for key, value in pairs:
        if key in cells:
            return _unreadable(number, key, Phrase("each key once"))
        if isinstance(value, list):  # a list or, as pairs, an object
            expected = Phrase("text, a number, true, false or null")
            return _unreadable(number, key, expected)
        cells[key] = _text(value)
    return checked(number, cells)


class _Pairs(list[tuple[str, object]]):
    """The members of one object in their order, repeated keys included."""


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _no_number(word: str) -> str:
    raise ValueError(word)


def _unreadable(number: int, column: str, expected: Phrase) -> Row:
    refusal = RowRefused(row=number, column=column, expected=expected)
    return Row(number=number, cells={}, problem=refusal)
