# SPDX-License-Identifier: Apache-2.0
"""The overview: what waits, what an analyst wants to know first, and what the record cannot tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from kuzat import store
from kuzat.store import Wanted
from kuzat.web import labels, page
from kuzat.web.accountability import cases
from kuzat.web.analysis import beginning, figures, limits, monday
from kuzat.web.drawing import bars
from kuzat.web.reading import COUNTED_AT_ONCE, Reading, Row, reading
from kuzat.web.records import events
from kuzat.web.records.filters import Filters
from kuzat.web.searching import saved

LATEST, OPEN = 6, 8
FIGURES = "figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An event of which accounts differ, and in what."""

    line: events.Line
    properties: tuple[str, ...]


def home(request: HttpRequest) -> HttpResponse:
    """The first page after unlocking. What many events count to is counted when somebody asks for it."""
    now = reading(request)
    latest = store.access_events(now.archive, now.reader, Wanted(), size=LATEST)
    contested = store.access_events(now.archive, now.reader, Wanted(contested=True), size=OPEN)
    filings = monday.filings(now)
    is_counted = latest.total <= COUNTED_AT_ONCE or FIGURES in request.GET or now.has_kept(FIGURES)
    context = {
        "steps": beginning.steps(now),
        "monday": monday.groups(now),
        "filings": filings,
        "due": tuple(one for one in cases.this_week(now) if one not in filings),
        "saved": saved.saved(now),
        "events": latest.total,
        "contested": contested.total,
        "open": _open(now, contested.rows),
        "latest": events.lines(now, latest.rows),
        "entries": now.archive.size(),
        "today": now.today,
        **(_counted(now) if is_counted else {}),
    }
    return page.show(request, "analysis/home.html", context)


def _counted(now: Reading) -> dict[str, Any]:
    """What all that is held counts to; from then on it is at hand until the log grows."""
    now.kept(FIGURES, lambda: True)
    years, regions = figures.events_by(now, "year"), figures.events_by(now, "region")
    return {
        "figures": figures.totals(now),
        "sources": years.sources,
        "figure": now.figure(years),
        "years": bars.years(figures.by_value(years)),
        "maps": figures.maps(figures.by_value(regions)),
        "branches": figures.lines(now, figures.events_by(now, "branch"), Filters())[:10],
        "limits": limits.limits(now),
    }


def _open(now: Reading, rows: Iterable[Row]) -> tuple[Open, ...]:
    return tuple(
        Open(
            line=line,
            properties=tuple(labels.property_(says) for says in now.record(line.id).contested),
        )
        for line in events.lines(now, rows)
    )
