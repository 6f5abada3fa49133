# SPDX-License-Identifier: Apache-2.0
"""A count on paper: the page as it is, with the figure by which it can be found again, and a note of it."""

from django.http import HttpRequest, HttpResponse

from kuzat import store
from kuzat.terms import label
from kuzat.web import refusals
from kuzat.web.analysis import asking, count, handing
from kuzat.web.reading import reading
from kuzat.web.records.taking import PAPER, PRINT, Printed


def paper(request: HttpRequest) -> HttpResponse:
    """The page of a count for paper; that it was printed is said first.

    Raises `StaysInside`, `NotAUnit`, `NotAFilter`, and what `store.handed_out` raises.
    """
    if request.POST.get("as") != PAPER:
        return refusals.not_understood(request)
    now = reading(request)
    question, _asked = asking.asked(now, request.POST.dict())
    if handing.stays_inside(question):
        raise handing.StaysInside()
    receiver = request.POST.get("receiver", "").strip() or None
    made = store.handed_out(now.archive, PRINT, receiver, table=handing.named(now, now.count(question)))
    request.printed = Printed(day=now.today, note=label(made))
    request.GET = request.POST
    return count.count(request)
