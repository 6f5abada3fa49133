# SPDX-License-Identifier: Apache-2.0
"""What is due soon, by claim, body or person; the diary of hearings; both as a calendar file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.accountability import Case, Owed, Sitting, Term, feed
from kuzat.terms import ids
from kuzat.web import labels, languages, page, refusals
from kuzat.web.accountability import cases
from kuzat.web.exhibits.original import SAFE
from kuzat.web.reading import Reading, Row, reading
from kuzat.web.records import names
from kuzat.web.records.parts import Link

HEARINGS = ("step_type.hearing", "step_type.hearing_postponed")
SPANS = (7, 31, 92)
BY: Mapping[str, Promise] = {"claim": _("Claim"), "body": _("Body"), "person": _("Person")}
CALENDAR = "handed_out.calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is due in one claim, before one body, or for one person."""

    head: str
    link: Link
    due: tuple[cases.Due, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """One hearing that is to come, or that may be."""

    day: str
    kind: str
    body: str
    claim: Link
    link: Link


def due(request: HttpRequest) -> HttpResponse:
    """Terms that may end, and hearings that may be, in the days that are asked for."""
    now = reading(request)
    by = request.GET.get("by", "")
    by = by if by in BY else "claim"
    days = request.GET.get("days", "")
    span = int(days) if days in map(str, SPANS) else SPANS[0]
    found = cases.ending(now, timedelta(days=span))
    context = {
        "groups": list(_groups(now, found, by)),
        "hearings": list(_hearings(now, _claims(now, span), span)),
        "ways": [(name, called, name == by) for name, called in BY.items()],
        "spans": [(one, one == span) for one in SPANS],
        "by": by,
        "span": span,
    }
    return page.show(request, "accountability/due_page.html", context)


def calendar(request: HttpRequest) -> HttpResponse:
    """The same as a calendar file, which names rules and labels alone; that it was taken is said."""
    if request.POST.get("as") != "ics":
        return refusals.not_understood(request)
    now = reading(request)
    span = timedelta(days=SPANS[-1])
    terms = [
        Term(deadline=owed.deadline, title=f"{_title(owed)} {ids.label(row['id'])}", key=row["id"])
        for _case, row, owed in cases.ending(now, span)
        if owed.deadline
    ]
    sittings = [
        Sitting(
            first=date.fromisoformat(step["date_from"]),
            last=date.fromisoformat(step["date_to"]),
            title=f"{labels.term(step['type'])} {ids.label(step['id'])}",
            key=step["id"],
        )
        for _case, step in _steps(now, _claims(now, span.days), span.days)
        if step["date_from"] and step["date_to"]
    ]
    store.handed_out(now.archive, CALENDAR, None)
    response = HttpResponse(feed(terms, datetime.now(UTC), sittings), headers=SAFE)
    response["Content-Disposition"] = 'attachment; filename="terms.ics"'
    return response


def _title(owed: Owed) -> str:
    return owed.rule.labels[languages.current()] if owed.rule else labels.property_("obligation.due")


def _claims(now: Reading, span: int) -> tuple[Case, ...]:
    return cases.due_claims(now, timedelta(days=span))


def _groups(now: Reading, found: tuple[cases.Ending, ...], by: str) -> Iterator[Group]:
    grouped: dict[str, list[cases.Due]] = {}
    for case, row, owed in found:
        for key in _keys(case, row, by) or ("",):
            grouped.setdefault(key, []).append(cases.due(row, owed))
    called = names.names(now, [key for key in grouped if ids.is_record(key)])
    for number, (key, due) in enumerate(grouped.items(), 1):
        is_record = ids.is_record(key)
        name = called.get(key, "—") if is_record else labels.forum(key) or "—"
        link = Link(name=name, address=names.address(key) if is_record else "")
        yield Group(head=f"g{number}", link=link, due=tuple(due))


def _keys(case: Case, row: Row, by: str) -> tuple[str, ...]:
    """Under what an obligation stands: its claim, the body of its proceeding, the persons of its claim."""
    if by == "claim":
        return (case.claim["id"],)
    if by == "person":
        return case.persons
    decided = {one["id"]: one["proceeding"] for one in case.decisions}
    place = row["proceeding"] or decided.get(row["decision"])
    return tuple(one["forum"] for one in case.proceedings if one["id"] == place and one["forum"])


def _steps(now: Reading, found: tuple[Case, ...], span: int) -> list[tuple[Case, Row]]:
    today = date.fromisoformat(now.today)
    first, last = today.isoformat(), (today + timedelta(days=span)).isoformat()
    steps = [
        (case, step)
        for case in found
        for step in case.steps
        if step["type"] in HEARINGS and step["date"]
        if (step["date_to"] or last) >= first and (step["date_from"] or first) <= last
    ]
    return sorted(steps, key=lambda one: (one[1]["date_from"] or "", one[1]["id"]))


def _hearings(now: Reading, found: tuple[Case, ...], span: int) -> Iterator[Hearing]:
    steps = _steps(now, found, span)
    called = names.names(now, [case.claim["id"] for case, _step in steps])
    for case, step in steps:
        forums = {one["id"]: one["forum"] for one in case.proceedings}
        claim = case.claim["id"]
        yield Hearing(
            day=labels.day(step["date"]),
            kind=labels.term(step["type"]),
            body=labels.forum(forums.get(step["proceeding"])),
            claim=Link(name=called[claim], address=names.address(claim)),
            link=Link(name=ids.label(step["id"]), address=names.address(step["id"])),
        )
