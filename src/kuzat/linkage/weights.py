# SPDX-License-Identifier: Apache-2.0
"""How much each level of each field tells: the model of Fellegi and Sunter on counted patterns.

In: patterns of levels with how many pairs show each, and what chance alone gives.
Out: for each level how often it occurs in pairs of one person (m) and of two (u); the share of such pairs.
Source: I. P. Fellegi and A. B. Sunter, "A theory for record linkage", Journal of the American Statistical
Association 64 (1969); EM after W. E. Winkler, "Using the EM algorithm for weight computation" (1988). u is
taken from pairs drawn at random and stays fixed: left free on pairs that were looked up it goes astray.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kuzat.linkage.description import By

Reals = NDArray[np.float64]
Patterns = NDArray[np.int8]
TURNS = 200
STILL = 1e-6
# So many pairs of one person and of two are thought of as seen before: a short list proves little.
BEFORE_M, BEFORE_U, BEFORE_SLIPS = 10.0, 200.0, 1.0
# What is known beforehand: how often the values of one person differ, are alike, are the same; then of two.
KNOWN: Mapping[By, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    By.EXACT: ((0.1, 0.0, 0.9), (0.5, 0.0, 0.5)),
    By.TEXT: ((0.1, 0.3, 0.6), (0.95, 0.03, 0.02)),
    By.WORDS: ((0.1, 0.4, 0.5), (0.97, 0.025, 0.005)),
    By.NAME: ((0.05, 0.35, 0.6), (0.97, 0.025, 0.005)),
    By.DIGITS: ((0.1, 0.2, 0.7), (0.98, 0.015, 0.005)),
    By.NUMBER: ((0.1, 0.3, 0.6), (0.8, 0.15, 0.05)),
    By.DATE: ((0.1, 0.4, 0.5), (0.95, 0.045, 0.005)),
    By.DAY: ((0.1, 0.3, 0.6), (0.95, 0.045, 0.005)),
}


@dataclass(frozen=True)
class Weights:
    """What each level of each field tells, by level; level 0, missing, tells nothing.

    ``share`` is that of pairs of one person among all. ``slips`` says how much oftener pairs of one person
    have so many fields that are not quite the same than if fields went wrong independently: who copied a
    record with care was careful in all of it.
    """

    m: tuple[Reals, ...]
    u: tuple[Reals, ...]
    share: float
    slips: Reals

    def bits(self) -> tuple[Reals, ...]:
        """log2(m/u) by field and level: how many doublings of the odds a level is worth."""
        return tuple(np.log2(m / u) for m, u in zip(self.m, self.u, strict=True))

    @property
    def start(self) -> float:
        """The odds before anything is compared, as log2."""
        return float(np.log2(self.share / (1 - self.share)))

    def told(self, patterns: Patterns) -> Reals:
        """log2 of the odds of each pattern."""
        return self.start + told(self.bits(), patterns) + np.log2(self.slips[self.slipped(patterns)])

    def slipped(self, patterns: Patterns) -> NDArray[np.int64]:
        """In how many fields each pattern has both values, and not the same."""
        top = np.array([len(m) - 1 for m in self.m])
        return np.asarray(((patterns > 0) & (patterns < top)).sum(axis=1))


def told(bits: Sequence[Reals], patterns: Patterns) -> Reals:
    """The sum of the weights of each pattern."""
    found = np.zeros(len(patterns))
    for field, weights in enumerate(bits):
        found += weights[patterns[:, field]]
    return found


def chances(odds: Reals) -> Reals:
    """Probabilities from log2 of odds."""
    return 1 / (1 + np.exp2(-np.clip(odds, -500, 500)))


def known(by: By, levels: int) -> tuple[Reals, Reals]:
    """m and u of a field of so many levels before anything is learned."""
    found = []
    for differ, alike, same in KNOWN[by]:
        spread = np.ones(levels)
        spread[1], spread[-1] = differ, same
        spread[2:-1] = alike / max(levels - 3, 1)
        found.append(spread)
    return found[0], found[1]


def learn(
    patterns: Patterns, counts: Reals, weights: Weights, free: Sequence[int], *, total: float | None = None
) -> Weights:
    """m of the ``free`` fields and the share of pairs of one person, by EM; u and the other m stay.

    Of other fields nothing is used where ``total`` is None: they were looked up by, so they agree by
    choice and tell nothing. Else the patterns are those of all ``total`` pairs that can be of one person.
    """
    before = weights.m
    used = list(free) if total is None else range(patterns.shape[1])
    every = counts.sum() if total is None else total
    for _ in range(TURNS):
        bits = [weights.bits()[field] for field in used]
        chance = chances(weights.start + told(bits, patterns[:, list(used)])) * counts
        of_one = share(chance.sum(), every)
        m = list(weights.m)
        for field in free:
            m[field] = shares(patterns[:, field], chance, before[field])
        moved = abs(of_one - weights.share) / of_one
        weights = replace(weights, m=tuple(m), share=of_one)
        if moved < STILL:
            break
    return weights


def settle(patterns: Patterns, counts: Reals, weights: Weights, total: float) -> Weights:
    """The share of pairs of one person among all ``total`` pairs, and how slips go together, by EM.

    A pair that is closer in one more field is never the less likely for it.
    """
    slipped = weights.slipped(patterns)
    alone = _independently(patterns, weights)
    bits = told(weights.bits(), patterns)
    for _ in range(TURNS):
        chance = chances(weights.start + bits + np.log2(weights.slips[slipped])) * counts
        seen = np.bincount(slipped, chance, minlength=len(weights.slips))
        slips = (seen + BEFORE_SLIPS) / (chance @ alone + BEFORE_SLIPS)
        slips[0] = max(slips[0], slips[1])
        of_one = share(chance.sum(), total)
        moved = abs(of_one - weights.share) / of_one
        weights = replace(weights, share=of_one, slips=np.minimum.accumulate(slips))
        if moved < STILL:
            break
    return weights


def drawn(levels: NDArray[np.int8], total: float, before: Reals) -> Reals:
    """u from the levels of pairs drawn at random, of which no more than ``total`` are different."""
    seen = np.bincount(levels, minlength=len(before)).astype(np.float64)
    seen *= min(total / max(len(levels), 1), 1.0)
    return _spread(seen + BEFORE_U * before)


def apart(weights: Weights, least: float) -> Weights:
    """u of pairs of two people, where pairs drawn at random hold some of one too; each at ``least``."""
    found = []
    for m, u in zip(weights.m, weights.u, strict=True):
        found.append(_spread(np.maximum((u - weights.share * m) / (1 - weights.share), least)))
    return replace(weights, u=tuple(found))


def _independently(patterns: Patterns, weights: Weights) -> Reals:
    """How likely a pair of one person has 0, 1, … fields not quite the same, if these were independent."""
    found = np.zeros((len(patterns), len(weights.slips)))
    found[:, 0] = 1
    for field, m in enumerate(weights.m):
        wrong = np.where(patterns[:, field] > 0, 1 - m[-1], 0.0)[:, None]
        more = found * wrong
        found *= 1 - wrong
        found[:, 1:] += more[:, :-1]
    return found


def share(found: float, total: float) -> float:
    """The share of pairs of one person; one such pair is thought of as seen before."""
    return float(min((found + 1) / (total + 1), 0.5))


def shares(levels: NDArray[np.int8], counts: Reals, before: Reals) -> Reals:
    """How the pairs in which both values are told spread over the levels."""
    return _spread(np.bincount(levels, counts, minlength=len(before)) + BEFORE_M * before)


def _spread(counts: Reals) -> Reals:
    """Counts by level as shares; level 0, missing, tells nothing."""
    found: Reals = counts / float(counts[1:].sum())
    found[0] = 1
    return found
