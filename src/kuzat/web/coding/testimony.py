# SPDX-License-Identifier: Apache-2.0
"""Code from a sealed text: it is opened for a reason on the left, the record grows on the right.

Each showing of the text is a reading of its own and written down as such; keeping a draft and saying what
was coded show nothing. What goes into the open is held against the register of names first.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.records import SPAN
from kuzat.store import Act, Extent
from kuzat.web import page
from kuzat.web.coding import passages
from kuzat.web.coding.more import MORE, sheet_of
from kuzat.web.coding.passages import Piece
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.writing import forms
from kuzat.web.writing.forms import Sheet, Typed
from kuzat.web.writing.work import SEE_OTHER, TOKEN, Task, work

FORM = "sealed"


def testimony(request: HttpRequest, id: str, what: str) -> HttpResponse:
    """The form that asks why a sealed text is opened; as the answer to it, the text and what is made of it.

    An account that belongs to no event is tied to one first. Raises `NoSuchRecord`, `NotForThisRole`,
    `IdentityShut`, `Withheld`.
    """
    now = reading(request)
    extents = store.access_extents(now.archive, now.reader, id)
    event = now.row(now.record(id))["event"]
    if not event or not now.state(event):
        return HttpResponseRedirect(f"/account/{id}/account", status=SEE_OTHER)
    reason = request.POST.get("reason", "").strip()
    if not extents or not reason:
        return _asked(request, now, id, is_empty=not extents)
    number = passages.part(request.GET.get("part", ""), len(extents))
    task = _task(request, now, (id, what, event), extents, number, reason)
    answer = work(request, now, task)
    answer.is_shown_once = True
    return answer


def _asked(request: HttpRequest, now: Reading, id: str, *, is_empty: bool) -> HttpResponse:
    """Ask for the reason, or say that there is nothing to open."""
    context = {
        "id": id,
        "name": names.name(now, id),
        "address": names.address(id),
        "reason": "",
        "is_open": is_empty,
        "lines": [],
    }
    return page.show(request, "identities/opening.html", context)


def _task(
    request: HttpRequest,
    now: Reading,
    of: tuple[str, str, str],
    extents: Sequence[Extent],
    number: int,
    reason: str,
) -> Task:
    id, what, event = of
    shown = extents[number - 1]
    sheet = _sheet(now, of, shown, reason)
    return Task(
        sheet=sheet,
        record=id,
        plan=lambda typed: _plan(now, of, sheet, typed),
        back=request.get_full_path(),
        after=f"/event/{event}",
        opening=TOKEN not in request.POST,
        template="coding/account.html",
        context={
            "heading": MORE[what].heading,
            "of": names.name(now, event),
            "event": event,
            "account": names.name(now, id),
            "quoted": shown.basis,
            "reason": reason,
            "parts": range(1, len(extents) + 1) if len(extents) > 1 else (),
            "number": number,
            "kinds": [(name, more.heading, f"/account/{id}/sealed/{name}") for name, more in MORE.items()],
            "what": what,
            "asks_near": what == "act",
        },
    )


def _sheet(now: Reading, of: tuple[str, str, str], shown: Extent, reason: str) -> Sheet:
    id, what, event = of
    text = forms.Quotable(
        sentences=lambda: _sentences(now, id, shown, reason),
        holds=lambda basis: _holds(basis, shown),
    )
    return replace(sheet_of(now, what, event, text), id=f"{FORM}.{what}", act="release")


def _sentences(now: Reading, id: str, shown: Extent, reason: str) -> tuple[tuple[str, str], ...]:
    """The sentences of a sealed text; that it was opened is written down first."""
    opened = store.access_identity(now.archive, now.reader, id, reason).record
    said = (value.said for values in opened.values.values() for value in values)
    pieces = [Piece(start=0, said=one) for one in said if one.id == shown.statement]
    found = [(one.basis, one.text) for piece in pieces for one in passages.sentences(shown.basis, piece)]
    return ((shown.basis, _("The whole account")), *found)


def _holds(basis: str, shown: Extent) -> bool:
    """Whether a basis is the whole of a sealed text, or a part of it."""
    if basis == shown.basis:
        return True
    found = SPAN.search(basis)
    if found is None or basis != passages.span(shown.basis, int(found[1]), int(found[2])):
        return False
    return int(found[1]) < int(found[2]) <= shown.length


def _plan(now: Reading, of: tuple[str, str, str], sheet: Sheet, typed: Typed) -> Act:
    _id, what, event = of
    drafts = MORE[what].plan(now, event, sheet, typed)
    return store.plan_coded(now.archive, now.reader, drafts)
