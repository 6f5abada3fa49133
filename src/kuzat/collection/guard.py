# SPDX-License-Identifier: Apache-2.0
"""Cells that a spreadsheet would run: made harmless on the way out, restored on the way in.

A cell that begins with = + - @, a tab or a carriage return, or with the full-width form of a
sign, gets an apostrophe in front (OWASP, "CSV Injection"). So that the text stays exact, the
column ``kuzat_guarded`` says which cells of the row got one, by column number; only those lose it
on reading.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kuzat.collection.row import Row

GUARDED = "kuzat_guarded"
_RUNS = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")


def guarded(cells: Sequence[str]) -> list[str]:
    """The cells, with an apostrophe where one is needed, and then the numbers of those columns."""
    marked = [
        at for at, cell in enumerate(cells) if _RUNS.match(cell) and not _NUMBER.fullmatch(cell)
    ]
    safe = ["'" + cell if at in marked else cell for at, cell in enumerate(cells)]
    return [*safe, " ".join(str(at + 1) for at in marked)]


def unguarded(
    columns: tuple[str, ...], rows: Iterable[Row]
) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Columns and rows as before `guarded`; a sheet without that column is left as it is."""
    if GUARDED not in columns:
        return columns, iter(rows)
    kept = tuple(column for column in columns if column != GUARDED)
    return kept, (_restored(row, columns) for row in rows)


def _restored(row: Row, columns: Sequence[str]) -> Row:
    marks = set(row.cells.get(GUARDED, "").split())
    cells = {
        column: row.cells[column].removeprefix("'" if str(at) in marks else "")
        for at, column in enumerate(columns, start=1)
        if column != GUARDED and column in row.cells
    }
    return replace(row, cells=cells)
