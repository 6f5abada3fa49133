# SPDX-License-Identifier: Apache-2.0
"""Latent classes: exact where that is known, the same for any seed, a refusal where chains disagree."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.special import betaln, gammaln, logsumexp

from kuzat.analysis.estimation import (
    CaptureTable,
    Effort,
    NotEstimable,
    Posterior,
    Prior,
    Verdict,
    capture_table,
    latent_classes,
)
from kuzat.analysis.estimation.latent import Trace
from kuzat.analysis.estimation.mixing import effective_size, quantile_error, r_hat
from kuzat.analysis.estimation.modes import judged

SHORT = Effort(chains=8, turns=1500, dropped=300, step=1)
TINY = {(1, 0, 0): 5, (0, 1, 0): 4, (0, 0, 1): 3, (1, 1, 0): 2, (1, 0, 1): 1, (1, 1, 1): 2}


def one_class(table: CaptureTable) -> tuple[np.ndarray, float]:
    """With one class everything sums out: the posterior of those missed, and the evidence, exactly."""
    missing = np.arange(20_000.0)
    total, seen = missing + table.documented, table.documented
    logs = gammaln(total + 1) - gammaln(missing + 1) - np.log(total) - gammaln(seen)
    for size in table.sizes:
        logs = logs + betaln(1 + size, 1 + total - size)
    return np.exp(logs - logsumexp(logs)).cumsum(), float(logsumexp(logs))


def test_one_class_is_exact(kosovo: CaptureTable, random: np.random.Generator) -> None:
    cumulated, evidence = one_class(kosovo)
    found = latent_classes(kosovo, random, prior=Prior(classes=1), effort=SHORT)
    exact = [kosovo.documented + np.searchsorted(cumulated, share) for share in (0.025, 0.5, 0.975)]
    told = found.estimate()
    assert found.verdict is Verdict.ONE
    for value, right, error in zip((told.low, told.total, told.high), exact, found.errors, strict=True):
        assert abs(value - right) < 4 * error + 1
    assert found.modes[0].evidence == pytest.approx(evidence, abs=0.1)


@pytest.mark.slow
def test_evidence_of_several_classes_is_that_of_the_prior(random: np.random.Generator) -> None:
    """A table so small that parameters drawn from the prior say what the evidence is."""
    table = capture_table("ABC", TINY.items())
    found = latent_classes(table, random, prior=Prior(classes=3), effort=SHORT)
    fits, _ = from_prior(table, random, 100_000)
    assert found.modes[0].evidence == pytest.approx(float(logsumexp(fits) - np.log(len(fits))), abs=0.4)


def from_prior(table: CaptureTable, random: np.random.Generator, draws: int) -> tuple[np.ndarray, np.ndarray]:
    """How well three classes drawn from the prior explain a table, and their chance of no list."""
    alpha = random.gamma(0.25, 4, (draws, 1))
    sticks = 1 - np.exp(-random.exponential(size=(draws, 2)) / alpha)
    weights = np.c_[np.ones(draws), np.cumprod(1 - sticks, 1)] * np.c_[sticks, np.ones(draws)]
    chances = random.uniform(size=(draws, 3, len(table.lists)))
    seen = [(np.where(row, chances, 1 - chances).prod(2) * weights).sum(1) for row in table.patterns]
    missed = ((1 - chances).prod(2) * weights).sum(1)
    return table.counts @ np.log(seen) - table.documented * np.log(1 - missed), missed


@pytest.mark.slow
def test_the_answer_does_not_depend_on_the_seed() -> None:
    table = capture_table("ABC", [(row, 2 * count) for row, count in TINY.items()])
    prior, effort = Prior(classes=3), Effort(chains=8, turns=2500, dropped=500, step=1)
    one, other = (
        latent_classes(table, np.random.default_rng(seed), prior=prior, effort=effort) for seed in (1, 2)
    )
    assert one.verdict is other.verdict is Verdict.ONE
    apart = abs(one.estimate().total - other.estimate().total)
    assert apart <= 4 * np.hypot(one.errors[1], other.errors[1]) + 1
    again = latent_classes(table, np.random.default_rng(1), prior=prior, effort=effort)
    assert np.array_equal(again.totals, one.totals)


def trace(levels: list[float], evidence: list[float], seed: int = 3) -> Trace:
    """Chains that each stay at a level, with a spread of a tenth."""
    random = np.random.default_rng(seed)
    missing = np.array(levels) * np.exp(random.normal(0, 0.1, (400, len(levels))))
    return Trace(
        documented=100,
        missing=missing,
        fit=random.normal(-50, 3, missing.shape),
        classes=np.full(missing.shape, 2),
        evidence=np.array(evidence),
    )


def verdict(levels: list[float], evidence: list[float]) -> Posterior:
    return judged(trace(levels, evidence))


def test_chains_that_agree_are_one_mode() -> None:
    found = verdict([500.0] * 6, [-60.0] * 6)
    assert (found.verdict, len(found.modes), found.stuck) == (Verdict.ONE, 1, ())
    assert found.r_hat < 1.02
    assert found.estimate().total == pytest.approx(600, abs=5)


def test_two_modes_are_a_verdict_and_no_total() -> None:
    found = verdict([500.0] * 4 + [2000.0] * 2, [-60.0] * 4 + [-62.0] * 2)
    assert found.verdict is Verdict.SEVERAL
    assert [(len(mode.chains), round(mode.middle, -2)) for mode in found.modes] == [(4, 600), (2, 2100)]
    with pytest.raises(NotEstimable, match="several modes with different totals"):
        found.estimate()


def test_a_chain_stuck_alone_where_the_evidence_is_far_weaker_is_named_and_left_out() -> None:
    found = verdict([500.0] * 5 + [2000.0], [-60.0] * 5 + [-90.0])
    assert (found.verdict, [mode.chains for mode in found.stuck]) == (Verdict.ONE, [(5,)])
    near = verdict([500.0] * 5 + [2000.0], [-60.0] * 5 + [-65.0])
    assert (near.verdict, near.stuck) == (Verdict.SEVERAL, ())
    two = verdict([500.0] * 4 + [2000.0] * 2, [-60.0] * 4 + [-90.0] * 2)
    assert two.verdict is Verdict.SEVERAL, "two chains do not get stuck in one place by chance"


def test_chains_that_wander_do_not_agree_yet() -> None:
    found = verdict([400.0, 440.0, 480.0, 500.0, 520.0, 540.0], [-60.0] * 6)
    assert (found.verdict, found.stuck) == (Verdict.UNSETTLED, ())
    with pytest.raises(NotEstimable, match="do not agree yet"):
        found.estimate()


def test_two_lists_have_no_classes(random: np.random.Generator) -> None:
    table = capture_table("AB", [((1, 0), 5), ((0, 1), 5), ((1, 1), 2)])
    with pytest.raises(NotEstimable, match="three lists"):
        latent_classes(table, random, effort=SHORT)


def test_diagnostics_on_draws_whose_answer_is_known(random: np.random.Generator) -> None:
    """Independent draws are worth their number; an autoregression with ρ is worth (1 − ρ)/(1 + ρ) of it."""
    noise = random.normal(size=(4000, 8))
    assert effective_size(noise) == pytest.approx(noise.size, rel=0.1)
    assert r_hat(noise) < 1.01
    assert quantile_error(noise, 0.5) == pytest.approx(np.sqrt(np.pi / 2 / noise.size), rel=0.15)
    slow = np.zeros_like(noise)
    for row in range(1, len(noise)):
        slow[row] = 0.8 * slow[row - 1] + noise[row]
    assert effective_size(slow) == pytest.approx(noise.size / 9, rel=0.25)
    noise[:, 0] += 1
    assert r_hat(noise) > 1.05


@pytest.mark.slow
def test_those_missed_are_drawn_as_the_prior_and_the_table_say(random: np.random.Generator) -> None:
    """The mean and the probability of nobody, against a weighed sample of the prior."""
    table = capture_table("ABC", TINY.items())
    effort = Effort(chains=48, turns=12_000, dropped=2000, step=1)
    found = latent_classes(table, random, prior=Prior(classes=3), effort=effort)
    missing = found.totals - table.documented
    fits, chances = from_prior(table, random, 1_000_000)
    weights = np.exp(fits - fits.max()) / np.exp(fits - fits.max()).sum()
    expected = table.documented * chances / (1 - chances)
    error = missing.std() / np.sqrt(effective_size(missing))
    error = np.hypot(error, np.sqrt((weights**2 * (expected - weights @ expected) ** 2).sum()))
    assert abs(missing.mean() - weights @ expected) < 4 * error
    nobody = weights @ (1 - chances) ** table.documented
    assert (missing == 0).mean() == pytest.approx(nobody, rel=0.04)


@pytest.mark.slow
def test_kosovo_as_lcmcr_says(kosovo: CaptureTable) -> None:
    """Ten seeds of R's LCMCR 0.4.14: medians 10,349 to 10,510, ends 8,658 to 9,202 and 13,468 to 14,141."""
    for seed in (1, 2):
        found = latent_classes(kosovo, np.random.default_rng(seed))
        told = found.estimate()
        assert abs(told.total - 10_430) < 80 + 4 * found.errors[1]
        assert abs(told.low - 8_930) < 270 + 4 * found.errors[0]
        assert abs(told.high - 13_800) < 340 + 4 * found.errors[2]


@pytest.mark.slow
@pytest.mark.parametrize(("stratum", "low", "high"), [("R1", 1395.95, 3061.525), ("R2", 1416.95, 2213.55)])
def test_colombia_has_another_mode(
    published: Callable[[str], CaptureTable], stratum: str, low: float, high: float
) -> None:
    """HRDAG published one mode for each replicate, from one seed."""
    table = published(f"colombia/stratum_{stratum}_HOMBRE_1999")
    found = latent_classes(table, np.random.default_rng(1), prior=Prior(classes=15))
    assert found.verdict is Verdict.SEVERAL
    assert any(abs(mode.low - low) < 60 and mode.high > 0.8 * high for mode in found.modes)
    assert any(mode.high < 0.6 * high + 300 for mode in found.modes)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stratum", "low", "middle", "high"),
    [
        ("manila_police", 534, 575, 639),
        ("manila_unidentified", 314, 414, 635),
        ("caloocan_police", 302, 331, 379),
        ("caloocan_unidentified", 632, 745, 908),
    ],
)
def test_philippines_as_published(
    published: Callable[[str], CaptureTable], stratum: str, low: float, middle: float, high: float
) -> None:
    """HRDAG 2019, one chain of 1,000 draws each; run again it gave 577, 423, 331 and 759."""
    table = published(f"philippines/captures_{stratum}")
    told = latent_classes(table, np.random.default_rng(1), prior=Prior(classes=15)).estimate()
    assert (told.low, told.total, told.high) == pytest.approx((low, middle, high), rel=0.06)


@pytest.mark.slow
def test_trafficking_gets_no_total_but_its_modes(published: Callable[[str], CaptureTable]) -> None:
    """R's LCMCR said 20,862 to 23,019 of the UK; of the Netherlands 49,000, and of ten seeds once 140,000."""
    kingdom = latent_classes(published("mse/SparseMSE_UKdat_5"), np.random.default_rng(1))
    assert kingdom.verdict is not Verdict.ONE
    assert any(abs(mode.middle - 22_000) < 1800 for mode in kingdom.modes)
    dutch = latent_classes(published("mse/SparseMSE_Ned_5"), np.random.default_rng(1))
    assert dutch.verdict is not Verdict.ONE
    assert any(mode.low < 49_000 < mode.high for mode in dutch.modes)
    assert any(mode.low < 140_000 < mode.high for mode in dutch.modes)
