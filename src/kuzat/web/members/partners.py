# SPDX-License-Identifier: Apache-2.0
"""With whom the archive is shared: what each partner holds of it, and what witnesses saw of its log."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.exchange import Verdict, qr
from kuzat.store import Given, Shared
from kuzat.web import labels, page
from kuzat.web.reading import Reading, reading
from kuzat.web.records import received
from kuzat.web.records.received import Received

# So many records of each sort are named on the page; the command line names all.
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Something that a partner was given, and the records in it by their ids."""

    given: Given
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One partner: how one stands with them, what they were given, what only they tell or tell otherwise."""

    told: str
    relation: str
    given: tuple[Held, ...]
    received: tuple[Received, ...]
    differs: tuple[Received, ...]


def partners(request: HttpRequest) -> HttpResponse:
    """The page of partners and witnesses."""
    now = reading(request)
    witnessed = store.access_witnessed(now.archive, now.reader)
    told = {one.partner: one for one in store.access_received(now.archive, now.reader)}
    card = store.printed_card(now.archive)
    context = {
        "card": card,
        "card_qr": qr.drawn(card),
        "digits": store.own_card(now.archive).digits(),
        "partners": [_partner(now, one, told) for one in store.access_shared(now.archive, now.reader)],
        "received_label": labels.STANDINGS["received"],
        "witnessed": witnessed.told().said(_),
        "is_conflict": witnessed.verdict is Verdict.CONFLICT,
    }
    return page.show(request, "members/partners.html", context)


def _partner(now: Reading, one: Shared, told: Mapping[str, store.Received]) -> Partner:
    given = (Held(given=held, records=tuple(sorted({*held.records, *held.exhibits}))) for held in one.given)
    its = told.get(one.peer.called)
    alone = [record for of in its.alone.values() for record in of] if its else []
    return Partner(
        told=one.peer.told().said(_),
        relation=one.peer.relation,
        given=tuple(given),
        received=received.named(now, alone[:MOST]),
        differs=received.named(now, its.differs[:MOST]) if its else (),
    )
