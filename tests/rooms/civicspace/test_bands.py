# SPDX-License-Identifier: Apache-2.0
"""Scores and their labels, held against every published pair."""

import csv
from pathlib import Path

import pytest

from kuzat.civicspace import BANDS, Band, NotAScore, label, shares


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, "closed"),
        (20.49, "closed"),
        (20.5, "repressed"),
        (20.91, "repressed"),
        (40.31, "repressed"),
        (40.5, "obstructed"),
        (40.79, "obstructed"),
        (60.42, "obstructed"),
        (61.24, "narrowed"),
        (80.48, "narrowed"),
        (81.0, "open"),
        (100, "open"),
    ],
)
def test_a_score_is_rounded_half_up_before_it_is_cut(score: float, band: str) -> None:
    assert label(score) == band


@pytest.mark.parametrize("score", [-0.01, 100.01, float("nan"), float("inf")])
def test_what_is_no_score_has_no_label(score: float) -> None:
    with pytest.raises(NotAScore):
        label(score)


def test_every_published_score_has_its_published_label(shared: Path) -> None:
    with (shared / "data/civicspace/civicus_scores_2022_2024.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 400
    wrong = [row for row in rows if label(float(row["civicus_score"])) != row["civicus_rating"].lower()]
    assert wrong == []


def test_shares_of_draws_agree_with_their_labels() -> None:
    draws = [1.0, 20.49, 20.5, 39.0, 60.49, 60.5, 80.5, 100.0]
    counted = {band: sum(label(draw) is band for draw in draws) / len(draws) for band in BANDS}
    assert shares(draws) == counted
    assert shares(draws)[Band.OPEN] == 0.25
