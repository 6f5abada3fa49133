# SPDX-License-Identifier: Apache-2.0
"""One person or body among others on a day: a drawing, and each relation with the statements behind it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from kuzat import store
from kuzat.records import Network, Relation
from kuzat.web import labels, page
from kuzat.web.drawing.network import Arrow, Drawing, Member, draw
from kuzat.web.reading import Reading, Row, reading
from kuzat.web.records import names
from kuzat.web.records.days import day_of
from kuzat.web.records.parts import Link

STEPS = (1, 2)
PEOPLE = frozenset(f"person_kind.{kind}" for kind in ("person", "group", "family", "crowd"))
YES = "yes_no.yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One relation in words."""

    who: Link
    kind: str
    words: str
    whom: Link
    day: str
    address: str
    contested: int
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A network as a page shows it; ``bodies`` are its members in the order of their numbers."""

    drawing: Drawing
    members: tuple[Member, ...]
    lines: tuple[Line, ...]
    is_cut: bool


def network(request: HttpRequest, id: str) -> HttpResponse:
    """The page of a neighbourhood. Raises `NoSuchRecord`, `NotADay`."""
    now = reading(request)
    now.record(id)
    day = day_of(request.GET.get("at", "")) or now.today
    steps = 2 if request.GET.get("steps") == "2" else 1
    context = {
        "id": id,
        "name": names.name(now, id),
        "day": day,
        "steps": steps,
        "shown": drawn(now, around(now, id, day, steps)),
    }
    return page.show(request, "records/network.html", context)


def around(now: Reading, id_: str, day: str, steps: int) -> Network:
    """Who stood how to whom around somebody on a day."""
    return store.access_network(now.archive, now.reader, id_, day=day, steps=steps)


def drawn(now: Reading, found: Network) -> Shown:
    """A network as a drawing and in words."""
    rows = now.rows(found.steps)
    known = names.names(now, found.steps)
    members = _members(found, rows, known)
    arrows = [
        Arrow(
            who=one.who,
            whom=one.whom,
            words=labels.term(one.type) if one.type else "",
            address=names.address(one.record),
            is_sure=one.is_sure,
        )
        for one in found.relations
    ]
    return Shown(
        drawing=draw(members, arrows),
        members=members,
        lines=tuple(_line(one, known) for one in found.relations),
        is_cut=found.is_cut,
    )


def _members(found: Network, rows: dict[str, Row], known: dict[str, str]) -> tuple[Member, ...]:
    """The members by distance and name; the one in the middle first."""
    near: dict[str, str] = {}
    for one in found.relations:
        for id_, other in ((one.who, one.whom), (one.whom, one.who)):
            if found.steps[other] < found.steps[id_]:
                near.setdefault(id_, other)
    ordered = sorted(found.steps, key=lambda id_: (found.steps[id_], known[id_], id_))
    return tuple(
        Member(
            id=id_,
            name=known[id_],
            address=names.address(id_),
            step=found.steps[id_],
            near=near.get(id_, id_),
            is_body=_is_organised(rows.get(id_)) or _is_body(rows.get(id_)),
            is_organised=_is_organised(rows.get(id_)),
        )
        for id_ in ordered
    )


def _is_organised(row: Row | None) -> bool:
    """Whether a body is said to be organised by the government."""
    return row is not None and row["government_organised"] == YES


def _is_body(row: Row | None) -> bool:
    return row is not None and row["kind"] not in (None, *PEOPLE)


def _line(one: Relation, known: dict[str, str]) -> Line:
    return Line(
        who=Link(name=known[one.who], address=names.address(one.who)),
        kind=labels.term(one.type) if one.type else "",
        words=one.words,
        whom=Link(name=known[one.whom], address=names.address(one.whom)),
        day=" – ".join(labels.day(day) if day else "?" for day in (one.start, one.end)),
        address=names.address(one.record),
        contested=one.contested,
        is_sure=one.is_sure,
    )
