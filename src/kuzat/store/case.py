# SPDX-License-Identifier: Apache-2.0
"""One case: a record and the records that hang on it, whatever their kind."""

from collections.abc import Iterator

from sqlalchemy import and_, select

from kuzat.records import KINDS
from kuzat.store import schema
from kuzat.store.access import (
    Reader,
    Row,
    access_related,
    access_rows,
    admit,
    allowed_record,
    allowed_rows,
)
from kuzat.store.archive import Archive
from kuzat.store.permitting import gate
from kuzat.terms import kind_of


def access_case(archive: Archive, reader: Reader, record: str) -> tuple[Row, ...]:
    """The row of a record; of an event what belongs to it, of a person where they stand."""
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


def access_person_links(archive: Archive, reader: Reader, person: str) -> dict[str, tuple[Row, ...]]:
    """Where a person or body stands: as victim, perpetrator, source, intervening party."""
    archive = admit(archive, reader)
    tables = archive.projections.tables
    facet = schema.facet
    victim_of = select(facet.c.record).where(
        and_(facet.c.says == "act.victim", facet.c.value == person)
    )
    queries = {
        "act.victim": select(tables["act"]).where(tables["act"].c.id.in_(victim_of)),
        "involvement.perpetrator": select(tables["involvement"]).where(
            tables["involvement"].c.perpetrator == person
        ),
        "information.source": select(tables["information"]).where(tables["information"].c.source == person),
        "intervention.party": select(tables["intervention"]).where(tables["intervention"].c.party == person),
    }
    with archive.database.reading():
        rows = {says: allowed_rows(archive, reader, query) for says, query in queries.items()}
        return {
            says.split(".", 1)[1]: tuple(row for row in of if _stands(archive, row["id"], says, person))
            for says, of in rows.items()
        }


def _stands(archive: Archive, record: str, says: str, person: str) -> bool:
    """Whether what a member may see of a record says that somebody stands in it."""
    if gate(archive).row(record).allowed:
        return True
    return any(value.text == person for value in allowed_record(archive, record).all(says))
