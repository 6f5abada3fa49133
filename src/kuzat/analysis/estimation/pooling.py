# SPDX-License-Identifier: Apache-2.0
"""One total from many tables: where fields were imputed, and where linkage is uncertain."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from kuzat.analysis.estimation.decomposable import weigh
from kuzat.analysis.estimation.estimate import Estimate, Method, NotEstimable
from kuzat.analysis.estimation.table import CaptureTable, Floats
from kuzat.errors import Phrase

SHARES = (0.025, 0.5, 0.975)
CONFIDENCE = 0.975
FEWEST = 2
MOST_REFUSED = 20  # one linkage in so many may give no total

Drawing = Callable[[CaptureTable, np.random.Generator, int], Floats]


def combined(method: Method, documented: Sequence[float], missing: Sequence[Floats]) -> Estimate:
    """Multiply imputed replicates: documented in each, and draws of those missed from each.

    The rule of HRDAG's verdata for log n₀ (Gelman et al., "Bayesian Data Analysis", multiple imputation):
    variance W + (1 + 1/m)·B, degrees of freedom (m − 1)·(1 + W/((m + 1)·B))². These are fewer than Rubin's
    own, which have m·W where W stands ("Multiple Imputation for Nonresponse in Surveys", 1987), so that the
    interval is the wider of the two. The total is the mean of means. Raises `NotEstimable` below two
    replicates, or where a replicate misses nobody in some draw.
    """
    if len(missing) < FEWEST:
        raise NotEstimable(reason=Phrase("replicates are combined from two on"))
    if any((draws <= 0).any() for draws in missing):
        raise NotEstimable(reason=Phrase("some draws miss nobody, which has no logarithm"))
    number, seen = len(missing), float(np.mean(documented))
    logs = [np.log(draws) for draws in missing]
    within = float(np.mean([one.var(ddof=1) for one in logs]))
    between = float(np.var([one.mean() for one in logs], ddof=1))
    whole = within + (1 + 1 / number) * between
    freedom = (number - 1) * (1 + within / ((number + 1) * between)) ** 2 if between else np.inf
    reach = float(student.ppf(CONFIDENCE, freedom)) * np.sqrt(whole)
    middle = float(np.mean([one.mean() for one in logs]))
    return Estimate(
        method=method,
        total=seen + float(np.mean([draws.mean() for draws in missing])),
        low=seen + float(np.exp(middle - reach)),
        high=seen + float(np.exp(middle + reach)),
        error=float(np.sqrt(np.mean([d.var() for d in missing]) + np.var([d.mean() for d in missing]))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A total with the uncertainty of linkage in it; ``share`` is the part of the variance that linkage adds.

    ``refused`` counts sampled linkages for which no total could be drawn.
    """

    estimate: Estimate
    share: float
    tables: int
    refused: int


def over_linkages(
    tables: Iterable[CaptureTable],
    random: np.random.Generator,
    *,
    method: Method = Method.DECOMPOSABLE,
    drawn: Drawing | None = None,
    draws: int = 100,
) -> Linked:
    """Linkage averaging: equally many draws of the total from the table of each sampled linkage, pooled.

    Sadinle, "Bayesian propagation of record linkage uncertainty into population size estimation of human
    rights violations", Annals of Applied Statistics 12 (2018). ``drawn`` draws totals given a table; by
    default it averages over decomposable graphs. Raises `NotEstimable` where more than one linkage in
    twenty gives no total.
    """
    pooled, refused = [], 0
    for table in tables:
        try:
            pooled.append((drawn or from_graphs)(table, random, draws))
        except NotEstimable:
            refused += 1
    if not pooled or refused * MOST_REFUSED > len(pooled) + refused:
        raise NotEstimable(reason=Phrase("for too many of the sampled linkages there is no total"))
    totals = np.array(pooled)
    low, middle, high = np.quantile(totals, SHARES)
    estimate = Estimate(
        method=method, total=float(middle), low=float(low), high=float(high), error=float(totals.std())
    )
    variance = float(totals.var())
    share = float(totals.mean(1).var()) / variance if variance else 0.0
    return Linked(estimate=estimate, share=share, tables=len(pooled), refused=refused)


def from_graphs(table: CaptureTable, random: np.random.Generator, draws: int) -> Floats:
    """Totals drawn from the average over decomposable graphs."""
    posterior = weigh(table)
    return posterior.documented + random.choice(posterior.missing, draws, p=posterior.probability)
