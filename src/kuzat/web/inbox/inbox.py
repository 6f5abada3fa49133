# SPDX-License-Identifier: Apache-2.0
"""The inbox: sealed files from outside, each opened for a reason before anybody vouches for it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.collection.offline import LARGEST_FILE, Submission
from kuzat.errors import KuzatError
from kuzat.store import Came
from kuzat.web import labels, page
from kuzat.web.once import Done
from kuzat.web.reading import Reading, reading

SEE_OTHER, BAD = 303, 400
PIECE = 1 << 20
WHY = ("invented", "unclear", "elsewhere", "same_content")
BACK = "/inbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One answer, or one file, as it is shown."""

    label: str
    text: str


def inbox(request: HttpRequest) -> HttpResponse:
    """What came in, the newest first, how much on each day, and the form that takes in a file."""
    now = reading(request)
    came = store.access_inbox(now.archive, now.reader)
    context = {
        "came": came[::-1],
        "exports": store.access_exports(now.archive, now.reader)[::-1],
        "days": sorted(Counter(one.day for one in came).items(), reverse=True),
        "token": now.session.once.draw(),
    }
    return page.show(request, "inbox/inbox.html", context)


def take(
    now: Reading, token: str, name: str, content: BinaryIO, asked: Mapping[str, str]
) -> HttpResponse:
    """Take in one sealed file from the line. Raises what says why it cannot be opened."""
    came, _is_new = store.take_submission(now.archive, now.reader, read(content, LARGEST_FILE))
    now.session.once.close(token, Done(record=came.information, said=(), back=BACK))
    return HttpResponseRedirect(f"/inbox/{came.information}", status=SEE_OTHER)


def read(content: BinaryIO, most: int) -> bytes:
    """What comes over the line, and no more than is needed to see that it is too much."""
    found = bytearray()
    while len(found) <= most and (piece := content.read(PIECE)):
        found += piece
    return bytes(found)


def submission(request: HttpRequest, id: str) -> HttpResponse:
    """One of them: asked why, then shown; from there a member vouches for it or refuses it."""
    now = reading(request)
    came = store.find_submission(now.archive, id)
    reason, told, error = request.POST.get("reason"), None, ""
    if reason is not None and not request.switched:
        try:
            if decided := _decided(request, now, came, reason):
                return decided
            told = store.access_submission(now.archive, now.reader, id, reason)
        except KuzatError as refusal:
            error = f"{refusal.sentence(_)} {refusal.step(_)}"
    context = {
        "came": came,
        "reason": reason or "",
        "lines": None if told is None else list(_lines(now, told)),
        "language_told": told.language if told else "",
        "reasons": [(why, labels.term(f"intake_reason.{why}")) for why in WHY],
        "is_open": came.is_open,
        "error": error,
    }
    answer = page.show(request, "inbox/submission.html", context, BAD if error else 200)
    answer.is_shown_once = told is not None
    return answer


def _decided(request: HttpRequest, now: Reading, came: Came, reason: str) -> HttpResponse | None:
    """Where it leads that a member decided; None where they only asked to read it."""
    why = request.POST.get("why", "")
    if "vouch" in request.POST:
        code = request.POST.get("event", "").strip()
        event = store.access_reference(now.archive, now.reader, code) if code else None
        taken = store.vouch_for_submission(now.archive, now.reader, came.information, reason, event=event)
        return HttpResponseRedirect(f"/event/{taken.event}", status=SEE_OTHER)
    if "refuse" in request.POST and why in WHY:
        store.refuse_submission(now.archive, now.reader, came.information, f"intake_reason.{why}")
        return HttpResponseRedirect(BACK, status=SEE_OTHER)
    return None


def _lines(now: Reading, told: Submission) -> Iterator[Line]:
    for says, text in told.said:
        type_ = now.vocabulary.property(says).type
        # What was typed as a date is shown as it was typed.
        yield Line(label=labels.property_(says), text=text if type_ == "date" else labels.value(type_, text))
    for one in told.attachments:
        changed = "" if one.is_unchanged else _("place and device were left out")
        parts = (one.media_type, one.sha256, changed)
        yield Line(label=one.name, text="  ".join(part for part in parts if part))
