# SPDX-License-Identifier: Apache-2.0
"""Stories: events that belong together, from the first report to today."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from kuzat import store
from kuzat.analysis import Question
from kuzat.errors import Missing
from kuzat.store import Wanted
from kuzat.terms import kind_of
from kuzat.web import page
from kuzat.web.analysis import limits
from kuzat.web.paging import Paging, asked_page
from kuzat.web.reading import reading
from kuzat.web.records import names, parts, timeline
from kuzat.web.records.events import lines

LONGEST = 120
SIZE = 100


class NoSuchStory(Missing):
    """There is no such story."""

    code = "no_such_story"
    advice = "Choose it from the list of stories."


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One line of the list of stories."""

    name: str
    address: str
    events: int
    sources: int


def stories(request: HttpRequest) -> HttpResponse:
    """Every story with how many events and sources it has, the largest first."""
    now = reading(request)
    cells = now.count(Question(by=("story",))).cells
    named = [(cell.values[0], cell) for cell in cells if cell.values[0]]
    number = asked_page(request.GET.get("page", ""))
    shown = named[(number - 1) * SIZE : number * SIZE]
    called = names.stories(now, [name for name, _ in shown])
    found = [
        Story(
            name=called[name],
            address=f"/story/{now.session.seal.seal(name)}",
            events=cell.count,
            sources=cell.sources,
        )
        for name, cell in shown
    ]
    context = {
        "stories": found,
        "alone": sum(cell.count for cell in cells if not cell.values[0]),
        "paging": Paging(number=number, size=SIZE, total=len(named)),
        "limits": limits.limits(now),
    }
    return page.show(request, "records/stories.html", context)


def story(request: HttpRequest, sealed: str) -> HttpResponse:
    """One story as a line in time, with its events and interventions. Raises `NoSuchStory`."""
    now = reading(request)
    name = now.session.seal.open(sealed)
    found = store.access_events(now.archive, now.reader, Wanted(where={"story": name}), size=LONGEST)
    if not found.rows:
        raise NoSuchStory()
    events = tuple(sorted(found.rows, key=lambda row: row["start_from"] or "9999"))
    rows = timeline.of_story(now, events)
    stepped_in = [row for row in rows if kind_of(row["id"]) == "intervention"]
    context = {
        "name": names.stories(now, [name])[name],
        "sealed": sealed,
        "lines": lines(now, events),
        "total": found.total,
        "interventions": parts.interventions(now, stepped_in),
        "timeline": timeline.timeline(now, rows),
    }
    return page.show(request, "records/story.html", context)
