# SPDX-License-Identifier: Apache-2.0
"""An export of another program at the desk: its messages or forms, opened for a reason, decided singly."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.collection.incoming import MARKS
from kuzat.errors import KuzatError
from kuzat.store import ItemListed
from kuzat.web import labels, page
from kuzat.web.inbox.inbox import BACK, BAD, SEE_OTHER, WHY
from kuzat.web.reading import Reading, reading


def export(request: HttpRequest, id: str) -> HttpResponse:
    """Asked why, then a hundred of its items; one that is chosen is taken up or refused."""
    now = reading(request)
    came = store.find_export(now.archive, id)
    asked, found, error = request.POST, None, ""
    start, reason, words = _number(asked.get("start")) or 1, asked.get("reason"), asked.get("words", "")
    if reason is not None and not request.switched:
        try:
            if decided := _decided(request, now, id, reason):
                return decided
            found = store.access_items(now.archive, now.reader, id, reason, start=start, words=words)
        except KuzatError as refusal:
            error = f"{refusal.sentence(_)} {refusal.step(_)}"
    context = {
        "came": came,
        "reason": reason or "",
        "words": words,
        "found": None if found is None else [(one, _marks(one)) for one in found],
        "next": found[-1].number + 1 if found and found[-1].number < came.items else None,
        "reasons": [(why, labels.term(f"intake_reason.{why}")) for why in WHY],
        "error": error,
    }
    answer = page.show(request, "inbox/export.html", context, BAD if error else 200)
    answer.is_shown_once = found is not None
    return answer


def _number(text: str | None) -> int:
    """The number that was sent; 0 where none was."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _marks(one: ItemListed) -> list[str]:
    return [MARKS[mark].said(_) for mark in one.item.marks]


def _decided(request: HttpRequest, now: Reading, id: str, reason: str) -> HttpResponse | None:
    """Where it leads that a member decided; None where they only asked to read it."""
    asked = request.POST
    number, why = _number(asked.get("number")), asked.get("why", "")
    if "take_up" in asked and number:
        code = asked.get("event", "").strip()
        event = store.access_reference(now.archive, now.reader, code) if code else None
        became = store.take_up_item(now.archive, now.reader, id, number, reason, event=event)
        return HttpResponseRedirect(f"/event/{became.event}", status=SEE_OTHER)
    if "refuse" in asked and number and why in WHY:
        store.refuse_item(now.archive, now.reader, id, number, reason, f"intake_reason.{why}")
        return HttpResponseRedirect(f"/inbox/export/{id}", status=SEE_OTHER)
    if "close" in asked and why in WHY:
        store.close_export(now.archive, now.reader, id, f"intake_reason.{why}")
        return HttpResponseRedirect(BACK, status=SEE_OTHER)
    return None
