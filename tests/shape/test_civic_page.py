# SPDX-License-Identifier: Apache-2.0
"""The method page's tables, recomputed from what Freedom House and CIVICUS published."""

from pathlib import Path

import civic_page
import numpy as np
import pytest
import rating_peers
import rating_regressions as fits
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
    x, y = fits.table(fits.known(published), fits.scores(published), year, (fits.E,), is_narrow=False)
    found = civic_page.measured(fits.fit(x, y)[1], y)
    assert found["n"] == countries
    assert found["r2"] == pytest.approx(r2, abs=0.01)
    assert found["rmse"] == pytest.approx(rmse, abs=0.1)


# The founders' table: year, what it is told from, countries of V-Dem, R², level and slopes.
TOLD = (
    (2023, (fits.E,), 169, 0.856, (9.06, 0.702)),
    (2023, (fits.E, fits.CIVIL, fits.VOICE), 169, 0.865, (5.98, 0.586, -0.04, 0.191)),
    (2024, (fits.E,), 169, 0.869, (7.7, 0.720)),
    (2024, (fits.D, fits.E, fits.CIVIL, fits.VOICE), 169, 0.885, (3.13, 0.221, 0.454, -0.037, 0.137)),
    (2024, (fits.TOTAL,), 169, 0.874, (7.3, 0.772)),
)


@pytest.mark.parametrize(("year", "names", "countries", "r2", "formula"), TOLD)
def test_the_regressions_are_those_of_the_founders(
    published: Path, year: int, names: tuple[str, ...], countries: int, r2: float, formula: tuple[float, ...]
) -> None:
    x, y = fits.table(fits.known(published), fits.scores(published), year, names, is_narrow=True)
    found, predicted = fits.fit(x, y)
    assert len(y) == countries
    assert found == pytest.approx(formula, abs=0.05)
    assert found[1:] == pytest.approx(formula[1:], abs=0.001)
    assert civic_page.measured(predicted, y)["r2"] == pytest.approx(r2, abs=0.001)


@pytest.mark.slow
def test_the_sums_of_ciri_and_the_intervals_of_v_dem_are_what_they_say(published: Path) -> None:
    right, of = rating_peers.sums(published)
    assert right == of > 6000
    held, of, width = rating_peers.intervals(published)
    assert held == of > 6000
    assert width == pytest.approx(1, abs=0.05), "one standard deviation to either side"


@pytest.mark.slow
def test_fariss_model_finds_a_position_that_codes_were_drawn_from() -> None:
    random = np.random.default_rng(4)
    theta = random.normal(size=40) + np.cumsum(0.1 * random.standard_t(4, (6, 40)), axis=0)
    cuts = (-1.0, 0.0, 1.0)
    codes = np.array([np.searchsorted(cuts, 1.5 * theta + random.normal(size=theta.shape)) for _ in range(5)])
    codes[0, :3] = -1
    found = rating_peers.latent(codes, random, 90, 30)
    assert np.corrcoef(found.ravel(), theta.ravel())[0, 1] > 0.93


@pytest.mark.slow
def test_fariss_scores_follow_from_the_items_that_are_published_with_them(published: Path) -> None:
    told = rating_peers.coded(published)
    found = rating_peers.agreement(told, rating_peers.latent(told.codes, np.random.default_rng(1), 90, 30))
    assert found["within"] > 0.97
    assert found["least"] > 0.9
    assert found["all"] > 0.95


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
