# SPDX-License-Identifier: Apache-2.0
"""One person, group or body: what is said of it, and where it stands in events."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from kuzat import store
from kuzat.web import labels, page
from kuzat.web.linking.known import known
from kuzat.web.reading import Reading, Row, reading
from kuzat.web.records import accounts, names, timeline
from kuzat.web.records.days import seen_on
from kuzat.web.records.parts import Link
from kuzat.web.verifying import holding

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One act, involvement, information or intervention in which somebody stands, and its event."""

    what: Link
    event: Link | None
    day: str


def person(request: HttpRequest, id: str) -> HttpResponse:
    """The page of one person or body, today or on an earlier day. Raises `NoSuchRecord`, `NotADay`."""
    now = reading(request)
    as_of, then = seen_on(now, request)
    record = then.record(id)
    links = store.access_person_links(now.archive, now.reader, id, entries=then.entries)
    case = () if as_of else store.access_case(now.archive, now.reader, id)[:MOST]
    context = {
        "id": id,
        "as_of": as_of,
        "known": None if as_of else known(now, id),
        "name": names.name(then, id),
        "told": accounts.told(then, record),
        "erased": accounts.erased(now, id),
        "held": holding.held(now, id),
        "sealed": store.access_sealed(now.archive, now.reader, id, entries=then.entries),
        "victim": _places(then, links["victim"], "start"),
        "perpetrator": _places(then, links["perpetrator"], ""),
        "source": _places(then, links["source"], "published"),
        "party": _places(then, links["party"], "date"),
        "timeline": timeline.timeline(now, case),
        "cut": any(len(rows) > MOST for rows in links.values()),
    }
    return page.show(request, "records/person.html", context)


def _places(now: Reading, rows: Iterable[Row], dated: str) -> tuple[Place, ...]:
    dated_from = f"{dated}_from"
    rows = sorted(rows, key=lambda row: (dated and row[dated_from]) or "9999")[:MOST]
    acts = now.rows(row["act"] for row in rows if row.get("act"))
    events = {row["id"]: row["event"] or _event_of(row, acts) for row in rows}
    whats = {row["id"]: row.get("act") or row["id"] for row in rows}
    known = names.names(now, [*whats.values(), *filter(None, events.values())])
    return tuple(
        Place(
            what=Link(name=known[whats[row["id"]]], address=names.address(whats[row["id"]])),
            event=_link(known, events[row["id"]]),
            day=labels.day(row[dated]) if dated and row[dated] else "",
        )
        for row in rows
    )


def _event_of(row: Row, acts: dict[str, Row]) -> str | None:
    act = acts.get(row.get("act") or "")
    return act["event"] if act else None


def _link(known: dict[str, str], id_: str | None) -> Link | None:
    return Link(name=known[id_], address=names.address(id_)) if id_ else None
