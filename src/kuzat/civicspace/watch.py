# SPDX-License-Identifier: Apache-2.0
"""The watch: whether a month brought more or fewer stories than the months before let expect.

The rate of stories per source in earlier months is a gamma's, and a month's number is negative binomial with
the mean and variance that follow, widened by how much these months scatter (quasi-Poisson). A month outside
the middle 95 % is an alert. How often one comes where nothing changed is measured by simulation in
docs/method/civic-space.md; who looks at four dimensions each month meets one about that often four times.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import nbinom

from kuzat.civicspace.civicus import INDICATORS
from kuzat.civicspace.evidence import COUNTRY, Material, Story, intensity, stories
from kuzat.civicspace.panel import months_between

RANGE = (0.025, 0.975)
FEWEST, LONGEST = 12, 36
HALF = 0.5  # Jeffreys' prior of a Poisson rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One dimension in a month: its stories, and from how many to how many were expected.

    ``least`` and ``most`` are None where fewer than twelve earlier months had reports, or this one has none.
    """

    dimension: str
    month: str
    stories: tuple[Story, ...]
    sources: int
    least: int | None
    most: int | None

    @property
    def is_alert(self) -> bool:
        """Whether the number of stories lies outside what was expected."""
        if self.least is None or self.most is None:
            return False
        return not self.least <= len(self.stories) <= self.most


def expected_range(past: Sequence[tuple[int, int]], sources: int) -> tuple[int, int] | None:
    """From how many to how many stories a month with so many sources brings, by (stories, sources) before.

    None where fewer than twelve earlier months had any source, or this one has none.
    """
    seen = [(count, of) for count, of in past if of][-LONGEST:]
    if len(seen) < FEWEST or not sources:
        return None
    total, exposure = sum(count for count, _ in seen) + HALF, sum(of for _, of in seen)
    rate = total / exposure
    scatter = sum((count - rate * of) ** 2 / (rate * of) for count, of in seen) / (len(seen) - 1)
    mean = rate * sources
    variance = max(scatter, 1.0) * mean * (1 + sources / exposure)
    shape = mean**2 / (variance - mean)
    low, high = nbinom.ppf(RANGE, shape, shape / (shape + mean))
    return int(low), int(high)


def watch(material: Material, month: str) -> tuple[Watched, ...]:
    """Every dimension of the country in one month, held against the months before it."""
    told = [one for one in stories(material) if one.unit == COUNTRY and not one.step]
    reporting = intensity(material)
    first = min((*material.months, month))
    before = months_between(first, month)[:-1]
    now = reporting.get((month, COUNTRY), 0)
    found = []
    for dimension in INDICATORS:
        its = [one for one in told if one.dimension == dimension]
        past = [(sum(one.month == at for one in its), reporting.get((at, COUNTRY), 0)) for at in before]
        bounds = expected_range(past, now)
        found.append(
            Watched(
                dimension=dimension,
                month=month,
                stories=tuple(one for one in its if one.month == month),
                sources=now,
                least=bounds and bounds[0],
                most=bounds and bounds[1],
            )
        )
    return tuple(found)
