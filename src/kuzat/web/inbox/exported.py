# SPDX-License-Identifier: Apache-2.0
"""An export of another program at the desk: sent in, opened for a reason, decided message by message."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.collection.incoming import MARKS, Told
from kuzat.errors import KuzatError, Refused
from kuzat.store import ItemListed
from kuzat.web import labels, page
from kuzat.web.inbox.inbox import BACK, BAD, SEE_OTHER, WHY, read
from kuzat.web.once import Done
from kuzat.web.reading import Reading, reading

LARGEST = 100  # MiB; the desk holds it in memory
ORDERS = {"day": True, "month": False}
SOUND = "audio/"


class SentTooLarge(Refused):
    """The desk takes in exports of at most {most} MiB."""

    code = "sent_too_large"
    advice = "Take it in from the disk, which has no such limit: kuzat inbox export"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item as it is shown, what must be known of it, and its files with where they are heard."""

    one: ItemListed
    marks: tuple[str, ...]
    files: tuple[tuple[str, str], ...]


def take(
    now: Reading, token: str, name: str, content: BinaryIO, asked: Mapping[str, str]
) -> HttpResponse:
    """Take in an export from the line. Raises what says why it cannot be read."""
    found = read(content, LARGEST << 20)
    if len(found) > LARGEST << 20:
        raise SentTooLarge(most=LARGEST)
    told = Told(zone=asked.get("zone", "").strip() or None, day_first=ORDERS.get(asked.get("dates", "")))
    export, _survey, _is_new = store.take_sent(now.archive, now.reader, name, found, told)
    address = f"/inbox/export/{export.information}"
    now.session.once.close(token, Done(record=export.information, said=(), back=address))
    return HttpResponseRedirect(address, status=SEE_OTHER)


def export(request: HttpRequest, id: str) -> HttpResponse:
    """Asked why, then a hundred of its items; those that are chosen are taken up or refused."""
    now = reading(request)
    came = store.find_export(now.archive, id)
    asked, found, error = request.POST, None, ""
    start, reason, words = _number(asked.get("start", "")) or 1, asked.get("reason"), asked.get("words", "")
    if reason is not None and not request.switched:
        try:
            if decided := _decided(request, now, id, reason):
                return decided
            found = store.access_items(now.archive, now.reader, id, reason, start=start, words=words)
        except KuzatError as refusal:
            error = f"{refusal.sentence(_)} {refusal.step(_)}"
    context = {
        "came": came,
        "done": store.access_progress(now.archive, now.reader, id),
        "reason": reason or "",
        "words": words,
        "found": None if found is None else [_line(one) for one in found],
        "next": found[-1].number + 1 if found and found[-1].number < came.items else None,
        "reasons": [(why, labels.term(f"intake_reason.{why}")) for why in WHY],
        "error": error,
    }
    answer = page.show(request, "inbox/export.html", context, BAD if error else 200)
    answer.is_shown_once = found is not None
    return answer


def _number(text: str) -> int:
    """The number that was sent; 0 where none was."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _line(one: ItemListed) -> Line:
    marks = tuple(MARKS[mark].said(_) for mark in one.item.marks)
    files = ((name, one.exhibits.get(name, "") if _is_sound(name) else "") for name in one.item.files)
    return Line(one=one, marks=marks, files=tuple(files))


def _is_sound(name: str) -> bool:
    return store.media_type(name).startswith(SOUND)


def _decided(request: HttpRequest, now: Reading, id: str, reason: str) -> HttpResponse | None:
    """Where it leads that a member decided; None where they only asked to read it."""
    asked = request.POST
    numbers, why = {one for one in map(_number, asked.getlist("number")) if one}, asked.get("why", "")
    if "take_up" in asked and numbers:
        return HttpResponseRedirect(_taken_up(request, now, id, reason, numbers), status=SEE_OTHER)
    if "refuse" in asked and numbers and why in WHY:
        store.refuse_items(now.archive, now.reader, id, numbers, reason, f"intake_reason.{why}")
        return HttpResponseRedirect(f"/inbox/export/{id}", status=SEE_OTHER)
    if "close" in asked and why in WHY:
        store.close_export(now.archive, now.reader, id, f"intake_reason.{why}")
        return HttpResponseRedirect(BACK, status=SEE_OTHER)
    return None


def _taken_up(request: HttpRequest, now: Reading, id: str, reason: str, numbers: Collection[int]) -> str:
    """Where it leads that items were taken up: to their event, or back where they have several."""
    code, together = request.POST.get("event", "").strip(), "together" in request.POST
    event = store.access_reference(now.archive, now.reader, code) if code else None
    became = store.take_up_items(
        now.archive, now.reader, id, numbers, reason, event=event, together=together
    )
    events = {one.event for one in became}
    return f"/event/{events.pop()}" if len(events) == 1 else f"/inbox/export/{id}"
