# SPDX-License-Identifier: Apache-2.0
"""Averaging over decomposable graphs: which pairs of lists depend on each other is unknown, so all are
weighed.

Madigan & York, "Bayesian methods for estimation of the size of a closed population", Biometrika 84 (1997).
A graph joins lists that depend on each other; with a hyper-Dirichlet prior of weight δ on each cell, the
probability of the table with n₀ people missed is a product over cliques divided by one over separators, of
terms that need only the table of their own lists. The prior of the total N is 1/N, of graphs uniform.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.special import gammaln, logsumexp

from kuzat.analysis.estimation.estimate import Estimate, Method, NotEstimable
from kuzat.analysis.estimation.table import CaptureTable, Floats
from kuzat.errors import Phrase

FEWEST = 3
MOST = 5
REACH = 30
FINE = 2048
STEPS = 2048
EDGE = 0.01
SHARES = (0.025, 0.5, 0.975)

Pair = tuple[int, int]


@dataclass(frozen=True, kw_only=True, eq=False)
class Weighed:
    """The posterior: probability of each number missed, and of each graph (pairs of lists, from 1).

    ``edge`` is the probability that lies in the highest tenth of what was looked at: where it is not small,
    the answer depends on where one stops looking.
    """

    documented: int
    missing: Floats
    probability: Floats
    graphs: tuple[tuple[Pair, ...], ...]
    weights: Floats
    edge: float

    def quantile(self, share: float) -> float:
        """The total below which that share of probability lies."""
        place = min(int(np.searchsorted(np.cumsum(self.probability), share)), len(self.missing) - 1)
        return self.documented + float(self.missing[place])

    def estimate(self) -> Estimate:
        """Median and 95 % interval. Raises `NotEstimable` where the answer depends on where one stops."""
        if self.edge > EDGE:
            reason = Phrase("totals far above what was documented are as probable as lower ones")
            raise NotEstimable(reason=reason)
        low, middle, high = map(self.quantile, SHARES)
        return Estimate(method=Method.DECOMPOSABLE, total=middle, low=low, high=high, error=self.deviation)

    @property
    def mean(self) -> float:
        """The posterior mean of the total."""
        return self.documented + float(self.probability @ self.missing)

    @property
    def deviation(self) -> float:
        """The posterior standard deviation of the total."""
        return float(np.sqrt(self.probability @ (self.documented + self.missing - self.mean) ** 2))


def weigh(table: CaptureTable, *, delta: float | None = None, most: int | None = None) -> Weighed:
    """Weigh all graphs and all numbers missed, up to ``most`` (30 times the documented).

    ``delta`` is the prior weight of a cell (2⁻ᴶ). Raises `NotEstimable` below three or above five lists.
    """
    lists = len(table.lists)
    if not FEWEST <= lists <= MOST:
        reason = Phrase("graphs are weighed for {fewest} to {most} lists", fewest=FEWEST, most=MOST)
        raise NotEstimable(reason=reason)
    documented = table.documented
    missing, width = _grid(REACH * documented if most is None else most)
    weight = 2.0**-lists if delta is None else delta
    terms = np.array([_margin(table, subset, missing, weight) for subset in range(2**lists)])
    graphs, signs = decomposable(lists)
    total = documented + missing
    # N!/(n₀! ∏ nₓ!) ways of which the part with nₓ is constant, and the prior 1/N.
    ways = gammaln(total + 1) - gammaln(missing + 1) - np.log(total)
    joint = signs @ terms + ways + np.log(width)
    whole = logsumexp(joint)
    probability = np.exp(logsumexp(joint, axis=0) - whole)
    return Weighed(
        documented=documented,
        missing=missing,
        probability=probability,
        graphs=graphs,
        weights=np.exp(logsumexp(joint, axis=1) - whole),
        edge=float(probability[missing > 0.9 * missing[-1]].sum()),
    )


def _grid(most: int) -> tuple[Floats, Floats]:
    """Numbers missed to look at, and how many whole numbers each stands for: all at first, then fewer."""
    if most <= FINE + STEPS:
        return np.arange(most + 1.0), np.ones(most + 1)
    bounds = np.unique(np.r_[np.arange(FINE + 1), np.round(np.geomspace(FINE, most + 1, STEPS))]).astype(
        float
    )
    return (bounds[:-1] + bounds[1:] - 1) / 2, np.diff(bounds)


def _margin(table: CaptureTable, subset: int, missing: Floats, delta: float) -> Floats:
    """The logarithm of ∏ Γ(cell + δ′)/Γ(δ′) in the table of some of the lists, whose cells weigh δ′."""
    inside = np.array([bool(subset >> j & 1) for j in range(len(table.lists))])
    size = int(inside.sum())
    places = table.patterns[:, inside] @ (1 << np.arange(size))
    cells = np.bincount(places, table.counts, 2**size)
    weight = delta * 2.0 ** (len(table.lists) - size)
    known = gammaln(cells[1:] + weight).sum() - 2**size * gammaln(weight)
    return np.asarray(gammaln(missing + cells[0] + weight) + known)


@functools.cache
def decomposable(lists: int) -> tuple[tuple[tuple[Pair, ...], ...], Floats]:
    """All decomposable graphs: 8 on three lists, 61 on four, 822 on five.

    With each, how often a set of lists (a number whose bit j says "list j") multiplies: cliques less
    separators.
    """
    pairs = list(combinations(range(lists), 2))
    graphs, signs = [], []
    for chosen in range(2 ** len(pairs)):
        edges = [pair for place, pair in enumerate(pairs) if chosen >> place & 1]
        row = _signs(lists, edges)
        if row is not None:
            graphs.append(tuple((a + 1, b + 1) for a, b in edges))
            signs.append(row)
    return tuple(graphs), np.array(signs)


def _signs(lists: int, edges: Sequence[Pair]) -> Floats | None:
    """Take away lists whose neighbours all know each other, one by one; None where none is left to take.

    Each stands there given its neighbours, so it with them multiplies and they alone divide.
    """
    near = [1 << j for j in range(lists)]
    for a, b in edges:
        near[a] |= 1 << b
        near[b] |= 1 << a
    row, left = np.zeros(2**lists), 2**lists - 1
    while left:
        taken = next((j for j in _bits(left) if _complete(near, near[j] & left)), None)
        if taken is None:
            return None
        row[near[taken] & left] += 1
        left &= ~(1 << taken)
        row[near[taken] & left] -= 1
    return row


def _complete(near: Sequence[int], lists: int) -> bool:
    return all(near[j] & lists == lists for j in _bits(lists))


def _bits(mask: int) -> list[int]:
    return [j for j in range(mask.bit_length()) if mask >> j & 1]
