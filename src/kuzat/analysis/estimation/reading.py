# SPDX-License-Identifier: Apache-2.0
"""Capture tables as people have them: a sheet, a data frame, or any mapping of columns."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kuzat.analysis.estimation.table import CaptureTable, TableUnusable, capture_table
from kuzat.collection import Sheet
from kuzat.errors import Phrase

COUNT_COLUMNS = ("count", "freq", "frequency", "n", "y")
INSIDE = {"0": False, "1": True, "false": False, "true": True}


def from_sheet(sheet: Sheet, *, count: str | None = None, stratum: str | None = None) -> list[CaptureTable]:
    """The tables in a sheet, one per stratum in their order.

    ``count`` names the column with counts; else one called count, freq, frequency, n or y; else each row is
    one person. Raises `TableUnusable`, naming the row, and where the first row is no header.
    """
    if all(name.replace(".", "", 1).isdigit() for name in sheet.columns):
        raise TableUnusable(reason=Phrase("its first row holds numbers, not the names of the lists"))

    def rows() -> Iterator[tuple[int, Mapping[str, Any]]]:
        for row in sheet.rows:
            if row.problem:
                raise row.problem
            yield row.number, row.cells

    return _tables(sheet.columns, rows(), count, stratum)


def from_frame(
    frame: Mapping[str, Iterable[Any]], *, count: str | None = None, stratum: str | None = None
) -> list[CaptureTable]:
    """The tables in a data frame of pandas or polars, or a mapping of columns; otherwise as `from_sheet`."""
    columns = tuple(map(str, getattr(frame, "columns", frame)))
    cells = [list(frame[name]) for name in columns]
    if len(set(map(len, cells))) > 1:
        raise TableUnusable(reason=Phrase("its columns have not the same length"))
    rows = (dict(zip(columns, values, strict=True)) for values in zip(*cells, strict=True))
    return _tables(columns, enumerate(rows, start=1), count, stratum)


def _tables(
    columns: tuple[str, ...],
    rows: Iterable[tuple[int, Mapping[str, Any]]],
    count: str | None,
    stratum: str | None,
) -> list[CaptureTable]:
    for named in (count, stratum):
        if named is not None and named not in columns:
            raise TableUnusable(reason=Phrase("it has no column “{column}”", column=named))
    counts = count or next((name for name in columns if name.lower() in COUNT_COLUMNS), None)
    lists = [name for name in columns if name not in (counts, stratum)]
    strata: dict[str, list[tuple[list[bool], int]]] = {}
    for number, cells in rows:
        pattern = [_inside(cells[name], number, place) for place, name in enumerate(lists, start=1)]
        told = _count(cells[counts], number) if counts else 1
        strata.setdefault(str(cells[stratum]) if stratum else "", []).append((pattern, told))
    if not strata:
        raise TableUnusable(reason=Phrase("nobody stands in it"))
    return [capture_table(lists, counted, stratum=name) for name, counted in strata.items()]


def _inside(cell: Any, row: int, place: int) -> bool:
    value = str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip().lower()
    if value not in INSIDE:
        raise TableUnusable(reason=Phrase("row {row}, list {place}: expected 0 or 1", row=row, place=place))
    return INSIDE[value]


def _count(cell: Any, row: int) -> int:
    text = str(cell).strip()
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not (value >= 0 and value.is_integer()):
        reason = Phrase("row {row}: expected a count, a whole number from 0 up", row=row)
        raise TableUnusable(reason=reason)
    return int(value)
