# SPDX-License-Identifier: Apache-2.0
"""Formulas of peers against what they published, where what goes into them is published too.

Fariss' latent protection of human rights, by ordinal items and a walk of each country as in version 4.02; and
the sums of CIRI. V-Dem's measurement model cannot be checked so: its coders' answers are in no such table.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from kuzat.civicspace import walk

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FARISS = "peers/fariss_lhrs_v4.02_1946_2021.csv"
CIRI, SUMMED = "peers/cirights_v1.22.11.25.csv", ("disap", "kill", "polpris", "tort")
INTERVALS = "peers/vdem_v15_polyarchy_libdem_with_intervals_1990_2024.csv"
# The items of the table, and whether a high code is bad.
ITEMS = {
    "DISAP": False,
    "KILL": False,
    "POLPRIS": False,
    "TORT": False,
    "Amnesty": True,
    "State": True,
    "HRW": True,
}
FIRST_YEAR = 1976
TURNS, DROPPED = 600, 200
SEED = 1
CUT_SIZE, STEP = 4.0, 0.12
SLOPE, SLOPE_SIZE = 4 / 3, 2 / 3  # mean and deviation of Fariss' Gamma(4, 3)
FREEDOM, WIDEST = 4.0, 1.0


@dataclass(frozen=True, kw_only=True)
class Coded:
    """Codes from 0 (worst) as (item, year, country), −1 where there is none; scores as published."""

    codes: Ints
    published: Floats


def coded(folder: Path) -> Coded:
    """The items of every country and year from 1976 on, and the published means."""
    with (folder / FARISS).open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if int(row["YEAR"]) >= FIRST_YEAR]
    years = sorted({int(row["YEAR"]) for row in rows})
    countries = sorted({row["COW"] for row in rows})
    codes = np.full((len(ITEMS), len(years), len(countries)), -1)
    published = np.full((len(years), len(countries)), np.nan)
    for row in rows:
        at = years.index(int(row["YEAR"])), countries.index(row["COW"])
        published[at] = float(row["theta_mean"])
        for n, name in enumerate(ITEMS):
            if row[name] not in ("", "NA"):
                codes[(n, *at)] = int(float(row[name]))
    for n, is_bad in enumerate(ITEMS.values()):
        known = codes[n] >= 0
        least, most = codes[n][known].min(), codes[n][known].max()
        codes[n][known] = most - codes[n][known] if is_bad else codes[n][known] - least
    return Coded(codes=codes, published=published)


def latent(codes: Ints, random: np.random.Generator, turns: int = TURNS, dropped: int = DROPPED) -> Floats:
    """The mean position of each year and country: ordinal probit, cutpoints of each year, steps σ·t(4).

    Published is the logit; its errors are wider by a constant, which the scale of θ takes up.
    """
    items, years, countries = codes.shape
    known = codes >= 0
    tops = [int(codes[n].max()) for n in range(items)]
    cuts = [np.tile(np.linspace(-2, 2, top), (years, 1)) for top in tops]
    slopes = np.full(items, SLOPE)
    theta = random.normal(0, 0.1, (years, countries))
    sigma, weights, total = 0.3, np.ones((years, countries)), np.zeros((years, countries))
    for turn in range(turns):
        precision, pull = np.zeros_like(theta), np.zeros_like(theta)
        for n in range(items):
            cuts[n] = _cuts(cuts[n], codes[n], slopes[n] * theta, random)
            hidden = _hidden(cuts[n], codes[n], slopes[n] * theta, random)
            slopes[n] = _slope(hidden[known[n]], theta[known[n]], random)
            precision += known[n] * slopes[n] ** 2
            pull += np.where(known[n], slopes[n] * hidden, 0)
        theta = walk.draw(precision, pull, np.zeros_like(theta), sigma**2 / weights, 1.0, random)
        steps = np.diff(theta, axis=0)
        rate = (FREEDOM + (steps / sigma) ** 2) / 2
        weights[1:] = random.standard_gamma((FREEDOM + 1) / 2, rate.shape) / rate
        shape, squares = (steps.size - 1) / 2, float((weights[1:] * steps**2).sum()) / 2
        sigma = min(float(np.sqrt(squares / random.standard_gamma(shape))), WIDEST)
        if turn >= dropped:
            total += theta
    return total / (turns - dropped)


def _edges(cuts: Floats) -> Floats:
    ends = np.full((len(cuts), 1), np.inf)
    return np.concatenate([-ends, cuts, ends], axis=1)


def _likelihood(cuts: Floats, codes: Ints, mean: Floats) -> Floats:
    """The logarithm of the probability of each year's codes."""
    edges, at = _edges(cuts), np.maximum(codes, 0)
    rows = np.arange(len(codes))[:, None]
    each = ndtr(edges[rows, at + 1] - mean) - ndtr(edges[rows, at] - mean)
    summed: Floats = np.where(codes >= 0, np.log(np.maximum(each, 1e-300)), 0).sum(1)
    return summed


def _cuts(cuts: Floats, codes: Ints, mean: Floats, random: np.random.Generator) -> Floats:
    """A step of Metropolis for the cutpoints of every other year, then of the rest; prior N(before, 4²)."""
    for first in (0, 1):
        moved = np.zeros((len(cuts), 1), dtype=bool)
        moved[first::2] = True
        proposed = cuts + np.where(moved, random.normal(0, STEP, cuts.shape), 0)
        gain = _likelihood(proposed, codes, mean) - _likelihood(cuts, codes, mean)
        gain += _near(proposed) - _near(cuts)
        taken = (np.log(random.uniform(size=len(cuts))) < gain) & (np.diff(proposed, axis=1) > 0).all(1)
        cuts = np.where(taken[:, None] & moved, proposed, cuts)
    return cuts


def _near(cuts: Floats) -> Floats:
    """The prior of each year's cutpoints, given those before and after."""
    apart = (np.diff(cuts, axis=0) ** 2).sum(1) / (2 * CUT_SIZE**2)
    first = (cuts[:1] ** 2).sum(1) / (2 * CUT_SIZE**2)
    near: Floats = -np.concatenate([first, apart]) - np.concatenate([apart, [0.0]])
    return near


def _hidden(cuts: Floats, codes: Ints, mean: Floats, random: np.random.Generator) -> Floats:
    edges, at = _edges(cuts), np.maximum(codes, 0)
    rows = np.arange(len(codes))[:, None]
    low, high = edges[rows, at] - mean, edges[rows, at + 1] - mean
    turned = low > 0
    low, high = np.where(turned, -high, low), np.where(turned, -low, high)
    below, above = ndtr(low), ndtr(high)
    drawn = np.clip(ndtri(below + (above - below) * random.uniform(size=low.shape)), -9, 9)
    return mean + np.where(turned, -drawn, drawn)


def _slope(hidden: Floats, theta: Floats, random: np.random.Generator) -> float:
    precision = float((theta**2).sum()) + SLOPE_SIZE**-2
    mean = (float((theta * hidden).sum()) + SLOPE / SLOPE_SIZE**2) / precision
    return max(float(random.normal(mean, precision**-0.5)), 0.05)


def agreement(told: Coded, found: Floats) -> Mapping[str, float]:
    """How far ours goes with what is published: over all, and within each year on average."""
    known = ~np.isnan(told.published) & (told.codes >= 0).any(0)
    within = [
        np.corrcoef(found[year][of], told.published[year][of])[0, 1]
        for year, of in enumerate(known)
        if of.sum() > 2
    ]
    return {
        "n": float(known.sum()),
        "all": float(np.corrcoef(found[known], told.published[known])[0, 1]),
        "within": float(np.mean(within)),
        "least": float(np.min(within)),
    }


def sums(folder: Path) -> tuple[int, int]:
    """How many rows of CIRI have the sum of their four items where a sum is published, and of how many."""
    with (folder / CIRI).open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["physint_sum"]]
    whole = [row for row in rows if all(row[name] not in ("",) and float(row[name]) >= 0 for name in SUMMED)]
    right = [sum(float(row[name]) for name in SUMMED) == float(row["physint_sum"]) for row in whole]
    return sum(right), len(right)


def intervals(folder: Path) -> tuple[int, int, float]:
    """How many of V-Dem's intervals hold their value, of how many; half of one in standard deviations."""
    with (folder / INTERVALS).open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["v2x_polyarchy_sd"]]
    names = ("_codelow", "", "_codehigh", "_sd")
    low, value, high, sd = np.array(
        [
            [float(row[f"v2x_polyarchy{name}"]) for name in names]
            for row in rows
            if float(row["v2x_polyarchy_sd"])
        ]
    ).T
    return int(((low <= value) & (value <= high)).sum()), len(value), float(np.median((high - low) / 2 / sd))


def rows(folder: Path) -> Iterator[str]:
    """The table of docs/method/civic-space.md."""
    told = coded(folder)
    found = agreement(told, latent(told.codes, np.random.default_rng(SEED)))
    right, of = sums(folder)
    held, whole, width = intervals(folder)
    yield "| peer | what was recomputed | found |"
    yield "|---|---|---|"
    yield (
        f"| Fariss, 4.02 | seven items since {FIRST_YEAR}, {found['n']:.0f} countries and years, cutpoints "
        f"of each year | correlation with the published mean {found['within']:.3f} within a year (least "
        f"{found['least']:.3f}), {found['all']:.3f} over all years |"
    )
    yield f"| CIRI | the sum of four items | equal on {right} of {of} rows |"
    yield (
        f"| V-Dem | what its interval is | holds the value on {held} of {whole} rows; half of it is "
        f"{width:.2f} of the published standard deviation |"
    )
