# SPDX-License-Identifier: Apache-2.0
"""Do chains agree, and how exact is what they say? A row per draw, a column per chain.

R-hat and the effective sample size as in Vehtari, Gelman, Simpson, Carpenter & Bürkner, "Rank-normalization,
folding, and localization: an improved R̂", Bayesian Analysis 16 (2021), on split chains.
"""

import numpy as np
from scipy.special import ndtri
from scipy.stats import beta, rankdata

from kuzat.analysis.estimation.table import Floats

FEWEST_DRAWS = 8
SIGMA = (0.15865525, 0.84134475)


def r_hat(draws: Floats) -> float:
    """About 1 where chains agree in level and spread; the larger of the bulk's and the tails' R-hat."""
    folded = np.abs(draws - np.median(draws))
    return max(_r_hat(_normal(_split(draws))), _r_hat(_normal(_split(folded))))


def effective_size(draws: Floats) -> float:
    """So many independent draws would say as much of the middle of the distribution."""
    return _effective_size(_normal(_split(draws)))


def quantile_error(draws: Floats, share: float) -> float:
    """The Monte Carlo error of a quantile: half the distance of the quantiles one sigma to either side."""
    below = (draws <= np.quantile(draws, share)).astype(float)
    size = max(_effective_size(_split(below)), 1.0)
    low, high = beta.ppf(SIGMA, size * share + 1, size * (1 - share) + 1)
    return float(np.diff(np.quantile(draws, (low, high)))[0] / 2)


def _split(draws: Floats) -> Floats:
    half = len(draws) // 2
    if half < FEWEST_DRAWS / 2:
        raise ValueError("too few draws")
    return np.hstack([draws[:half], draws[-half:]])


def _normal(draws: Floats) -> Floats:
    """Ranks as if they came from a normal distribution, so that heavy tails do no harm."""
    ranks = rankdata(draws).reshape(draws.shape)
    normal: Floats = ndtri((ranks - 0.375) / (draws.size + 0.25))
    return normal


def _r_hat(draws: Floats) -> float:
    within = float(draws.var(0, ddof=1).mean())
    between = float(draws.mean(0).var(ddof=1))
    if within == 0:
        return 1.0 if between == 0 else float("inf")
    length = len(draws)
    return float(np.sqrt((length - 1) / length + between / within))


def _effective_size(draws: Floats) -> float:
    """Geyer's initial positive sequence of sums of two autocorrelations, over all chains."""
    length = len(draws)
    centred = draws - draws.mean(0)
    power = np.abs(np.fft.rfft(centred, 2 * length, axis=0)) ** 2
    covariance = np.fft.irfft(power, axis=0)[:length].mean(1) / length
    within = covariance[0] * length / (length - 1)
    if within == 0:
        return float(draws.size)
    total = within * (length - 1) / length + float(draws.mean(0).var(ddof=1))
    correlation = 1 - (within - covariance) / total
    pairs = correlation[: length // 2 * 2].reshape(-1, 2).sum(1)
    ends = np.flatnonzero(pairs <= 0)
    kept = np.minimum.accumulate(pairs[: ends[0] if len(ends) else len(pairs)])
    return float(draws.size / max(2 * kept.sum() - 1, 1 / np.log10(draws.size)))
