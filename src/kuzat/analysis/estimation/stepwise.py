# SPDX-License-Identifier: Apache-2.0
"""Main effects and, one by one, those pairs of lists whose dependence is beyond doubt; also for many lists.

Chan, Silverman & Vincent, "Multiple systems estimation for sparse capture data", Journal of the American
Statistical Association 116 (2021). A pair that shares nobody drives its coefficient to −∞; its cells are
taken out, and the rest of the model is fitted on what is left.
"""

from itertools import combinations

import numpy as np
from scipy.stats import chi2

from kuzat.analysis.estimation.estimate import Estimate, Method, NotEstimable, unseen
from kuzat.analysis.estimation.poisson import Fit, fit
from kuzat.analysis.estimation.table import CaptureTable, Floats
from kuzat.errors import Phrase

THRESHOLD = 0.02


def independent(table: CaptureTable) -> Estimate:
    """Main effects alone: every list independent of every other. Raises as `stepwise` does."""
    return _answer(Method.INDEPENDENT, table, fit(*_main(table)), [])


def stepwise(table: CaptureTable, *, threshold: float = THRESHOLD) -> Estimate:
    """Add the pair that improves the fit most while its p-value is below ``threshold``.

    Raises `NotEstimable` where no finite estimate exists, `TableUnusable` above 12 lists.
    """
    design, counts = _main(table)
    chosen: list[tuple[int, int]] = []
    found = fit(design, counts)
    pairs = list(combinations(range(len(table.lists)), 2))
    while len(chosen) < len(pairs):
        tried = [(pair, _with(design, counts, [*chosen, pair])) for pair in pairs if pair not in chosen]
        doubts = [_doubt(table, design, found, one, pair) for pair, one in tried]
        best = int(np.argmin(doubts))
        if doubts[best] >= np.log(threshold):
            break
        chosen.append(tried[best][0])
        found = tried[best][1]
    return _answer(Method.STEPWISE, table, found, chosen)


def _doubt(table: CaptureTable, design: Floats, old: Fit, new: Fit, pair: tuple[int, int]) -> float:
    """The logarithm of the p-value of one more pair: likelihood ratio, or sharing nobody by chance."""
    if not new.identified:
        return 0.0
    if table.shared[pair] == 0:
        inside = old.left & (design[:, 1 + pair[0]] * design[:, 1 + pair[1]] > 0)
        return -float(old.means[inside].sum())
    return float(chi2.logsf(2 * (new.loglik - old.loglik), 1))


def _main(table: CaptureTable) -> tuple[Floats, Floats]:
    counts = table.dense().astype(float)
    cells = np.arange(1, len(counts) + 1)[:, None]
    return np.c_[np.ones(len(counts)), cells >> np.arange(len(table.lists)) & 1], counts


def _with(design: Floats, counts: Floats, pairs: list[tuple[int, int]]) -> Fit:
    both = [design[:, 1 + a] * design[:, 1 + b] for a, b in pairs]
    return fit(np.c_[design, np.array(both).T], counts)


def _answer(method: Method, table: CaptureTable, found: Fit, pairs: list[tuple[int, int]]) -> Estimate:
    if not found.identified:
        raise NotEstimable(reason=Phrase("this model has no finite estimate for such a table"))
    alone = [j for j in range(len(table.lists)) if not any(j in pair for pair in pairs)]
    named = [f"{a + 1}·{b + 1}" for a, b in pairs] + [str(j + 1) for j in alone]
    return unseen(method, table.documented, found.missing, found.spread, model="[" + ",".join(named) + "]")
