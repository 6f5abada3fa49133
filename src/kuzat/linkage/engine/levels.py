# SPDX-License-Identifier: Apache-2.0
"""How alike two values are, as a level: each pair of distinct values is compared once.

Levels: 0 one is missing, 1 they differ, then from the farthest cut to the closest, the highest the same.
Dates and numbers are spans: one level below "the same" is "may be the same", where spans overlap and one
of them is no single day; a date has a level for a slip of the hand too, just above "differ".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from kuzat.errors import Phrase
from kuzat.linkage.description import By, Field
from kuzat.linkage.engine.columns import MISSING, Column, Numbers, Reals, Wide, once
from kuzat.linkage.engine.likeness import Letters, letters
from kuzat.linkage.engine.spans import Spans, days, quantities
from kuzat.terms.names import Part, compare_parts, fold, parts

Levels = NDArray[np.int8]
Texts = NDArray[np.object_]
NOTHING, DIFFER, SLIP = 0, 1, 2
# From so many pairs on, RapidFuzz uses all processors.
MANY = 10_000
# Names of which no words are even roughly alike when folded are not looked at closer.
ROUGHLY = 60.0


@dataclass(frozen=True)
class Comparer:
    """One field ready to be compared."""

    field: Field
    column: Column

    @property
    def levels(self) -> int:
        """How many levels the field has."""
        extra = {By.NUMBER: 1, By.DAY: 1, By.DATE: 2}.get(self.field.by, 0)
        return len(self.field.bounds()) + 3 + extra

    def called(self, level: int) -> Phrase:
        """What a level is called."""
        if level in (NOTHING, DIFFER):
            return Phrase("missing") if level == NOTHING else Phrase("different")
        if level == self.levels - 1:
            return Phrase("the same")
        if self.is_span and level == self.levels - 2:
            return Phrase("may be the same")
        if self.field.by is By.DATE and level == SLIP:
            return Phrase("a slip apart")
        return Phrase("alike") if not self.is_span else Phrase("close")

    def compare(self, first: Wide, second: Wide) -> Levels:
        """The level of each two rows."""
        found = np.empty(len(first), dtype=np.int8)
        at = self.sift(first, second, found)
        self.measure(first[at], second[at], found, at)
        return found

    def sift(self, first: Wide, second: Wide, found: Levels) -> Wide:
        """Put down the levels that show at once; the places of the two rows that must be measured."""
        a, b = self.column.codes[first], self.column.codes[second]
        np.multiply((a == b).view(np.int8), np.int8(self.levels - 1 - DIFFER), out=found)
        found += np.int8(DIFFER)
        found *= (np.minimum(a, b) != MISSING).view(np.int8)
        if self.is_span:
            told = np.flatnonzero(found)
            found[told] = _spanned(
                self._spans, a[told], b[told], self.field.bounds(), slips=self.field.by is By.DATE
            )
        if self.is_span or not self.field.bounds():
            return np.empty(0, dtype=np.int64)
        open_ = np.flatnonzero(found == DIFFER)
        return open_[self._close(a[open_].astype(np.int64), b[open_].astype(np.int64))]

    def measure(self, first: Wide, second: Wide, found: Levels, at: Wide) -> None:
        """Put down the levels of rows that must be measured, each at its place."""
        if len(at):
            a, b = self.column.codes[first], self.column.codes[second]
            found[at] = self._measured(np.minimum(a, b), np.maximum(a, b))

    def _close(self, a: Wide, b: Wide) -> Wide:
        """The places of pairs of values that may reach the farthest cut."""
        farthest = self.field.bounds()[-1]
        if self.field.by is By.TEXT and self._letters:
            return self._letters.may_be_alike(a, b, farthest)
        if self.field.by is By.DIGITS and self._letters:
            return self._letters.may_be_slips(a, b, farthest)
        return np.arange(len(a))

    @property
    def is_span(self) -> bool:
        """Whether equal values need not be the same: two people born "in 1990" are not born on one day."""
        return self.field.by in (By.DATE, By.DAY, By.NUMBER)

    def _measured(self, a: Numbers, b: Numbers) -> Levels:
        bounds = np.array(self.field.bounds())
        if self.field.by is By.DIGITS:
            return _leveled(_pairwise(self._texts, a, b, OSA.distance), bounds, is_far=True)
        if self.field.by is By.TEXT:
            return _leveled(_pairwise(self._texts, a, b, JaroWinkler.similarity), bounds, is_far=False)
        size = len(self.column.values)
        keys, back = once(a.astype(np.int64) * size + b)
        a, b = (keys // size).astype(np.int32), (keys % size).astype(np.int32)
        if self.field.by is By.WORDS:
            measured = _pairwise(self._folded, a, b, fuzz.token_sort_ratio) / 100
        else:
            measured = self._named(a, b)
        return _leveled(measured, bounds, is_far=False)[back]

    def _named(self, a: Numbers, b: Numbers) -> Reals:
        found = np.zeros(len(a))
        for at in np.flatnonzero(_pairwise(self._folded, a, b, fuzz.token_set_ratio) >= ROUGHLY):
            found[at] = compare_parts(self._parts[a[at]], self._parts[b[at]]).score
        return found

    @cached_property
    def _texts(self) -> Texts:
        """The values; of other scripts in plain letters, so that one place in two scripts is one."""
        plain = (value if value.isascii() else fold(value) for value in self.column.values)
        return np.array(list(plain), dtype=object)

    @cached_property
    def _letters(self) -> Letters | None:
        return letters(self._texts.tolist())

    @cached_property
    def _folded(self) -> Texts:
        return np.array([fold(value) for value in self.column.values], dtype=object)

    @cached_property
    def _parts(self) -> Sequence[Sequence[Part]]:
        return [parts(value) for value in self.column.values]

    @cached_property
    def _spans(self) -> Spans:
        return (quantities if self.field.by is By.NUMBER else days)(self.column.values)


def _pairwise(texts: Texts, a: Numbers, b: Numbers, scorer: Any) -> Reals:
    workers = -1 if len(a) > MANY else 1
    return cpdist(texts[a], texts[b], scorer=scorer, workers=workers, dtype=np.float64)


def _leveled(measured: Reals, bounds: Reals, *, is_far: bool) -> Levels:
    """Differ, or the closest cut that is reached; equal values were found before."""
    reached = measured[:, None] <= bounds if is_far else measured[:, None] >= bounds
    return np.asarray(DIFFER + reached.sum(axis=1), dtype=np.int8)


def _spanned(spans: Spans, a: Numbers, b: Numbers, bounds: Sequence[float], *, slips: bool) -> Levels:
    gap = np.maximum(spans.low[a] - spans.high[b], spans.low[b] - spans.high[a])
    first = DIFFER + slips
    with np.errstate(invalid="ignore"):
        found = first + (gap[:, None] <= np.array(bounds)).sum(axis=1)
    if slips:
        found[(found == first) & ~_is_slip(spans.parts[a], spans.parts[b])] = DIFFER
    found[gap <= 0] = first + len(bounds) + 1
    point = (spans.low[a] == spans.high[a]) & (spans.low[b] == spans.high[b])
    found[(gap == 0) & point] = first + len(bounds) + 2
    found[np.isnan(gap)] = NOTHING
    return np.asarray(found, dtype=np.int8)


def _is_slip(a: NDArray[np.int16], b: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Two single days of which one part differs, or whose day and month changed places."""
    told = (a[:, 0] > 0) & (b[:, 0] > 0)
    one = (a != b).sum(axis=1) == 1
    swapped = (a[:, 0] == b[:, 0]) & (a[:, 1] == b[:, 2]) & (a[:, 2] == b[:, 1])
    return np.asarray(told & (one | swapped))
