# SPDX-License-Identifier: Apache-2.0
"""What hangs on an event, as lines of tables: acts, involvements, informations, interventions, links."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kuzat.web import labels
from kuzat.web.reading import Reading, Row
from kuzat.web.records import names
from kuzat.web.records.events import span

OFFICIAL = "yes_no.yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A record by its name, with the address of its page."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Involved:
    """Who is said to have done an act, and in which way."""

    address: str
    kind: str
    who: Link | None
    degree: str
    contested: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One kind of act against one victim."""

    address: str
    kind: str
    victims: tuple[Link, ...]
    number: str
    day: str
    place: str
    outcome: str
    attribution: str
    involved: tuple[Involved, ...]
    contested: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """One source telling of the event."""

    address: str
    publisher: str
    source: Link | None
    day: str
    language: str
    official: bool
    url: str
    copy_of: Link | None
    reliability: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """Who stepped in, what was asked and what was answered."""

    address: str
    day: str
    kind: str
    party: str
    addressee: str
    request: str
    response: str
    response_kind: str
    response_day: str
    impact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Another event to which this one is linked; ``onward`` where the link leads from here to there."""

    address: str
    kind: str
    onward: bool
    other: Link


def link(known: dict[str, str], id_: str | None) -> Link | None:
    """A record's link, where a record is named."""
    return Link(name=known[id_], address=names.address(id_)) if id_ else None


def acts(reading: Reading, rows: Sequence[Row], involved: Sequence[Row]) -> tuple[Act, ...]:
    """Acts in order of time, each with who is said to have done it."""
    victims = reading.several([row["id"] for row in rows], "act.victim")
    known = names.names(reading, {id_ for of in victims.values() for id_ in of})
    by_act: dict[str, list[Row]] = defaultdict(list)
    for row in involved:
        by_act[row["act"] or ""].append(row)
    return tuple(
        Act(
            address=names.address(row["id"]),
            kind=labels.term(row["type"]) if row["type"] else "",
            victims=tuple(Link(name=known[v], address=names.address(v)) for v in victims[row["id"]]),
            number=names.numbers(row, "number"),
            day=span(row),
            place=labels.place(row["region"]) if row["region"] else "",
            outcome=_term(row["status_of_victim"]),
            attribution=_term(row["attribution"]),
            involved=involvements(reading, by_act[row["id"]]),
            contested=row["contested"],
        )
        for row in sorted(rows, key=lambda row: (row["start_from"] or "", row["type"] or ""))
    )


def involvements(reading: Reading, rows: Sequence[Row]) -> tuple[Involved, ...]:
    """Who is said to have been involved."""
    known = names.names(reading, [row["perpetrator"] for row in rows if row["perpetrator"]])
    return tuple(
        Involved(
            address=names.address(row["id"]),
            kind=_term(row["perpetrator_kind"]),
            who=link(known, row["perpetrator"]),
            degree=_term(row["degree"]),
            contested=row["contested"],
        )
        for row in rows
    )


def informations(reading: Reading, rows: Sequence[Row]) -> tuple[Information, ...]:
    """The sources, in the order in which they were published."""
    mentioned = [row[name] for row in rows for name in ("source", "copy_of") if row[name]]
    known = names.names(reading, mentioned)
    return tuple(
        Information(
            address=names.address(row["id"]),
            publisher=row["publisher"] or "",
            source=link(known, row["source"]),
            day=_day(row["published"] or row["received"]),
            language=row["language"] or "",
            official=row["official"] == OFFICIAL,
            url=row["url"] or "",
            copy_of=link(known, row["copy_of"]),
            reliability=_term(row["reliability"]),
        )
        for row in sorted(rows, key=lambda row: row["published_from"] or "9999")
    )


def interventions(reading: Reading, rows: Sequence[Row]) -> tuple[Intervention, ...]:
    """Interventions in order of time."""
    known = names.names(reading, [row["party"] for row in rows if row["party"]])
    return tuple(
        Intervention(
            address=names.address(row["id"]),
            day=_day(row["date"]),
            kind=_term(row["type"]),
            party=row["party_name"] or (known[row["party"]] if row["party"] else ""),
            addressee=row["addressee"] or "",
            request=row["request"] or "",
            response=row["response"] or "",
            response_kind=_term(row["response_kind"]),
            response_day=_day(row["response_date"]),
            impact=_term(row["impact"]),
        )
        for row in sorted(rows, key=lambda row: row["date_from"] or "9999")
    )


def chain(reading: Reading, event: str, rows: Sequence[Row]) -> tuple[Linked, ...]:
    """The events to which one event is linked."""
    others = {row["id"]: row["related"] if row["event"] == event else row["event"] for row in rows}
    known = names.names(reading, filter(None, others.values()))
    return tuple(
        Linked(
            address=names.address(row["id"]),
            kind=_term(row["type"]),
            onward=row["event"] == event,
            other=Link(name=known[others[row["id"]]], address=names.address(others[row["id"]])),
        )
        for row in rows
        if others[row["id"]]
    )


def _term(id_: str | None) -> str:
    return labels.term(id_) if id_ else ""


def _day(edtf: str | None) -> str:
    return labels.day(edtf) if edtf else ""
