# SPDX-License-Identifier: Apache-2.0
"""Parquet read by DuckDB, every cell as text; each distinct value of a column becomes one string, once."""

from collections.abc import Mapping, Sequence

import duckdb
import numpy as np

from kuzat.errors import Phrase
from kuzat.linkage.description import Description
from kuzat.linkage.engine.columns import MISSING, Coded
from kuzat.linkage.engine.parts import each
from kuzat.linkage.reading import LinkTableUnusable

# No temporary files, nothing fetched: what is linked stays in memory.
CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
NAMES = "SELECT column_name FROM (DESCRIBE FROM read_parquet($path))"
PLAIN = "SELECT coalesce({name}::VARCHAR, '') AS cell FROM read_parquet($path)"
VALUES = """
    CREATE TEMP TABLE {known} AS SELECT cell, row_number() OVER (ORDER BY cell) - 1 AS number
    FROM (SELECT DISTINCT {name}::VARCHAR AS cell FROM read_parquet($path)) WHERE cell IS NOT NULL
"""
CELLS = "SELECT cell FROM {known} ORDER BY number"
CODES = """
    SELECT row, coalesce(number, {missing})::INTEGER AS number
    FROM (SELECT {name}::VARCHAR AS cell, row_number() OVER () - 1 AS row FROM read_parquet($path))
    LEFT JOIN {known} USING (cell)
"""


def parquet(path: str, description: Description) -> Mapping[str, Sequence[str | None]]:
    """The columns of a Parquet file that a description names. Raises `LinkTableUnusable`."""
    wanted = dict.fromkeys((*description.columns(), *(description.born or ())))
    try:
        with duckdb.connect(":memory:", config=CLOSED) as engine:
            there = {name for (name,) in engine.execute(NAMES, {"path": path}).fetchall()}

            def read(column: tuple[int, str]) -> Sequence[str | None]:
                place, name = column
                with engine.cursor() as cursor:
                    return (_plain if name == description.id else _coded)(cursor, path, name, place)

            names = [name for name in wanted if name in there]
            return dict(zip(names, each(read, enumerate(names)), strict=True))
    except duckdb.Error:
        raise LinkTableUnusable(reason=Phrase("it is no Parquet file")) from None


def _plain(engine: duckdb.DuckDBPyConnection, path: str, name: str, _: int) -> Sequence[str | None]:
    """The cells of a column of which each has its own."""
    found: list[str | None] = (
        engine.execute(PLAIN.format(name=_quoted(name)), {"path": path}).fetchnumpy()["cell"].tolist()
    )
    return found


def _coded(engine: duckdb.DuckDBPyConnection, path: str, name: str, place: int) -> Sequence[str | None]:
    known = f"known{place}"
    engine.execute(VALUES.format(name=_quoted(name), known=known), {"path": path})
    values = engine.execute(CELLS.format(known=known)).fetchnumpy()["cell"].tolist()
    asked = CODES.format(name=_quoted(name), known=known, missing=MISSING)
    # A join gives rows back in any order.
    found = engine.execute(asked, {"path": path}).fetchnumpy()
    codes = np.empty(len(found["row"]), dtype=np.int32)
    codes[found["row"]] = found["number"]
    return Coded(values, codes)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
