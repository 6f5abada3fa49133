# SPDX-License-Identifier: Apache-2.0
"""Draws read as ratings: a score with its interval, the probability of each band, and of a change."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from kuzat.civicspace.bands import Band, numbers, shares
from kuzat.civicspace.latent import Draws

Floats = npt.NDArray[np.float64]

INTERVAL = (0.05, 0.95)
YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What must be known of a unit before it is rated at all; else it reads "not rated".

    ``streams`` kinds of evidence (answers, indices, counts) on ``dimensions`` dimensions at least, and an
    interval no wider than ``width`` points.
    """

    dimensions: int = 3
    streams: int = 1
    width: float = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A score from 0 to 100: its mean and its 90 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LatentRating:
    """A unit in a month. ``bands`` sum to 1.

    ``change`` is by how many points the score of now differs from that of a year ago, ``fell`` and ``rose``
    the probabilities that it lies below or above it, and ``relabelled`` that its label is another one; None
    where there is no such month. ``rated`` is False where too little is known, and ``lacking`` names the
    dimensions without evidence.
    """

    month: str
    unit: str
    overall: Level
    dimensions: Mapping[str, Level]
    bands: Mapping[Band, float]
    change: Level | None
    fell: float | None
    rose: float | None
    relabelled: float | None
    rated: bool
    lacking: tuple[str, ...]

    @property
    def known(self) -> Mapping[str, Level]:
        """The dimensions of which something is known."""
        return {name: level for name, level in self.dimensions.items() if name not in self.lacking}


def read(draws: Draws, unit: str, month: str, demand: Demand | None = None) -> LatentRating:
    """The rating of one unit in one month.

    Overall is the mean of the dimensions of which something is known, of equal weight; the others are named
    as lacking, since their scores tell the prior alone.
    """
    demand = demand or Demand()
    panel = draws.panel
    at, of = panel.months.index(month), panel.units.index(unit)
    scores = draws.scores()[:, :, :, of]
    overall = scores[:, :, _known(draws, of, demand)].mean(2)
    now, level = overall[:, at], _level(overall[:, at])
    lacking = tuple(panel.dimensions[n] for n in np.flatnonzero(streams(draws)[:, of] < demand.streams))
    enough = len(panel.dimensions) - len(lacking) >= min(demand.dimensions, len(panel.dimensions))
    before = overall[:, at - YEAR] if at >= YEAR else None
    return LatentRating(
        month=month,
        unit=unit,
        overall=level,
        dimensions={name: _level(scores[:, at, n]) for n, name in enumerate(panel.dimensions)},
        bands=shares(now),
        change=None if before is None else _level(now - before),
        fell=None if before is None else float((now < before).mean()),
        rose=None if before is None else float((now > before).mean()),
        relabelled=None if before is None else float((numbers(now) != numbers(before)).mean()),
        rated=enough and level.high - level.low <= demand.width,
        lacking=lacking,
    )


def _known(draws: Draws, unit: int, demand: Demand) -> npt.NDArray[np.int64]:
    """The dimensions of which enough is known; all of them where it is none, and no rating comes of it."""
    found = np.flatnonzero(streams(draws)[:, unit] >= demand.streams)
    return found if len(found) else np.arange(len(draws.panel.dimensions))


def streams(draws: Draws) -> npt.NDArray[np.int64]:
    """How many kinds of evidence tell of each dimension and unit, (dimension, unit)."""
    panel = draws.panel
    _, dimensions, units = panel.shape
    found = np.asarray((~np.isnan(panel.counts)).any(0), dtype=np.int64)
    for places in (panel.answer_places, panel.index_places):
        at = np.zeros(dimensions * units, dtype=np.int64)
        at[places % (dimensions * units)] = 1
        found = found + at.reshape(dimensions, units)
    return found


def without_story(draws: Draws, unit: str, dimension: str, month: str) -> float:
    """By how many points the overall score of the last month would differ, had one story of a month not been.

    The draws are weighed anew by the probability of one story less (importance sampling): for the negative
    binomial with mean μ and φ that of y − 1 is y·(μ + φ)/(μ·(y − 1 + φ)) times that of y; φ differs from draw
    to draw. NaN where the month counts no story.
    """
    panel = draws.panel
    at = panel.months.index(month), panel.dimensions.index(dimension), panel.units.index(unit)
    count = panel.counts[at]
    if not count >= 1:
        return float("nan")
    turns, _, chains, _, _ = draws.theta.shape
    theta = draws.theta[:, at[0], :, at[1], at[2]].T.reshape(chains * turns).astype(float)
    level, slope, spread = (
        draws.parameters[name][:, :, at[1]].T.reshape(chains * turns) for name in ("level", "slope", "spread")
    )
    log_mean = level - slope * theta + panel.intensity[at]
    weights = 1 / (expit(log_mean - np.log(spread)) * (count - 1 + spread))
    overall = draws.scores()[:, -1, _known(draws, at[2], Demand()), at[2]].mean(1)
    return float(np.average(overall, weights=weights) - overall.mean())


def expected(draws: Draws, unit: str, dimension: str, random: np.random.Generator) -> Floats:
    """Draws of how many stories each month would bring, had it been like its θ: (draw, month)."""
    panel = draws.panel
    d, u = panel.dimensions.index(dimension), panel.units.index(unit)
    turns, months, chains, _, _ = draws.theta.shape
    theta = np.moveaxis(draws.theta[:, :, :, d, u], 2, 0).reshape(chains * turns, months).astype(float)
    level, slope, spread = (
        draws.parameters[name][:, :, d].T.reshape(chains * turns, 1) for name in ("level", "slope", "spread")
    )
    mean = np.exp(level - slope * theta + panel.intensity[:, d, u])
    return random.negative_binomial(spread, spread / (spread + mean)).astype(float)


def _level(draws: Floats) -> Level:
    low, high = np.quantile(draws, INTERVAL)
    return Level(mean=float(draws.mean()), low=float(low), high=float(high))
