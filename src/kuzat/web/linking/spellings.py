# SPDX-License-Identifier: Apache-2.0
"""Why several spellings count as one place: what their letters and regions say. Nobody judges places."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from kuzat import store
from kuzat.terms.names import compare
from kuzat.web import labels, page
from kuzat.web.linking import evidence
from kuzat.web.linking.evidence import Row
from kuzat.web.reading import Reading, reading

if TYPE_CHECKING:
    from kuzat.linkage import Linked

MOST = 100
KIND = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Couple:
    """Two spellings of one place: how alike they are, of 1, and why; what each field says."""

    names: tuple[str, str]
    score: str
    reasons: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The spellings that count as one place, and each couple of neighbours among them."""

    names: tuple[str, ...]
    couples: tuple[Couple, ...]


def spellings(request: HttpRequest) -> HttpResponse:
    """The places that were told in several spellings."""
    now = reading(request)
    linked = now.kept(
        ("linked", KIND), lambda: store.access_linked(now.archive, now.reader, KIND)
    ).linked
    context = {
        "places": [_place(now, linked, names) for names in linked.clusters[:MOST]],
        "cut": len(linked.clusters) > MOST,
    }
    return page.show(request, "linking/spellings.html", context)


def _place(now: Reading, linked: "Linked", names: tuple[str, ...]) -> Place:
    return Place(names=names, couples=tuple(_couples(now, linked, names)))


def _couples(now: Reading, linked: "Linked", names: tuple[str, ...]) -> Iterator[Couple]:
    """Each spelling with the one that is most like it."""
    likely = {couple: linked.chance(*couple) for couple in combinations(names, 2)}
    best = (max((c for c in likely if name in c), key=lambda c: likely[c]) for name in names)
    for couple in dict.fromkeys(best):
        found = compare(*couple)
        yield Couple(
            names=couple,
            score=labels.decimal(f"{found.score:.2f}"),
            reasons=tuple(reason.said(gettext) for reason in found.reasons),
            rows=tuple(evidence.rows(now, KIND, linked.why(*couple))),
        )
