# SPDX-License-Identifier: Apache-2.0
"""From pairs of rows to how likely each is of one person."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuzat.linkage import weights as w
from kuzat.linkage.description import By, Description
from kuzat.linkage.engine.blocks import Blocked
from kuzat.linkage.engine.columns import Reals, Table, Wide, once, paired, rows_of
from kuzat.linkage.engine.levels import DIFFER, Comparer, Levels
from kuzat.linkage.engine.parts import each, slices
from kuzat.linkage.weights import Patterns, Weights

DRAWN = 200_000
DRAWN_NAMES = 20_000
# So many pairs that people judged tell more of the fields than EM does.
ENOUGH = 200
# Up to so many possible patterns are counted in a table of all of them, which is faster than sorting.
MOST_COUNTED = 1 << 24


@dataclass(frozen=True)
class Compared:
    """Pairs with the number of the pattern that each shows."""

    pairs: Wide
    pattern: NDArray[np.int32]
    patterns: Patterns
    counts: Reals

    def only(self, kept: NDArray[np.bool_]) -> "Compared":
        """Some of the pairs."""
        return replace(self, pairs=self.pairs[kept], pattern=self.pattern[kept])


class Scorer:
    """The comparers of one table and what was learned of them."""

    def __init__(self, table: Table, description: Description) -> None:
        self.table, self.description = table, description
        self.comparers = [Comparer(field, table.columns[field.name]) for field in description.fields]
        self.sizes = [comparer.levels for comparer in self.comparers]
        self.random = np.random.default_rng(description.seed)

    def compare(self, pairs: Wide) -> Compared:
        """Each pair's pattern of levels."""
        levels = np.empty((len(self.comparers), len(pairs)), dtype=np.int8)
        possible = math.prod(self.sizes)
        codes: NDArray[Any] = np.zeros(len(pairs), dtype=np.int32 if possible <= MOST_COUNTED else np.int64)

        def sift(part: slice) -> list[Wide]:
            rows = rows_of(pairs[part])
            return [
                part.start + comparer.sift(*rows, level[part])
                for comparer, level in zip(self.comparers, levels, strict=True)
            ]

        def count(part: slice) -> None:
            for size, level in zip(self.sizes, levels, strict=True):
                codes[part] = codes[part] * size + level[part]

        left = each(sift, slices(len(pairs)))
        for comparer, level, open_ in zip(self.comparers, levels, zip(*left, strict=True), strict=bool(left)):
            at = np.concatenate(open_)
            comparer.measure(*rows_of(pairs[at]), level, at)
        each(count, slices(len(pairs)))
        seen, place = _seen(codes, possible)
        many = np.bincount(place, minlength=len(seen))
        patterns = np.empty((len(seen), len(self.sizes)), dtype=np.int8)
        rest = seen
        for field in reversed(range(len(self.sizes))):
            patterns[:, field] = rest % self.sizes[field]
            rest = rest // self.sizes[field]
        return Compared(pairs, place, patterns, many.astype(np.float64))

    def chances(self, blocked: Blocked, same: Wide) -> tuple[Compared, Weights, Reals]:
        """The pairs compared, what was learned of the fields, and log2 of the odds of each pair.

        ``same`` are pairs that people said to be one; from `ENOUGH` on, m is learned from these alone.
        """
        compared = self.compare(blocked.pairs)
        drawn = self._drawn()
        levels = [
            comparer.compare(*rows_of(pairs)) for comparer, pairs in zip(self.comparers, drawn, strict=True)
        ]
        m, before = zip(*(w.known(one.field.by, one.levels) for one in self.comparers), strict=True)
        u = tuple(map(self._by_chance, self.comparers, levels, before))
        share = w.share(self.table.rows, max(self.total, 2.0 * self.table.rows))
        guess = Weights(m, u, share, np.ones(len(self.sizes) + 1))
        learned = (
            self._judged(guess, same) if len(same) >= ENOUGH else self._learned(guess, blocked, compared)
        )
        learned = w.settle(compared.patterns, compared.counts, learned, self.total)
        learned = w.settle(compared.patterns, compared.counts, w.apart(learned, 1 / self.total), self.total)
        self.usual = [
            self._usual(comparer, pairs, level)
            for comparer, pairs, level in zip(self.comparers, drawn, levels, strict=True)
        ]
        odds = self._odds(compared, learned.told(compared.patterns) - learned.start)
        return compared, *self._settled(learned, odds)

    def _odds(self, compared: Compared, told: Reals) -> Reals:
        """What each pair tells: as ``told`` by its pattern, and by how rare its values are."""
        odds = np.empty(len(compared.pairs))
        rare = [field for field, comparer in enumerate(self.comparers) if comparer.field.rarity]
        by_field = np.ascontiguousarray(compared.patterns.T)

        def weigh(part: slice) -> None:
            pattern, pairs = compared.pattern[part].astype(np.int64), compared.pairs[part]
            odds[part] = told[pattern]
            for field in rare:
                level = by_field[field][pattern]
                agree = np.flatnonzero(level > DIFFER)
                more = _rarity(self.comparers[field], pairs[agree], level[agree], self.usual[field])
                odds[part][agree] += more

        each(weigh, slices(len(odds)))
        return odds

    def evidence(self, learned: Weights, first: Wide, second: Wide) -> tuple[Patterns, Reals]:
        """Levels and weights of each field for pairs of rows, rarity included."""
        pairs = paired(first, second)
        levels = np.empty((len(pairs), len(self.comparers)), dtype=np.int8)
        weights = np.empty(levels.shape)
        for field, (comparer, bits) in enumerate(zip(self.comparers, learned.bits(), strict=True)):
            levels[:, field] = comparer.compare(first, second)
            weights[:, field] = bits[levels[:, field]]
            if comparer.field.rarity:
                weights[:, field] += _rarity(comparer, pairs, levels[:, field], self.usual[field])
        return levels, weights

    @property
    def total(self) -> float:
        """How many pairs could be of one person."""
        rows = float(self.table.rows)
        every = rows * (rows - 1) / 2
        if not self.description.once:
            return max(every, 1.0)
        lists = np.bincount(self.table.sources).astype(np.float64)
        return max(every - float((lists * (lists - 1) / 2).sum()), 1.0)

    def _drawn(self) -> list[Wide]:
        """For each field pairs of rows drawn at random; fewer where comparing takes long."""
        found = []
        for comparer in self.comparers:
            size = DRAWN_NAMES if comparer.field.by is By.NAME else DRAWN
            size = size if self.table.rows > 1 else 0
            first = self.random.integers(0, max(self.table.rows, 1), size)
            second = (first + self.random.integers(1, max(self.table.rows, 2), size)) % max(
                self.table.rows, 1
            )
            found.append(paired(first, second))
        return found

    def _by_chance(self, comparer: Comparer, levels: Levels, before: Reals) -> Reals:
        """u: how often each level occurs in two rows drawn at random; how often the same value, exactly."""
        u = w.drawn(levels, self.total, before)
        if comparer.is_span:
            return u
        counts = comparer.column.counts.astype(np.float64)
        pairs = float(counts.sum() * (counts.sum() - 1) / 2)
        alike = float((counts * (counts - 1)).sum() / 2)
        same = (alike + w.BEFORE_U * before[-1]) / (pairs + w.BEFORE_U)
        u[1:-1] *= (1 - same) / u[1:-1].sum()
        u[-1] = same
        return u

    def _learned(self, guess: Weights, blocked: Blocked, compared: Compared) -> Weights:
        """m of each field from the rules that do not look it up, or from all where every rule does."""
        found: list[list[Reals]] = [[] for _ in self.sizes]
        for rule, pairs in zip(self.description.rules, blocked.some, strict=True):
            columns = {key.split(".", 1)[0] for key in rule}
            free = [f for f, field in enumerate(self.description.fields) if field.name not in columns]
            if not free or not len(pairs):
                continue
            shown = compared.pattern[np.searchsorted(blocked.pairs, np.sort(pairs))]
            counts = np.bincount(shown, minlength=len(compared.patterns)).astype(np.float64)
            seen = counts > 0
            learned = w.learn(compared.patterns[seen], counts[seen], replace(guess, share=0.5), free)
            for field in free:
                found[field].append(learned.m[field])
        m = tuple(np.mean(ms, axis=0) if ms else old for ms, old in zip(found, guess.m, strict=True))
        rest = [field for field, ms in enumerate(found) if not ms]
        anchored = replace(guess, m=m)
        if rest:
            anchored = w.learn(compared.patterns, compared.counts, anchored, rest, total=self.total)
        return anchored

    def _judged(self, guess: Weights, same: Wide) -> Weights:
        """m of each field as it is in the pairs that people said to be one."""
        judged = self.compare(same)
        m = (
            w.shares(judged.patterns[:, field], judged.counts, before) for field, before in enumerate(guess.m)
        )
        return replace(guess, m=tuple(m))

    def _usual(self, comparer: Comparer, pairs: Wide, levels: Levels) -> Reals:
        """How often the rarer value of two rows drawn at random occurs, by level."""
        least = np.exp2(_rarer(comparer, pairs))
        sums = np.bincount(levels, least, minlength=comparer.levels)
        many = np.bincount(levels, minlength=comparer.levels)
        usual = (sums + 1) / (many + 1)
        counts = comparer.column.counts.astype(np.float64)
        same = counts * np.maximum(counts - 1, 1)
        usual[-1] = max(same.sum(), 1.0) / max(float((same / counts).sum()), 1.0)
        return usual

    def _settled(self, learned: Weights, odds: Reals) -> tuple[Weights, Reals]:
        """The share of pairs of one person once rarity counts too."""
        sample = odds if len(odds) <= DRAWN else self.random.choice(odds, DRAWN)
        scale = len(odds) / max(len(sample), 1)
        share = learned.share
        for _ in range(50):
            start = np.log2(share / (1 - share))
            share = w.share(float(w.chances(start + sample).sum()) * scale, self.total)
        learned = replace(learned, share=share)
        return learned, odds + learned.start


def _seen(codes: NDArray[Any], size: int) -> tuple[Wide, NDArray[np.int32]]:
    """The codes that occur, of ``size`` possible ones, and for each code its place among them."""
    if size > MOST_COUNTED:
        seen, place = once(codes)
        return seen, place.astype(np.int32)
    seen = np.flatnonzero(np.bincount(codes, minlength=size))
    at = np.zeros(size, dtype=np.int32)
    at[seen] = np.arange(len(seen))
    return seen, at[codes]


def _rarer(comparer: Comparer, pairs: Wide) -> Reals:
    """log2 of how many rows hold the rarer of the two values of each pair."""
    first, second = rows_of(pairs)
    codes, many = comparer.column.codes, comparer.column.frequency
    return np.minimum(many[codes[first]], many[codes[second]])


def _rarity(comparer: Comparer, pairs: Wide, level: Levels, usual: Reals) -> Reals:
    """What a pair's value tells beyond its level: the rarer of two values that agree, the more.

    Of two spellings the rarer one counts, since a slip of the hand makes values that nobody else has.
    """
    found = np.log2(usual)[level] - _rarer(comparer, pairs)
    found[level <= DIFFER] = 0
    return found
