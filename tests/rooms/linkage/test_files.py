# SPDX-License-Identifier: Apache-2.0
"""A Parquet file is read as the same table in memory would be, whatever stands in its cells."""

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from kuzat.linkage import By, Description, Field, LinkTableUnusable, link
from kuzat.linkage.engine.columns import MISSING, Coded, encoded

NAMED = 'place "as told"'
SAID = Description(
    id="id",
    fields=(Field("name", By.TEXT), Field("age", By.NUMBER), Field(NAMED)),
    rules=(("age",), (NAMED,)),
)
COLUMNS: dict[str, list[Any]] = {
    "id": ["a", " b", "c ", "d", "e", "f"],
    "name": ["Temir  Asanov", "temir asanov ", None, "", "  ", "Темир"],
    "age": [30, 30, None, 31, 30, 31],
    NAMED: ["Osh", "OSH", "osh", "Ош\nшаары", "ош шаары", None],
    "row": [1, 2, 3, 4, 5, 6],
}


def parquet(folder: Path, columns: dict[str, list[Any]]) -> Path:
    path = folder / "list.parquet"
    names = ", ".join('"' + name.replace('"', '""') + '"' for name in columns)
    marks = ", ".join("?" * len(columns))
    with duckdb.connect() as engine:
        types = ", ".join(
            f"{name} {'INTEGER' if isinstance(cells[0], int) else 'VARCHAR'}"
            for name, cells in zip(names.split(", "), columns.values(), strict=True)
        )
        engine.execute(f"CREATE TABLE made ({types})")
        engine.executemany(f"INSERT INTO made VALUES ({marks})", list(zip(*columns.values(), strict=True)))
        engine.execute(f"COPY made TO '{path}' (FORMAT parquet)")
    return path


def test_a_file_links_as_its_columns_do(tmp_path: Path) -> None:
    there, here = link(parquet(tmp_path, COLUMNS), SAID), link(COLUMNS, SAID)
    assert there.ids == here.ids == ("a", "b", "c", "d", "e", "f")
    assert list(there.links()) == list(here.links()) != []
    assert there.clusters == here.clusters
    assert [there.value("d", name) for name in ("name", "age", NAMED)] == ["", "31", "Ош\nшаары"]


def test_a_file_whose_ids_are_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LinkTableUnusable, match="1 records"):
        link(parquet(tmp_path, COLUMNS | {"id": ["a", "b", None, "d", "e", "f"]}), SAID)


def test_a_column_that_the_file_has_not_is_named(tmp_path: Path) -> None:
    with pytest.raises(LinkTableUnusable, match="name"):
        link(parquet(tmp_path, {name: COLUMNS[name] for name in ("id", "age", NAMED)}), SAID)


@pytest.mark.parametrize(
    "values", [["Osh", "osh"], ["Osh", " "], ["a b", ""], ["x", "y z "], ["Straße", "STRASSE"]]
)
def test_numbered_cells_are_the_same_values_as_told_ones(values: list[str]) -> None:
    cells = Coded(values, np.array([*range(len(values)), MISSING, 0], dtype=np.int32))
    coded, told = encoded(cells), encoded(list(cells))
    assert (coded.values, coded.codes.tolist()) == (told.values, told.codes.tolist())
