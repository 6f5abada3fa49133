# SPDX-License-Identifier: Apache-2.0
"""Add to an event what somebody tells of it: a page of a newspaper, or what was told in person."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kuzat.log.statement import Draft
from kuzat.terms import ids
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.writing import forms
from kuzat.web.writing.forms import Field, Sheet, Typed
from kuzat.web.writing.work import Task, work

KIND = "information"
SHEET = Sheet(
    id="information.told",
    act="say",
    kind=KIND,
    fields=(
        Field(says="information.publisher", required=True, help=_("Who published it, or: told in person.")),
        Field(says="information.url", help=_("What has an address on the web is taken for published.")),
        Field(says="information.published", help=_("As you know it: 8 July 2019, summer 2010, 2019-07.")),
        Field(says="information.language"),
        Field(says="information.official"),
        Field(says="information.text", long=True),
        Field(
            says="information.remark",
            long=True,
            help=_("Without an address on the web both texts are sealed to those who open identities."),
        ),
    ),
)


def told(request: HttpRequest, id: str) -> HttpResponse:
    """The form below an event. Raises `NoSuchRecord`, `NotForThisRole`."""
    now = reading(request)
    now.record(id)
    task = Task(
        sheet=SHEET,
        record=id,
        plan=lambda typed: _plan(now, id, typed),
        back=f"/event/{id}",
        context={"heading": _("Add what somebody tells"), "of": names.name(now, id)},
    )
    return work(request, now, task)


def _plan(now: Reading, event: str, typed: Typed) -> Sequence[Draft]:
    """A new information of the event; its texts rest on itself, so that a published one is in the open."""
    about = ids.record_id(KIND, now.archive.random(ids.RANDOM_BYTES))
    tie = Draft(about=about, says="information.event", type="record", value=event, basis=about)
    return [*forms.drafts(now, typed, KIND, about, basis=about), tie]
