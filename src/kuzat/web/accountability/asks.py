# SPDX-License-Identifier: Apache-2.0
"""Recommendations, promises and own requests: counted by what they share, and each with its answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.accountability import APART, METS, Counted, Index, Met, Recommended, counted
from kuzat.web import labels, page
from kuzat.web.accountability import cases
from kuzat.web.paging import Paging, asked_page
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.records.parts import Link

SIZE = 50
BY: dict[str, Promise] = {
    "body": _("Body"),
    "place": _("Place"),
    "position": _("Position of the State"),
    "session": _("Session"),
    "theme": _("Theme"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some recommendations that have something in common, with their counts in words."""

    name: str
    total: int
    positions: tuple[tuple[str, int], ...]
    mets: tuple[tuple[str, int], ...]
    disputed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One recommendation in words; ``average``, ``least`` and ``most`` are empty where nobody judged it."""

    id: str
    link: Link
    kind: str
    by: str
    to: str
    position: str
    answer: str
    met: str
    average: str
    spread: str
    links: tuple[Link, ...]
    judged: tuple[cases.Judged, ...]


def asks(request: HttpRequest) -> HttpResponse:
    """All that the reader may see, counted apart by one thing, and each of them on pages."""
    now = reading(request)
    found = now.kept(("asks",), lambda: store.access_recommendations(now.archive, now.reader))
    by = request.GET.get("by", "")
    by = by if by in APART else "theme"
    ways = {**BY, "kind": labels.property_("recommendation.kind")}
    number = asked_page(request.GET.get("page", ""))
    shown = found[(number - 1) * SIZE : number * SIZE]
    context = {
        "groups": [_group(value, of, by) for value, of in counted(found, by).items()],
        "ways": [(name, called, name == by) for name, called in ways.items()],
        "called": ways[by],
        "query": f"by={by}",
        "asks": list(_lines(now, shown)),
        "paging": Paging(number=number, size=SIZE, total=len(found)),
    }
    return page.show(request, "accountability/asks.html", context)


def _group(value: str | None, of: Counted, by: str) -> Group:
    name = value or gettext("not known")
    if value and by in ("kind", "position"):
        name = labels.term(value)
    elif value and by == "body":
        name = labels.forum(value)
    return Group(
        name=name,
        total=of.total,
        positions=tuple(
            (labels.term(position) if position else gettext("No position known"), count)
            for position, count in sorted(of.positions.items())
        ),
        mets=tuple((METS[met].said(gettext), of.mets[met]) for met in Met if of.mets.get(met)),
        disputed=of.disputed,
    )


def _lines(now: Reading, found: tuple[Recommended, ...]) -> Iterator[Line]:
    linked = [id_ for one in found for id_ in (*one.claims, *one.events)]
    called = names.names(now, linked)
    for one in found:
        row, index = one.row, one.index
        answer = labels.term(row["answer_kind"]) if row["answer_kind"] else ""
        yield Line(
            id=row["id"],
            link=Link(
                name=" ".join(filter(None, (row["number"], row["words"]))) or "—",
                address=names.address(row["id"]),
            ),
            kind=labels.term(row["kind"]) if row["kind"] else "",
            by=", ".join(one.by),
            to=", ".join(one.to),
            position=labels.term(row["position"]) if row["position"] else "",
            answer=": ".join(filter(None, (answer, row["answer"]))),
            met=METS[one.met].said(gettext),
            average=labels.decimal(f"{float(index.average):.2f}") if index else "",
            spread=_spread(index) if index else "",
            links=tuple(
                Link(name=called[id_], address=names.address(id_))
                for id_ in (*one.claims, *one.events)
                if id_ in called
            ),
            judged=tuple(cases.judged(each) for each in one.assessments),
        )


def _spread(index: Index) -> str:
    return " – ".join(labels.decimal(f"{float(one):g}") for one in (index.least, index.most))
