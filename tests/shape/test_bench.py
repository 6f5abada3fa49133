# SPDX-License-Identifier: Apache-2.0
"""The bench runs and says what it found; how fast anything is, no test asserts."""

import math
from pathlib import Path

import pytest
from bench.browsing import measured
from bench.measures import Effort, run
from bench.table import Figure, Promise, lines

EFFORT = Effort(
    warm_up=2, forms=3, queries=4, exhibits=2, largest=100_000, boxes=3, informations=5, photo=70_000
)


@pytest.mark.slow
def test_every_promise_stands_in_the_table_with_a_peer_or_a_bound(tmp_path: Path) -> None:
    told: list[str] = []
    figures = list(run(tmp_path, 300, told.append, EFFORT))
    table = "\n".join(lines({300: figures}))
    assert told[0] == "import"
    measured = [figure.value for figure in figures if "not installed" not in figure.name]
    assert all(value is not None and value > 0 and math.isfinite(value) for value in measured)
    assert len({figure.name for figure in figures}) == len(figures)
    assert [figure.promise for figure in figures if figure.promise].count(Promise(most=500)) == 4
    assert sum(" met" in line or "NOT MET" in line for line in table.splitlines()) == 19
    assert {figure.name for figure in figures if figure.below} >= {
        "bare SQLCipher, same rows",
        "SQLite in the clear, same narrow rows",
        "reading and hashing the same entries",
        "cp, sync and sha256sum",
        "HPKE of cryptography, opening",
        "JSON and AES-GCM, read",
    }


@pytest.mark.slow
def test_pages_are_measured_also_where_their_peer_is_not_installed(tmp_path: Path) -> None:
    figures = list(measured(tmp_path, 300, None))
    assert [figure.value is None for figure in figures] == [figure.below for figure in figures]
    assert {figure.name for figure in figures if figure.value} == {
        "a list with what narrows it down, ms of processors",
        "a search, ms of processors",
    }


def test_met_speaks_of_the_largest_size() -> None:
    promise = Promise(least=200)
    small = [Figure(name="forms", value=900.0, promise=promise)]
    large = [Figure(name="forms", value=120.0, promise=promise)]
    header, row = lines({1_000: small, 1_000_000: large})
    assert header.split()[:2] == ["1,000", "1,000,000"]
    assert row.split() == ["forms", "900", "120", "≥", "200", "NOT", "MET"]
    (_, met) = lines({1_000: small})
    assert met.endswith("≥ 200  met")
