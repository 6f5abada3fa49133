# SPDX-License-Identifier: Apache-2.0
"""One case: a record and the records that hang on it, whatever their kind."""

from collections.abc import Iterator

from kuzat.records import KINDS
from kuzat.store.access import (
    Reader,
    Row,
    access_person_links,
    access_related,
    access_rows,
)
from kuzat.store.archive import Archive
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
