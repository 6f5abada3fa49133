# SPDX-License-Identifier: Apache-2.0
"""The list of events, narrowed down by what is chosen beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kuzat import store
from kuzat.store import PAGE
from kuzat.web import answers, labels, page
from kuzat.web.paging import Paging, asked_page
from kuzat.web.reading import Reading, Row, reading
from kuzat.web.records import choices, filters, names
from kuzat.web.searching import narrowing

SEE_OTHER = 303
# What a form sends whose reader wants to see by what the list can be narrowed down, however long that takes.
FACETS = "facets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event as it stands in a list."""

    id: str
    title: str
    day: str
    places: tuple[str, ...]
    topics: tuple[str, ...]
    direction: str
    direction_label: str
    status: str
    contested: int


def events(request: HttpRequest) -> HttpResponse:
    """Terms stand in the address; words are posted, so a form without words becomes an address.

    By what a long list can be narrowed down is counted when somebody asks for it.
    """
    now = reading(request)
    is_sent = request.method == "POST"
    sent = filters.turned(request.POST.dict()) if is_sent else request.GET.dict()
    asked = filters.read(sent, now.vocabulary, now.session.seal)
    words = sent.get("words", "").strip() if is_sent else ""
    counted = {FACETS: "1"} if sent.get(FACETS) else {}
    if is_sent and not words:
        parts = (asked.query(now.session.seal), urlencode(counted))
        address = f"{request.path}?{'&'.join(filter(None, parts))}"
        return HttpResponseRedirect(address.rstrip("?"), status=SEE_OTHER)
    number = asked_page(sent.get("page", ""))
    found = store.access_events(
        now.archive, now.reader, asked.wanted(words), start=(number - 1) * PAGE, size=PAGE
    )
    is_counted = bool(counted) or narrowing.is_at_hand(now, asked, words, found.total)
    context = {
        "lines": lines(now, found.rows),
        "total": found.total,
        "paging": Paging(number=number, size=PAGE, total=found.total),
        "query": asked.query(now.session.seal),
        "filters": asked,
        "can_count": not (words or asked.since or asked.until or asked.contested),
        "words": words,
        "carried": [*filters.carried(asked, now.session.seal), *counted.items()],
        "facets": narrowing.facets(now, asked, words) if is_counted else None,
        "chosen": choices.chosen(now, asked, request.path),
    }
    return answers.asked(request, events, page.show(request, "records/events.html", context))


def lines(reading: Reading, rows: Iterable[Row]) -> tuple[Line, ...]:
    """Rows of events as lines of a list."""
    rows = tuple(rows)
    ids = [row["id"] for row in rows]
    regions = reading.several(ids, "event.region")
    topics = reading.several(ids, "event.topic")
    return tuple(
        Line(
            id=row["id"],
            title=names.event(reading, row),
            day=span(row),
            places=tuple(map(labels.place, regions[row["id"]])),
            topics=tuple(map(labels.term, topics[row["id"]])),
            direction=(row["direction"] or "").rpartition(".")[2],
            direction_label=labels.term(row["direction"]) if row["direction"] else "",
            status=labels.term(row["status"]) if row["status"] else "",
            contested=row["contested"],
        )
        for row in rows
    )


def span(row: Row) -> str:
    """When something happened: one date, or from one to another."""
    days = dict.fromkeys(labels.day(row[name]) for name in ("start", "end") if row[name])
    return " – ".join(days)
