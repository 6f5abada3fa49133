# SPDX-License-Identifier: Apache-2.0
"""Claims, and one of them from its first report to today: what was filed, decided and is owed; open doors."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from kuzat import store
from kuzat.accountability import (
    DOORS,
    REACHED,
    STATUSES,
    Case,
    Owed,
    Status,
    doors,
    exhaustion,
    rule_book,
)
from kuzat.errors import Phrase
from kuzat.terms import vocabulary
from kuzat.web import labels, languages, page
from kuzat.web.paging import Paging, asked_page
from kuzat.web.reading import Reading, Row, reading
from kuzat.web.records import names, timeline
from kuzat.web.records.parts import Link

SIZE = 100
SOON = timedelta(days=7)
Ending = tuple[Case, Row, Owed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many obligations of a claim stand in one way."""

    words: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One claim of the list."""

    link: Link
    persons: int
    bodies: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one side says of an obligation, and where that is said."""

    by: str
    grade: str
    day: str
    reason: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One obligation in words."""

    link: Link
    words: str
    status: str
    term: str
    ends: str
    said: tuple[str, ...]
    judged: tuple[Judged, ...]
    is_checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung of the way through the courts at home, in words."""

    bodies: str
    reached: str
    links: tuple[Link, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One body and whether its door stands open."""

    name: str
    door: str
    reasons: tuple[str, ...]


def cases(request: HttpRequest) -> HttpResponse:
    """Every claim that the reader may see, with how its obligations stand."""
    now = reading(request)
    found = now.kept(("claims",), lambda: store.access_claim_ids(now.archive, now.reader))
    number = asked_page(request.GET.get("page", ""))
    wanted = found[(number - 1) * SIZE : number * SIZE]
    shown = store.access_some_claims(now.archive, now.reader, wanted)
    called = names.names(now, [case.claim["id"] for case in shown])
    context = {
        "claims": [_line(case, called[case.claim["id"]]) for case in shown],
        "due": this_week(now),
        "paging": Paging(number=number, size=SIZE, total=len(found)),
    }
    return page.show(request, "accountability/cases.html", context)


def case(request: HttpRequest, id: str) -> HttpResponse:
    """One claim. Raises `NoSuchRecord`."""
    now = reading(request)
    found = store.access_claim(now.archive, now.reader, id)
    asked = store.access_recommendations(now.archive, now.reader, id)
    told = names.names(now, (*found.persons, *found.events))
    context = {
        "id": id,
        "name": names.name(now, id),
        "asks": found.claim["asks"],
        "persons": [Link(name=told[one], address=names.address(one)) for one in found.persons],
        "events": [Link(name=told[one], address=names.address(one)) for one in found.events],
        "acts": [labels.term(act) for act in found.acts],
        "timeline": timeline.timeline(
            now, store.access_case(now.archive, now.reader, id), found.owing()
        ),
        "asked": [(names.address(one.row["id"]), one.row["words"] or "—") for one in asked],
        "owed": [due(row, owed) for row, owed in found.obligations],
        "odd": [(record, said.said(gettext)) for record, said in found.oddities()],
        "rungs": _rungs(now, found),
        "ways": _ways(now, found),
    }
    return page.show(request, "accountability/case.html", context)


def due_claims(now: Reading, span: timedelta) -> tuple[Case, ...]:
    """The claims in which a term may end or a hearing may be within a span from today on."""
    until = date.fromisoformat(now.today) + span
    return now.kept(("due", span), lambda: store.access_due(now.archive, now.reader, until))


def this_week(now: Reading) -> tuple[Due, ...]:
    """Terms that may end from today on, within a week, and of which nothing is known to have been done."""
    return tuple(due(row, owed) for _case, row, owed in ending(now, SOON))


def ending(now: Reading, span: timedelta) -> tuple[Ending, ...]:
    """Terms that may end within a span from today on and that nothing is known to meet, with their claims."""
    today = date.fromisoformat(now.today)
    last = today + span
    near = [
        (owed.deadline.earliest, row["id"], case, row, owed)
        for case in due_claims(now, span)
        for row, owed in case.obligations
        if owed.deadline and not owed.is_answered
        if owed.deadline.earliest <= last and owed.deadline.latest >= today
    ]
    return tuple((case, row, owed) for _day, _id, case, row, owed in sorted(near, key=lambda one: one[:2]))


def due(row: Row, owed: Owed) -> Due:
    """One obligation with its term and what each side says of it."""
    said = [one for told in owed.told for one in told.sentences]
    return Due(
        link=Link(name=labels.term(row["kind"]) if row["kind"] else "", address=names.address(row["id"])),
        words=row["words"] or "",
        status=_said(STATUSES[owed.status]),
        term=owed.rule.labels[languages.current()] if owed.rule else "",
        ends=_ends(owed),
        said=(*([owed.refused.sentence(gettext)] if owed.refused else ()), *map(_said, said)),
        judged=tuple(judged(one) for one in owed.assessments),
        is_checked=owed.rule is None or owed.rule.checked,
    )


def _ends(owed: Owed) -> str:
    if owed.deadline is None:
        return ""
    days = (owed.deadline.earliest, owed.deadline.latest)
    return " – ".join(dict.fromkeys(labels.day(day.isoformat()) for day in days))


def judged(row: Row) -> Judged:
    """What one side says, in words."""
    return Judged(
        by=labels.term(row["by"]) if row["by"] else "",
        grade=labels.term(row["grade"]) if row["grade"] else "",
        day=labels.day(row["date"]) if row["date"] else "",
        reason=row["reason"] or "",
        address=names.address(row["id"]),
    )


def _line(case: Case, name: str) -> Line:
    counted = dict.fromkeys(Status, 0)
    for _row, owed in case.obligations:
        counted[owed.status] += 1
    bodies = dict.fromkeys(labels.forum(one["forum"]) for one in case.proceedings if one["forum"])
    return Line(
        link=Link(name=name, address=names.address(case.claim["id"])),
        persons=len(case.persons),
        bodies=", ".join(bodies),
        standings=tuple(
            Standing(words=_said(STATUSES[status]), count=count) for status, count in counted.items() if count
        ),
    )


def _rungs(now: Reading, found: Case) -> tuple[Rung, ...]:
    called = names.names(now, [row["id"] for row in found.proceedings])
    return tuple(
        Rung(
            bodies=" / ".join(labels.forum(forum) for forum in rung.forums),
            reached=_said(REACHED[rung.reached]),
            links=tuple(Link(name=called[id_], address=names.address(id_)) for id_ in rung.proceedings),
            missing=tuple(map(_said, rung.missing)),
        )
        for rung in exhaustion(found)
    )


def _ways(now: Reading, found: Case) -> tuple[Way, ...]:
    matter = found.matter(vocabulary.load().ancestors)
    return tuple(
        Way(
            name=one.forum.labels[languages.current()],
            door=_said(DOORS[one.door]),
            reasons=tuple(map(_said, one.reasons)),
        )
        for one in doors(rule_book(), matter, date.fromisoformat(now.today))
    )


def _said(phrase: Phrase) -> str:
    return phrase.said(gettext)
