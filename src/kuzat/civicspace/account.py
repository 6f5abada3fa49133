# SPDX-License-Identifier: Apache-2.0
"""All that is told with a rating, as figures and no words: its history, what moved it, what it rests on.

In: what an archive holds, outside indices, a rating of them, and which unit. Out: one frozen value that a
page, a command and a bulletin show alike. Never: a figure of a unit that is not rated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isnan

from kuzat.civicspace.agreement import alpha
from kuzat.civicspace.bands import BANDS, CUTS, Band, label
from kuzat.civicspace.civicus import CivicusRating, Declared, NotRated, Reach, rate
from kuzat.civicspace.doubts import doubts
from kuzat.civicspace.evidence import COUNTRY, Material, Story, by_coder, civicus_evidence, stories
from kuzat.civicspace.outside import Outside, scores_of
from kuzat.civicspace.rating import OpenRating
from kuzat.civicspace.reading import LatentRating, without_story
from kuzat.errors import Phrase
from kuzat.terms import places

MOST_STORIES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A story, and by how many points the score would differ without it; None where it does not move it."""

    story: Story
    points: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The label that is nearest to that of a score: which, how many points away, and at which score.

    ``alone`` is what each dimension would have to read if it alone changed, None where it cannot.
    """

    band: Band
    points: float
    alone: Mapping[str, float | None] = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A rating with all that is told beside it.

    ``moved`` are the newest of so many ``stories``; ``parts`` is the score without each dimension of which
    something is known; ``regions`` those of the countries that are spoken of, None where not rated at all.
    """

    unit: str
    rating: LatentRating
    history: Mapping[str, LatentRating] = field(hash=False)
    moved: tuple[Moved, ...]
    stories: int
    parts: Mapping[str, float] = field(hash=False)
    nearest: Nearest | None
    regions: Mapping[str, LatentRating | None] = field(hash=False)
    unsteady: float
    agreement: float | None
    doubts: tuple[Phrase, ...]
    entries: int
    erasures: int

    @property
    def reading(self) -> str:
        """By what the same account can be made again: unit, month, entry and erasures, as one word."""
        where = f"{self.unit}/{self.rating.month}"
        return f"rating/{where}/entry-{self.entries}/erasures-{self.erasures}"


def account(material: Material, known: Outside, rated: OpenRating, unit: str = COUNTRY) -> Account:
    """The account of a unit, which must be one of the rating's, in its last month; nothing later is told."""
    rating, material = rated.of(unit), material.until(rated.months[-1])
    return Account(
        unit=unit,
        rating=rating,
        history={month: rated.of(unit, month) for month in rated.months},
        moved=moved(material, rated, unit),
        stories=sum(one.unit == unit for one in stories(material)),
        parts=_parts(rating),
        nearest=_nearest(rating),
        regions=dict(_regions(material, rated)),
        unsteady=rated.unsteady,
        agreement=alpha(by_coder(material.answers)),
        doubts=doubts(material, known, rated.months, unit),
        entries=material.entries,
        erasures=material.erasures,
    )


def moved(material: Material, rated: OpenRating | None, unit: str = COUNTRY) -> tuple[Moved, ...]:
    """The newest stories of a unit, at most `MOST_STORIES`, the newest first."""
    told = [one for one in stories(material) if one.unit == unit][-MOST_STORIES:]
    return tuple(Moved(story=one, points=_points(one, rated)) for one in reversed(told))


def _points(story: Story, rated: OpenRating | None) -> float | None:
    if rated is None or story.step or story.month not in rated.months or story.unit not in rated.units:
        return None
    points = without_story(rated.draws, story.unit, story.dimension, story.month)
    return None if isnan(points) else points


def _parts(rating: LatentRating) -> dict[str, float]:
    known = {name: level.mean for name, level in rating.known.items()}
    if not rating.rated or len(known) < 2:
        return {}
    total = sum(known.values())
    return {name: (total - mean) / (len(known) - 1) for name, mean in known.items()}


def _nearest(rating: LatentRating) -> Nearest | None:
    if not rating.rated:
        return None
    score = rating.overall.mean
    here = BANDS.index(label(round(score, 6)))
    # The cuts below and above the label that the score has; the nearer one.
    at, cut = min(
        ((n, CUTS[n]) for n in (here - 1, here) if 0 <= n < len(CUTS)), key=lambda one: abs(one[1] - score)
    )
    known = {name: level.mean for name, level in rating.known.items()}
    alone = {name: mean + (cut - score) * len(known) for name, mean in known.items()}
    return Nearest(
        band=BANDS[at if at < here else at + 1],
        points=abs(cut - score),
        alone={name: value if 0 <= value <= 100 else None for name, value in alone.items()},
    )


def _regions(material: Material, rated: OpenRating) -> Iterator[tuple[str, LatentRating | None]]:
    """Every region of the countries that are spoken of, also those of which too little is known."""
    named = material.regions | {unit for unit in rated.units if unit != COUNTRY}
    countries = {place.parent for id_ in named if (place := places.get(id_)) and place.parent}
    for country in sorted(countries):
        for place in places.inside(country):
            yield place.id, rated.of(place.id) if place.id in rated.units else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compatible:
    """The rating by CIVICUS' public rules; with all sources weighed alike, and without each of them.

    Each is None where the rules do not rate; then ``lacking`` names what is missing.
    """

    month: str
    rating: CivicusRating | None
    lacking: NotRated | None
    alike: float | None
    without: tuple[float | None, ...]


def compatible(material: Material, known: Outside, month: str, unit: str = COUNTRY) -> Compatible:
    """The compatible profile of a unit in a month, with its sensitivity."""
    scores = scores_of(known.raw, month)

    def rated(of: Material, declared: Declared | None = None) -> CivicusRating | NotRated:
        try:
            return rate(civicus_evidence(of, month, scores, unit), declared)
        except NotRated as error:
            return error

    found = rated(material)
    voices = sorted({one.voice for one in material.answers if one.voice and one.reach})
    return Compatible(
        month=month,
        rating=found if isinstance(found, CivicusRating) else None,
        lacking=found if isinstance(found, NotRated) else None,
        alike=_score(rated(material, Declared(weights=dict.fromkeys(Reach, 1.0)))),
        without=tuple(_score(rated(material.without(voice))) for voice in voices),
    )


def _score(found: CivicusRating | NotRated) -> float | None:
    return found.score if isinstance(found, CivicusRating) else None
