# SPDX-License-Identifier: Apache-2.0
"""What a rating is told in: dimensions, places and stories by their names in the reader's language."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kuzat.web import labels
from kuzat.web.reading import Reading
from kuzat.web.records import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kuzat import civicspace as c


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One name with what is told of it; ``address`` where there is more of it."""

    name: str
    told: str
    address: str = ""


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


def level(one: "c.Level") -> str:
    """A score with its interval."""
    return f"{one.mean:.0f} ({one.low:.0f} – {one.high:.0f})"


def score(one: "c.LatentRating | None") -> str:
    """The same of a rating, which may be none."""
    return level(one.overall) if one is not None and one.rated else _("not rated")


def band(one: "c.Band") -> str:
    """A label as people read it."""
    from kuzat.civicspace import NAMES

    return NAMES[one].said(_)


def dimension(name: str) -> str:
    """A dimension as people read it."""
    return str(labels.term(f"freedom.{name}"))


def dimensions() -> list[tuple[str, str]]:
    """The form of each dimension, and what it is called."""
    from kuzat.civicspace import INDICATORS

    return [(f"/rating/answer/{name}", dimension(name)) for name in INDICATORS]


def bands(last: "c.LatentRating") -> list[tuple[str, int]]:
    """Each label with its probability in per cent."""
    return [(band(one), round(100 * share)) for one, share in last.bands.items()]


def change(last: "c.LatentRating") -> dict[str, Any] | None:
    """By how much the score differs from a year ago, and how likely a change is a change."""
    if not last.rated or last.change is None or last.fell is None or last.relabelled is None:
        return None
    by = last.change
    return {
        "points": f"{by.mean:+.0f} ({by.low:+.0f} – {by.high:+.0f})",
        "fell": round(100 * last.fell),
        "relabelled": round(100 * last.relabelled),
    }


def parts(last: "c.LatentRating") -> list[Line]:
    """Each dimension with its score, or a dash where nothing is known of it."""
    return [
        Line(name=dimension(name), told=level(one) if name in last.known else "—")
        for name, one in last.dimensions.items()
    ]


def regions(told: "c.Account") -> list[Line]:
    """Each region with its score; those that are rated lead to a page of their own."""
    return [
        Line(
            name=str(labels.place(id_)),
            told=score(one),
            address=f"/rating?region={id_}" if one is not None else "",
        )
        for id_, one in told.regions.items()
    ]


def weights(told: "c.Account") -> list[Line]:
    """The score without each dimension."""
    return [Line(name=dimension(name), told=f"{mean:.0f}") for name, mean in told.parts.items()]


def without(material: "c.Material", left: "Iterable[c.Without]") -> list[Line]:
    """The score without each rater, by number, and without each index."""
    from kuzat.civicspace import Part, raters

    numbers = raters(material)

    def called(one: "c.Without") -> str:
        if one.part is Part.RATER:
            return str(_("coder %(number)s")) % {"number": numbers[one.name]}
        return str(labels.term(f"index.{one.name}"))

    return [Line(name=called(one), told=score(one.rating)) for one in left]


def nearest(told: "c.Account") -> dict[str, Any] | None:
    """Which other label is nearest, how far, and what each dimension alone would have to read."""
    near = told.nearest
    if near is None:
        return None
    now = told.rating.dimensions
    alone = [
        Line(name=dimension(name), told=f"{now[name].mean:.0f} → " + ("—" if to is None else f"{to:.0f}"))
        for name, to in near.alone.items()
    ]
    return {"band": band(near.band), "points": f"{near.points:.1f}", "alone": alone}


def stories(now: Reading, told: "Sequence[c.Moved]") -> list[Moved]:
    """Stories by their names, and what each moves."""
    called = names.stories(now, [one.story.name for one in told])
    return [_moved(now, one, called) for one in told]


def _moved(now: Reading, one: "c.Moved", called: "dict[str, str]") -> Moved:
    story = one.story
    return Moved(
        month=story.month,
        name=called[story.name] if story.name not in story.events else names.name(now, story.name),
        address=names.address(story.events[0]),
        dimension=dimension(story.dimension),
        sources=len(story.voices),
        law=story.step,
        without="" if one.points is None else f"{one.points:+.1f}",
    )


def reasons(material: "c.Material") -> list[Reason]:
    """The answers that count, with their raters numbered."""
    from kuzat.civicspace import latest, raters

    answers = sorted(latest(material.answers), key=lambda one: (one.dimension, one.item, one.month))
    numbers = raters(material)
    return [
        Reason(
            item=str(labels.term(one.item)),
            dimension=dimension(one.dimension),
            month=one.month,
            place=str(labels.place(one.region)) if one.region else "",
            value=one.value,
            by=numbers[one.rater],
            address=f"/statement/{one.record}/{one.statement}",
        )
        for one in answers
    ]


def given(material: "c.Material") -> list[Line]:
    """The outside indices that somebody said, each with its statement."""
    return [_given(one) for one in material.given]


def _given(one: "c.Given") -> Line:
    from kuzat.civicspace import RAW

    row = one.row
    of = "" if row["dimension"] == RAW else dimension(row["dimension"])
    error = f" ({row['low']} – {row['high']})" if row["low"] else ""
    place = str(labels.place(row["unit"])) if row["unit"] else ""
    return Line(
        name=str(labels.term(f"index.{row['name']}")),
        told=" · ".join(part for part in (f"{row['score']}{error}", row["year"], of, place) if part),
        address=f"/statement/{one.record}/{one.statement}",
    )


def agreement(material: "c.Material") -> str:
    """How far raters agree, or that it is undefined."""
    from kuzat.civicspace import alpha, by_coder

    found = alpha(by_coder(material.answers))
    return _("undefined") if found is None else f"{found:.2f}"


def cannot() -> list[str]:
    """What no such rating can tell."""
    from kuzat.civicspace import CANNOT

    return [one.said(_) for one in CANNOT]


def compatible(found: "c.Compatible") -> dict[str, Any]:
    """The rating by the public rules with its parts and its sensitivity, or what it lacks."""
    from kuzat.civicspace import COMPONENTS, called

    rating = found.rating
    if rating is None:
        return {"refused": found.lacking.sentence(_) if found.lacking else ""}
    year = f" ({rating.year})" if rating.year else ""
    parts_ = [
        Line(
            name=COMPONENTS[name].said(_) + (year if name == "key_scores" else ""),
            told="—" if value is None else f"{value:.1f}",
        )
        for name, value in rating.components.items()
    ]
    return {
        "score": f"{rating.score:.1f}",
        "band": band(rating.label),
        "month": found.month,
        "parts": parts_,
        "missing": rating.missing and _("Missing: {names}.").format(names=called(rating.missing).said(_)),
        "alike": _figure(found.alike),
        "without": [_figure(one) for one in found.without],
        "declared": _declared(rating.declared),
    }


def _figure(score: float | None) -> str:
    return _("not rated") if score is None else f"{score:.1f}"


def _declared(ours: "c.Declared") -> str:
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


def published() -> list[tuple[str, str]]:
    """What CIVICUS published of Kyrgyzstan: when, and which label."""
    from kuzat.civicspace import PUBLISHED

    return [(one.when, f"{band(one.band)} {one.score or ''}".strip()) for one in PUBLISHED]
