# SPDX-License-Identifier: Apache-2.0
"""Rate civic space: the rating with its reasons, and the watch over its months."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kuzat.cli import bulletin
from kuzat.cli.app import Call, _, content_of, json_option, language, main, progress, with_archive
from kuzat.cli.reading import NoEnd
from kuzat.collection import read
from kuzat.store import (
    Archive,
    access_civic_space,
    access_titles,
    entries_until,
    reader_of,
)
from kuzat.terms import dates, ids, places
from kuzat.terms.languages import LANGUAGES
from kuzat.terms.vocabulary import load

if TYPE_CHECKING:
    from kuzat.civicspace import (
        CivicusRating,
        LatentRating,
        Level,
        Material,
        OpenRating,
        Outside,
        Watched,
        Without,
    )

CIVICUS, LATENT = "civicus", "latent"
NOT_THEIRS = _("This is not CIVICUS' own number: its sources, weights and coders are not public.")
DECLARED = _(
    "Not published, and set by us: national, regional and international sources weigh {weights}; a month of "
    "a trend moves the score by {step}, a year of them by {most} at most."
)
UNCOUNTED = _(
    "Stories were gathered where it was possible, so their number says as much of who reports as of civic "
    "space: they are listed and do not move the score. Use --counts where each month was gathered alike."
)


@main.group(
    "rate", invoke_without_command=True, help=_("Rate civic space, with an interval and what it rests on.")
)
@click.option(
    "--profile",
    type=click.Choice([LATENT, CIVICUS]),
    default=LATENT,
    show_default=True,
    help=_("Our own model, or the public rules of the CIVICUS Monitor."),
)
@click.option("--as-of", "day", help=_("As it stood at the end of a day, such as 2025-01-31."))
@click.option("--month", help=_("The month that is rated; the last of which anything is known, if left out."))
@click.option("--region", help=_("A region, where it is not the whole country."))
@click.option(
    "--indices",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("A sheet of outside indices: year, dimension, unit, name, low, score, high."),
)
@click.option("--counts", is_flag=True, help=_("Let the number of stories speak: they were gathered alike."))
@click.option("--entry", type=click.IntRange(1), help=_("As it stood after so many entries of the log."))
@click.option(
    "--bulletin",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Write it as a bulletin to a new file: .html, .pdf or .docx."),
)
@click.option("--language", "tongue", type=click.Choice(LANGUAGES), help=_("The language of the bulletin."))
@click.option("--without", is_flag=True, help=_("Rate again without each rater and index (takes a while)"))
@with_archive
@json_option
@click.pass_context
def rate_group(context: click.Context, /, call: Call, **asked: Any) -> None:
    """The rating itself, where no other command follows."""
    if context.invoked_subcommand is None:
        _rate(call, **asked)


def _rate(
    call: Call,
    profile: str,
    day: str | None,
    month: str | None,
    region: str | None,
    path: Path | None,
    counts: bool,
    entry: int | None,
    out: Path | None,
    tongue: str | None,
    without: bool,
) -> None:
    from kuzat import civicspace as c

    bulletin.check(out)

    if month is not None and not c.is_month(month):
        raise click.UsageError(_("Name a month, such as 2024-05."))
    sheet = read(content_of(path), path.name).rows if path else ()
    place = places.find(region) if region else None
    unit = (place.id if place else region) or c.COUNTRY
    with call.open() as archive:
        entries = entry or _entries(archive, day)
        material = access_civic_space(archive, reader_of(archive), entries=entries)
        known = c.outside(material.given, (row.cells for row in sheet))
        last = month or c.newest(material, known)
        material = material.until(last)
        if out is not None:
            rated = _rated(material, known, last, counts)
            spoken = tongue or language()
            click.echo(
                bulletin.write(
                    archive, material, known, rated, unit=unit, counts=counts, out=out, language=spoken
                )
            )
            return
    if profile == CIVICUS:
        found = c.rate(c.civicus_evidence(material, last, c.scores_of(known.raw, last), unit))
        call.answer(
            _civicus_data(material, found, last, unit), lambda: _civicus_lines(material, found, last, unit)
        )
        return
    rated = _rated(material, known, last, counts)
    left = c.without_each(material, known.indices, unit=unit, until=last, counts=counts) if without else ()
    doubts = [one.said(_) for one in c.doubts(material, known, rated.months, unit)]
    call.answer(
        _open_data(material, rated, unit, counts)
        | {"doubts": doubts, "without": [_without_data(material, one) for one in left]},
        lambda: _open_lines(material, rated, unit, [*_without_lines(material, left), *doubts], counts),
    )


def _rated(material: "Material", known: "Outside", last: str, counts: bool) -> "OpenRating":
    from kuzat.civicspace import Effort, rate_openly

    with progress(_("Chains"), Effort().turns) as told:
        return rate_openly(material, known.indices, until=last, counts=counts, told=told)


def _entries(archive: Archive, day: str | None) -> int | None:
    if day is None:
        return None
    latest = dates.parse(day).latest
    if latest is None:
        raise NoEnd(day=day)
    return entries_until(archive, reader_of(archive), latest.isoformat())


def _read_from(material: "Material") -> dict[str, Any]:
    from kuzat.civicspace import CANNOT, alpha, by_coder

    return {
        "entries": material.entries,
        "erasures": material.erasures,
        "answers": len(material.answers),
        "unclear": material.unclear,
        "agreement": alpha(by_coder(material.answers)),
        "cannot": [one.said(_) for one in CANNOT],
    }


def _civicus_data(material: "Material", found: "CivicusRating", month: str, unit: str) -> dict[str, Any]:
    declared = found.declared
    return {
        **_read_from(material),
        "profile": CIVICUS,
        "note": NOT_THEIRS,
        "month": month,
        "unit": unit,
        "score": found.score,
        "rating": found.label.value,
        "components": dict(found.components),
        "key_scores_year": found.year,
        "adjustment": found.adjustment,
        "missing": list(found.missing),
        "declared": {
            "weights": {reach.value: weight for reach, weight in declared.weights.items()},
            "step": declared.step,
            "most": declared.most,
        },
    }


def _civicus_lines(material: "Material", found: "CivicusRating", month: str, unit: str) -> Iterator[str]:
    from kuzat.civicspace import COMPONENTS, called

    yield f"{month}  {_called(unit)}  {found.score:.1f}  {_named(found.label)}"
    yield NOT_THEIRS
    for name, value in found.components.items():
        year = f"  ({found.year})" if name == "key_scores" and value is not None else ""
        yield f"  {COMPONENTS[name].said(_):<24} {'—' if value is None else f'{value:.1f}'}{year}"
    if found.missing:
        yield _("Missing: {names}.").format(names=called(found.missing).said(_))
    declared = found.declared
    yield DECLARED.format(
        weights=" : ".join(f"{weight:g}" for weight in declared.weights.values()),
        step=format(declared.step, "g"),
        most=format(declared.most, "g"),
    )
    yield from _foot(material)


def _open_data(material: "Material", rated: "OpenRating", unit: str, counts: bool) -> dict[str, Any]:
    return {
        **_read_from(material),
        "profile": LATENT,
        "counts": counts,
        "r_hat": rated.unsteady,
        "units": {one: _level_data(rated.of(one)) for one in rated.units},
        "months": {month: _level_data(rated.of(unit, month)) for month in rated.months}
        if unit in rated.units
        else {},
        "stories": [_story_data(one) for one in _stories(material, unit)],
    }


def _level_data(rating: "LatentRating") -> dict[str, Any]:
    return {
        "rated": rating.rated,
        "score": rating.overall.mean if rating.rated else None,
        "interval": [rating.overall.low, rating.overall.high] if rating.rated else None,
        "bands": {band.value: share for band, share in rating.bands.items()} if rating.rated else None,
        "change": _interval(rating.change) if rating.rated and rating.change else None,
        "fell": rating.fell if rating.rated else None,
        "rose": rating.rose if rating.rated else None,
        "relabelled": rating.relabelled if rating.rated else None,
        "dimensions": {name: _interval(level) for name, level in rating.known.items()},
        "lacking": list(rating.lacking),
    }


def _interval(level: "Level") -> list[float]:
    return [level.low, level.mean, level.high]


def _stories(material: "Material", unit: str) -> list[Any]:
    from kuzat.civicspace import stories

    return [one for one in stories(material) if one.unit == unit]


def _story_data(story: Any) -> dict[str, Any]:
    return {
        "story": story.name,
        "month": story.month,
        "dimension": story.dimension,
        "law": story.step,
        "events": list(story.events),
        "sources": len(story.voices),
    }


def _without_data(material: "Material", one: "Without") -> dict[str, Any]:
    from kuzat.civicspace import Part, raters

    name = raters(material)[one.name] if one.part is Part.RATER else one.name
    return {"part": one.part.value, "name": name, "rating": one.rating and _level_data(one.rating)}


def _without_lines(material: "Material", left: "Iterable[Without]") -> Iterator[str]:
    from kuzat.civicspace import Part

    for one in left:
        told = _without_data(material, one)
        level = one.rating.overall if one.rating and one.rating.rated else None
        score = f"{level.mean:.0f}  ({level.low:.0f} – {level.high:.0f})" if level else _("not rated")
        if one.part is Part.RATER:
            yield _("Without rater {name}: {score}").format(name=told["name"], score=score)
        else:
            yield _("Without index {name}: {score}").format(name=told["name"], score=score)


def _open_lines(
    material: "Material", rated: "OpenRating", unit: str, more: Iterable[str], counts: bool
) -> Iterator[str]:
    month = rated.months[-1]
    if unit not in rated.units:
        yield f"{month}  {_called(unit)}  " + _("not rated")
    for one in rated.units if unit == "country" else [name for name in rated.units if name == unit]:
        yield from _unit_lines(one, rated.of(one))
    told = _stories(material, unit)
    yield _("{stories} stories, each counted once for each freedom.").format(stories=len(told))
    if not counts:
        yield UNCOUNTED
    yield from more
    yield from _foot(material)


def _unit_lines(unit: str, rating: "LatentRating") -> Iterator[str]:
    called = _called(unit)
    if not rating.rated:
        yield f"{rating.month}  {called}  " + _("not rated")
        if rating.lacking:
            yield "  " + _("Missing: {names}.").format(names=", ".join(map(_dimension, rating.lacking)))
        return
    level = rating.overall
    yield f"{rating.month}  {called}  {level.mean:.0f}  ({level.low:.0f} – {level.high:.0f})"
    yield "  " + ", ".join(f"{_named(band)} {100 * share:.0f} %" for band, share in rating.bands.items())
    for name, one in rating.dimensions.items():
        told = "—" if name in rating.lacking else f"{one.mean:.0f}  ({one.low:.0f} – {one.high:.0f})"
        yield f"  {_dimension(name):<32} {told}"
    if rating.change is not None and rating.fell is not None and rating.relabelled is not None:
        by = rating.change
        points = f"{by.mean:+.0f} ({by.low:+.0f} – {by.high:+.0f})"
        yield "  " + _("Points since a year before: {points}.").format(points=points)
        yield "  " + _("Lower than a year before with probability {share} %.").format(
            share=round(100 * rating.fell)
        )
        yield "  " + _("With another label than a year before with probability {share} %.").format(
            share=round(100 * rating.relabelled)
        )


def _called(unit: str) -> str:
    place = places.get(unit)
    return place.label(language()) if place else _("The country")


def _dimension(name: str) -> str:
    return load().term(f"freedom.{name}").label(language())


def _named(band: Any) -> str:
    from kuzat.civicspace import NAMES

    return NAMES[band].said(_)


def _foot(material: "Material") -> Iterator[str]:
    from kuzat.civicspace import CANNOT, alpha, by_coder

    agreed = alpha(by_coder(material.answers))
    yield _("Coders agree (Krippendorff's alpha): {alpha}.").format(
        alpha=_("undefined") if agreed is None else f"{agreed:.2f}"
    )
    yield from (one.said(_) for one in CANNOT)
    yield _("entry {entries}, erasures {erasures}").format(
        entries=material.entries, erasures=material.erasures
    )


@rate_group.command(
    "watch",
    help=_("Say whether a month brought more or fewer stories than before, as a draft; nothing is sent."),
)
@click.option("--month", required=True, help=_("The month that is looked at, such as 2024-05."))
@with_archive
@json_option
def watch_command(call: Call, month: str) -> None:
    """Each dimension with its expected range, and the stories and sources of those outside it."""
    from kuzat.civicspace import is_month, watch

    if not is_month(month):
        raise click.UsageError(_("Name a month, such as 2024-05."))
    with call.open() as archive:
        reader = reader_of(archive)
        watched = watch(access_civic_space(archive, reader), month)
        events = tuple(event for one in watched for story in one.stories for event in story.events)
        titles = access_titles(archive, reader, events, language())
    data = [
        {
            "dimension": one.dimension,
            "month": one.month,
            "stories": [_story_data(story) for story in one.stories],
            "sources": one.sources,
            "expected": None if one.least is None else [one.least, one.most],
            "alert": one.is_alert,
        }
        for one in watched
    ]
    call.answer(data, lambda: _watched_lines(watched, titles))


def _watched_lines(watched: "Iterable[Watched]", titles: Mapping[str, str]) -> Iterator[str]:
    for one in watched:
        told = f"{one.month}  {_dimension(one.dimension)}: {len(one.stories)}"
        if one.least is None:
            yield told + "  " + _("too few months with reports to compare with")
            continue
        yield told + "  " + _("expected {least} to {most}").format(least=one.least, most=one.most)
        if one.is_alert:
            yield "  " + _("Outside what was expected. Read the stories before you tell anybody:")
            for story in one.stories:
                first = story.events[0]
                yield f"    {ids.label(first)}  {titles.get(first, '')}  " + _("sources: {number}").format(
                    number=len(story.voices)
                )
    yield _("Where nothing changed, two to four months of a hundred are outside too, for each freedom.")
