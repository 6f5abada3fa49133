# SPDX-License-Identifier: Apache-2.0
"""How reliable a source is, by the grades A to F of the Admiralty code, each time with a reason."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kuzat.web.reading import reading
from kuzat.web.records import names
from kuzat.web.writing import forms
from kuzat.web.writing.forms import Field, Sheet
from kuzat.web.writing.work import Task, work

KIND = "information"
HEADING = _("Judge how reliable the source is")
SHEET = Sheet(
    id="information.graded",
    act="dispute",
    kind=KIND,
    fields=(
        Field(says="information.reliability", required=True),
        Field(says="information.reliability_reason", required=True, long=True),
    ),
)


def grade(request: HttpRequest, id: str) -> HttpResponse:
    """The form about one information. Raises `NoSuchRecord`, `NotForThisRole`."""
    now = reading(request)
    now.record(id)
    task = Task(
        sheet=SHEET,
        record=id,
        plan=lambda typed: forms.drafts(now, typed, KIND, id),
        back=names.address(id),
        context={
            "heading": HEADING,
            "of": names.name(now, id),
            "rule": _("Judge by what the source told before, not by what is told now."),
        },
    )
    return work(request, now, task)
