# SPDX-License-Identifier: Apache-2.0
"""Steps of the latent class model with everybody's class and those missed summed out.

A class that is seldom caught is mostly people missed; drawing them and its chances in turn moves it by a
hair at each turn. Here one class at a time takes a step on the logits of its chances and of its stick:
noise, and a common shift that makes its members rarer to catch and more, or the reverse. Metropolis: the
step is taken or not.
"""

from dataclasses import dataclass

import numpy as np

from kuzat.analysis.estimation.evidence import fit_of, stick_weights
from kuzat.analysis.estimation.table import Flags, Floats, Ints

STEPS = 4
SCALES = (0.03, 0.1, 0.3, 1.0)
FAR = 27.0


@dataclass(slots=True, kw_only=True)
class Shifting:
    """The state of all chains on logits: a row per chain, then per class, and for chances per list."""

    inside: Floats
    counts: Ints
    odds: Floats
    sticks: Floats
    alpha: Floats

    def steps(self, random: np.random.Generator) -> None:
        """A few steps, each of one class of each chain."""
        chains, classes, lists = self.odds.shape
        rows = np.arange(chains)
        cells = np.exp(self.inside @ self.odds.swapaxes(1, 2) - _soft(self.odds).sum(2)[:, None, :])
        none = np.exp(-_soft(self.odds).sum(2))
        level = self._level(cells, none, self.sticks)
        size = (STEPS, chains, 1)
        noise = random.normal(size=(STEPS, chains, lists + 1)) * random.choice(SCALES, size)
        noise += random.normal(size=size) * random.choice(SCALES, size) * np.r_[1.0, -np.ones(lists)]
        chosen = random.integers(0, classes - 1, (STEPS, chains))
        bars = np.log(random.uniform(size=(STEPS, chains)))
        for step, one, bar in zip(noise, chosen, bars, strict=True):
            odds = self.odds[rows, one] + step[:, 1:]
            sticks = self.sticks.copy()
            sticks[rows, one] += step[:, 0]
            column = np.exp((self.inside @ odds[..., None])[..., 0] - _soft(odds).sum(1)[:, None])
            new_cells, new_none = cells.copy(), none.copy()
            new_cells[rows, :, one], new_none[rows, one] = column, np.exp(-_soft(odds).sum(1))
            reached = self._level(new_cells, new_none, sticks)
            gain = reached - level + self._prior(odds, sticks[rows, one])
            gain -= self._prior(self.odds[rows, one], self.sticks[rows, one])
            taken = (bar < gain) & _within(odds) & _within(sticks)
            cells[taken], none[taken], self.sticks[taken] = new_cells[taken], new_none[taken], sticks[taken]
            self.odds[rows[taken], one[taken]] = odds[taken]
            level = np.where(taken, reached, level)

    def _level(self, cells: Floats, none: Floats, sticks: Floats) -> Floats:
        weights = np.exp(stick_weights(-_soft(-sticks), -_soft(sticks)))
        return fit_of(self.counts, (cells @ weights[..., None])[..., 0], (none * weights).sum(1))

    def _prior(self, odds: Floats, stick: Floats) -> Floats:
        """Of one class: chances uniform, V ~ Beta(1, α), both on logits."""
        prior: Floats = (odds - 2 * _soft(odds)).sum(1) - _soft(-stick) - self.alpha * _soft(stick)
        return prior


def _soft(logits: Floats) -> Floats:
    """log(1 + eˣ): minus the logarithm of one minus the chance."""
    soft: Floats = np.logaddexp(0, logits)
    return soft


def _within(logits: Floats) -> Flags:
    return np.asarray((np.abs(logits) < FAR).all(1))
