# SPDX-License-Identifier: Apache-2.0
"""The queue: what waits for somebody, each line leading to where it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.store import PAGE, PRESSING, Waits, Wanted
from kuzat.terms import kind_of
from kuzat.web import page
from kuzat.web.paging import Paging, asked_page
from kuzat.web.reading import COUNTED_AT_ONCE, Reading, reading
from kuzat.web.records import names
from kuzat.web.records.parts import Link

HEADS: dict[Waits, Promise] = {
    Waits.SECOND_READER: _("Waits for a second reader"),
    Waits.THREATENED: _("Threatened in the last weeks"),
    Waits.HELD: _("Held back"),
    Waits.TO_ERASE: _("Consent taken back or over, and something is kept"),
    Waits.ENDING: _("Consent that ends within a month"),
    Waits.CONTESTED: _("Accounts differ, none is followed"),
    Waits.REFUSED: _("Sheets of which rows were not taken"),
    Waits.SHARED_CODE: _("One code stands for several records"),
    Waits.ONE_VOICE: _("One source alone tells of it"),
    Waits.UNCODED: _("Told, and not coded yet"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """One sort of what waits, and how much of it there is; None where that was not looked for."""

    id: str
    head: Promise
    count: int | None
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One record that waits, and the event it belongs to."""

    id: str
    kind: str
    what: Link
    event: Link | None


def waiting(request: HttpRequest) -> HttpResponse:
    """The page of one sort, by default the most pressing of which there is something.

    In a large archive the stock of work is looked for when somebody asks for it, each sort by itself.
    """
    now = reading(request)
    what = request.GET.get("what", "")
    found = _found(now, [waits for waits in Waits if _is_looked_for(now, waits) or waits == what])
    shown = _asked(what, found)
    paging = Paging(
        number=asked_page(request.GET.get("page", "")), size=PAGE, total=len(found[shown])
    )
    start = (paging.number - 1) * PAGE
    context = {
        "sorts": sorts(found, shown),
        "head": HEADS[shown],
        "lines": _lines(now, found[shown][start : start + PAGE]),
        "paging": paging,
        "query": f"what={shown}",
        "drafts": len(store.access_drafts(now.archive, now.reader)),
        "has_second_reader": store.has_second_reader(now.archive, now.reader),
    }
    return page.show(request, "verifying/waiting.html", context)


def sorts(found: Mapping[Waits, tuple[str, ...]], shown: Waits | None = None) -> list[Sort]:
    """How much of each sort waits, within what the reader may see."""
    return [
        Sort(
            id=waits,
            head=head,
            count=len(found[waits]) if waits in found else None,
            is_shown=waits is shown,
        )
        for waits, head in HEADS.items()
    ]


def pressing(now: Reading) -> list[Sort]:
    """What asks for somebody today."""
    return [sort for sort in sorts(_found(now, PRESSING)) if sort.count]


def _is_looked_for(now: Reading, waits: Waits) -> bool:
    """Whether this sort is looked for with the page, or was before."""
    total = now.kept("events", lambda: store.access_events(now.archive, now.reader, Wanted(), size=1).total)
    return total <= COUNTED_AT_ONCE or waits in PRESSING or now.has_kept((Waits, waits))


def _found(now: Reading, wanted: Sequence[Waits]) -> Mapping[Waits, tuple[str, ...]]:
    """What waits, of these sorts."""
    new = [waits for waits in wanted if not now.has_kept((Waits, waits))]
    for waits, ids in store.access_waiting(now.archive, now.reader, new).items():
        now.kept((Waits, waits), partial(tuple, ids))
    return {waits: now.kept((Waits, waits), tuple) for waits in wanted}


def _asked(wanted: str, found: Mapping[Waits, tuple[str, ...]]) -> Waits:
    if wanted in found:
        return Waits(wanted)
    return next((waits for waits, ids in found.items() if ids), Waits.SECOND_READER)


def _lines(now: Reading, ids: tuple[str, ...]) -> list[Line]:
    rows = now.rows(ids)
    events = {id_: str(rows[id_]["event"]) for id_ in ids if rows.get(id_, {}).get("event")}
    known = names.names(now, [*ids, *events.values()])
    return [
        Line(id=id_, kind=kind_of(id_), what=_link(known, id_), event=_event(known, events.get(id_)))
        for id_ in ids
    ]


def _event(known: dict[str, str], id_: str | None) -> Link | None:
    return _link(known, id_) if id_ else None


def _link(known: dict[str, str], id_: str) -> Link:
    return Link(name=known[id_], address=names.address(id_))
