# SPDX-License-Identifier: Apache-2.0
"""How a person or body stands to another, since when and until when, on what somebody tells of them."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.log.statement import Draft
from kuzat.terms import ids, kind_of
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.writing import forms
from kuzat.web.writing.forms import Field, Sheet, Typed
from kuzat.web.writing.work import Task, work

FORM = "person.relation"
HEADING = _("Add a relation to another")
KIND = "relation"
SIDES = ("relation.who", "relation.whom")
MOST = 300
FIELDS = (
    Field(says="relation.who", required=True),
    Field(says="relation.type", required=True),
    Field(says="relation.whom", required=True),
    Field(says="relation.role"),
    Field(says="relation.what"),
    Field(says="relation.start"),
    Field(says="relation.end"),
)


def relate(request: HttpRequest, id: str) -> HttpResponse:
    """The form on one person or body, who stands on one side. Raises `NoSuchRecord`, `NotForThisRole`."""
    now = reading(request)
    now.record(id)
    offered = _offered(now, id)
    fields = tuple(replace(one, offered=offered) if one.says in SIDES else one for one in FIELDS)
    sheet = Sheet(id=FORM, act="say", kind=KIND, fields=fields, bases=_bases(now, id))
    task = Task(
        sheet=sheet,
        record=id,
        plan=lambda typed: _plan(now, typed),
        back=f"/person/{id}/network",
        filled={"relation.who": id},
        context={"heading": HEADING, "of": names.name(now, id)},
    )
    return work(request, now, task)


def _plan(now: Reading, typed: Typed) -> list[Draft]:
    relation = ids.record_id(KIND, now.archive.random(ids.RANDOM_BYTES))
    return forms.drafts(now, typed, KIND, relation, basis=typed.basis)


def _offered(now: Reading, person: str) -> tuple[tuple[str, str], ...]:
    """Those who are named in public, to choose from; none where they are too many to choose."""
    rows = store.access_rows_of_kind(now.archive, now.reader, "person")
    named = [row["id"] for row in rows if row["name"] and row["id"] != person]
    if len(named) > MOST:
        return ()
    titles = store.access_titles(now.archive, now.reader, tuple(named), now.language)
    titles[person] = names.name(now, person)
    return tuple(sorted(titles.items(), key=lambda one: (one[1], one[0])))


def _bases(now: Reading, person: str) -> tuple[tuple[str, str], ...]:
    """The informations on which rests what is said of a person: a relation rests on one of them."""
    told = (value.said.basis or "" for of in now.record(person).values.values() for value in of)
    found = dict.fromkeys(basis.split("#", 1)[0] for basis in told)
    known = names.names(now, [id_ for id_ in found if ids.is_record(id_) and kind_of(id_) == "information"])
    return tuple((id_, f"{name} · {ids.label(id_)}") for id_, name in known.items())
