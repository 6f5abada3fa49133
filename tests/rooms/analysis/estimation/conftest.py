# SPDX-License-Identifier: Apache-2.0
"""Capture tables that the literature knows."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kuzat.analysis.estimation import CaptureTable, capture_table, from_sheet
from kuzat.collection import read

# Killings of Kosovar Albanians in 1999 in four lists: exhumations, American Bar Association, OSCE, Human
# Rights Watch (Ball, Betts, Scheuren, Dudukovich & Asher, "Killings and Refugee Flow in Kosovo", 2002).
KOSOVO_LISTS = ("EXH", "ABA", "OSCE", "HRW")
KOSOVO = {
    "1000": 1131, "0100": 845, "1100": 177, "0010": 936, "1010": 228, "0110": 217, "1110": 181, "0001": 306,
    "1001": 106, "0101": 31, "1101": 18, "0011": 123, "1011": 42, "0111": 32, "1111": 27,
}  # fmt: skip


def table_of(lists: tuple[str, ...], counted: dict[str, int]) -> CaptureTable:
    """A table whose combinations are written as digits."""
    return capture_table(lists, (([int(d) for d in digits], n) for digits, n in counted.items()))


@pytest.fixture
def kosovo() -> CaptureTable:
    return table_of(KOSOVO_LISTS, KOSOVO)


@pytest.fixture
def published(shared: Path) -> Callable[[str], CaptureTable]:
    """A table from the shared data, by its file's name below ``linkage``."""

    def load(name: str) -> CaptureTable:
        with (shared / "data" / "linkage" / f"{name}.csv").open("rb") as file:
            return from_sheet(read(file, f"{name}.csv"))[0]

    return load


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(7)
