# SPDX-License-Identifier: Apache-2.0
"""The overview: what waits, what an analyst wants to know first, and what the record cannot tell."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from kuzat import store
from kuzat.store import Wanted
from kuzat.web import labels, page
from kuzat.web.accountability import cases
from kuzat.web.analysis import beginning, figures, limits, monday
from kuzat.web.drawing import bars
from kuzat.web.reading import Reading, reading
from kuzat.web.records import events
from kuzat.web.records.filters import Filters
from kuzat.web.searching import saved

LATEST, OPEN = 6, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An event of which accounts differ, and in what."""

    line: events.Line
    properties: tuple[str, ...]


def home(request: HttpRequest) -> HttpResponse:
    """The first page after unlocking."""
    now = reading(request)
    years = figures.events_by(now, "year")
    regions = figures.events_by(now, "region")
    context = {
        "steps": beginning.steps(now),
        "monday": monday.groups(now),
        "due": cases.this_week(now),
        "saved": saved.saved(now),
        "figures": figures.totals(now),
        "events": years.total,
        "sources": years.sources,
        "years": bars.years(figures.by_value(years)),
        "maps": figures.maps(figures.by_value(regions)),
        "branches": figures.lines(now, figures.events_by(now, "branch"), Filters())[:10],
        "contested": years.contested,
        "open": _open(now),
        "latest": events.lines(now, store.access_events(now.archive, now.reader, Wanted(), size=LATEST).rows),
        "limits": limits.limits(now),
        "entries": now.archive.size(),
        "figure": now.figure(years),
        "today": now.today,
    }
    return page.show(request, "analysis/home.html", context)


def _open(now: Reading) -> tuple[Open, ...]:
    found = store.access_events(now.archive, now.reader, Wanted(contested=True), size=OPEN)
    return tuple(
        Open(
            line=line,
            properties=tuple(labels.property_(says) for says in now.record(line.id).contested),
        )
        for line in events.lines(now, found.rows)
    )
