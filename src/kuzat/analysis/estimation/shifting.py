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
from kuzat.analysis.estimation.table import Floats, Ints

STEPS = 4
SCALES = (0.03, 0.1, 0.3, 1.0)
FAR = 27.0
LEAST = 1e-300


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
        fall = -_soft(self.odds).sum(2)
        cells = np.exp(self.inside @ self.odds.swapaxes(1, 2) + fall[:, None, :])
        taken, left = -_soft(-self.sticks), -_soft(self.sticks)
        level = self._level(cells, np.exp(fall), np.exp(stick_weights(taken, left)))
        size = (STEPS, chains, 1)
        noise = random.normal(size=(STEPS, chains, lists + 1)) * random.choice(SCALES, size)
        noise += random.normal(size=size) * random.choice(SCALES, size) * np.r_[1.0, -np.ones(lists)]
        chosen = random.integers(0, classes - 1, (STEPS, chains))
        bars = np.log(random.uniform(size=(STEPS, chains)))
        for step, one, bar in zip(noise, chosen, bars, strict=True):
            odds, stick = self.odds[rows, one] + step[:, 1:], self.sticks[rows, one] + step[:, 0]
            new_fall, new_taken, new_left = fall.copy(), taken.copy(), left.copy()
            new_fall[rows, one] = -_soft(odds).sum(1)
            new_taken[rows, one], new_left[rows, one] = -_soft(-stick), -_soft(stick)
            weights = np.exp(stick_weights(new_taken, new_left))
            column = np.exp((self.inside @ odds[..., None])[..., 0] + new_fall[rows, one, None])
            change = (column - cells[rows, :, one]) * weights[rows, one, None]
            reached = self._level(cells, np.exp(new_fall), weights, change)
            # Chances uniform and V ~ Beta(1, α), both on logits.
            gain = reached - level + (step[:, 1:].sum(1) + 2 * (new_fall - fall)[rows, one])
            gain += (new_taken - taken)[rows, one] + self.alpha * (new_left - left)[rows, one]
            accepted = (bar < gain) & (np.abs(odds) < FAR).all(1)
            moved, place = rows[accepted], one[accepted]
            cells[moved, :, place] = column[accepted]
            self.odds[moved, place], self.sticks[moved, place] = odds[accepted], stick[accepted]
            fall[accepted], taken[accepted] = new_fall[accepted], new_taken[accepted]
            left[accepted] = new_left[accepted]
            level = np.where(accepted, reached, level)

    def _level(self, cells: Floats, none: Floats, weights: Floats, change: Floats | float = 0.0) -> Floats:
        """How well the classes explain the table; ``change`` is added to each combination's probability."""
        seen = (cells @ weights[..., None])[..., 0] + change
        return fit_of(self.counts, np.maximum(seen, LEAST), (none * weights).sum(1))


def _soft(logits: Floats) -> Floats:
    """log(1 + eˣ): minus the logarithm of one minus the chance."""
    soft: Floats = np.logaddexp(0, logits)
    return soft
