# SPDX-License-Identifier: Apache-2.0
"""From an account to a record: its text on the left, the record on the right.

The sentence that is chosen becomes the basis of what is typed, so that each value says where it stands.
"""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.log.statement import Draft
from kuzat.web import labels
from kuzat.web.coding import passages
from kuzat.web.coding.more import MORE, sheet_of
from kuzat.web.coding.passages import Piece
from kuzat.web.reading import Reading, reading
from kuzat.web.records import accounts, names
from kuzat.web.writing import forms
from kuzat.web.writing.forms import Field, Sheet, Typed
from kuzat.web.writing.work import Task, work

TIE = Sheet(
    id="account.event",
    act="say",
    kind="information",
    fields=(Field(says="information.event", required=True, help=_("The code or the id of the event.")),),
)


def account(request: HttpRequest, id: str, what: str) -> HttpResponse:
    """The page of one account and what is made of it. Raises `NoSuchRecord`, `NotForThisRole`."""
    now = reading(request)
    record = now.record(id)
    event = now.row(record)["event"]
    if not event or not now.state(event):
        return work(request, now, _tie(now, id))
    pieces = passages.pieces(store.access_texts(now.archive, now.reader, id))
    number = passages.part(request.GET.get("part", ""), len(pieces))
    shown = pieces[number - 1 : number]
    translated = accounts.translated(now, record)
    sheet = sheet_of(now, what, event, _quotable(id, pieces, shown))
    task = Task(
        sheet=sheet,
        record=id,
        plan=lambda typed: MORE[what].plan(now, event, sheet, typed),
        back=request.get_full_path(),
        template="coding/account.html",
        context={
            "heading": MORE[what].heading,
            "of": names.name(now, event),
            "event": event,
            "account": names.name(now, id),
            "texts": [piece.said.id.hex() for piece in shown],
            "tongue": next((piece.said.language for piece in shown), ""),
            "translations": [(one, translated.get(one.said.id, "")) for one in passages.translations(record)],
            "sealed": store.access_sealed(now.archive, now.reader, id),
            "parts": range(1, len(pieces) + 1) if len(pieces) > 1 else (),
            "number": number,
            "kinds": [(name, more.heading, f"/account/{id}/{name}") for name, more in MORE.items()],
            "what": what,
            "asks_near": what == "act",
        },
    )
    return work(request, now, task)


def _quotable(id: str, pieces: Sequence[Piece], shown: Sequence[Piece]) -> forms.Quotable:
    found = [(one.basis, one.text) for piece in shown for one in passages.sentences(id, piece)]
    return forms.Quotable(
        sentences=lambda: ((id, str(_("The whole account"))), *found),
        holds=lambda basis: passages.is_within(basis, id, pieces),
    )


def _tie(now: Reading, id: str) -> Task:
    """The form that says to which event an account belongs, before anything is made of it."""

    def plan(typed: Typed) -> Sequence[Draft]:
        return forms.drafts(now, typed, "information", id, basis=id)

    return Task(
        sheet=TIE,
        record=id,
        plan=plan,
        back=names.address(id),
        after=f"/account/{id}/account",
        context={"heading": labels.property_("information.event"), "of": names.name(now, id)},
    )
