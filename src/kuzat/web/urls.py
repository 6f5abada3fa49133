# SPDX-License-Identifier: Apache-2.0
"""Where each page is. Addresses hold ids, terms, places and years, nothing that somebody said."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from kuzat.web import assets, refusals
from kuzat.web.analysis import count, home, regions
from kuzat.web.guide import about
from kuzat.web.records import event, events, person, record, statement, story
from kuzat.web.searching import search
from kuzat.web.unlocking import views as unlocking

View = Callable[..., HttpResponse]
ID = "(?P<id>{kind}-[0-9a-f]{{32}})"


def reads(view: View) -> View:
    """A page that takes no form."""

    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        if request.method == "POST":
            return refusals.not_understood(request)
        return view(request, **named)

    return answer


def takes_forms_only(view: View) -> View:
    """A door through which only forms go."""

    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        if request.method != "POST":
            return refusals.missing(request)
        return view(request, **named)

    return answer


urlpatterns = [
    path("", reads(home.home)),
    path("events", events.events),
    re_path(f"^event/{ID.format(kind='evt')}$", reads(event.event)),
    re_path(f"^person/{ID.format(kind='per')}$", reads(person.person)),
    re_path(f"^record/{ID.format(kind='[a-z]{3}')}$", reads(record.record)),
    re_path(
        r"^statement/(?P<record>[a-z]{3}-[0-9a-f]{32})/(?P<id>[0-9a-f]{64})$",
        reads(statement.statement),
    ),
    path("stories", reads(story.stories)),
    path("story/<str:sealed>", reads(story.story)),
    path("places", reads(regions.regions)),
    path("count", reads(count.count)),
    path("search", search.search),
    path("about", reads(about.about)),
    path("unlock", unlocking.unlock),
    path("lock", takes_forms_only(unlocking.lock)),
    path("desk.css", reads(assets.style)),
    path("kuzat.svg", reads(assets.sign)),
]

handler400 = refusals.not_understood
handler403 = refusals.not_allowed
handler404 = refusals.missing
handler500 = refusals.failed
