# SPDX-License-Identifier: Apache-2.0
"""The method page's tables, recomputed from what Freedom House and CIVICUS published."""

from pathlib import Path

import civic_page
import pytest
from estimation_page import placed


@pytest.fixture
def published(shared: Path) -> Path:
    return shared / "data" / "civicspace"


def test_the_status_of_freedom_house_follows_from_its_points_on_every_row(published: Path) -> None:
    right, of = civic_page.statuses(published)
    assert of > 2000
    assert right == of
    assert civic_page.freedom_house_status(4, 22) == "NF"


@pytest.mark.parametrize(
    ("year", "countries", "r2", "rmse"), [(2023, 196, 0.87, 9.5), (2024, 197, 0.88, 9.3)]
)
def test_one_index_tells_most_of_the_score(
    published: Path, year: int, countries: int, r2: float, rmse: float
) -> None:
    x, y = civic_page.pairs(published, year)
    found = civic_page.measured(civic_page.fitted(x, y), y)
    assert found["n"] == countries
    assert found["r2"] == pytest.approx(r2, abs=0.01)
    assert found["rmse"] == pytest.approx(rmse, abs=0.1)


def test_nothing_here_beats_last_years_score(published: Path) -> None:
    persistence, index, _same_year = civic_page.forecasts(published).values()
    assert persistence["n"] == 197
    assert persistence["rmse"] == pytest.approx(4.4, abs=0.05)
    assert persistence["right"] == pytest.approx(0.91, abs=0.005)
    assert index["rmse"] > 2 * persistence["rmse"]


def test_every_table_has_its_place_on_the_page() -> None:
    page = civic_page.PAGE.read_text(encoding="utf-8")
    for name in civic_page.TABLES:
        again = placed(page, name, ["| a table |"])
        assert again.count("| a table |") == 1
        assert again.count("<!-- end -->") == page.count("<!-- end -->")
