# SPDX-License-Identifier: Apache-2.0
"""The five ratings of civic space and the scores that they stand for.

The cuts are the CIVICUS Monitor's: 1–20 closed, 21–40 repressed, 41–60 obstructed, 61–80 narrowed, 81–100
open, after rounding half up to a whole number. That rounding is not in its method papers; it is the rule that
gives the published label of each country and year from 2022 to 2024 that is at hand (476 of 476).
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from kuzat.errors import Phrase, Refused

LEAST, MOST = 0, 100
# A score below the first of these is closed, below the second repressed, and so on.
CUTS = (20.5, 40.5, 60.5, 80.5)

Floats = npt.NDArray[np.float64]


class Band(StrEnum):
    """A rating, the most restricted first."""

    CLOSED = "closed"
    REPRESSED = "repressed"
    OBSTRUCTED = "obstructed"
    NARROWED = "narrowed"
    OPEN = "open"


BANDS = tuple(Band)
NAMES = {
    Band.CLOSED: Phrase("closed"),
    Band.REPRESSED: Phrase("repressed"),
    Band.OBSTRUCTED: Phrase("obstructed"),
    Band.NARROWED: Phrase("narrowed"),
    Band.OPEN: Phrase("open"),
}


class NotAScore(Refused):
    """{score} is not a score of civic space."""

    code = "not_a_score"
    advice = "Scores go from 0 (completely restricted) to 100 (completely unrestricted)."


def label(score: float | Decimal) -> Band:
    """The rating of a score from 0 to 100. Raises `NotAScore`.

    A score is rounded as it is written: 40.5 is 41, whatever its binary form.
    """
    exact = Decimal(str(score))
    if not exact.is_finite() or not LEAST <= exact <= MOST:
        raise NotAScore(score=score)
    whole = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    return BANDS[max(whole - 1, 0) // 20]


def shares(draws: Sequence[float] | Floats) -> dict[Band, float]:
    """How large a part of the draws of a score falls into each band; together 1."""
    places = numbers(np.asarray(draws, dtype=float).ravel())
    counts = np.bincount(places, minlength=len(BANDS))
    return {band: float(count) / places.size for band, count in zip(BANDS, counts, strict=True)}


def numbers(draws: Floats) -> npt.NDArray[np.int64]:
    """The place of each score's label in `BANDS`."""
    return np.searchsorted(CUTS, draws, side="right")
