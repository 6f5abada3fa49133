# SPDX-License-Identifier: Apache-2.0
"""One case: a record and the records that hang on it, whatever their kind."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from sqlalchemy import Select, select

from kuzat import records
from kuzat.records import KINDS, STANDS
from kuzat.store import schema
from kuzat.store.access import (
    NoSuchRecord,
    Reader,
    Row,
    access_record,
    access_related,
    access_rows,
    admit,
    allowed_record,
    allowed_rows,
)
from kuzat.store.archive import Archive
from kuzat.store.claiming import access_claim
from kuzat.store.permitting import gate
from kuzat.store.recommending import access_recommendations
from kuzat.terms import kind_of


def access_case(archive: Archive, reader: Reader, record: str) -> tuple[Row, ...]:
    """The row of a record; of an event and a claim what belongs to it, of a person where they stand."""
    kind = kind_of(record)
    own = access_rows(archive, reader, kind, (record,)) if kind in KINDS else {}
    return (*own.values(), *_belonging(archive, reader, kind, record))


def _belonging(archive: Archive, reader: Reader, kind: str, record: str) -> Iterator[Row]:
    if kind == "event":
        for rows in access_related(archive, reader, record).values():
            yield from rows
    if kind == "person":
        links = access_person_links(archive, reader, record)
        acts = tuple(row["act"] for row in links["perpetrator"] if row["act"])
        events = tuple(row["event"] for row in links["perpetrator"] if row["event"] and not row["act"])
        yield from access_rows(archive, reader, "act", acts).values()
        yield from access_rows(archive, reader, "event", events).values()
        for role in ("victim", "source", "party"):
            yield from links[role]
    if kind == "claim":
        claim = access_claim(archive, reader, record)
        yield from (*claim.proceedings, *claim.steps, *claim.decisions)
        yield from (judged for _row, owed in claim.obligations for judged in owed.assessments)
        yield from (one.row for one in access_recommendations(archive, reader, record))
        for event in claim.events:
            yield from access_case(archive, reader, event)


def access_person_links(
    archive: Archive, reader: Reader, person: str, *, entries: int | None = None
) -> dict[str, tuple[Row, ...]]:
    """Where a person or body stands: as victim, perpetrator, source, intervening party.

    As it stood after ``entries`` entries of the own log, if given, also where that was corrected since.
    """
    archive = admit(archive, reader)
    if entries is not None:
        return {
            _role(says): tuple(_stood(archive, reader, kind, person, entries))
            for kind, says in STANDS.items()
        }
    with archive.database.reading():
        return {_role(says): _standing(archive, reader, kind, person) for kind, says in STANDS.items()}


def _role(says: str) -> str:
    return says.split(".", 1)[1]


def _named_now(archive: Archive, kind: str, person: str) -> Select[Any]:
    """The rows of the records of one kind in which somebody stands."""
    table, facet = archive.projections.tables[kind], schema.facet.c
    role = _role(STANDS[kind])
    if role in table.c:
        return select(table).where(table.c[role] == person)
    named = select(facet.record).where(facet.says == STANDS[kind], facet.value == person)
    return select(table).where(table.c.id.in_(named))


def _standing(archive: Archive, reader: Reader, kind: str, person: str) -> tuple[Row, ...]:
    rows = allowed_rows(archive, reader, _named_now(archive, kind, person))
    return tuple(row for row in rows if _stands(archive, row["id"], STANDS[kind], person))


def _stands(archive: Archive, record: str, says: str, person: str) -> bool:
    """Whether what a member may see of a record says that somebody stands in it."""
    if gate(archive).row(record).allowed:
        return True
    return any(value.text == person and value.is_ours for value in allowed_record(archive, record).all(says))


def _stood(
    archive: Archive, reader: Reader, kind: str, person: str, entries: int
) -> Iterator[Row]:
    """The records of one kind in which somebody stood, as they were."""
    now = {row.id for row in archive.execute(_named_now(archive, kind, person))}
    earlier = archive.execute(select(schema.stood.c.record).where(schema.stood.c.person == person))
    says = STANDS[kind]
    for record in sorted(now | {row.record for row in earlier if kind_of(row.record) == kind}):
        with suppress(NoSuchRecord):
            then = access_record(archive, reader, record, entries=entries)
            row = archive.projections.row(then, reader.language)
            several = {value for _, _, value in records.facet_rows(then, (says,))}
            if person in (several if archive.projections.is_many(says) else {row[_role(says)]}):
                yield row
