# SPDX-License-Identifier: Apache-2.0
"""The open latent profile in invented countries whose civic space is known."""

import numpy as np
import pytest
from scipy.stats import nbinom, norm
from tests.ratedworlds import World, world

from kuzat.civicspace import (
    BANDS,
    Answer,
    Count,
    Effort,
    Index,
    PanelMalformed,
    expected,
    months_between,
    panel_of,
    read,
    sample,
    without_story,
)
from kuzat.civicspace.latent import Draws

SHORT = Effort(chains=2, turns=240, dropped=80, step=2)


@pytest.fixture(scope="module")
def known() -> World:
    return world(30, np.random.default_rng(11))


@pytest.fixture(scope="module")
def draws(known: World) -> Draws:
    return sample(known.panel, np.random.default_rng(12), effort=SHORT)


def test_intervals_hold_the_truth_about_as_often_as_they_say(known: World, draws: Draws) -> None:
    low, high = np.quantile(draws.scores()[:, :, 0], (0.05, 0.95), axis=0)
    assert 0.8 < ((low <= known.truth) & (known.truth <= high)).mean() < 0.97


def test_the_same_randomness_gives_the_same_rating(known: World, draws: Draws) -> None:
    again = sample(known.panel, np.random.default_rng(12), effort=SHORT)
    assert read(again, "country 3", "2021-12") == read(draws, "country 3", "2021-12")


def test_a_rating_adds_up(known: World, draws: Draws) -> None:
    rating = read(draws, "country 3", "2021-12")
    assert sum(rating.bands.values()) == pytest.approx(1)
    assert set(rating.bands) == set(BANDS)
    assert rating.overall.low < rating.overall.mean < rating.overall.high
    assert rating.fell is not None
    assert rating.rose is not None
    assert rating.fell + rating.rose == pytest.approx(1)
    assert read(draws, "country 3", "2020-06").fell is None


def test_a_story_less_never_worsens_a_score(known: World, draws: Draws) -> None:
    panel = known.panel
    month, unit = np.argwhere(panel.counts[:, 0] > 0)[-1]
    moved = without_story(draws, panel.units[unit], "d", panel.months[month])
    assert 0 <= moved < 20
    month, unit = np.argwhere(panel.counts[:, 0] == 0)[0]
    assert np.isnan(without_story(draws, panel.units[unit], "d", panel.months[month]))


def test_a_story_less_weighs_each_draw_by_what_its_count_would_have_been() -> None:
    count = Count(month="2024-05", dimension="d", unit="a", stories=3, sources=2)
    panel = panel_of(["2024-05"], ["d"], ["a"], [count])
    theta, spread = np.array([-1.0, 0.5, 1.0]), np.array([0.2, 1.0, 9.0])
    means = 2 * np.exp(0.3 - theta)
    draws = Draws(
        panel=panel,
        theta=theta.astype(np.float32)[:, None, None, None, None],
        parameters={
            "level": np.full((3, 1, 1), 0.3),
            "slope": np.ones((3, 1, 1)),
            "spread": spread[:, None, None],
        },
    )
    fewer, told = (nbinom.pmf(stories, spread, spread / (spread + means)) for stories in (2, 3))
    scores = 100 * norm.cdf(theta)
    due = np.average(scores, weights=fewer / told) - scores.mean()
    assert without_story(draws, "a", "d", "2024-05") == pytest.approx(due, rel=1e-5)


def test_expected_stories_are_as_many_as_were_told(known: World, draws: Draws) -> None:
    random = np.random.default_rng(1)
    counts = known.panel.counts[:, 0]
    means = np.array([expected(draws, unit, "d", random).mean(0) for unit in known.panel.units])
    assert means.mean() == pytest.approx(counts.mean(), rel=0.3)


MONTHS = months_between("2023-01", "2024-06")


def score_of(*evidence: Answer | Count | Index) -> tuple[float, float, bool]:
    found = sample(
        panel_of(MONTHS, ["d"], ["a", "nowhere"], evidence), np.random.default_rng(3), effort=SHORT
    )
    rating = read(found, "a", "2023-12")
    assert not read(found, "nowhere", "2023-12").rated
    return rating.overall.mean, rating.overall.high - rating.overall.low, rating.rated


def index(score: float, error: float) -> Index:
    return Index(
        year=2023, dimension="d", unit="a", name="x", low=score - error, score=score, high=score + error
    )


def answer(coder: str, item: str) -> Answer:
    return Answer(month="2023-12", dimension="d", unit="a", coder=coder, item=item, value=4)


def test_evidence_moves_the_score_where_it_points_and_more_of_it_narrows_the_interval() -> None:
    low, wide, _ = score_of(index(20, 15))
    high, narrow, rated = score_of(index(85, 3), *(answer(coder, item) for coder in "abc" for item in "xyz"))
    assert low < 40 < 60 < high
    assert narrow < wide
    assert rated


def test_a_dimension_of_which_nothing_is_known_does_not_pull_the_score_to_the_middle() -> None:
    evidence = [
        Index(year=2023, dimension=name, unit="a", name="x", low=2, score=4, high=7)
        for name in ("d", "e", "f")
    ]
    four = panel_of(MONTHS, ["d", "e", "f", "g"], ["a"], evidence)
    rating = read(sample(four, np.random.default_rng(3), effort=SHORT), "a", "2023-06")
    assert rating.lacking == ("g",)
    assert rating.overall.mean == pytest.approx(
        np.mean([rating.dimensions[name].mean for name in ("d", "e", "f")])
    )
    assert rating.dimensions["g"].high - rating.dimensions["g"].low > 60


def test_where_nobody_could_report_silence_is_no_good_news() -> None:
    silent = [Count(month=month, dimension="d", unit="a", stories=0, sources=0) for month in MONTHS]
    mean, width, rated = score_of(*silent)
    assert abs(mean - 50) < 12
    assert width > 70
    assert not rated


@pytest.mark.parametrize(
    "evidence",
    [
        Answer(month="2023-01", dimension="d", unit="a", coder="c", item="i", value=5),
        Answer(month="2022-12", dimension="d", unit="a", coder="c", item="i", value=1),
        Answer(month="2023-01", dimension="e", unit="a", coder="c", item="i", value=1),
        Count(month="2023-01", dimension="d", unit="a", stories=1, sources=0),
        Count(month="2023-01", dimension="d", unit="a", stories=-1, sources=1),
        index(50, 0),
    ],
)
def test_evidence_that_is_none_is_refused(evidence: Answer | Count | Index) -> None:
    with pytest.raises(PanelMalformed):
        panel_of(MONTHS, ["d"], ["a"], [evidence])


@pytest.mark.slow
def test_over_two_thousand_countries_nine_in_ten_intervals_hold_the_truth() -> None:
    """Twenty worlds of a hundred countries: Monte Carlo error of the share about 0.7 points of a hundred."""
    held = []
    for seed in range(20):
        known = world(100, np.random.default_rng(seed))
        effort = Effort(chains=2, turns=600, dropped=200, step=2)
        drawn = sample(known.panel, np.random.default_rng(100 + seed), effort=effort)
        low, high = np.quantile(drawn.scores()[:, :, 0], (0.05, 0.95), axis=0)
        held.append(((low <= known.truth) & (known.truth <= high)).mean())
    assert 0.88 <= np.mean(held) <= 0.92
