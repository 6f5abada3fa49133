# SPDX-License-Identifier: Apache-2.0
"""The page of the rating: its interval over time, what moved it, what it rests on, what it cannot tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.errors import Refused
from kuzat.terms import places
from kuzat.web import labels, page
from kuzat.web.analysis import limits
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names

if TYPE_CHECKING:
    from kuzat.civicspace import Coded, Declared, LatentRating, Material, OpenRating, Story

MOST_STORIES = 60
HOME = "KG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One name with a score and its interval, or without where it is not rated."""

    name: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A story, the dimension it tells of, and by how many points the score would differ without it."""

    month: str
    name: str
    address: str
    dimension: str
    sources: int
    law: int
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One answer down to its statement; ``by`` is its coder's number, which says nothing of who it is."""

    item: str
    dimension: str
    month: str
    place: str
    value: int
    by: int
    address: str


def rating(request: HttpRequest) -> HttpResponse:
    """The rating, for members who see all; the page says why where there is none. Raises `NotForThisRole`."""
    now = reading(request)
    counts = request.GET.get("counts") == "1"
    material = now.kept("civic", lambda: store.access_civic_space(now.archive, now.reader))
    context = {
        "counts": counts,
        "stories": _moved(now, material, None),
        "reasons": _reasons(material),
        "compatible": _compatible(material),
        "agreement": _agreement(material),
        "unclear": material.unclear,
        "dimensions": _dimensions(),
        "published": _published(),
        "entries": material.entries,
        "erasures": material.erasures,
        "today": now.today,
        "limits": limits.limits(now),
    }
    try:
        rated = now.kept(("rating", counts), lambda: _rated(material, counts))
    except Refused as error:
        return page.show(request, "civicspace/rating.html", {**context, "refused": error.sentence(_)})
    return page.show(request, "civicspace/rating.html", {**context, **_shown(now, material, rated)})


def _rated(material: "Material", counts: bool) -> "OpenRating":
    from kuzat.civicspace import rate_openly

    return rate_openly(material, counts=counts)


def _shown(now: Reading, material: "Material", rated: "OpenRating") -> dict[str, Any]:
    from kuzat.civicspace import COUNTRY
    from kuzat.web.civicspace import curve

    last = rated.of(COUNTRY)
    return {
        "last": last,
        "told": _told(last),
        "bands": [(_band(band), round(100 * share)) for band, share in last.bands.items()],
        "fell": None if last.fell is None else round(100 * last.fell),
        "curve": curve.draw({month: rated.of(COUNTRY, month) for month in rated.months}),
        "parts": [
            Line(name=_dimension(name), told="—" if name in last.lacking else _level(level))
            for name, level in last.dimensions.items()
        ],
        "regions": list(_regions(material, rated)),
        "weights": _weights(last),
        "nearest": _nearest(last),
        "r_hat": f"{rated.unsteady:.2f}",
        "stories": _moved(now, material, rated),
    }


def _told(one: "LatentRating") -> str:
    return _level(one.overall) if one.rated else _("not rated")


def _level(level: Any) -> str:
    return f"{level.mean:.0f} ({level.low:.0f} – {level.high:.0f})"


def _band(band: Any) -> str:
    from kuzat.civicspace import NAMES

    return NAMES[band].said(_)


def _dimension(name: str) -> str:
    return str(labels.term(f"freedom.{name}"))


def _dimensions() -> list[tuple[str, str]]:
    from kuzat.civicspace import INDICATORS

    return [(f"/rating/answer/{name}", _dimension(name)) for name in INDICATORS]


def _regions(material: "Material", rated: "OpenRating") -> Iterator[Line]:
    """Every region of the countries that are spoken of, also those of which too little is known."""
    countries = {place.parent for id_ in material.regions if (place := places.get(id_)) and place.parent}
    for country in sorted(countries):
        for place in places.inside(country):
            told = _told(rated.of(place.id)) if place.id in rated.units else _("not rated")
            yield Line(name=str(labels.place(place.id)), told=told)


def _weights(last: "LatentRating") -> list[Line]:
    """The mean of the score where one dimension is left out, of those of which anything is known.

    Nothing where the unit is not rated, since that would be a rating.
    """
    if not last.rated:
        return []
    known = {name: level.mean for name, level in last.dimensions.items() if name not in last.lacking}
    if len(known) < 2:
        return []
    total = sum(known.values())
    return [
        Line(name=_dimension(name), told=f"{(total - mean) / (len(known) - 1):.0f}")
        for name, mean in known.items()
    ]


def _nearest(last: "LatentRating") -> dict[str, Any] | None:
    """Which other label is nearest, and how many points away."""
    from kuzat.civicspace import BANDS, CUTS, label

    if not last.rated:
        return None
    score, here = last.overall.mean, BANDS.index(label(round(last.overall.mean, 6)))
    cut = min(CUTS, key=lambda one: abs(one - score))
    other = CUTS.index(cut) if score >= cut else CUTS.index(cut) + 1
    return {"band": _band(BANDS[other]), "points": f"{abs(cut - score):.1f}"} if other != here else None


def _moved(now: Reading, material: "Material", rated: "OpenRating | None") -> list[Moved]:
    from kuzat.civicspace import COUNTRY, stories

    told = [one for one in stories(material) if one.unit == COUNTRY][-MOST_STORIES:]
    called = names.stories(now, [one.name for one in told])
    return [
        Moved(
            month=one.month,
            name=called[one.name] if one.name not in one.events else names.name(now, one.name),
            address=names.address(one.events[0]),
            dimension=_dimension(one.dimension),
            sources=len(one.voices),
            law=one.step,
            without=_without(one, rated),
        )
        for one in reversed(told)
    ]


def _without(story: "Story", rated: "OpenRating | None") -> str:
    """By how many points the score would differ; empty where the story does not move it."""
    from kuzat.civicspace import without_story

    if rated is None or story.step or story.month not in rated.months:
        return ""
    moved = without_story(rated.draws, story.unit, story.dimension, story.month)
    return "" if isnan(moved) else f"{moved:+.1f}"


def _reasons(material: "Material") -> list[Reason]:
    """The answers that count, with their raters numbered."""
    from kuzat.civicspace import latest

    answers = sorted(latest(material.answers), key=_order)
    raters = {rater: number for number, rater in enumerate(sorted({one.rater for one in answers}), 1)}
    return [_reason(one, raters[one.rater]) for one in answers]


def _order(one: "Coded") -> tuple[str, str, str]:
    return one.dimension, one.item, one.month


def _reason(one: "Coded", by: int) -> Reason:
    return Reason(
        item=str(labels.term(one.item)),
        dimension=_dimension(one.dimension),
        month=one.month,
        place=str(labels.place(one.region)) if one.region else "",
        value=one.value,
        by=by,
        address=f"/statement/{one.record}/{one.statement}",
    )


def _agreement(material: "Material") -> str:
    from kuzat.civicspace import alpha, by_question

    found = alpha(by_question(material.answers))
    return _("undefined") if found is None else f"{found:.2f}"


def _compatible(material: "Material") -> dict[str, Any]:
    """The rating by the public rules and what it lacks; with other weights, and without each source."""
    from kuzat.civicspace import Declared, Reach, civicus_evidence, rate

    if not material.answers:
        return {}
    month = max(one.month for one in material.answers)

    def missing() -> str:
        try:
            names = rate(civicus_evidence(material, month, None)).missing
        except Refused:
            return ""  # the sentence in the place of the score names it
        return str(_("Missing: {names}.").format(names=", ".join(names)))

    def score(of: "Material", declared: Declared | None = None) -> str:
        try:
            return f"{rate(civicus_evidence(of, month, None), declared).score:.1f}"
        except Refused as error:
            return str(error.sentence(_))

    alike = Declared(weights=dict.fromkeys(Reach, 1.0))
    voices = sorted({one.voice for one in material.answers if one.voice and one.reach})
    return {
        "score": score(material),
        "missing": missing(),
        "alike": score(material, alike),
        "without": [score(material.without(voice)) for voice in voices],
        "declared": _declared(Declared()),
    }


def _declared(ours: "Declared") -> str:
    """What is set by us, since CIVICUS does not publish it."""
    return str(
        _(
            "Not published, and set by us: national, regional and international sources weigh {weights}; a "
            "month of a trend moves the score by {step}, a year of them by {most} at most."
        )
    ).format(
        weights=" : ".join(f"{weight:g}" for weight in ours.weights.values()),
        step=format(ours.step, "g"),
        most=format(ours.most, "g"),
    )


def _published() -> list[tuple[str, str]]:
    from kuzat.civicspace import PUBLISHED

    return [(one.when, f"{_band(one.band)} {one.score or ''}".strip()) for one in PUBLISHED]
