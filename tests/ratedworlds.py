# SPDX-License-Identifier: Apache-2.0
"""Invented countries whose civic space is known, drawn from the model's own priors or against them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from kuzat.civicspace import Answer, Count, Index, Law, Panel, expected_range, months_between, panel_of
from kuzat.civicspace.latent import THRESHOLDS

Floats = npt.NDArray[np.float64]

ERROR = 0.25  # of the index, on the scale of the model


@dataclass(frozen=True, kw_only=True)
class World:
    """The evidence of one dimension, and the true scores as (month, country)."""

    panel: Panel
    truth: Floats


@dataclass(frozen=True, kw_only=True)
class Against:
    """In what a world differs from the model; as it stands, in nothing.

    ``reporting`` multiplies how many stories are told of by the last month, unknown to the panel; ``hidden``
    is by how much fewer of them are told of where space is narrow (an exponent of θ). ``shared`` is the size
    of an error that all coders of a country and year have in common, ``fear`` by how much all become more
    lenient in the last year. ``index`` multiplies the error of the index beyond what it publishes. ``fall``
    is the part of the countries that fall by one unit of θ in one month, with no law.
    """

    reporting: float = 1.0
    hidden: float = 0.0
    shared: float = 0.0
    fear: float = 0.0
    index: float = 1.0
    fall: float = 0.0


AGAINST_NOTHING = Against()


def world(
    countries: int,
    random: np.random.Generator,
    *,
    years: int = 2,
    coders: int = 5,
    against: Against = AGAINST_NOTHING,
) -> World:
    """Coders answer two items each June, an index appears each year, stories are counted each month."""
    months = months_between("2020-01", f"{2019 + years}-12")
    names = [f"country {n}" for n in range(countries)]
    laws = random.choice([-1, 0, 1], size=(len(months), countries), p=[0.02, 0.97, 0.01])
    theta = _walk(laws, random)
    if against.fall:
        falling = random.uniform(size=countries) < against.fall
        theta -= falling * (np.arange(len(months)) >= random.integers(1, len(months), countries)[:, None]).T
    level, slope, spread = random.normal(0, 1), abs(random.normal(1, 0.3)), np.exp(random.normal())
    sources = random.integers(1, 6, theta.shape)
    mean = np.exp(level - (slope - against.hidden) * theta) * sources
    mean *= np.linspace(1, against.reporting, len(months))[:, None]
    stories = random.negative_binomial(spread, spread / (spread + mean))
    evidence: list[Answer | Count | Index | Law] = list(
        _answers(theta, months, names, coders, random, against)
    )
    bias = random.normal(0, 0.3)
    for c, name in enumerate(names):
        for y in range(years):
            told = theta[12 * y : 12 * y + 12, c].mean() + bias + random.normal(0, ERROR * against.index)
            low, score, high = (float(100 * ndtr(told + by)) for by in (-ERROR, 0, ERROR))
            evidence.append(
                Index(year=2020 + y, dimension="d", unit=name, name="index", low=low, score=score, high=high)
            )
        for t, month in enumerate(months):
            evidence.append(
                Count(
                    month=month,
                    dimension="d",
                    unit=name,
                    stories=int(stories[t, c]),
                    sources=float(sources[t, c]),
                )
            )
            if laws[t, c]:
                evidence.append(Law(month=month, dimension="d", unit=name, step=int(laws[t, c])))
    return World(panel=panel_of(months, ["d"], names, evidence), truth=100 * ndtr(theta))


def _walk(laws: npt.NDArray[np.int64], random: np.random.Generator) -> Floats:
    sigma, law = random.uniform(0.02, 0.2), random.normal(0, 0.3)
    theta = np.empty(laws.shape)
    theta[0] = random.normal(size=laws.shape[1])
    for t in range(1, len(theta)):
        theta[t] = theta[t - 1] + sigma * random.standard_t(4, laws.shape[1]) + law * laws[t]
    return theta


def _answers(
    theta: Floats,
    months: tuple[str, ...],
    names: list[str],
    coders: int,
    random: np.random.Generator,
    against: Against,
) -> list[Answer]:
    leniency, ease = random.normal(0, 0.3, coders), random.normal(0, 0.3, 2)
    size = np.sqrt(1.5 / random.gamma(3, size=coders))
    seen = theta.copy()
    seen[-12:] += against.fear
    if against.shared:
        seen += np.repeat(random.normal(0, against.shared, (len(theta) // 12, theta.shape[1])), 12, axis=0)
    return [
        Answer(
            month=months[t],
            dimension="d",
            unit=name,
            coder=f"coder {r}",
            item=f"item {i}",
            value=int(
                np.searchsorted(
                    THRESHOLDS[1:-1], seen[t, c] + leniency[r] + ease[i] + size[r] * random.normal()
                )
            ),
        )
        for t in range(5, len(months), 12)
        for c, name in enumerate(names)
        for r in random.choice(coders, 3, replace=False)
        for i in range(2)
    ]


def false_alarms(random: np.random.Generator, worlds: int, scatter: float | None) -> float:
    """In how many of so many quiet worlds the last month of 37 is an alert; Poisson without scatter."""
    alarms = 0
    for _ in range(worlds):
        rate = random.uniform(0.2, 2)
        sources = random.integers(1, 8, 37)
        mean = rate * sources
        rates = mean if scatter is None else mean * random.gamma(scatter, 1 / scatter, 37)
        counts = random.poisson(rates)
        past = [(int(count), int(of)) for count, of in zip(counts[:-1], sources[:-1], strict=True)]
        bounds = expected_range(past, int(sources[-1]))
        alarms += bounds is not None and not bounds[0] <= counts[-1] <= bounds[1]
    return alarms / worlds
