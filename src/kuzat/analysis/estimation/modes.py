# SPDX-License-Identifier: Apache-2.0
"""What many chains say together: one answer, several that disagree, or none yet.

A chain that is stuck says nothing about it; one seed would be taken for the truth. So chains start far
apart, those that reach the same place are one mode, and a total is given only where all modes agree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from scipy.special import logsumexp

from kuzat.analysis.estimation.estimate import Estimate, Method, NotEstimable
from kuzat.analysis.estimation.latent import Effort, Prior, Trace, sample
from kuzat.analysis.estimation.mixing import effective_size, quantile_error, r_hat
from kuzat.analysis.estimation.table import CaptureTable, Floats
from kuzat.errors import Phrase

SHARES = (0.025, 0.5, 0.975)
APART = 3.0
AGREED = 1.1
ENOUGH = 100
HOPELESS = 10.0
FEWEST = 3


class Verdict(StrEnum):
    """Whether the chains agree."""

    ONE = "one mode"
    SEVERAL = "several modes"
    UNSETTLED = "not converged"


@dataclass(frozen=True, kw_only=True)
class Mode:
    """A place where chains stay: its median total and 95 % interval, and how well it explains the table.

    ``fit`` is the mean log likelihood with everything unobserved summed out; ``evidence`` adds what the
    prior makes of the mode's width (natural logarithm); by ``doubt`` chains of the mode differ about it.
    """

    chains: tuple[int, ...]
    low: float
    middle: float
    high: float
    fit: float
    classes: float
    evidence: float
    doubt: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Posterior:
    """The totals that chains drew, and the modes they are in, strongest evidence first.

    ``effective`` is how many independent draws they are worth, ``errors`` the Monte Carlo errors of the ends
    and the median (low, median, high). ``stuck`` are chains left out of all of these: each is alone where the
    evidence is e¹⁰ times weaker than elsewhere.
    """

    totals: Floats
    modes: tuple[Mode, ...]
    stuck: tuple[Mode, ...]
    verdict: Verdict
    r_hat: float
    effective: float
    errors: tuple[float, float, float]

    def estimate(self) -> Estimate:
        """Median and 95 % interval. Raises `NotEstimable` where modes disagree or chains did not arrive."""
        if self.verdict is Verdict.SEVERAL:
            raise NotEstimable(
                reason=Phrase("the latent class model has several modes with different totals")
            )
        if self.verdict is Verdict.UNSETTLED:
            raise NotEstimable(reason=Phrase("the chains of the latent class model do not agree yet"))
        low, middle, high = np.quantile(self.totals, SHARES)
        return Estimate(
            method=Method.LATENT_CLASSES,
            total=float(middle),
            low=float(low),
            high=float(high),
            error=float(self.totals.std()),
        )


def latent_classes(
    table: CaptureTable,
    random: np.random.Generator,
    *,
    prior: Prior | None = None,
    effort: Effort | None = None,
    told: Callable[[int], None] = lambda turns: None,
) -> Posterior:
    """Sample, then judge. Raises `NotEstimable` below three lists, where classes cannot be told apart."""
    if len(table.lists) < FEWEST:
        raise NotEstimable(reason=Phrase("latent classes need three lists or more"))
    return judged(sample(table, random, prior=prior, effort=effort, told=told))


def judged(trace: Trace) -> Posterior:
    """The chains sorted into modes, and whether they agree.

    Modes disagree where the median of one lies outside the interval of another. Where they do not, the chains
    together must have an R-hat of at most 1.1 and be worth 100 independent draws.
    """
    found = sorted((_mode(trace, group) for group in _grouped(trace)), key=lambda mode: -mode.evidence)
    stuck = tuple(
        mode for mode in found if len(mode.chains) == 1 and mode.evidence < found[0].evidence - HOPELESS
    )
    modes = tuple(mode for mode in found if mode not in stuck)
    totals = trace.documented + trace.missing[:, sorted(chain for mode in modes for chain in mode.chains)]
    rough, size = r_hat(totals), effective_size(totals)
    verdict = Verdict.ONE if rough <= AGREED and size >= ENOUGH else Verdict.UNSETTLED
    if any(not one.low <= other.middle <= one.high for one in modes for other in modes):
        verdict = Verdict.SEVERAL
    low, middle, high = (quantile_error(totals, share) for share in SHARES)
    return Posterior(
        totals=totals,
        modes=modes,
        stuck=stuck,
        verdict=verdict,
        r_hat=rough,
        effective=size,
        errors=(low, middle, high),
    )


def _grouped(trace: Trace) -> list[list[int]]:
    """Chains of which each pair is near in mean fit and in mean logarithm of those missed."""
    apart = np.maximum(_distances(trace.fit), _distances(np.log(trace.missing + 1)))
    if len(apart) == 1:
        return [[0]]
    groups = fcluster(linkage(squareform(apart), "complete"), APART, "distance")
    return [np.flatnonzero(groups == group).tolist() for group in np.unique(groups)]


def _distances(draws: Floats) -> Floats:
    """How far the means of chains lie apart, in standard deviations of a typical chain."""
    means = draws.mean(0)
    distances: Floats = np.abs(means[:, None] - means) / max(float(np.median(draws.std(0))), 1e-9)
    return distances


def _mode(trace: Trace, chains: list[int]) -> Mode:
    low, middle, high = trace.documented + np.quantile(trace.missing[:, chains], SHARES)
    told = trace.evidence[chains]
    return Mode(
        chains=tuple(chains),
        low=float(low),
        middle=float(middle),
        high=float(high),
        fit=float(trace.fit[:, chains].mean()),
        classes=float(trace.classes[:, chains].mean()),
        evidence=float(logsumexp(told) - np.log(len(told))),
        doubt=float(told.std()),
    )
