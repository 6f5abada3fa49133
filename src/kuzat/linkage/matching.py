# SPDX-License-Identifier: Apache-2.0
"""How likely pairs are where each list holds nobody twice: a record has one partner in another list, or none.

In: pairs with what their fields tell, the list of each row, pairs that people ruled out.
Out: log2 of the odds of each pair, its rivals counted: pairs of one of its two rows with the same list.
Never: odds beforehand that are better than even, so that the fields must speak for every link.

Beforehand every number of links between two lists of n and m records is as likely, and every way to draw so
many: to k links one more has the odds (k + 1) / ((n − k)(m − k)), which rise as fewer records are left.
Source: M. Sadinle, "Bayesian estimation of bipartite matchings for record linkage", Journal of the American
Statistical Association 112 (2017). Here k is the number of links that the odds themselves make us expect.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kuzat.linkage.engine.columns import Numbers, Reals, Wide, once
from kuzat.linkage.weights import chances

TURNS = 100
STILL = 1e-6
# What a pair tells beyond this, in doublings of the odds, is as sure.
MOST = 200.0


@dataclass(frozen=True)
class _Sides:
    """For each pair its two lists, and its two seats: a row in its relation to the other list."""

    between: Wide
    seats: tuple[Wide, Wide]
    sizes: Reals

    def expected(self, chances: Reals) -> Reals:
        """How many links are expected between the two lists of each pair."""
        return np.asarray(np.bincount(self.between, chances)[self.between])

    def rivals(self, weights: Reals) -> Reals:
        """What all other pairs at the same seats weigh."""
        one, other = (np.bincount(seat, weights)[seat] - weights for seat in self.seats)
        return np.asarray(np.maximum(one, 0.0) + np.maximum(other, 0.0))


def contested(told: Reals, first: Wide, second: Wide, lists: Numbers, out: NDArray[np.bool_]) -> Reals:
    """log2 of the odds of each pair. ``told`` is what its fields tell; who is ``out`` is no rival."""
    sides = _sides(first, second, lists)
    least = np.minimum(*sides.sizes)
    links, odds = np.zeros(len(told)), told
    for _ in range(TURNS):
        start = np.log2(np.maximum(links, 1.0) / np.prod(sides.sizes - links + 1, axis=0))
        bits = np.minimum(told + np.minimum(start, 0.0), MOST)
        odds = bits - np.log2(1 + sides.rivals(np.where(out, 0.0, np.exp2(bits))))
        before, links = links, np.minimum(sides.expected(np.where(out, 0.0, chances(odds))), least)
        if np.abs(links - before).max(initial=0.0) < STILL:
            break
    return odds


def _sides(first: Wide, second: Wide, lists: Numbers) -> _Sides:
    many = np.bincount(lists, minlength=1).astype(np.float64)
    ours, theirs = lists[first].astype(np.int64), lists[second].astype(np.int64)
    low, high = np.minimum(ours, theirs), np.maximum(ours, theirs)
    seats = once(first * len(many) + theirs)[1], once(second * len(many) + ours)[1]
    return _Sides(once(low * len(many) + high)[1], seats, np.stack((many[ours], many[theirs])))
