# SPDX-License-Identifier: Apache-2.0
"""People differ in how easily they come to be known: lower bounds, and what each assumed shape would mean.

Rivest & Baillargeon, "Applications and extensions of Chao's moment estimator", Biometrics 63 (2007). The
log mean of a combination of k lists is a + b·k (+ an effect of each list) + h(k). Whatever the mixture of
people, h is convex, and its smallest values give Chao's lower bound. A shape for h gives a total; data
cannot tell which shape is right.
"""

import math
from collections.abc import Sequence

import numpy as np
from scipy.special import gammaln

from kuzat.analysis.estimation.estimate import Estimate, Method, NotEstimable, unseen
from kuzat.analysis.estimation.poisson import Fit, fit
from kuzat.analysis.estimation.table import CaptureTable, Floats
from kuzat.errors import Phrase

GAMMA = 3.5
TINY = 1e-9
SHAPES = {
    Method.HETEROGENEITY_POISSON: lambda k: 2.0**k - 1,
    Method.HETEROGENEITY_DARROCH: lambda k: k**2 / 2,
    Method.HETEROGENEITY_GAMMA: lambda k: math.log(GAMMA) - np.log(GAMMA + k),
}


def chao(times: Sequence[int], *, occasions: int | None = None) -> Estimate:
    """Chao's lower bound from how many were named 1, 2, … times, in so many lists (None: no limit).

    Raises `NotEstimable` where nobody was named twice.
    """
    return _convex(Method.CHAO, *_by_times(times, occasions))


def equal_chance(times: Sequence[int], *, occasions: int | None = None) -> Estimate:
    """Everybody is as easily known to each list as to any other. Raises as `chao` does."""
    design, _, counts, ways = _by_times(times, occasions)
    return _answer(Method.EQUAL, fit(design, counts, ways), counts)


def chao_lists(table: CaptureTable) -> Estimate:
    """Chao's lower bound with an effect of each list. Raises `NotEstimable` where nobody is in two lists."""
    return _convex(Method.CHAO_LISTS, *_by_list(table))


def shaped(table: CaptureTable, shape: Method) -> Estimate:
    """The total if people differ by the ``shape`` (a key of `SHAPES`), with an effect of each list.

    Raises `NotEstimable` where nobody is in two lists, or the model has no finite estimate.
    """
    design, named, counts, ways = _by_list(table)
    return _answer(shape, fit(np.c_[design, SHAPES[shape](named)], counts, ways), counts)


def _by_times(times: Sequence[int], occasions: int | None) -> tuple[Floats, Floats, Floats, Floats]:
    """Design, k, counts, and the logarithm of how many combinations have k lists."""
    named = np.arange(1.0, len(times) + 1)
    ways = -gammaln(named + 1)
    if occasions is not None:
        ways = ways + gammaln(occasions + 1) - gammaln(occasions - named + 1)
    return np.stack([np.ones_like(named), named], 1), named, np.array(times, dtype=float), ways


def _by_list(table: CaptureTable) -> tuple[Floats, Floats, Floats, Floats]:
    counts = table.dense().astype(float)
    cells = np.arange(1, len(counts) + 1)
    inside = (cells[:, None] >> np.arange(len(table.lists)) & 1).astype(float)
    return np.c_[np.ones(len(counts)), inside], inside.sum(1), counts, np.zeros(len(counts))


def _convex(method: Method, design: Floats, named: Floats, counts: Floats, ways: Floats) -> Estimate:
    """The fit whose h is convex: a bend at each k from 2 on, those that would be concave taken out."""
    if not counts[named >= 2].any():
        raise NotEstimable(reason=Phrase("nobody stands in two lists"))
    bends = [k for k in range(2, int(named.max())) if counts[named > k].any()]
    while True:
        found = fit(np.c_[design, *(np.maximum(named - k, 0) for k in bends)], counts, ways)
        bent = found.beta[design.shape[1] :]
        if (bent >= -TINY).all():
            return _answer(method, found, counts, bound=True)
        bends = [k for k, value in zip(bends, bent, strict=True) if value >= -TINY]


def _answer(method: Method, found: Fit, counts: Floats, *, bound: bool = False) -> Estimate:
    if not found.identified:
        raise NotEstimable(reason=Phrase("this model has no finite estimate for such a table"))
    return unseen(method, int(counts.sum()), found.missing, found.spread, bound=bound)
