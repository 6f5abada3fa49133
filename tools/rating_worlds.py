# SPDX-License-Identifier: Apache-2.0
"""How often the rating's 90 % interval holds the truth in invented worlds, also against its assumptions."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from kuzat.civicspace import Effort, Panel, sample

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.ratedworlds import Against, world

COUNTRIES, OWN, OTHERS = 100, 20, 10
EFFORT = Effort(chains=2, turns=600, dropped=200, step=2)
WORLDS = {
    "the model's own": Against(),
    "three times as much is reported by the end, unnoticed": Against(reporting=3.0),
    "where space is narrow, less is reported, unnoticed": Against(hidden=1.5),
    "coders of a country and year err together (1.0)": Against(shared=1.0),
    "all coders are more lenient in the last year (1.0)": Against(fear=1.0),
    "the index errs twice as much as it publishes": Against(index=2.0),
    "a third of the countries fall at once (1.0), with no law": Against(fall=1 / 3),
}
HEAD = (
    "| world | countries | stories | held, % | too high by, points | width, points |",
    "|---|---|---|---|---|---|",
)


def rows() -> Iterator[str]:
    """One line for each world, with the counts of stories and without them."""
    yield from HEAD
    for name, against in WORLDS.items():
        worlds = OTHERS if against != Against() else OWN
        for counted in (True, False):
            held, high, width = measured(against, worlds, counted=counted)
            told = "counted" if counted else "left out"
            yield f"| {name} | {worlds * COUNTRIES} | {told} | {100 * held:.0f} | {high:+.1f} | {width:.0f} |"


def measured(against: Against, worlds: int, *, counted: bool) -> tuple[float, float, float]:
    """Over worlds and months: how many intervals hold the truth, the mean error, the mean width."""
    found = []
    for seed in range(worlds):
        known = world(COUNTRIES, np.random.default_rng(seed), against=against)
        panel = known.panel if counted else _uncounted(known.panel)
        scores = sample(panel, np.random.default_rng(100 + seed), effort=EFFORT).scores()[:, :, 0]
        low, high = np.quantile(scores, (0.05, 0.95), axis=0)
        held = (low <= known.truth) & (known.truth <= high)
        found.append((held.mean(), (scores.mean(0) - known.truth).mean(), (high - low).mean()))
    held_, too_high, width = np.mean(found, axis=0)
    return float(held_), float(too_high), float(width)


def _uncounted(panel: Panel) -> Panel:
    return replace(panel, counts=np.full_like(panel.counts, np.nan))
