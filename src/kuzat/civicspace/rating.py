# SPDX-License-Identifier: Apache-2.0
"""The open rating of what an archive holds: which months and units, from which seed, and what it refuses.

Same evidence, same bytes: the seed is a digest of the evidence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from kuzat.analysis.estimation.mixing import r_hat
from kuzat.civicspace.civicus import INDICATORS
from kuzat.civicspace.evidence import COUNTRY, Material, evidence, stories
from kuzat.civicspace.latent import Draws, Effort, sample
from kuzat.civicspace.outside import Outside
from kuzat.civicspace.panel import Answer, Count, Index, Law, months_between, panel_of
from kuzat.civicspace.reading import LatentRating, read
from kuzat.errors import Refused

LONGEST, SHORTEST = 120, 13  # months; so that a year ago can be compared with


class NothingKnown(Refused):
    """Nothing is known by which civic space could be rated."""

    code = "nothing_known"
    advice = "kuzat rate items lists what can be answered; kuzat rate answer answers it."


class CountsAlone(Refused):
    """Stories alone do not rate civic space: they were gathered where possible, not each month alike."""

    code = "counts_alone"
    advice = "Have coders answer the form (kuzat rate items), or name outside indices with --indices."


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRating:
    """Draws of every month and unit; ``unsteady`` is the worst R-hat of the units' last month."""

    draws: Draws
    units: tuple[str, ...]
    months: tuple[str, ...]
    unsteady: float

    def of(self, unit: str, month: str | None = None) -> LatentRating:
        """The rating of a unit, of the last month if none is given."""
        return read(self.draws, unit, month or self.months[-1])


def newest(material: Material, known: Outside) -> str:
    """The last month of which anything is known. Raises `NothingKnown`."""
    ends = (f"{year:04}-12" for year in (*known.raw, *(one.year for one in known.indices)))
    months = (*material.months, *ends)
    if not months:
        raise NothingKnown()
    return max(months)


def rate_openly(
    material: Material,
    indices: Sequence[Index] = (),
    *,
    until: str | None = None,
    counts: bool = False,
    effort: Effort | None = None,
    told: Callable[[int], None] = lambda turns: None,
) -> OpenRating:
    """The open profile, up to a month or the last of which anything is known.

    ``counts`` lets the monthly counts of stories speak. Raises `NothingKnown` or `CountsAlone`.
    """
    known = [*material.months, *(f"{one.year:04}-{month}" for one in indices for month in ("01", "12"))]
    if until is not None:
        known = [*(month for month in known if month <= until), until]
    if not known:
        raise NothingKnown()
    last = max(known)
    # One month before anything is known, so that a law of the first month is a step from something.
    months = months_between(min(_earlier(min(known), 1), _earlier(last, SHORTEST - 1)), last)[-LONGEST:]
    units = _units(material, indices, counts)
    streams = list(evidence(material, months, units, indices, counts=counts))
    if not any(isinstance(one, (Answer, Index)) for one in streams):
        raise CountsAlone() if stories(material) else NothingKnown()
    panel = panel_of(months, INDICATORS, units, streams)
    draws = sample(panel, np.random.default_rng(_seed(months, units, streams)), effort=effort, told=told)
    return OpenRating(draws=draws, units=units, months=months, unsteady=_unsteady(draws))


def _earlier(month: str, by: int) -> str:
    """The month that lies so many months before another."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 - by
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _units(material: Material, indices: Sequence[Index], counts: bool) -> tuple[str, ...]:
    """The country, and regions of which more than counts is known, or anything where counts speak."""
    named = {one.region for one in material.answers if one.region} | {one.unit for one in indices}
    if counts:
        named |= material.regions
    return (COUNTRY, *sorted(named - {COUNTRY}))


def _seed(
    months: Sequence[str], units: Sequence[str], streams: Sequence[Answer | Index | Law | Count]
) -> int:
    said = repr((tuple(months), tuple(units), sorted(map(repr, streams))))
    return int.from_bytes(sha256(b"kuzat/rating/1\n" + said.encode()).digest())


def _unsteady(draws: Draws) -> float:
    """R-hat of each unit's overall position in the last month, the worst of them."""
    last = draws.theta[:, -1].mean(2)  # (turn, chain, unit)
    return max(float(r_hat(last[:, :, unit].astype(float))) for unit in range(last.shape[2]))
