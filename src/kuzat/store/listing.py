# SPDX-License-Identifier: Apache-2.0
"""Which events a list asks for, as conditions on the readings."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    column,
    false,
    func,
    select,
    text,
    union,
)

from kuzat.analysis import Unit
from kuzat.store import counting, schema
from kuzat.store.projections import Projections
from kuzat.terms.text import tokens

# Records that belong to an event.
PARTS = ("act", "information", "intervention", "involvement", "chain")
# How a person stands in an event besides suffering or doing something.
STANDING = {"information": "source", "intervention": "party"}
FOUND = "SELECT r.id FROM search s JOIN record r ON r.key = s.rowid WHERE search MATCH :wanted"
FIRST_DAY, LAST_DAY = "0000", "9999"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events to list; ``where`` as in a `Question`.

    ``unit`` asks for the events in which such units are found, so that a count opens what it counted.
    ``contested`` asks for those of which accounts differ; ``since`` and ``until`` for those that may
    have been going on between these days.
    """

    where: Mapping[str, str] = field(default_factory=dict)
    unit: Unit = Unit.EVENT
    words: str = ""
    contested: bool = False
    since: date | None = None
    until: date | None = None


def matching(words: str) -> str:
    """The words as the search engine is asked for all of them; empty where there are none."""
    return " ".join(f'"{token}"' for token in tokens(words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """What a reader may not see: the words of some records, and of more records some statement.

    The former are found by no word; the latter tie no person to an event.
    """

    words: Collection[str] = ()
    partly: Collection[str] = ()


def conditions(
    frame: counting.Frame, projections: Projections, wanted: Wanted, unseen: Unseen
) -> list[ColumnElement[bool]]:
    """What each event must be; the tables that this needs are joined to ``frame``."""
    found = counting.conditions(frame, projections.vocabulary, wanted.where)
    if wanted.unit is not Unit.EVENT:
        found += [frame.counted.is_not(None), frame.event.c.id.is_not(None)]
    if wanted.contested:
        found.append(frame.contested())
    found += _going_on(frame, wanted)
    if wanted.words:
        asked = matching(wanted.words)
        found.append(frame.event.c.id.in_(_events_with(projections, asked, unseen)) if asked else false())
    return found


def _going_on(frame: counting.Frame, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Events with a date that may have been going on; an end that is open may last for ever."""
    event = frame.event
    if wanted.since or wanted.until:
        yield frame.start().is_not(None)
    if wanted.since:
        last = func.iif(event.c.end.is_not(None), event.c.end_to, event.c.start_to)
        yield func.coalesce(last, LAST_DAY) >= wanted.since.isoformat()
    if wanted.until:
        yield func.coalesce(event.c.start_from, FIRST_DAY) <= wanted.until.isoformat()


def belonging(projections: Projections, of: Any) -> list[Select[Any]]:
    """For each kind of record that belongs to an event: which of these records belong to which event."""
    tables = projections.tables
    parts = [
        select(tables[kind].c.id, tables[kind].c.event).where(tables[kind].c.id.in_(of))
        for kind in PARTS
    ]
    act, involvement = tables["act"], tables["involvement"]
    through = act.c.id == involvement.c.act
    by_act = select(involvement.c.id, act.c.event).where(through, involvement.c.id.in_(of))
    return [*parts, by_act.where(involvement.c.event.is_(None))]


def attached(projections: Projections, of: Any, unseen: Unseen) -> list[Select[Any]]:
    """For each way in which a person or body stands in an event: which of these stand in which event."""
    tables, facet = projections.tables, schema.facet
    act, involvement = tables["act"], tables["involvement"]
    victims = and_(facet.c.says == "act.victim", facet.c.record == act.c.id)
    events = func.coalesce(involvement.c.event, act.c.event)
    acts = involvement.outerjoin(act, act.c.id == involvement.c.act)
    by = involvement.c.perpetrator
    found = {
        "act": select(facet.c.value, act.c.event).where(victims, facet.c.value.in_(of)),
        "involvement": select(by, events.label("event")).select_from(acts).where(by.in_(of)),
    }
    for kind, name in STANDING.items():
        found[kind] = select(tables[kind].c[name], tables[kind].c.event).where(tables[kind].c[name].in_(of))
    return [query.where(tables[kind].c.id.not_in(unseen.partly)) for kind, query in found.items()]


def _events_with(projections: Projections, asked: str, unseen: Unseen) -> CompoundSelect[Any]:
    """The events of all records that hold the words, and those in which a person of that name stands."""
    hits = text(FOUND).bindparams(wanted=asked).columns(column("id")).cte("hits")
    event = projections.tables["event"]
    found = select(hits.c.id).where(hits.c.id.not_in(unseen.words))
    linked = [*belonging(projections, found), *attached(projections, found, unseen)]
    parts = [query.subquery() for query in linked]
    own = select(event.c.id).where(event.c.id.in_(found))
    return union(own, *(select(part.c.event) for part in parts))
