# SPDX-License-Identifier: Apache-2.0
"""A sheet and its rows, whatever kind of file they came in."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kuzat.errors import Phrase, Refused

LONGEST_CELL = 1024 * 1024
SHOWN = 200
MOST_COLUMNS = 10_000
LONGEST_NAME = 1000
# What turns the direction of the text after it, so that a name reads as another (Unicode, "Bidi_Control").
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class SheetRefused(Refused):
    """{sheet}: {problem}."""

    code = "sheet_refused"
    advice = "{step}"


class RowRefused(Refused):
    """Row {row}, column {column}: expected {expected}."""

    code = "row_refused"
    advice = "Correct the row in the list of refused rows and import that list."


def refused(sheet: str, problem: Phrase, step: Phrase) -> SheetRefused:
    """The refusal of a whole sheet: what is wrong, and what to do about it."""
    return SheetRefused(sheet=sheet, problem=problem, step=step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its number as a person sees it, its cells by column, and why it cannot be used.

    Rows count from 1, the header and empty rows included, as in RFC 7111 (``#row=12``); JSON
    Lines have no header, so there it is the line.
    """

    number: int
    cells: Mapping[str, str]
    problem: RowRefused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Columns and, once, a stream of rows; ``total`` where their number is known beforehand."""

    columns: tuple[str, ...]
    rows: Iterator[Row]
    total: int | None = None


def called(name: str) -> str:
    """The name of a column on one line: spaces and line breaks in a row are one space."""
    return " ".join(name.split())


def header(sheet: str, names: Sequence[str]) -> tuple[str, ...]:
    """The column names as `called`; too many are refused, an empty, a repeated or an unreadable one too."""
    if len(names) > MOST_COLUMNS:
        problem = Phrase("there are more than {most} columns", most=MOST_COLUMNS)
        raise refused(sheet, problem, Phrase("Take out the columns that are not needed."))
    columns = tuple(map(called, names))
    if "" in columns:
        problem = Phrase("column {number} has no name", number=columns.index("") + 1)
        raise refused(sheet, problem, Phrase("Give each column a name in the first row."))
    twice = [name for name, times in Counter(columns).items() if times > 1]
    if twice:
        problem = Phrase("two columns are named “{column}”", column=twice[0])
        step = Phrase("Give each column a name of its own in the first row.")
        raise refused(sheet, problem, step)
    for number, name in enumerate(columns, start=1):
        if len(name) > LONGEST_NAME or any(map(_is_unreadable, name)):
            problem = Phrase("the name of column {number} cannot be read", number=number)
            step = Phrase("Give each column a short name of plain letters in the first row.")
            raise refused(sheet, problem, step)
    return columns


def _is_unreadable(character: str) -> bool:
    return character in TURNING or unicodedata.category(character) in ("Cc", "Cs")


def row(number: int, columns: Sequence[str], cells: Sequence[str]) -> Row:
    """One row under its column names; too many cells, too few or an unusable one: its problem."""
    named = dict(zip(columns, cells, strict=False))
    if len(cells) != len(columns):
        expected = Phrase(
            "as many cells as in the first row ({number}), not {found}",
            number=len(columns),
            found=len(cells),
        )
        refusal = RowRefused(
            row=number, column=columns[min(len(cells), len(columns) - 1)], expected=expected
        )
        return Row(number=number, cells=_shortened(named), problem=refusal)
    return checked(number, named)


def checked(number: int, cells: Mapping[str, str]) -> Row:
    """The row with its problem, if a cell is too long or holds what is not text."""
    for column, cell in cells.items():
        if expected := _unusable(cell):
            refusal = RowRefused(row=number, column=column, expected=expected)
            return Row(number=number, cells=_shortened(cells), problem=refusal)
    return Row(number=number, cells=cells)


def _unusable(cell: str) -> Phrase | None:
    if len(cell) > LONGEST_CELL or (len(cell) * 4 > LONGEST_CELL and _bytes(cell) > LONGEST_CELL):
        return Phrase("at most 1 MiB; a longer text is an exhibit")
    if "\0" in cell:
        return Phrase("text without NUL characters")
    try:
        cell.encode()
    except UnicodeEncodeError:
        return Phrase("whole characters, not half of a surrogate pair")
    return None


def _bytes(cell: str) -> int:
    return len(cell.encode("utf-8", "replace"))


def _shortened(cells: Mapping[str, str]) -> dict[str, str]:
    """What can be shown of a refused row: long cells cut, characters that are no text replaced."""
    return {
        column: (cell if len(cell) <= LONGEST_CELL else cell[:SHOWN] + "…")
        .replace("\0", "\N{REPLACEMENT CHARACTER}")
        .encode("utf-8", "replace")
        .decode("utf-8")
        for column, cell in cells.items()
    }
