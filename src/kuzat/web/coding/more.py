# SPDX-License-Identifier: Apache-2.0
"""Say more of an event: another act or victim, who did it, who stepped in, another account of it.

Nothing is typed twice: an act is begun like another one, and records that are there are chosen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.errors import Refused
from kuzat.log.statement import Draft
from kuzat.terms import ids, kind_of
from kuzat.web import labels
from kuzat.web.coding.steps import BY_WHOM, WHAT, WHOM
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.writing import forms
from kuzat.web.writing.forms import Field, Quotable, Sheet, Typed
from kuzat.web.writing.work import SEE_OTHER, Task, work

MOST = 200
VICTIM = "act.victim"
LIKE = ("act.type", "act.start", "act.end", "act.region", "act.method")
SEARCHED = ("act.type", "act.method")
NUMBERS = ("killed", "injured", "detained", "affected")

Plan = Callable[[Reading, str, Sheet, Typed], list[Draft]]


class TwoVictims(Refused):
    """A victim is chosen, and another one is described."""

    code = "two_victims"
    advice = "Choose one or describe a new one, not both."


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """One thing that can be added: its heading, its kind, what it asks, what it says."""

    heading: Promise
    kind: str
    fields: tuple[Field, ...]
    plan: Plan


def _new(now: Reading, kind: str) -> str:
    return ids.record_id(kind, now.archive.random(ids.RANDOM_BYTES))


def _said(now: Reading, sheet: Sheet, typed: Typed, kind: str, about: str) -> list[Draft]:
    return forms.drafts(now, forms.part(sheet, typed, kind), kind, about, basis=typed.basis)


def _tie(typed: Typed, about: str, says: str, to: str) -> Draft:
    return Draft(about=about, says=says, type="record", value=to, basis=typed.basis)


def _act(now: Reading, event: str, sheet: Sheet, typed: Typed) -> list[Draft]:
    """An act against a victim who is there already, or against a new one; and who is said to have done it.

    Raises `TwoVictims`: whether the one who is described is the one who is chosen is not for us to guess.
    """
    act, victim, involvement = (_new(now, kind) for kind in ("act", "person", "involvement"))
    drafts = [*_said(now, sheet, typed, "act", act), _tie(typed, act, "act.event", event)]
    harmed = _said(now, sheet, typed, "person", victim)
    by = _said(now, sheet, typed, "involvement", involvement)
    if harmed:
        if any(draft.says == VICTIM for draft in drafts):
            raise TwoVictims()
        drafts += [*harmed, _tie(typed, act, VICTIM, victim)]
    return [*drafts, *by, _tie(typed, involvement, "involvement.act", act)] if by else drafts


def _involved(now: Reading, event: str, sheet: Sheet, typed: Typed) -> list[Draft]:
    """Who is said to be involved in one act, or in the whole event where no act is chosen."""
    involvement = _new(now, "involvement")
    said = _said(now, sheet, typed, "involvement", involvement)
    if any(draft.says == "involvement.act" for draft in said):
        return said
    return [*said, _tie(typed, involvement, "involvement.event", event)]


def _step(now: Reading, event: str, sheet: Sheet, typed: Typed) -> list[Draft]:
    intervention = _new(now, "intervention")
    said = _said(now, sheet, typed, "intervention", intervention)
    return [*said, _tie(typed, intervention, "intervention.event", event)]


def _account(now: Reading, event: str, sheet: Sheet, typed: Typed) -> list[Draft]:
    return _said(now, sheet, typed, "event", event)


ENDS = (Field(says="act.start"), Field(says="act.end"), Field(says="act.region"))
MORE: Mapping[str, More] = {
    "act": More(
        heading=_("Add an act or another victim"),
        kind="act",
        fields=(WHOM[0], Field(says=VICTIM), *WHOM[1:], *ENDS, *BY_WHOM),
        plan=_act,
    ),
    "by": More(
        heading=_("Add who is said to have done it"),
        kind="involvement",
        fields=(Field(says="involvement.act"), replace(BY_WHOM[0], required=True), *BY_WHOM[1:]),
        plan=_involved,
    ),
    "step": More(
        heading=_("Add who stepped in"),
        kind="intervention",
        fields=(
            Field(says="intervention.type", required=True, searched=True),
            Field(says="intervention.date"),
            Field(says="intervention.party_name"),
            Field(says="intervention.addressee"),
            Field(says="intervention.request", long=True),
            Field(says="intervention.response", long=True),
            Field(says="intervention.response_kind"),
            Field(says="intervention.response_date"),
            Field(says="intervention.impact"),
            Field(says="intervention.url"),
        ),
        plan=_step,
    ),
    "account": More(
        heading=_("Add another account of it"),
        kind="event",
        fields=(
            *(replace(one, required=False) for one in WHAT),
            Field(says="event.status"),
            *(Field(says=f"event.{name}_{end}") for name in NUMBERS for end in ("min", "max")),
        ),
        plan=_account,
    ),
}


def more(request: HttpRequest, id: str, what: str) -> HttpResponse:
    """The form below an event; where nobody tells of it yet, the form for that comes first.

    Raises `NoSuchRecord`, `NotForThisRole`.
    """
    now, added = reading(request), MORE[what]
    now.record(id)
    sheet = sheet_of(now, what, id)
    if not sheet.bases:
        return HttpResponseRedirect(f"/event/{id}/told", status=SEE_OTHER)
    task = Task(
        sheet=sheet,
        record=id,
        plan=lambda typed: added.plan(now, id, sheet, typed),
        back=f"/event/{id}",
        filled=_like(now, request.GET.get("like", "")) if what == "act" else {},
        context={"heading": added.heading, "of": names.name(now, id), "asks_near": what == "act"},
    )
    return work(request, now, task)


def sheet_of(now: Reading, what: str, event: str, text: Quotable | None = None) -> Sheet:
    """The form with the records of the event to choose from; it rests on one of them, or on a ``text``."""
    rows = store.access_related(now.archive, now.reader, event)
    related = {kind: [row["id"] for row in of[:MOST]] for kind, of in rows.items()}
    victims = {victim for of in now.several(related["act"], VICTIM).values() for victim in of}
    offered = {
        VICTIM: _called(now, sorted(victims)),
        "involvement.act": _called(now, related["act"]),
    }
    return Sheet(
        id=f"account.{what}" if text else f"event.{what}",
        act="say",
        kind=MORE[what].kind,
        fields=tuple(
            replace(one, offered=offered[one.says]) if one.says in offered else one
            for one in MORE[what].fields
            if offered.get(one.says, True)
        ),
        bases=() if text else _called(now, related["information"]),
        text=text,
    )


def _called(now: Reading, of: Sequence[str]) -> tuple[tuple[str, str], ...]:
    known = names.names(now, of)
    return tuple((id_, f"{known[id_]} · {ids.label(id_)}") for id_ in of)


def _like(now: Reading, like: str) -> dict[str, str]:
    """What an act has in common with another one: all but the victim and what became of them."""
    if not ids.is_record(like) or kind_of(like) != "act" or not now.state(like):
        return {}
    told = {says: now.record(like).one(says) for says in LIKE}
    return {
        says: labels.value("term", value.text) if says in SEARCHED else value.text
        for says, value in told.items()
        if value is not None
    }
