# SPDX-License-Identifier: Apache-2.0
"""Record an incident or a testimony: short steps with one draft, looked at once more, then one entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kuzat import keys, store
from kuzat.errors import KuzatError, Refused
from kuzat.log.statement import Draft
from kuzat.terms import ids, kind_of
from kuzat.web import labels, languages
from kuzat.web.coding.planning import plan
from kuzat.web.coding.steps import FORM, LOOK, NAMES, SOURCE, STEPS, WHOLE, Step
from kuzat.web.linking import resembling
from kuzat.web.linking.resembling import Group
from kuzat.web.reading import Reading, reading
from kuzat.web.writing import forms
from kuzat.web.writing.forms import Typed
from kuzat.web.writing.work import SEE_OTHER, Task, work

GO, COMPARE = "go", "compare"
# The steps that tell what something may be the same as, and the names that are sealed.
NEAR = ("what", "whom", "told")
NAMED = ("person.identity_name", f"{SOURCE}.person.identity_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One statement as it will be said: of what, which property, which value, whether it is sealed.

    ``language`` is what the language of a text is called.
    """

    kind: str
    label: str
    text: str
    language: str
    sealed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A field that must be looked at again, and the step in which it stands."""

    label: str
    error: str
    address: str


def begin(request: HttpRequest) -> HttpResponse:
    """A new incident: its draft gets a place of its own, so that several can be begun."""
    now = reading(request)
    return HttpResponseRedirect(_address(_new(now), NAMES[0]), status=SEE_OTHER)


def step(request: HttpRequest, id: str, name: str) -> HttpResponse:
    """One step of the form. ``id`` is where its draft lies; the event gets its id when it is said."""
    now = reading(request)
    before = _before(now, id)
    if name == LOOK:
        answer = work(request, now, _look(request, now, id, before))
        answer.is_shown_once = _compares(request)
        return answer
    at = NAMES.index(name)
    to = request.POST.get(GO, "")
    to = to if to in NAMES else NAMES[at + 1]
    task = Task(
        sheet=STEPS[at].sheet,
        record=id,
        plan=lambda typed: [],
        back="/drafts",
        before=before,
        onward=_address(id, to),
        strict=NAMES.index(to) > at,
        template="coding/step.html",
        context=_context(id, at, STEPS[at]),
    )
    return work(request, now, task)


def _look(request: HttpRequest, now: Reading, id: str, before: Mapping[str, str]) -> Task:
    """The last step: everything as it will be said, or what is in the way; and what it may be the same as.

    Sealed names are compared in the answer to a form alone that says why.
    """
    event = _new(now)
    told = forms.checked(now, WHOLE, Typed(values=before, several=forms.several(WHOLE)))
    lines, refusal = ([], "") if told.errors else _lines(now, told, event)
    near, shut = ((), "") if told.errors else _near(request, now, told)
    is_named = any(before.get(name) for name in NAMED)
    sees_own = not {"own", "all"}.isdisjoint(keys.sight_of(now.archive.roles).of)
    return Task(
        sheet=WHOLE,
        record=id,
        plan=lambda typed: resembling.judged(now, plan(now, typed, event), event, request.POST),
        back="/drafts",
        after=f"/event/{event}" if sees_own else "/",
        before=before,
        shown=_digest(told),
        opening=_compares(request),
        template="coding/look.html",
        context={
            **_context(id, NAMES.index(LOOK)),
            "wrong": list(_wrong(id, told)),
            "lines": lines,
            "refusal": refusal or shut,
            "near": near,
            "is_chosen_here": keys.may(now.archive.roles, "adopt"),
            "why": request.POST.get(resembling.WHY, ""),
            "is_named": is_named,
            "is_opened": _compares(request) and is_named and not told.errors and not shut,
        },
    )


def _compares(request: HttpRequest) -> bool:
    """Whether a form asks to compare sealed names; another language asks anew, since each look is noted."""
    return COMPARE in request.POST and not request.switched


def _near(request: HttpRequest, now: Reading, told: Typed) -> tuple[tuple[Group, ...], str]:
    """What it may be the same as; or without sealed names, and the sentence that refuses these."""
    reason = request.POST.get("reason", "") if _compares(request) else None
    try:
        return resembling.groups(now, told, request.POST, reason), ""
    except KuzatError as error:
        return resembling.groups(now, told, request.POST), f"{error.sentence(_)} {error.step(_)}"


def _context(id: str, at: int, step: Step | None = None) -> dict[str, object]:
    return {
        "heading": step.heading if step else "",
        "steps": [(one.name, one.heading, _address(id, one.name)) for one in STEPS],
        "at": at,
        "number": at + 1,
        "of": len(NAMES),
        "earlier": NAMES[at - 1] if at else "",
        "asks_near": step is not None and step.name in NEAR,
    }


def _digest(told: Typed) -> str:
    """What was typed, and in which language it would be said: another one where any of it changed."""
    typed = repr((sorted(told.values.items()), [told.language_of(step.sheet) for step in STEPS]))
    return sha256(typed.encode()).hexdigest()


def _lines(now: Reading, told: Typed, event: str) -> tuple[list[Line], str]:
    """What would be said, statement by statement; or the sentence that refuses it."""
    try:
        drafts = now.archive.check(plan(now, told, event))
    except Refused as error:
        return [], f"{error.sentence(_)} {error.step(_)}"
    return [_line(draft) for draft in drafts if draft.type != "record"], ""


def _line(draft: Draft) -> Line:
    return Line(
        kind=labels.kind(kind_of(draft.about)),
        label=labels.property_(draft.says),
        text=labels.value(draft.type, draft.value),
        language=languages.NAMES[draft.language] if draft.language else "",
        sealed=draft.compartment == "identity",
    )


def _wrong(id: str, told: Typed) -> Iterator[Wrong]:
    for one in STEPS:
        for field in one.fields:
            if field.name in told.errors:
                address = f"{_address(id, one.name)}#f-{field.name}"
                label = labels.property_(field.says)
                yield Wrong(label=label, error=told.errors[field.name], address=address)


def _before(now: Reading, id: str) -> Mapping[str, str]:
    """What the draft holds of all the steps."""
    draft = store.find_draft(now.archive, now.reader, FORM, id)
    return draft.typed if draft else {}


def _new(now: Reading) -> str:
    return ids.record_id("event", now.archive.random(ids.RANDOM_BYTES))


def _address(id: str, name: str) -> str:
    return f"/incident/{id}/{name}"
