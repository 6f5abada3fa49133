# SPDX-License-Identifier: Apache-2.0
"""Holding a record back from everybody outside: any member sets a hold, two lift it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.log.statement import Draft
from kuzat.records import Said
from kuzat.web import labels
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.records.statement import NotStanding
from kuzat.web.writing.forms import Field, Sheet, Typed
from kuzat.web.writing.work import Plan, Task, settled, work

HEADING = _("Hold it back")
HOLD, LIFTED = "any.hold", "any.hold_lifted"
SET = Sheet(id="record.hold", act="hold", kind="any", fields=(Field(says=HOLD, required=True),))
LIFT = Sheet(id="record.lift", act="hold", kind="any", fields=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A hold that stands: why, who set it and when, how many of two would lift it, where one does."""

    why: str
    by: str
    at: str
    lifters: int
    address: str


def held(now: Reading, record: str) -> tuple[Held, ...]:
    """What holds a record back today, as its page shows it."""
    return tuple(
        Held(
            why=labels.term(one.value),
            by=one.by,
            at=one.at,
            lifters=len(lifters),
            address="" if now.reader.member in lifters else f"/statement/{record}/{one.id.hex()}/lift",
        )
        for one, lifters in store.access_holds(now.archive, now.reader, record)
    )


def hold(request: HttpRequest, id: str) -> HttpResponse:
    """The form that holds a record back. Raises `NoSuchRecord`, `NotForThisRole`."""
    now = reading(request)
    now.record(id)

    def plan(typed: Typed) -> list[Draft]:
        return [Draft(about=id, says=HOLD, type="term", value=typed.values[HOLD])]

    context = {"heading": HEADING, "rule": _("Any member sets a hold; two lift it.")}
    return work(request, now, _task(now, SET, id, plan, context))


def lift(request: HttpRequest, record: str, id: str) -> HttpResponse:
    """The form by which one of two lifts a hold. Raises `NoSuchRecord`, `NotStanding`, `NotForThisRole`."""
    now = reading(request)
    now.record(record)
    if answer := settled(request, now):
        return answer
    found = _standing(now, record, id)

    def plan(typed: Typed) -> list[Draft]:
        return [Draft(about=record, says=LIFTED, type="statement", value=id)]

    context = {
        "heading": _("It is no longer needed"),
        "rule": _("Any member sets a hold; two lift it."),
        "quoted": labels.property_(HOLD),
        "quote": labels.term(found.value),
    }
    return work(request, now, _task(now, LIFT, record, plan, context))


def _standing(now: Reading, record: str, id_: str) -> Said:
    """The hold with this id, if it stands and this member has not said yet that it may go."""
    for one, lifters in store.access_holds(now.archive, now.reader, record):
        if one.id.hex() == id_ and now.reader.member not in lifters:
            return one
    raise NotStanding()


def _task(now: Reading, sheet: Sheet, record: str, plan: Plan, context: Mapping[str, object]) -> Task:
    context = {**context, "of": names.name(now, record)}
    return Task(sheet=sheet, record=record, plan=plan, back=names.address(record), context=context)
