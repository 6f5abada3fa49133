# SPDX-License-Identifier: Apache-2.0
"""Say a claim, and what is filed, done, decided, owed and judged in it; recommendations and own requests too.

Each form rests on an information that tells of the claim already, or on one that is described with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.accountability import Case, rule_book
from kuzat.errors import Missing, Refused
from kuzat.log.statement import Draft
from kuzat.terms import ids, kind_of
from kuzat.web import labels, languages
from kuzat.web.reading import Reading, Row, reading
from kuzat.web.records import names
from kuzat.web.writing import forms
from kuzat.web.writing.forms import Field, Sheet, Typed
from kuzat.web.writing.work import SEE_OTHER, Task, settled, work

ANOTHER = "another"
SOURCE = (
    Field(says="information.publisher", help=_("Who published it, or: told in person.")),
    Field(says="information.url", help=_("What has an address on the web is taken for published.")),
    Field(says="information.published", help=_("As you know it: 8 July 2019, summer 2010, 2019-07.")),
)
Offered = tuple[tuple[str, str], ...]


class NobodyTells(Refused):
    """Nothing says who tells it."""

    code = "nobody_tells"
    advice = "Choose who tells it, or say who published it or told it in person."


class TwoTell(Refused):
    """One who tells it already was chosen, and somebody else was described."""

    code = "two_tell"
    advice = "Choose who tells it, or say who published it or told it in person."


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """One kind of record that is said of a claim or a recommendation, its fields, and what ties it there."""

    heading: Promise
    kind: str
    fields: tuple[Field, ...]
    tie: str = ""


CLAIM = Added(
    heading=_("Record a claim"),
    kind="claim",
    fields=(
        Field(says="claim.title", long=True),
        Field(says="claim.event", help=_("The code or id of an event that is recorded.")),
        Field(says="claim.act", searched=True),
        Field(says="claim.person", help=_("The code or id of a person or group that is recorded.")),
        Field(says="claim.persons"),
        Field(says="claim.right"),
        Field(says="claim.asks", long=True),
        Field(says="claim.note", long=True),
    ),
)
JUDGED = (
    Field(says="assessment.by", required=True),
    Field(says="assessment.grade", required=True),
    Field(says="assessment.date"),
    Field(says="assessment.reason", long=True),
)
ANSWERED = (
    Field(says="recommendation.answer_kind"),
    Field(says="recommendation.answer_date"),
    Field(says="recommendation.answer", long=True),
    Field(says="recommendation.position"),
)
ASK = Added(
    heading=_("Record a request, a comment or a promise"),
    kind="recommendation",
    tie="recommendation.claim",
    fields=(
        Field(says="recommendation.kind", required=True),
        Field(says="recommendation.by", help=_("A State, a body, a place or a group; no private person.")),
        Field(says="recommendation.to", required=True),
        Field(says="recommendation.date"),
        Field(says="recommendation.words", long=True, required=True),
        Field(says="recommendation.law"),
        Field(says="recommendation.theme"),
        Field(says="recommendation.place"),
        Field(says="recommendation.region", mapped=True),
        Field(says="recommendation.event", help=_("The code or id of an event that is recorded.")),
        *ANSWERED,
    ),
)
PARTS: Mapping[str, Added] = {
    "proceeding": Added(
        heading=_("Add before which body it is"),
        kind="proceeding",
        tie="proceeding.claim",
        fields=(
            Field(says="proceeding.forum", required=True),
            Field(says="proceeding.number"),
            Field(says="proceeding.filed"),
            Field(says="proceeding.ended"),
            Field(says="proceeding.before"),
            Field(says="proceeding.note", long=True),
        ),
    ),
    "step": Added(
        heading=_("Add what was done"),
        kind="step",
        fields=(
            Field(says="step.proceeding", required=True),
            Field(says="step.type", required=True),
            Field(says="step.date"),
            Field(says="step.obligation"),
            Field(says="step.amount"),
            Field(says="step.currency"),
            Field(says="step.note", long=True),
        ),
    ),
    "decision": Added(
        heading=_("Add a decision"),
        kind="decision",
        fields=(
            Field(says="decision.proceeding", required=True),
            Field(says="decision.date"),
            Field(says="decision.outcome", required=True),
            Field(says="decision.symbol"),
            Field(says="decision.found"),
            Field(says="decision.url"),
            Field(says="decision.words", long=True),
        ),
    ),
    "obligation": Added(
        heading=_("Add what is owed"),
        kind="obligation",
        tie="obligation.claim",
        fields=(
            Field(says="obligation.kind", required=True),
            Field(says="obligation.decision"),
            Field(says="obligation.proceeding"),
            Field(says="obligation.words", long=True),
            Field(says="obligation.rule"),
            Field(says="obligation.start"),
            Field(says="obligation.due"),
            Field(says="obligation.amount"),
            Field(says="obligation.currency"),
        ),
    ),
    "assessment": Added(
        heading=_("Add how far it was carried out"),
        kind="assessment",
        fields=(Field(says="assessment.obligation", required=True), *JUDGED),
    ),
    "recommendation": ASK,
}
# Without one of these there is nothing to which the record belongs, so their form comes first.
FIRST = {"step": "proceeding", "decision": "proceeding", "assessment": "obligation"}
OF_ASK: Mapping[str, Added] = {
    "link": Added(
        heading=_("Tie it to a claim, an event or a law"),
        kind="recommendation",
        fields=(
            Field(says="recommendation.claim", help=_("The code or id of a claim that is recorded.")),
            Field(says="recommendation.event", help=_("The code or id of an event that is recorded.")),
            Field(says="recommendation.law"),
        ),
    ),
    "answer": Added(heading=_("Add what was answered"), kind="recommendation", fields=ANSWERED),
    "assessment": Added(
        heading=_("Add how far it was carried out"),
        kind="assessment",
        tie="assessment.recommendation",
        fields=JUDGED,
    ),
}


def begin(request: HttpRequest, what: str) -> HttpResponse:
    """A new claim or request: its form gets a place of its own, so that several can be begun."""
    return HttpResponseRedirect(f"/{what}/{_new(reading(request), KINDS[what])}/new", status=SEE_OTHER)


KINDS = {"case": "claim", "ask": "recommendation"}


def new(request: HttpRequest, id: str) -> HttpResponse:
    """The form of a claim, or of a request that belongs to no claim; what was said leads to its page.

    Raises `NotForThisRole`.
    """
    now = reading(request)
    if now.state(id) and settled(request, now) is None:
        return HttpResponseRedirect(names.address(id), status=SEE_OTHER)
    added = CLAIM if kind_of(id) == "claim" else ASK
    sheet = _sheet(f"{added.kind}.new", added, {}, ())
    task = Task(
        sheet=sheet,
        record=id,
        plan=lambda typed: _plan(now, sheet, typed, added.kind, id),
        back="/cases" if added is CLAIM else "/asks",
        after=names.address(id),
        context={"heading": added.heading, "of": ""},
    )
    return work(request, now, task)


def add(request: HttpRequest, id: str, what: str) -> HttpResponse:
    """A form below a claim. Raises `NoSuchRecord`, `NotForThisRole`."""
    now, added = reading(request), PARTS[what]
    case = store.access_claim(now.archive, now.reader, id)
    offered = _offered(now, case)
    needed = FIRST.get(what)
    if needed and not offered[f"{what}.{needed}"]:
        return HttpResponseRedirect(f"/case/{id}/{needed}", status=SEE_OTHER)
    of = [id, *(row["id"] for row in (*case.proceedings, *case.steps, *case.decisions))]
    return _below(request, now, id, added, _sheet(f"claim.{what}", added, offered, _bases(now, of)))


def add_to_ask(request: HttpRequest, id: str, what: str) -> HttpResponse:
    """A form on a recommendation. Raises `NoSuchRecord`, `NotForThisRole`."""
    now, added = reading(request), OF_ASK[what]
    now.record(id)
    return _below(request, now, id, added, _sheet(f"recommendation.{what}", added, {}, _bases(now, [id])))


def _below(request: HttpRequest, now: Reading, id: str, added: Added, sheet: Sheet) -> HttpResponse:
    own = added.kind == kind_of(id)
    task = Task(
        sheet=sheet,
        record=id,
        plan=lambda typed: _plan(
            now, sheet, typed, added.kind, id if own else _new(now, added.kind), (added.tie, id)
        ),
        back=names.address(id),
        context={"heading": added.heading, "of": names.name(now, id)},
    )
    return work(request, now, task)


def _plan(
    now: Reading, sheet: Sheet, typed: Typed, kind: str, about: str, tie: tuple[str, str] = ("", "")
) -> list[Draft]:
    """What the form says, on who tells it; an information that is described with it is said too.

    Raises `NobodyTells`, or `TwoTell` where what is described would be lost.
    """
    basis, drafts = typed.basis, []
    described = forms.part(sheet, typed, "information")
    if basis != ANOTHER and described.said:
        raise TwoTell()
    if basis == ANOTHER:
        basis = _new(now, "information")
        drafts = forms.drafts(now, described, "information", basis, basis=basis)
        if not {"information.publisher", "information.url"} & {draft.says for draft in drafts}:
            raise NobodyTells()
    drafts += forms.drafts(now, forms.part(sheet, typed, kind), kind, about, basis=basis)
    says, to = tie
    if says:
        drafts.append(Draft(about=about, says=says, type="record", value=to, basis=basis))
    return drafts


def _sheet(id: str, added: Added, offered: Mapping[str, Offered], bases: Offered) -> Sheet:
    """The form, with what it offers; a field of records of which there are none is left out."""
    fields = tuple(
        replace(one, offered=offered[one.says]) if one.says in offered else one
        for one in added.fields
        if offered.get(one.says, True)
    )
    another = ((ANOTHER, str(_("Somebody else, described below"))),)
    return Sheet(id=id, act="say", kind=added.kind, fields=(*fields, *SOURCE), bases=(*bases, *another))


def _offered(now: Reading, case: Case) -> dict[str, Offered]:
    """What the fields of a claim's forms offer: its records, the bodies and the rules of terms."""
    book, language = rule_book(), languages.current()
    proceedings = _called(now, case.proceedings)
    decisions, steps = _called(now, case.decisions), _called(now, case.steps)
    obligations = _called(now, [row for row, _owed in case.obligations])
    rules = {rule.id: rule.labels[language] for rule in book.rules}
    return {
        "proceeding.forum": tuple((id_, labels.forum(id_)) for id_ in book.forums),
        "proceeding.before": proceedings,
        "step.proceeding": proceedings,
        "step.obligation": obligations,
        "decision.proceeding": proceedings,
        "obligation.decision": decisions,
        "obligation.proceeding": proceedings,
        "obligation.rule": tuple(rules.items()),
        "obligation.start": steps,
        "assessment.obligation": obligations,
    }


def _called(now: Reading, rows: Sequence[Row]) -> Offered:
    known = names.names(now, [row["id"] for row in rows])
    return tuple((id_, f"{name} · {ids.label(id_)}") for id_, name in known.items())


def _bases(now: Reading, of: Iterable[str]) -> Offered:
    """The informations on which rests what is said of these records."""
    found: dict[str, None] = {}
    for id_ in of:
        try:
            values = now.record(id_).values.values()
        except Missing:
            continue
        found |= dict.fromkeys((value.said.basis or "").split("#", 1)[0] for each in values for value in each)
    told = [id_ for id_ in found if ids.is_record(id_) and kind_of(id_) == "information"]
    known = names.names(now, told)
    return tuple((id_, f"{known[id_]} · {ids.label(id_)}") for id_ in told if id_ in known)


def _new(now: Reading, kind: str) -> str:
    return ids.record_id(kind, now.archive.random(ids.RANDOM_BYTES))
