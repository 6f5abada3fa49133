# SPDX-License-Identifier: Apache-2.0
"""The way of every form: drawn, kept as a draft, checked, said once, and confirmed with a way back.

    drawn → typed → (kept | refused at the field | drawn again, since the record changed) → said → confirmed

Whatever goes wrong, what was typed stands in the page that answers.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kuzat import keys, store
from kuzat.errors import Refused
from kuzat.log.statement import Draft, Statement
from kuzat.store import Act, Committed
from kuzat.web import page
from kuzat.web.once import Done, Undoable
from kuzat.web.reading import Reading
from kuzat.web.writing import forms
from kuzat.web.writing.forms import Sheet, Typed

SEE_OTHER, BAD, CONFLICT = 303, 400, 409
NOTHING = 204
TOKEN, SEEN, SAVE, DROP = "once", "seen", "save", "drop"
QUIETLY = "quietly"

Plan = Callable[[Typed], Sequence[Draft] | Act]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One form about one record: where it stands, what it makes of what was typed, what its page shows.

    ``plan`` gives drafts, or an act whose statements had to be bound since others of it rest on them.

    Of a form of several pages ``before`` is what was typed on all of them, and ``onward`` where one page
    leads, once its fields are right or, not ``strict``, in any case. ``after`` is where one goes on when
    all is said, if not ``back``; ``filled`` is what stands in an empty form. ``shown`` is a digest of what
    the last page shows of the others, where it asks nothing itself. Who says ``lasting``, a property, cannot
    undo it alone. A form is ``opening`` where another form leads to it, such as one that asks for a reason.
    """

    sheet: Sheet
    record: str
    plan: Plan
    back: str
    after: str = ""
    before: Mapping[str, str] | None = None
    filled: Mapping[str, str] = field(default_factory=dict)
    onward: str = ""
    shown: str = ""
    lasting: str = ""
    opening: bool = False
    strict: bool = True
    template: str = "writing/form.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def work(request: HttpRequest, now: Reading, task: Task) -> HttpResponse:
    """Answer any request about a form. Raises `NotForThisRole`."""
    keys.check_may(now.archive.roles, task.sheet.act)
    if request.method != "POST" or task.opening:
        return _opened(request, now, task)
    if answer := settled(request, now):
        return answer
    told = _under(task, forms.typed(task.sheet, dict(request.POST.lists())))
    if DROP in request.POST:
        store.drop_draft(now.archive, task.sheet.id, task.record)
        return HttpResponseRedirect(task.back, status=SEE_OTHER)
    kept = _kept(now, task, told)
    if request.POST.get(SAVE) == QUIETLY:
        return HttpResponse(status=NOTHING if kept else CONFLICT)
    if request.switched:
        return _draw(request, now, task, told)
    if SAVE in request.POST:
        note = _("The draft is kept. Nobody but you can read it.") if kept and told.said else ""
        return _draw(request, now, task, told, note=note, error="" if kept else _not_kept())
    if task.onward:
        return _onward(request, now, task, told, kept)
    return _said(request, now, task, request.POST.get(TOKEN, ""), told)


def settled(request: HttpRequest, now: Reading) -> HttpResponse | None:
    """The way to what came of a form that is sent a second time; None where nothing came of it yet.

    A form about a statement asks this first, since saying it may be what ended that.
    """
    token = request.POST.get(TOKEN, "")
    if now.session.once.done(token):
        return HttpResponseRedirect(f"/done/{token}", status=SEE_OTHER)
    return None


def _under(task: Task, told: Typed) -> Typed:
    """What was typed on this page, over what was typed on the others; the last of them asks nothing."""
    if task.before is None:
        return told
    return replace(told, values={**task.before, **(told.values if task.onward else {})})


def _onward(
    request: HttpRequest, now: Reading, task: Task, told: Typed, kept: bool
) -> HttpResponse:
    """On to another page of the same form: what was typed goes there as the draft."""
    if not kept:
        return _draw(request, now, task, told, error=_not_kept())
    told = forms.checked(now, task.sheet, told) if task.strict else told
    if told.errors:
        return _draw(request, now, task, told, error=_not_yet(), status=BAD)
    return HttpResponseRedirect(task.onward, status=SEE_OTHER)


def _said(
    request: HttpRequest, now: Reading, task: Task, token: str, told: Typed
) -> HttpResponse:
    """Say it, or draw it again with what is in the way."""
    if not now.session.once.is_open(token):
        note = _("This form was drawn before the desk was locked. Look whether it was said already.")
        return _draw(request, now, task, told, error=note, status=CONFLICT)
    if request.POST.get(SEEN, "") != _stands(now, task):
        return _draw(request, now, task, told, error=_has_changed(task), status=CONFLICT)
    told = forms.checked(now, task.sheet, told)
    if told.errors:
        return _draw(request, now, task, told, error=_not_yet(), status=BAD)
    try:
        planned = task.plan(told)
        act = now.archive.checked(planned if isinstance(planned, Act) else Act(drafts=planned))
        committed = store.say_draft(now.archive, task.sheet.id, task.record, act)
    except Refused as error:
        note = f"{error.sentence(_)} {error.step(_)}"
        return _draw(request, now, task, told, error=note, status=BAD)
    return _confirmed(now, task, token, (*act.drafts, *act.bound), committed)


def _confirmed(
    now: Reading, task: Task, token: str, said: Sequence[Draft | Statement], committed: Committed
) -> HttpResponse:
    """Remember what a form said, and lead to the page that says so."""
    undoable = tuple(
        Undoable(id=id_, about=one.about, says=one.says, compartment=one.compartment)
        for id_, one in zip(committed.ids[0], said, strict=True)
        if one.op == "set"
    )
    lasting = any(one.op == "withdraw" or one.says == task.lasting for one in said)
    back = task.after or task.back
    now.session.once.close(token, Done(record=said[0].about, said=undoable, back=back, lasting=lasting))
    return HttpResponseRedirect(f"/done/{token}", status=SEE_OTHER)


def _opened(request: HttpRequest, now: Reading, task: Task) -> HttpResponse:
    """The form as it was left, or empty."""
    draft = store.find_draft(now.archive, now.reader, task.sheet.id, task.record)
    if draft is None:
        return _draw(request, now, task, Typed(values=task.filled, several=forms.several(task.sheet)))
    notes = [] if task.before is not None else [_("Here is your draft, as you typed it.")]
    if draft.seen != now.state(task.record):
        notes.append(_("Somebody said more of this since then."))
    told = Typed(values=draft.typed, several=forms.several(task.sheet))
    return _draw(request, now, task, told, note=" ".join(notes), kept=True)


def _kept(now: Reading, task: Task, told: Typed) -> bool:
    """Keep what was typed; a disk that is full or a program that writes must not stop the page.

    Of a form that was emptied no draft is left: what a person took out must not come back. A page that only
    shows the others keeps nothing, since one of them may be typed on meanwhile.
    """
    form, record = task.sheet.id, task.record
    if task.shown:
        return True
    with suppress(Refused):
        if told.said:
            store.keep_draft(now.archive, form, record, told.values, now.state(record))
        elif store.find_draft(now.archive, now.reader, form, record):
            store.drop_draft(now.archive, form, record)
        return True
    return False


def _stands(now: Reading, task: Task) -> str:
    """How the record stands, and what the page shows of a draft: another one where either changed."""
    return task.shown + now.state(task.record)


def _has_changed(task: Task) -> str:
    if task.shown:
        return str(_("The draft is not what it was when this page was drawn. Look once more."))
    return str(_("Somebody said more of this since you opened it. Look at it again, then say yours."))


def _not_yet() -> str:
    return str(_("Nothing was said yet: some fields need another look."))


def _not_kept() -> str:
    return str(_("The draft could not be kept: the disk is full, or another program writes. Try again."))


def _draw(
    request: HttpRequest,
    now: Reading,
    task: Task,
    told: Typed,
    *,
    note: str = "",
    error: str = "",
    kept: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "fields": list(forms.drawn(now, task.sheet, told)),
        "token": now.session.once.draw(),
        "seen": _stands(now, task),
        "note": note,
        "error": error,
        "has_draft": kept or bool(told.said),
        "record": task.record,
        "back": task.back,
        "works": True,
        "again": (),
        **task.context,
    }
    return page.show(request, task.template, context, status)
