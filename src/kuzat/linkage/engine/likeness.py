# SPDX-License-Identifier: Apache-2.0
"""Which pairs of texts may be alike at all, by the letters they have in common: a bound, never a decision.

In: distinct values. Out: for pairs of them whether a likeness or a number of slips can be within a cut.
Never: a pair left out that is within the cut.

Letters that match are letters in common, whatever their order: at most so many as the smaller number of each
letter. With m of them and lengths a and b, the similarity of Jaro is at most (m/a + m/b + 1)/3 (M. A. Jaro,
"Advances in record-linkage methodology", Journal of the American Statistical Association 84, 1989); Winkler
adds at most 0.4 of what is left to 1, and only where the first letters are the same. Of the longer
text at least a − m letters went wrong, be it by slips or exchanges.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kuzat.linkage.engine.columns import Wide

# Letters are told apart by 32 kinds of them, and of each kind two are counted apart from further ones.
KINDS = 32
LONGEST = 48
PREFIX = 0.4
# For what floating point adds and takes away.
SLACK = 1e-5


@dataclass(frozen=True)
class Letters:
    """Of each text its letters as bits, how many these do not show, its length and its first letter."""

    bits: NDArray[np.uint64]
    more: NDArray[np.int8]
    lengths: NDArray[np.int8]
    first: NDArray[np.uint32]

    def common(self, a: Wide, b: Wide) -> NDArray[np.int8]:
        """How many letters two texts have in common at most."""
        found = np.bitwise_count(self.bits[a] & self.bits[b]).view(np.int8)
        if self.more.any():
            found += np.minimum(self.more[a], self.more[b])
        return np.asarray(found)

    def may_be_alike(self, a: Wide, b: Wide, least: float) -> Wide:
        """The places of pairs whose similarity of Jaro and Winkler can be ``least`` or more."""
        over = np.float32(1) / np.maximum(self.lengths, 1).astype(np.float32)
        shares = self.common(a, b) * (over[a] + over[b])  # m/a + m/b
        places = np.flatnonzero(shares >= 3 * (least - PREFIX) / (1 - PREFIX) - 1 - SLACK)
        begins_alike = self.first[a[places]] == self.first[b[places]]
        return np.asarray(places[begins_alike | (shares[places] >= 3 * least - 1 - SLACK)])

    def may_be_slips(self, a: Wide, b: Wide, most: float) -> Wide:
        """The places of pairs where at most ``most`` slips can make one text of the other."""
        return np.flatnonzero(np.maximum(self.lengths[a], self.lengths[b]) - self.common(a, b) <= most)


def letters(texts: Sequence[str]) -> Letters | None:
    """The letters of distinct values; None where one is so long that nothing is gained, or holds a NUL."""
    longest = max(map(len, texts), default=0)
    if not 0 < longest <= LONGEST or "\0" in "".join(texts):
        return None
    signs = np.array(texts, dtype=f"<U{longest}").view(np.uint32).reshape(len(texts), longest)
    once, twice = (np.zeros(len(texts), dtype=np.uint64) for _ in range(2))
    more = np.zeros(len(texts), dtype=np.int8)
    for column in signs.T:
        bit = np.where(column > 0, np.uint64(1) << (column % KINDS).astype(np.uint64), np.uint64(0))
        again = once & bit
        more += ((twice & again) > 0).astype(np.int8)
        twice |= again
        once |= bit
    lengths = (signs > 0).sum(axis=1).astype(np.int8)
    return Letters(once | twice << np.uint64(KINDS), more, lengths, signs[:, 0])
