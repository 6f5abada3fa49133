# SPDX-License-Identifier: Apache-2.0
"""Search: words are posted, never in the address; what is found stands grouped by kind."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from kuzat import store
from kuzat.errors import KuzatError
from kuzat.records import KINDS
from kuzat.store import Hit
from kuzat.terms import kind_of
from kuzat.web import answers, labels, page
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.records.filters import Filters
from kuzat.web.searching import narrowing, saved

MOST = 200
LONGEST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One record that holds the words, and its event; ``whose`` where only others tell of it."""

    id: str
    name: str
    address: str
    day: str
    event_name: str
    event_address: str
    whose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was found of one kind, best match first."""

    label: str
    found: tuple[Found, ...]


def search(request: HttpRequest) -> HttpResponse:
    """The form, and below it what was found."""
    now = reading(request)
    words = request.POST.get("words", "").strip()[:LONGEST] if request.method == "POST" else ""
    hits = _called(now, words) + store.access_search(now.archive, now.reader, words, size=MOST)
    is_cut = len(hits) >= MOST
    context = {
        "words": words,
        "received_label": labels.STANDINGS["received"],
        "groups": _groups(now, hits),
        "total": len({hit.record for hit in hits}),
        "cut": is_cut,
        "saved": () if words else saved.saved(now),
        "facets": narrowing.facets(now, Filters(), words) if hits and not is_cut else None,
    }
    return answers.asked(request, search, page.show(request, "searching/search.html", context))


def _called(now: Reading, words: str) -> tuple[Hit, ...]:
    """The record that the whole text names: by its id, label or code of the organisation."""
    if not words:
        return ()
    try:
        id_ = store.access_reference(now.archive, now.reader, words)
    except KuzatError:
        return ()
    row = now.rows([id_]).get(id_, {})
    return (Hit(record=id_, kind=kind_of(id_), event=row.get("event"), title=None, start=None),)


def _groups(now: Reading, hits: Iterable[Hit]) -> tuple[Group, ...]:
    by_kind: dict[str, dict[str, Hit]] = defaultdict(dict)
    for hit in hits:
        by_kind[hit.kind].setdefault(hit.record, hit)
    called = names.names(now, [id_ for of in by_kind.values() for id_ in of])
    return tuple(
        Group(
            label=labels.kind(kind),
            found=tuple(_found(hit, called) for hit in by_kind[kind].values()),
        )
        for kind in KINDS
        if kind in by_kind
    )


def _found(hit: Hit, called: dict[str, str]) -> Found:
    elsewhere = hit.event is not None and hit.event != hit.record
    return Found(
        id=hit.record,
        name=called[hit.record],
        address=names.address(hit.record),
        day=labels.day(hit.start) if hit.start else "",
        event_name=hit.title or "" if elsewhere else "",
        event_address=names.address(hit.event) if elsewhere and hit.event else "",
        whose=", ".join(map(labels.whose, hit.tellers)),
    )
