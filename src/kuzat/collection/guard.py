# SPDX-License-Identifier: Apache-2.0
"""Cells that a spreadsheet would run: made harmless on the way out, restored on the way in.

A cell that begins with = + - @, a tab or a carriage return, or with the full-width form of a
sign, gets an apostrophe in front (OWASP, "CSV Injection"). So that the text stays exact, the
column ``kuzat_guarded`` says which cells of the row got one, by column number, and its own name which
names of columns did (``kuzat_guarded 1 3``); only those lose it on reading.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from kuzat.collection.row import Row

GUARDED = "kuzat_guarded"
_RUNS = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")
_MARK = re.compile(rf"{GUARDED}( [1-9][0-9]*)*")


def guarded(cells: Sequence[str]) -> list[str]:
    """The cells, with an apostrophe where one is needed, and then the numbers of those columns."""
    marked = [
        at for at, cell in enumerate(cells) if _RUNS.match(cell) and not _NUMBER.fullmatch(cell)
    ]
    safe = ["'" + cell if at in marked else cell for at, cell in enumerate(cells)]
    return [*safe, " ".join(str(at + 1) for at in marked)]


def guarded_head(columns: Sequence[str]) -> list[str]:
    """The names of the columns as `guarded`, and then the name of the column that says which were."""
    *names, marks = guarded(columns)
    return [*names, f"{GUARDED} {marks}".strip()]


def unguarded(
    columns: tuple[str, ...], rows: Iterable[Row]
) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Columns and rows as before `guarded`; a sheet without that column is left as it is."""
    mark = next(filter(_MARK.fullmatch, columns), None)
    if mark is None:
        return columns, iter(rows)
    names = _without(columns, mark.split()[1:])
    kept = tuple(name for name, column in zip(names, columns, strict=True) if column != mark)
    return kept, (_restored(row, columns, names, mark) for row in rows)


def _restored(row: Row, columns: Sequence[str], names: Sequence[str], mark: str) -> Row:
    given = [column in row.cells for column in columns]
    cells = _without([row.cells.get(column, "") for column in columns], row.cells.get(mark, "").split())
    found = zip(names, columns, cells, given, strict=True)
    return replace(
        row, cells={name: cell for name, column, cell, there in found if there and column != mark}
    )


def _without(cells: Sequence[str], marks: Collection[str]) -> list[str]:
    """The cells, those with a mark without their apostrophe."""
    return [
        cell.removeprefix("'") if str(at) in marks else cell for at, cell in enumerate(cells, start=1)
    ]
