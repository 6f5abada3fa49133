# SPDX-License-Identifier: Apache-2.0
"""Profile "open latent": the space of each dimension as a random walk that several streams of evidence see.

On each dimension a unit stands at θ, and its score is 100·Φ(θ). θ begins at N(0, 1), so that every score is
as likely as any other before anything is known, and moves each month by a step with heavy tails, σ·t(4)
(Fariss, "Respect for human rights has improved over time", APSR 108, 2014), plus κ for each law that came
into force. It is seen by

- coders: an answer k says that θ + leniency of the coder + ease of the item + error lies in the k-th fifth
  of the scale; each coder's errors have a size of their own (ordinal probit, as V-Dem's measurement model);
- outside indices: 100·Φ(θ + bias of the index), within the index's error;
- counts of stories: negative binomial with mean exp(α − β·θ)·R, R being how many could have reported.

A Gibbs sampler draws each in turn: answers' hidden values (Albert & Chib 1993), counts by Pólya-Gamma
variables (Polson, Scott & Windle 2013), heavy tails as normal steps of unequal variance, and each whole
walk at once.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc, gammaincinv, gammaln, ndtr, ndtri

from kuzat.civicspace import polyagamma, walk
from kuzat.civicspace.panel import ANSWERS, Panel

Floats = npt.NDArray[np.float64]

FREEDOM = 4.0  # of the t distribution of steps
FIRST = 1.0
FEWEST_STEPS = 2  # one step alone tells nothing of how wide steps are
# An answer k says that the score lies between 20·k and 20·(k + 1).
THRESHOLDS = np.concatenate([[-np.inf], ndtri(np.arange(1, ANSWERS) / ANSWERS), [np.inf]])
TELL = 10
_TINY = 1e-12


@dataclass(frozen=True, kw_only=True)
class Prior:
    """What is believed before the evidence; docs/method/civic-space.md prints every number.

    ``leniency``, ``ease`` and ``bias`` are standard deviations on the scale of θ; the inverse variance of a
    coder's error is 1/``error`` on average, worth ``trust`` observations. σ is uniform on (0, ``widest``).
    κ ~ N(0, ``law``²); α ~ N(0, ``level``²) and β ~ N(1, ``slope``²), β > 0; log φ ~ N(0, 1).
    """

    leniency: float = 0.3
    ease: float = 0.3
    bias: float = 0.3
    error: float = 0.5
    trust: float = 6.0
    widest: float = 0.3
    law: float = 0.3
    level: float = 2.0
    slope: float = 0.3


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How many chains and turns of each; how many turns are dropped first, and one in how many is kept."""

    chains: int = 4
    turns: int = 900
    dropped: int = 300
    step: int = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Draws:
    """Kept turns: θ as (turn, month, chain, dimension, unit), parameters as (turn, chain, …)."""

    panel: Panel
    theta: npt.NDArray[np.float32]
    parameters: dict[str, Floats]

    def scores(self) -> Floats:
        """Scores 0 to 100 as (draw, month, dimension, unit), the chains one after the other."""
        turns, months, chains, dimensions, units = self.theta.shape
        moved = np.moveaxis(self.theta, 2, 0).reshape(chains * turns, months, dimensions, units)
        scores: Floats = 100 * ndtr(moved.astype(np.float64))
        return scores


def sample(
    panel: Panel,
    random: np.random.Generator,
    *,
    prior: Prior | None = None,
    effort: Effort | None = None,
    told: Callable[[int], None] = lambda turns: None,
) -> Draws:
    """Run the chains; ``told`` hears how many turns were made since it was last told."""
    effort = effort or Effort()
    model = _Model(panel, random, prior or Prior(), effort.chains)
    theta: list[npt.NDArray[np.float32]] = []
    parameters: dict[str, list[Floats]] = {}
    for turn in range(effort.turns):
        model.turn()
        if turn >= effort.dropped and turn % effort.step == 0:
            theta.append(model.theta.astype(np.float32))
            for name, value in model.parameters().items():
                parameters.setdefault(name, []).append(value.copy())
        if turn % TELL == TELL - 1:
            told(TELL)
    return Draws(
        panel=panel,
        theta=np.array(theta),
        parameters={name: np.array(values) for name, values in parameters.items()},
    )


class _Model:
    """The state of all chains; arrays are (month, chain, dimension, unit), parameters (chain, …)."""

    def __init__(self, panel: Panel, random: np.random.Generator, prior: Prior, chains: int) -> None:
        self.panel, self.random, self.prior, self.chains = panel, random, prior, chains
        months, dimensions, units = panel.shape
        self.theta = np.broadcast_to(
            random.normal(0, FIRST, (chains, dimensions, units)), (months, chains, dimensions, units)
        ).copy()
        self.leniency = np.zeros((chains, len(panel.coders)))
        self.error = np.full((chains, len(panel.coders)), prior.error)
        self.ease = np.zeros((chains, len(panel.items)))
        self.bias = np.zeros((chains, len(panel.index_names)))
        each = (chains, dimensions, 1)
        self.sigma = prior.widest * random.uniform(0.1, 0.9, each)
        self.law = np.zeros(each)
        self.level, self.slope, self.spread = np.zeros(each), np.ones(each), np.ones(each)
        self.weights = np.ones((months, chains, dimensions, units))
        self.counts = np.nan_to_num(panel.counts)[:, None]
        self.counted = ~np.isnan(panel.counts)[:, None]
        self.laws = panel.laws[:, None]
        self.intensity = panel.intensity[:, None]

    def parameters(self) -> dict[str, Floats]:
        """What is drawn beside θ, by its name."""
        return {
            "leniency": self.leniency,
            "error": self.error,
            "ease": self.ease,
            "bias": self.bias,
            "sigma": self.sigma[..., 0],
            "law": self.law[..., 0],
            "level": self.level[..., 0],
            "slope": self.slope[..., 0],
            "spread": self.spread[..., 0],
        }

    def turn(self) -> None:
        """Draw everything once."""
        precision, pull = np.zeros_like(self.theta), np.zeros_like(self.theta)
        if len(self.panel.answer_values):
            self._add(precision, pull, self.panel.answer_places, *self._answers())
        if len(self.panel.index_values):
            self._add(precision, pull, self.panel.index_places, *self._indices())
        if self.counted.any():
            weight, seen = self._counts()
            precision += weight
            pull += weight * seen
        variance = self.sigma**2 / self.weights
        self.theta = walk.draw(precision, pull, self.law * self.laws, variance, FIRST, self.random)
        self._steps()
        self._move()

    def _add(
        self, precision: Floats, pull: Floats, places: npt.NDArray[np.int64], weight: Floats, seen: Floats
    ) -> None:
        """Add observations, (chain, observation), at their places."""
        months, dimensions, units = self.panel.shape
        size = months * dimensions * units
        for chain in range(self.chains):
            for target, value in ((precision, weight[chain]), (pull, weight[chain] * seen[chain])):
                summed = np.bincount(places, value, minlength=size)
                target[:, chain] += summed.reshape(months, dimensions, units)

    def _at(self, places: npt.NDArray[np.int64]) -> Floats:
        """θ at places, as (chain, place)."""
        _, dimensions, units = self.panel.shape
        month, rest = np.divmod(places, dimensions * units)
        dimension, unit = np.divmod(rest, units)
        return self.theta[month, :, dimension, unit].T

    def _answers(self) -> tuple[Floats, Floats]:
        """What the answers say of θ: their weights and values. Draws hidden values, coders and items."""
        panel, prior = self.panel, self.prior
        coder, item = panel.answer_coders, panel.answer_items
        theta = self._at(panel.answer_places)
        size = np.sqrt(self.error[:, coder])
        mean = theta + self.leniency[:, coder] + self.ease[:, item]
        low, high = THRESHOLDS[panel.answer_values], THRESHOLDS[panel.answer_values + 1]
        hidden = mean + size * self._between((low - mean) / size, (high - mean) / size)
        weight = 1 / self.error[:, coder]
        left, coders, items = hidden - theta, len(panel.coders), len(panel.items)
        self.leniency = self._effects(weight, left - self.ease[:, item], coder, coders, prior.leniency)
        self.ease = self._effects(weight, left - self.leniency[:, coder], item, items, prior.ease)
        left = left - self.leniency[:, coder] - self.ease[:, item]
        squares = self._sums(left**2, coder, coders)
        answers = np.bincount(coder, minlength=coders)
        rate = prior.trust * prior.error / 2 + squares / 2
        self.error = rate / self.random.standard_gamma(prior.trust / 2 + answers / 2, rate.shape)
        return 1 / self.error[:, coder], hidden - self.leniency[:, coder] - self.ease[:, item]

    def _indices(self) -> tuple[Floats, Floats]:
        """What the indices say of each month's θ: weights and values. Draws the bias of each index.

        An index is the mean of its months, each seen with an error of its own; these are drawn too, so that
        the months stay free to differ.
        """
        panel = self.panel
        theta, of, years = self._at(panel.index_places), panel.index_of, panel.index_years
        months = np.bincount(years)
        mean = self._sums(theta, years, len(months)) / months
        weight = np.broadcast_to(panel.index_errors**-2, mean.shape)
        left = panel.index_values - mean
        self.bias = self._effects(weight, left, of, len(panel.index_names), self.prior.bias)
        errors = panel.index_errors * np.sqrt(months)
        drawn = self.random.standard_normal(theta.shape) * errors[years]
        left = left - self.bias[:, of] - self._sums(drawn, years, len(months)) / months
        seen = theta + drawn + left[:, years]
        return np.broadcast_to(errors[years] ** -2, theta.shape), seen

    def _counts(self) -> tuple[Floats, Floats]:
        """What the counts say of θ: weights and values. Draws level, slope and spread."""
        self._draw_spread()
        log_spread = np.log(self.spread)
        offset = self.intensity - log_spread
        psi = self.level - self.slope * self.theta + offset
        omega = polyagamma.draw(self.counts + self.spread, psi, self.random) * self.counted
        omega = np.maximum(omega, _TINY)
        seen = (self.counts - self.spread) / (2 * omega) - offset
        omega = omega * self.counted
        self._draw_level(omega, seen)
        return omega * self.slope**2, (self.level - seen) / self.slope

    def _draw_level(self, omega: Floats, seen: Floats) -> None:
        """Level and slope of the counts' means given ``seen`` = level − slope·θ + error of variance 1/ω."""
        axes, prior = (0, 3), self.prior
        precision = omega.sum(axes) + prior.level**-2
        mean = (omega * (seen + self.slope * self.theta)).sum(axes) / precision
        self.level = self._normal(mean, precision)[..., None]
        precision = (omega * self.theta**2).sum(axes) + prior.slope**-2
        mean = ((omega * self.theta * (self.level - seen)).sum(axes) + prior.slope**-2) / precision
        size = precision**-0.5
        self.slope = (mean + size * self._between(-mean / size, np.full_like(mean, np.inf)))[..., None]
        self.slope = np.maximum(self.slope, 1e-3)

    def _draw_spread(self) -> None:
        """φ by a step of Metropolis on its logarithm, prior N(0, 1)."""
        proposed = self.spread * np.exp(self.random.normal(0, 0.3, self.spread.shape))
        mean = np.exp(self.level - self.slope * self.theta + self.intensity)
        gain = self._fit(proposed, mean) - self._fit(self.spread, mean)
        gain += (np.log(self.spread) ** 2 - np.log(proposed) ** 2)[..., 0] / 2
        taken = np.log(self.random.uniform(size=gain.shape)) < gain
        self.spread = np.where(taken[..., None], proposed, self.spread)

    def _fit(self, spread: Floats, mean: Floats) -> Floats:
        """The logarithm of the counts' probability, by chain and dimension, but for what has no φ in it."""
        both = self.counts + spread
        each = gammaln(both) - gammaln(spread) + spread * np.log(spread) - both * np.log(mean + spread)
        summed: Floats = np.where(self.counted, each, 0).sum((0, 3))
        return summed

    def _steps(self) -> None:
        """How wide steps are, how much each exceeds the rest, and what a law moves."""
        steps = np.diff(self.theta, axis=0)
        if steps.shape[0] * steps.shape[3] < FEWEST_STEPS:
            return
        laws = self.laws[1:]
        precision = (self.weights[1:] * laws**2).sum((0, 3)) / self.sigma[..., 0] ** 2 + self.prior.law**-2
        mean = (self.weights[1:] * laws * steps).sum((0, 3)) / self.sigma[..., 0] ** 2 / precision
        self.law = self._normal(mean, precision)[..., None]
        left = (steps - self.law * laws) ** 2
        rate = (FREEDOM + left / self.sigma**2) / 2
        self.weights[1:] = self.random.standard_gamma((FREEDOM + 1) / 2, rate.shape) / rate
        self._draw_sigma((self.weights[1:] * left).sum((0, 3)), left.shape[0] * left.shape[3])

    def _move(self) -> None:
        """Move all walks of a dimension together, and what they are compared with the other way.

        Nothing that was observed tells these states apart, only the priors do; one by one they would get
        there in thousands of turns. A step along a group of translations (Liu & Sabatti, Biometrika 87,
        2000).
        """
        prior, dimensions = self.prior, len(self.panel.dimensions)
        precision = np.full((self.chains, dimensions), len(self.panel.units) / FIRST**2)
        pull = -self.theta[0].sum(-1) / FIRST**2
        if self.counted.any():
            precision += self.slope[..., 0] ** 2 / prior.level**2
            pull -= (self.slope * self.level)[..., 0] / prior.level**2
        for effect, of, size in (
            (self.ease, self.panel.item_dimensions, prior.ease),
            (self.bias, self.panel.index_dimensions, prior.bias),
        ):
            precision += np.bincount(of, minlength=dimensions) / size**2
            pull += self._sums(effect, of, dimensions) / size**2
        by = self._normal(pull / precision, precision)
        self.theta += by[..., None]
        self.level += self.slope * by[..., None]
        self.ease -= by[:, self.panel.item_dimensions]
        self.bias -= by[:, self.panel.index_dimensions]

    def _draw_sigma(self, squares: Floats, steps: int) -> None:
        """σ given its steps, uniform up to the widest: σ⁻² is a gamma above a least value, by inversion."""
        shape, rate = (steps - 1) / 2, squares / 2
        least = gammainc(shape, rate / self.prior.widest**2)
        drawn = gammaincinv(shape, least + (1 - least) * self.random.uniform(size=rate.shape))
        self.sigma = np.sqrt(rate / np.maximum(drawn, _TINY))[..., None]

    def _effects(
        self, weight: Floats, left: Floats, of: npt.NDArray[np.int64], number: int, size: float
    ) -> Floats:
        """One effect for each coder, item or index, N(0, size²) a priori, from what is left to explain."""
        precision = self._sums(weight, of, number) + size**-2
        return self._normal(self._sums(weight * left, of, number) / precision, precision)

    def _sums(self, values: Floats, of: npt.NDArray[np.int64], number: int) -> Floats:
        rows = np.broadcast_to(values, (self.chains, len(of)))
        return np.array([np.bincount(of, row, minlength=number) for row in rows])

    def _normal(self, mean: Floats, precision: Floats) -> Floats:
        drawn: Floats = mean + self.random.standard_normal(mean.shape) / np.sqrt(precision)
        return drawn

    def _between(self, low: Floats, high: Floats) -> Floats:
        """Standard normal draws between two bounds; from the tail that is nearer, where Φ is exact."""
        turned = low > 0
        low, high = np.where(turned, -high, low), np.where(turned, -low, high)
        below, above = ndtr(low), ndtr(high)
        drawn = ndtri(below + (above - below) * self.random.uniform(size=low.shape))
        inside: Floats = np.clip(drawn, low, high)
        return np.where(turned, -inside, inside)
