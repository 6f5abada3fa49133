# SPDX-License-Identifier: Apache-2.0
"""How long the open rating takes, and how that grows with units and months: ``python -m bench.rating``.

Panels are invented: three answers and an index a year for each unit and dimension. The last two take minutes.
"""

import time
from collections.abc import Iterator

import numpy as np

from bench.table import Figure, Promise, lines
from kuzat.civicspace import INDICATORS, Answer, Index, Panel, months_between, panel_of, sample

SEED = 20_260_101
FIRST = 2015
REGIONS, COUNTRIES, YEARS = 8, 198, 10


def invented(units: int, years: int) -> Panel:
    """The evidence on so many units, from a level of each that does not move."""
    random = np.random.default_rng(SEED)
    names = [f"unit {number}" for number in range(units)]
    evidence: list[Answer | Index] = []
    for unit in names:
        for dimension in INDICATORS:
            level = float(random.uniform(10, 90))
            for year in range(FIRST, FIRST + years):
                score = min(max(level + float(random.normal(0, 3)), 6.0), 94.0)
                evidence.append(
                    Index(
                        year=year, dimension=dimension, unit=unit, name="index",
                        low=score - 5, score=score, high=score + 5,
                    )
                )  # fmt: skip
                for coder in ("a", "b", "c"):
                    value = int(min(max(level + float(random.normal(0, 10)), 0), 99) // 20)
                    evidence.append(
                        Answer(
                            month=f"{year}-06", dimension=dimension, unit=unit, coder=coder,
                            item=f"of {dimension}", value=value,
                        )
                    )  # fmt: skip
    months = months_between(f"{FIRST}-01", f"{FIRST + years - 1}-12")
    return panel_of(months, INDICATORS, names, evidence)


def seconds(units: int, years: int) -> float:
    """How long the default chains take."""
    panel = invented(units, years)
    begun = time.perf_counter()
    sample(panel, np.random.default_rng(SEED))
    return time.perf_counter() - begun


def figures() -> Iterator[Figure]:
    """Every figure, those with a promise first."""
    yield Figure(name="8 units, 120 months, s", value=seconds(REGIONS, YEARS), promise=Promise(most=10))
    yield Figure(name="198 units, 120 months, s", value=seconds(COUNTRIES, YEARS), promise=Promise(most=300))
    yield Figure(name="8 units, 60 months, s", value=seconds(REGIONS, YEARS // 2), below=True)
    yield Figure(name="50 units, 120 months, s", value=seconds(50, YEARS), below=True)


if __name__ == "__main__":
    print(*lines({COUNTRIES: list(figures())}), sep="\n")
