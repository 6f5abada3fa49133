# SPDX-License-Identifier: Apache-2.0
"""Parquet read by DuckDB, every cell as text."""

from collections.abc import Mapping
from typing import Any

import duckdb

from kuzat.errors import Phrase
from kuzat.linkage.engine.blocks import CLOSED
from kuzat.linkage.reading import LinkTableUnusable

ALL = "SELECT COLUMNS(*)::VARCHAR FROM read_parquet($path)"


def parquet(path: str) -> Mapping[str, list[Any]]:
    """The columns of a Parquet file; None where a cell is empty. Raises `LinkTableUnusable`."""
    try:
        with duckdb.connect(":memory:", config=CLOSED) as engine:
            found = engine.execute(ALL, {"path": path}).fetchnumpy()
    except duckdb.Error:
        raise LinkTableUnusable(reason=Phrase("it is no Parquet file")) from None
    return {name: cells.tolist() for name, cells in found.items()}
