# SPDX-License-Identifier: Apache-2.0
"""Searches that a member keeps under a name, and how much is new since they last looked.

In a kept search stand the words and conditions as they are; it is sealed as a whole. A page says of it
its name, its numbers and its id.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from kuzat import store
from kuzat.analysis import Unit
from kuzat.errors import Refused
from kuzat.store import Shelved
from kuzat.web import page
from kuzat.web.reading import Reading, reading
from kuzat.web.records import events, filters
from kuzat.web.records.filters import Filters

SORT = "search"
SEE_OTHER = 303
ID_BYTES, LONGEST_NAME = 16, 80
# Of a longer list nothing is remembered, so that it is not told what is new in it.
MOST_SEEN, SEEN_SIGNS = 5_000, slice(4, 16)


class NoName(Refused):
    """It needs a name."""

    code = "no_name"
    advice = "Give it one that says to you what it finds."


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A kept search: how many events it finds, and how many of them are new (None: not told)."""

    id: str
    name: str
    total: int
    new: int | None


def saved(now: Reading) -> tuple[Saved, ...]:
    """The member's kept searches, by name."""
    return tuple(_saved(now, one) for one in store.access_shelf(now.archive, now.reader, SORT))


def _saved(now: Reading, one: Shelved) -> Saved:
    found = _fitting(now, one)
    seen = one.content["seen"]
    new = None if seen is None else len({_short(id_) for id_ in found}.difference(seen))
    return Saved(id=one.id, name=one.name, total=len(found), new=new)


def searches(request: HttpRequest) -> HttpResponse:
    """The list of kept searches; a form keeps one, names it anew or throws it away.

    Raises `NoName`, `ShelfFull`, `NotOnShelf`, `NotAFilter`.
    """
    now = reading(request)
    if request.method != "POST":
        return page.show(request, "searching/saved.html", {"saved": saved(now)})
    id_ = request.POST.get("id", "")
    if request.POST.get("do") == "drop":
        store.unshelve(now.archive, SORT, id_)
    elif request.POST.get("do") == "rename":
        one = store.find_shelved(now.archive, now.reader, SORT, id_)
        store.shelve(now.archive, Shelved(sort=SORT, id=id_, name=name_of(request), content=one.content))
    else:
        _keep(now, name_of(request), filters.turned(request.POST.dict()))
    return HttpResponseRedirect("/searches", status=SEE_OTHER)


def name_of(request: HttpRequest) -> str:
    """The name that was typed. Raises `NoName`."""
    name = " ".join(request.POST.get("name", "").split())[:LONGEST_NAME]
    if not name:
        raise NoName()
    return name


def _keep(now: Reading, name: str, sent: dict[str, str]) -> None:
    asked = filters.read(sent, now.vocabulary, now.session.seal)
    content = {**asdict(asked), "words": sent.get("words", "").strip()}
    one = Shelved(sort=SORT, id=now.archive.random(ID_BYTES).hex(), name=name, content=content)
    _shelve_as_seen(now, one)


def look(request: HttpRequest, id: str) -> HttpResponse:
    """The events that a kept search finds, which from now on are not new. Raises `NotOnShelf`."""
    now = reading(request)
    one = store.find_shelved(now.archive, now.reader, SORT, id)
    _shelve_as_seen(now, one)
    asked, words = _asked(one)
    form = QueryDict(asked.query(now.session.seal), mutable=True)
    form["words"] = words
    if language := request.POST.get("language"):
        form["language"] = language
    request.POST, request.path = form, "/events"
    return events.events(request)


def _shelve_as_seen(now: Reading, one: Shelved) -> None:
    found = _fitting(now, one)
    seen = sorted(map(_short, found)) if len(found) <= MOST_SEEN else None
    content = {**one.content, "seen": seen}
    store.shelve(now.archive, Shelved(sort=SORT, id=one.id, name=one.name, content=content))


def _fitting(now: Reading, one: Shelved) -> frozenset[str]:
    asked, words = _asked(one)
    key = (SORT, one.id)
    return now.kept(key, lambda: store.access_fitting(now.archive, now.reader, asked.wanted(words)))


def _asked(one: Shelved) -> tuple[Filters, str]:
    said: dict[str, Any] = dict(one.content)
    return (
        Filters(
            where=said["where"],
            since=said["since"],
            until=said["until"],
            contested=said["contested"],
            unit=Unit(said["unit"]),
        ),
        said["words"],
    )


def _short(id_: str) -> str:
    return id_[SEEN_SIGNS]
