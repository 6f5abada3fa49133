# SPDX-License-Identifier: Apache-2.0
"""The form of one outside index: which, of which year, its value, and on what published page it rests."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kuzat.log.statement import Draft
from kuzat.terms import ids
from kuzat.web.civicspace import answering
from kuzat.web.reading import Reading, reading
from kuzat.web.writing.forms import Field, Sheet, Typed
from kuzat.web.writing.work import Task, work

FORM = "rating.index"
HEADING = _("An outside index")
NAMES = ("index", "year", "score", "freedom", "low", "high", "region")
INDEX, YEAR, SCORE, FREEDOM, LOW, HIGH, REGION = (f"{answering.KIND}.{name}" for name in NAMES)
FIELDS = (
    Field(says=INDEX, required=True),
    Field(says=YEAR, required=True, help=_("As its publisher names it. It counts once the year is over.")),
    Field(says=SCORE, required=True, help=_("As published; from 0 to 100 where you choose a freedom below.")),
    Field(says=FREEDOM, help=_("Left out for a value that the CIVICUS profile takes as it is.")),
    Field(says=LOW),
    Field(says=HIGH),
    Field(says=REGION, help=_("A region, where it is not the whole country.")),
)


def indexing(request: HttpRequest) -> HttpResponse:
    """The form; what it says is a record of its own. Raises `NotForThisRole`."""
    now = reading(request)
    task = Task(
        sheet=Sheet(id=FORM, act="dispute", kind=answering.KIND, fields=FIELDS, bases=answering.bases(now)),
        # A form of no record yet: a draft of it lies under an id that follows from the form.
        record=ids.record_id(answering.KIND, sha256(FORM.encode()).digest()[: ids.RANDOM_BYTES]),
        plan=lambda typed: _plan(now, typed),
        back="/rating",
        template="civicspace/answer.html",
        context={"heading": HEADING},
    )
    return work(request, now, task)


def _plan(now: Reading, typed: Typed) -> list[Draft]:
    from kuzat.civicspace import row_of, say_index  # with arrays, which no other page needs

    record = ids.record_id(answering.KIND, now.archive.random(ids.RANDOM_BYTES))
    told = {name: text.strip() or None for name, text in typed.values.items()}
    return say_index(record, row_of(told), basis=typed.basis)
