# SPDX-License-Identifier: Apache-2.0
"""Statements → rows: one row a record, with a column for each property that holds one value.

Tables are declared here as data, from the vocabulary; the store builds them and puts rows in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kuzat.records.record import Record, Standing, Value
from kuzat.terms import dates, ids, places
from kuzat.terms.vocabulary import Property, Vocabulary

KINDS = (
    "event",
    "act",
    "person",
    "involvement",
    "information",
    "intervention",
    "chain",
    "relation",
    "claim",
    "proceeding",
    "step",
    "decision",
    "obligation",
    "assessment",
    "recommendation",
    "exhibit",
    "consent",
    "disclosure",
)
# By which property a record of each kind is called in a list, the first that is there.
CALLED = {
    "event": ("event.title", "event.reference"),
    "act": ("act.type", "act.reference"),
    "person": ("person.name", "person.reference", "person.kind"),
    "involvement": ("involvement.perpetrator_kind", "involvement.reference"),
    "information": ("information.publisher", "information.url", "information.reference"),
    "intervention": ("intervention.party_name", "intervention.type", "intervention.reference"),
    "chain": ("chain.type", "chain.reference"),
    "relation": ("relation.type", "relation.reference"),
    "claim": ("claim.title", "claim.reference"),
    "proceeding": ("proceeding.number", "proceeding.forum", "proceeding.reference"),
    "step": ("step.type", "step.reference"),
    "decision": ("decision.symbol", "decision.outcome", "decision.reference"),
    "obligation": ("obligation.kind", "obligation.reference"),
    "assessment": ("assessment.grade", "assessment.reference"),
    "recommendation": ("recommendation.number", "recommendation.words", "recommendation.reference"),
    "exhibit": ("exhibit.name",),
    "consent": ("consent.given",),
    "disclosure": ("disclosure.what",),
}
FACET_TYPES = frozenset(("term", "place", "record"))
HIDDEN = (Standing.SET_ASIDE, Standing.DISPUTED)
EXACT = ".exact"
INFORMATION = "information"
INFORMATIONS = f"{ids.RECORD_KINDS[INFORMATION]}-"
STATEMENT = "stm-"
# By which property a record of each kind says who stands in it.
STANDS = {
    "act": "act.victim",
    "involvement": "involvement.perpetrator",
    "information": "information.source",
    "intervention": "intervention.party",
}
# Kinds of records that are counted by who told of them.
TOLD = ("event", "act", "intervention")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a record's table; a date has two more, its earliest and its latest day."""

    name: str
    property: str
    is_date: bool


def columns(vocabulary: Vocabulary, kind: str) -> tuple[Column, ...]:
    """The columns of one kind of record: its properties that hold one value, in vocabulary order.

    Of texts that may be several, such as names, the one to show first has a column too.
    """
    return tuple(
        Column(name=short(p), property=p.id, is_date=p.type == "date")
        for p in vocabulary.properties(kind)
        if (not p.many or p.type == "text") and p.compartment == "cases"
    )


def facets(vocabulary: Vocabulary, kind: str) -> tuple[str, ...]:
    """Properties that hold several coded values, kept one row a value."""
    return tuple(
        p.id
        for p in vocabulary.properties(kind)
        if p.many and p.type in FACET_TYPES and p.compartment == "cases"
    )


def short(property_: Property) -> str:
    """``event.start`` → ``start``."""
    return property_.id.split(".", 1)[1]


def row(
    record: Record,
    declared: tuple[Column, ...],
    language: str | None = None,
    *,
    received: bool = False,
) -> dict[str, str | int | None]:
    """One record as a row: the standing value of each column, and how many properties are contested.

    Texts are those in ``language`` where they were told in it. With ``received``, what only another
    organisation says stands in the cells that would be empty.
    """
    cells: dict[str, str | int | None] = {"id": record.id, "contested": len(record.contested)}
    first = record.received if received else record.one
    for column in declared:
        value = first(column.property, language) if column.property in record.values else None
        cells[column.name] = value.text if value else None
        if column.is_date:
            earliest, latest = _span(value.text) if value else (None, None)
            cells[f"{column.name}_from"], cells[f"{column.name}_to"] = _day(earliest), _day(latest)
    return cells


def _span(text: str) -> tuple[date | None, date | None]:
    """The days that a date can mean; none for what another version wrote and this one cannot read."""
    try:
        told = dates.parse(text)
    except dates.NotADate:
        return None, None
    return told.earliest, told.latest


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def facet_rows(
    record: Record, declared: tuple[str, ...], *, received: bool = False
) -> Iterator[tuple[str, str, str]]:
    """(record, property, value) for each value of a many-valued property that is not set aside.

    Without ``received`` none of those that only another organisation says.

    A place counts for the region or city it lies in; the place as told stands beside it, under the
    property with ``.exact`` behind it.
    """
    for says in declared:
        standing = [v for v in record.all(says) if v.standing not in HIDDEN and (received or v.is_ours)]
        for text in dict.fromkeys(v.text for v in standing):
            if standing[0].said.type == "place":
                yield (record.id, f"{says}{EXACT}", text)
        for text in dict.fromkeys(_counted(v) for v in standing):
            yield (record.id, says, text)


def _counted(value: Value) -> str:
    return places.region(value.text) if value.said.type == "place" else value.text


def stood(record: Record) -> Iterator[tuple[str, str]]:
    """(record, person) for all whom accounts name in it, where there are several or one counts no more."""
    says = STANDS.get(ids.kind_of(record.id), "")
    values = record.all(says)
    if len(values) > 1 or record.withdrawn or any(value.standing in HIDDEN for value in values):
        named = [value.text for value in values]
        named += [said.value for said, _ in record.withdrawn if said.says == says]
        yield from ((record.id, person) for person in dict.fromkeys(named))


def told(record: Record, about: Callable[[str], str | None]) -> Iterator[tuple[str, str]]:
    """(record, information): which information tells of which record, by what is said of this one.

    An information tells of the event that it names; others are told of by the informations on which
    their statements rest, also those that are set aside or disputed, but none that only another organisation
    makes. ``about`` knows of which record a statement speaks that is itself such a basis, as a sealed
    testimony is; by its id in hex.
    """
    if ids.kind_of(record.id) == INFORMATION:
        event = record.one("information.event")
        if event is not None:
            yield event.text, record.id
    elif ids.kind_of(record.id) in TOLD:
        bases = {v.said.basis for values in record.values.values() for v in values if v.is_ours}
        rests = {_rests(basis.split("#", 1)[0], about) for basis in bases if basis}
        told = sorted(basis for basis in rests if basis and basis.startswith(INFORMATIONS))
        yield from ((record.id, information) for information in told)


def _rests(basis: str, about: Callable[[str], str | None]) -> str | None:
    return about(basis[len(STATEMENT) :]) if basis.startswith(STATEMENT) else basis


def words(record: Record) -> str:
    """All text of a record that may be searched, one value a line, in any language it was said."""
    return "\n".join(
        value.text
        for values in record.values.values()
        for value in values
        if value.said.type == "text"
    )
