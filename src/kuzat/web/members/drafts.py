# SPDX-License-Identifier: Apache-2.0
"""One's own drafts, to go on with."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.errors import Missing
from kuzat.web import page
from kuzat.web.accountability import claiming
from kuzat.web.civicspace import answering, indexing
from kuzat.web.coding import more, relating, steps, testimony
from kuzat.web.linking import beside, evidence
from kuzat.web.listening import listening
from kuzat.web.observing import visiting
from kuzat.web.reading import Reading, reading
from kuzat.web.records import judging, names, telling
from kuzat.web.verifying import grading, holding

SEE_OTHER = 303
# Form → what it is called, and where it stands; each slice that has drafts of its own adds a line. A form
# about one statement of a record is followed by a slash and the id of it.
WHERE: dict[str, tuple[Promise, str]] = {
    steps.FORM: (_("An incident"), "/incident/{record}/what"),
    **{f"event.{what}": (one.heading, f"/event/{{record}}/{what}") for what, one in more.MORE.items()},
    **{f"account.{what}": (one.heading, f"/account/{{record}}/{what}") for what, one in more.MORE.items()},
    **{
        f"{testimony.FORM}.{what}": (one.heading, f"/account/{{record}}/sealed/{what}")
        for what, one in more.MORE.items()
    },
    **{answering.form(one): (answering.HEADING, f"/rating/answer/{one}") for one in answering.DIMENSIONS},
    indexing.FORM: (indexing.HEADING, "/rating/index"),
    relating.FORM: (relating.HEADING, "/person/{record}/relation"),
    **{f"visit.{what}": (one, f"/visit/{{record}}/{what}") for what, one in visiting.HEADINGS.items()},
    "claim.new": (claiming.CLAIM.heading, "/case/{record}/new"),
    "recommendation.new": (claiming.ASK.heading, "/ask/{record}/new"),
    **{f"claim.{what}": (one.heading, f"/case/{{record}}/{what}") for what, one in claiming.PARTS.items()},
    **{
        f"recommendation.{what}": (one.heading, f"/ask/{{record}}/{what}")
        for what, one in claiming.OF_ASK.items()
    },
    grading.SHEET.id: (grading.HEADING, "/record/{record}/grade"),
    holding.SET.id: (holding.HEADING, "/record/{record}/hold"),
    listening.FORM: (listening.HEADING, "/exhibit/{record}/listen"),
    f"{listening.TRANSLATION}/": (listening.TRANSLATING, "/exhibit/{record}/translate"),
    telling.SHEET.id: (_("What somebody tells"), "/event/{record}/told"),
    **{
        f"{one.sheet.id}/": (one.heading, f"/statement/{{record}}/{{statement}}/{how}")
        for how, one in judging.JUDGEMENTS.items()
    },
    **{
        f"{beside.form(verdict)}/": (called, f"/pair/{{record}}/{{statement}}/{verdict}")
        for verdict, called in evidence.VERDICTS.items()
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One draft: the form, the record, when it was kept, and where it is gone on with."""

    form: Promise | str
    record: str
    at: str
    address: str
    kept: store.Kept


def drafts(request: HttpRequest) -> HttpResponse:
    """The list of one's own drafts, the newest first; one that is sent back is thrown away."""
    now = reading(request)
    if request.method == "POST" and not request.switched:
        store.drop_draft(now.archive, request.POST.get("form", ""), request.POST.get("record", ""))
        return HttpResponseRedirect("/drafts", status=SEE_OTHER)
    kept = store.access_drafts(now.archive, now.reader)
    context = {"drafts": [_line(now, one) for one in kept]}
    return page.show(request, "members/drafts.html", context)


def _line(now: Reading, kept: store.Kept) -> Line:
    form, slash, statement = kept.form.partition("/")
    called, address = WHERE.get(form + slash, (form, "/record/{record}"))
    return Line(
        form=called,
        record=_name(now, kept.record) or kept.typed.get("event.title", ""),
        at=kept.at,
        address=address.format(record=kept.record, statement=statement),
        kept=kept,
    )


def _name(now: Reading, record: str) -> str:
    try:
        now.record(record)
    except Missing:
        return ""
    return names.name(now, record)
