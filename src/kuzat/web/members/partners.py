# SPDX-License-Identifier: Apache-2.0
"""With whom the archive is shared: what each partner holds of it, and what witnesses saw of its log."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.exchange import Verdict
from kuzat.store import Given, Shared
from kuzat.web import page
from kuzat.web.reading import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Something that a partner was given, and the records in it by their ids."""

    given: Given
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One partner: how one stands with them, and what they were given."""

    told: str
    relation: str
    given: tuple[Held, ...]


def partners(request: HttpRequest) -> HttpResponse:
    """The page of partners and witnesses."""
    now = reading(request)
    witnessed = store.access_witnessed(now.archive, now.reader)
    context = {
        "partners": [_partner(one) for one in store.access_shared(now.archive, now.reader)],
        "witnessed": witnessed.told().said(_),
        "is_conflict": witnessed.verdict is Verdict.CONFLICT,
    }
    return page.show(request, "members/partners.html", context)


def _partner(one: Shared) -> Partner:
    given = (Held(given=held, records=tuple(sorted({*held.records, *held.exhibits}))) for held in one.given)
    return Partner(told=one.peer.told().said(_), relation=one.peer.relation, given=tuple(given))
