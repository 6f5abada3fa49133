# SPDX-License-Identifier: Apache-2.0
"""Several tables say one total: replicates by the published rule, sampled linkages by pooling."""

import numpy as np
import pytest
from scipy.stats import t as student

from kuzat.analysis.estimation import (
    CaptureTable,
    Method,
    NotEstimable,
    capture_table,
    combined,
    from_graphs,
    from_members,
    over_linkages,
    weigh,
)


def test_replicates_by_the_published_rule() -> None:
    """Two replicates of two draws, worked by hand: W = ½ ln²2 = B, 2 degrees of freedom of t and more."""
    found = combined(Method.LATENT_CLASSES, [100, 110], [np.array([50.0, 100.0]), np.array([100.0, 200.0])])
    step = np.log(2)
    within, between = step**2 / 2, step**2 / 2
    freedom = (1 + within / (3 * between)) ** 2
    reach = student.ppf(0.975, freedom) * np.sqrt(within + 1.5 * between)
    middle = np.log(100)
    assert found.total == pytest.approx(105 + (75 + 150) / 2)
    assert (found.low, found.high) == pytest.approx(
        (105 + np.exp(middle - reach), 105 + np.exp(middle + reach))
    )


def test_replicates_that_are_equal_have_only_their_own_spread() -> None:
    draws = np.exp(np.random.default_rng(1).normal(3, 0.2, 4000))
    found = combined(Method.LATENT_CLASSES, [50, 50], [draws, draws])
    assert np.log((found.high - 50) / (found.low - 50)) == pytest.approx(2 * 1.96 * 0.2, rel=0.03)


def test_what_cannot_be_combined_is_refused() -> None:
    with pytest.raises(NotEstimable, match="from two on"):
        combined(Method.LATENT_CLASSES, [10], [np.ones(4)])
    with pytest.raises(NotEstimable, match="miss nobody"):
        combined(Method.LATENT_CLASSES, [10, 10], [np.ones(4), np.array([1.0, 0.0])])


def people(random: np.random.Generator, split: float) -> CaptureTable:
    """400 people in three lists, of whom a share was not recognised from list to list."""
    members = []
    for row in random.uniform(size=(400, 3)) < 0.5:
        lists = [name for name, inside in zip("ABC", row, strict=True) if inside]
        apart = random.uniform() < split
        members += [{name} for name in lists] if apart else [set(lists)]
    return from_members(members)


def test_linkage_widens_the_interval_and_says_by_how_much(random: np.random.Generator) -> None:
    table = people(random, 0.0)
    sure = over_linkages([table] * 20, random)
    alone = weigh(table).estimate()
    assert (sure.estimate.low, sure.estimate.high) == pytest.approx((alone.low, alone.high), rel=0.02)
    assert sure.share < 0.05
    shares = random.uniform(0, 0.15, 20)
    unsure = over_linkages([people(np.random.default_rng(5), share) for share in shares], random)
    assert unsure.share > 0.2
    wide, narrow = (one.estimate.high - one.estimate.low for one in (unsure, sure))
    assert wide > 1.2 * narrow
    assert (unsure.tables, unsure.refused) == (20, 0)


def test_linkages_without_a_total_are_counted_or_refused(
    kosovo: CaptureTable, random: np.random.Generator
) -> None:
    two = capture_table("AB", [((1, 0), 5), ((0, 1), 5), ((1, 1), 2)])
    assert over_linkages([kosovo] * 40 + [two], random, draws=10).refused == 1
    with pytest.raises(NotEstimable, match="too many of the sampled linkages"):
        over_linkages([kosovo] * 2 + [two], random, draws=10)


def test_draws_follow_the_posterior(kosovo: CaptureTable, random: np.random.Generator) -> None:
    draws = from_graphs(kosovo, random, 20_000)
    posterior = weigh(kosovo)
    assert np.median(draws) == pytest.approx(posterior.quantile(0.5), rel=0.02)
    assert draws.mean() == pytest.approx(posterior.mean, rel=0.01)
