# SPDX-License-Identifier: Apache-2.0
"""Record a visit by a checklist; what was seen otherwise becomes acts, and is owed where a claim asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.errors import Refused
from kuzat.log.statement import Draft
from kuzat.observation import CHECKLISTS, Visit, asked, contradictions, findings, seen, standard
from kuzat.terms import ids
from kuzat.web import labels, page
from kuzat.web.reading import Reading, reading
from kuzat.web.writing import forms
from kuzat.web.writing.forms import Field, Sheet, Typed
from kuzat.web.writing.work import SEE_OTHER, Task, settled, work

HEADINGS: Mapping[str, Promise] = {
    "trial": _("Observe a trial"),
    "care": _("Observe medical care in custody"),
}
WAYS = ("information.met", "information.not_met", "information.not_seen")
CLAIM, VICTIM = "obligation.claim", "act.victim"


class SaidTwice(Refused):
    """Of one item two things are said: {items}."""

    code = "said_twice"
    advice = "Say of each item once whether it was as it should be, otherwise, or could not be seen."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item of a checklist with its standard, and how often it was seen in which way."""

    item: str
    standard: str
    met: int
    not_met: int
    not_seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A checklist, its items, and where a visit by it is recorded."""

    name: str
    heading: Promise
    address: str
    visits: int
    lines: tuple[Line, ...]


def visits(request: HttpRequest) -> HttpResponse:
    """What was seen in all visits, item by item."""
    now = reading(request)
    found = store.access_visits(now.archive, now.reader)
    context = {"checklists": [_checklist(now, name, found) for name in CHECKLISTS]}
    return page.show(request, "observing/visits.html", context)


def _checklist(now: Reading, name: str, found: tuple[Visit, ...]) -> Checklist:
    items = asked(now.vocabulary, name)
    own = [one for one in found if not (one.met | one.not_met | one.not_seen).isdisjoint(items)]
    lines = tuple(
        Line(
            item=labels.term(one.item),
            standard=standard(now.vocabulary, one.item),
            met=one.met,
            not_met=one.not_met,
            not_seen=one.not_seen,
        )
        for one in seen(own, items)
    )
    return Checklist(
        name=name, heading=HEADINGS[name], address=f"/visit/{name}", visits=len(own), lines=lines
    )


def begin(request: HttpRequest, checklist: str) -> HttpResponse:
    """A new visit: its form gets a place of its own."""
    now = reading(request)
    return HttpResponseRedirect(f"/visit/{_new(now, 'event')}/{checklist}", status=SEE_OTHER)


def visit(request: HttpRequest, id: str, checklist: str) -> HttpResponse:
    """The form of one visit; of one that was said, another visit would be no other event.

    Raises `NotForThisRole`.
    """
    now = reading(request)
    if now.state(id) and settled(request, now) is None:
        return HttpResponseRedirect(f"/event/{id}", status=SEE_OTHER)
    sheet = sheet_of(now, checklist)
    task = Task(
        sheet=sheet,
        record=id,
        plan=lambda typed: _plan(now, sheet, typed, id),
        back="/visits",
        after=f"/event/{id}",
        context={"heading": HEADINGS[checklist], "of": ""},
    )
    return work(request, now, task)


def sheet_of(now: Reading, checklist: str) -> Sheet:
    """The form, with the items of the checklist to be marked, each with its standard."""
    words = now.vocabulary
    items = tuple(
        (item, f"{labels.term(item)} `{standard(words, item)}`") for item in asked(words, checklist)
    )
    return Sheet(
        id=f"visit.{checklist}",
        act="say",
        kind="event",
        fields=(
            Field(says="event.title", long=True, required=True),
            Field(says="event.start", required=True),
            Field(says="event.place"),
            Field(says="event.region", mapped=True),
            Field(says="information.publisher", required=True, help=_("Who observed it.")),
            *(Field(says=says, many=True, offered=items) for says in WAYS),
            Field(says="information.remark", long=True),
            Field(says=VICTIM, help=_("The code or id of a person or group that is recorded.")),
            Field(says=CLAIM, help=_("What was seen otherwise is then owed in this claim.")),
        ),
    )


def _plan(now: Reading, sheet: Sheet, typed: Typed, event: str) -> list[Draft]:
    """The event, what the observer tells of it, an act for each finding that is one. Raises `SaidTwice`."""
    basis = _new(now, "information")
    told = Visit(record=basis, **{_short(says): _marked(typed, says) for says in WAYS})
    if twice := contradictions(told):
        raise SaidTwice(items=", ".join(labels.term(item) for item in twice))
    drafts = [
        *forms.drafts(now, forms.part(sheet, typed, "event"), "event", event, basis=basis),
        *forms.drafts(now, forms.part(sheet, typed, "information"), "information", basis, basis=basis),
        Draft(about=basis, says="information.event", type="record", value=event, basis=basis),
    ]
    victim, claim = (forms.part(sheet, typed, kind) for kind in ("act", "obligation"))
    begun = next(draft.value for draft in drafts if draft.says == "event.start")
    for finding in findings(told):
        if finding.act is not None:
            act = _new(now, "act")
            drafts += [
                Draft(about=act, says="act.event", type="record", value=event, basis=basis),
                Draft(about=act, says="act.type", type="term", value=finding.act, basis=basis),
                Draft(about=act, says="act.start", type="date", value=begun, basis=basis),
                *forms.drafts(now, victim, "act", act, basis=basis),
            ]
        if claim.said:
            owed = _new(now, "obligation")
            drafts += [
                *forms.drafts(now, claim, "obligation", owed, basis=basis),
                Draft(about=owed, says="obligation.kind", type="term", value=finding.owed, basis=basis),
                Draft(
                    about=owed,
                    says="obligation.words",
                    type="text",
                    value=now.vocabulary.term(finding.item).label(typed.language),
                    language=typed.language,
                    basis=basis,
                ),
            ]
    return drafts


def _short(says: str) -> str:
    return says.partition(".")[2]


def _marked(typed: Typed, says: str) -> frozenset[str]:
    return frozenset(filter(None, typed.values.get(says, "").split("\n")))


def _new(now: Reading, kind: str) -> str:
    return ids.record_id(kind, now.archive.random(ids.RANDOM_BYTES))
