# SPDX-License-Identifier: Apache-2.0
"""Measure how a collection was fed: voices per event, languages, and regions that are silent."""

from collections import Counter

from sqlalchemy import distinct, func, select

from kuzat.analysis import Coverage
from kuzat.store import schema
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.counting import Frame
from kuzat.store.hearing import OFFICIAL
from kuzat.terms import places

RANKS = ("region", "city")


def access_coverage(archive: Archive, reader: Reader) -> Coverage:
    """What the whole collection rests on, read in one snapshot."""
    archive = admit(archive, reader)
    with archive.database.reading():
        by_region = _regions(archive)
        event = archive.projections.tables["event"]
        total, dated = archive.execute(
            select(func.count(), func.count(event.c.start)).select_from(event)
        ).one()
        placed = archive.execute(
            select(func.count(distinct(schema.facet.c.record))).where(
                schema.facet.c.says == "event.region"
            )
        ).scalar_one()
        return Coverage(
            events=total,
            undated=total - dated,
            unplaced=total - placed,
            voices=_voices(archive),
            languages=_languages(archive),
            official=_official(archive),
            regions={region: by_region[region] for region in _expected(by_region)},
        )


def _regions(archive: Archive) -> Counter[str]:
    facet = schema.facet
    query = (
        select(facet.c.value, func.count())
        .where(facet.c.says == "event.region")
        .group_by(facet.c.value)
    )
    return Counter({str(row[0]): int(row[1]) for row in archive.execute(query)})


def _expected(by_region: Counter[str]) -> tuple[str, ...]:
    """The regions and cities of the country that most events lie in."""
    countries: Counter[str] = Counter()
    for region, count in by_region.items():
        place = places.get(region)
        if place is not None and place.kind in RANKS and place.parent:
            countries[place.parent] += count
    if not countries:
        return ()
    country = min(countries, key=lambda id_: (-countries[id_], id_))
    return tuple(place.id for place in places.inside(country) if place.kind in RANKS)


def _voices(archive: Archive) -> dict[int, int]:
    frame = Frame(archive.projections)
    source = frame.source()
    each = (
        select(func.count(distinct(source)).label("heard"))
        .select_from(frame.joined)
        .group_by(frame.event.c.id)
        .subquery()
    )
    query = select(each.c.heard, func.count()).group_by(each.c.heard).order_by(each.c.heard)
    return {int(row[0]): int(row[1]) for row in archive.execute(query)}


def _languages(archive: Archive) -> dict[str | None, int]:
    table = archive.projections.tables["information"]
    query = select(table.c.language, func.count()).group_by(table.c.language)
    found: dict[str | None, int] = {row[0]: int(row[1]) for row in archive.execute(query)}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0] or "")))


def _official(archive: Archive) -> int:
    table = archive.projections.tables["information"]
    query = select(func.count()).select_from(table).where(table.c.official == OFFICIAL)
    return int(archive.execute(query).scalar_one())
