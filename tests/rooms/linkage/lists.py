# SPDX-License-Identifier: Apache-2.0
"""Invented people as columns, and what to compare in them."""

from collections.abc import Sequence
from typing import Any

from kuzat.linkage import By, Description, Field

COLUMNS = ("id", "name", "birth", "place")
SAID = Description(
    id="id",
    fields=(Field("name", By.NAME), Field("birth", By.DATE), Field("place", By.TEXT)),
    rules=(("name.words",), ("birth",)),
    needs=("name",),
)


def table(rows: Sequence[Sequence[Any]], columns: Sequence[str] = COLUMNS) -> dict[str, list[Any]]:
    """Rows as columns."""
    return {name: [row[at] for row in rows] for at, name in enumerate(columns)}
