# SPDX-License-Identifier: Apache-2.0
"""The form of one dimension: a coder answers what they can, for one month, on what is told."""

from hashlib import sha256
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.log.statement import Draft
from kuzat.terms import ids
from kuzat.web import labels
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.writing.forms import Field, Sheet, Typed
from kuzat.web.writing.work import Task, work

if TYPE_CHECKING:
    from kuzat.civicspace import Item

KIND = "judgement"
DIMENSIONS = ("association", "assembly", "expression", "state_duty")
ANSWER, MONTH, REGION, REACH = (f"{KIND}.{name}" for name in ("answer", "month", "region", "reach"))
HEADING = _("Answer about civic space")
MOST = 300


def form(dimension: str) -> str:
    """The id of the form of a dimension."""
    return f"rating.{dimension}"


def answering(request: HttpRequest, dimension: str) -> HttpResponse:
    """The form; each answer becomes a record of its own. Raises `NotForThisRole`."""
    from kuzat.civicspace import items  # with arrays, which no other page needs

    now = reading(request)
    its = [item for item in items().values() if item.dimension == dimension]
    fields = (
        Field(says=MONTH, required=True, help=_("The month that is judged, such as 2024-05.")),
        Field(says=REGION, help=_("A region, where it is not the whole country.")),
        Field(says=REACH, help=_("Only where you code what a report says, and not what you think yourself.")),
        *(_field(now, item) for item in its),
    )
    task = Task(
        sheet=Sheet(id=form(dimension), act="dispute", kind=KIND, fields=fields, bases=bases(now)),
        # A form of no record yet: a draft of it lies under an id that follows from the dimension.
        record=ids.record_id(KIND, sha256(dimension.encode()).digest()[: ids.RANDOM_BYTES]),
        plan=lambda typed: _plan(now, its, typed),
        back="/rating",
        template="civicspace/answer.html",
        context={"heading": labels.term(f"freedom.{dimension}")},
    )
    return work(request, now, task)


def _field(now: Reading, item: "Item") -> Field:
    offered = tuple((value, f"{value}  {words}".strip()) for value, words in _scale(now, item))
    return Field(
        says=ANSWER,
        of=item.id,
        offered=offered,
        called=str(labels.term(item.id)),
        help=item.question[now.language],
    )


def _scale(now: Reading, item: "Item") -> list[tuple[str, str]]:
    return [(value, item.anchors.get(value, {}).get(now.language, "")) for value in "01234"]


def _plan(now: Reading, its: "list[Item]", typed: Typed) -> list[Draft]:
    from kuzat.civicspace import answer

    told = {name: text.strip() or None for name, text in typed.values.items()}
    drafts: list[Draft] = []
    for item in its:
        value = told.get(f"{item.id}.{ANSWER}")
        if value is not None:
            drafts += answer(
                ids.record_id(KIND, now.archive.random(ids.RANDOM_BYTES)),
                item.id,
                value,
                told.get(MONTH) or "",
                region=told.get(REGION),
                reach=told.get(REACH),
                basis=typed.basis,
            )
    return drafts


def bases(now: Reading) -> tuple[tuple[str, str], ...]:
    """What is told and published, newest last in the list of ids: an answer rests on one of them."""
    rows = store.access_rows_of_kind(now.archive, now.reader, "information")[:MOST]
    known = names.names(now, [str(row["id"]) for row in rows])
    return tuple(
        sorted(((id_, f"{name} · {ids.label(id_)}") for id_, name in known.items()), key=lambda o: o[1])
    )
