# SPDX-License-Identifier: Apache-2.0
"""How the open rating stands without each rater and each outside index, fitted anew without it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kuzat.civicspace.evidence import Material, raters
from kuzat.civicspace.latent import Effort
from kuzat.civicspace.panel import Index
from kuzat.civicspace.rating import CountsAlone, NothingKnown, rate_openly
from kuzat.civicspace.reading import LatentRating

# Shorter chains than those of the rating: their error by chance is 0.4 to 0.8 points, as standard deviation.
QUICK = Effort(chains=2, turns=450, dropped=150, step=2)


class Part(StrEnum):
    """What was left out: all that a coder answered or a report said, or one index in all years."""

    RATER = "rater"
    INDEX = "index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """The rating without one part; ``rating`` is None where nothing is left by which to rate.

    ``name`` is that of the index, or the rater's key, which is for comparing and never shown.
    """

    part: Part
    name: str
    rating: LatentRating | None


def without_each(
    material: Material,
    indices: Sequence[Index],
    *,
    unit: str,
    until: str,
    counts: bool = False,
    effort: Effort = QUICK,
) -> tuple[Without, ...]:
    """The rating of a unit in the month ``until`` without each part."""
    ratings = []
    for part, name, left, others in _partly(material, tuple(indices)):
        rating = _rated(left, others, unit, until, counts, effort)
        ratings.append(Without(part=part, name=name, rating=rating))
    return tuple(ratings)


def _partly(
    material: Material, indices: tuple[Index, ...]
) -> Iterator[tuple[Part, str, Material, tuple[Index, ...]]]:
    for rater in raters(material):
        left = tuple(one for one in material.answers if one.rater != rater)
        yield Part.RATER, rater, replace(material, answers=left), indices
    for name in sorted({one.name for one in indices}):
        yield Part.INDEX, name, material, tuple(one for one in indices if one.name != name)


def _rated(
    material: Material, indices: Sequence[Index], unit: str, until: str, counts: bool, effort: Effort
) -> LatentRating | None:
    try:
        rated = rate_openly(material, indices, until=until, counts=counts, effort=effort)
    except (CountsAlone, NothingKnown):
        return None
    return rated.of(unit) if unit in rated.units else None
