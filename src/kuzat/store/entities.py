# SPDX-License-Identifier: Apache-2.0
"""Who is named in public and how they stand to each other, as a use may have them.

Never: a name that somebody did not consent to give for this use; a protected name.
"""

from dataclasses import dataclass

from kuzat import keys
from kuzat.collection import Use
from kuzat.exchange import Named, Tie
from kuzat.records import Record
from kuzat.store.access import Reader, Row, access_rows_of_kind, admit
from kuzat.store.archive import Archive
from kuzat.store.claiming import UNTOLD
from kuzat.store.permitting import EXPORT, UNNAMED, gate, named
from kuzat.terms import dates


@dataclass(frozen=True, slots=True, kw_only=True)
class Entities:
    """Persons and bodies, their relations, and how many records were withheld."""

    named: tuple[Named, ...]
    ties: tuple[Tie, ...]
    withheld: int


def access_entities(archive: Archive, reader: Reader, use: Use = UNNAMED) -> Entities:
    """Every person and body with a public name, and every relation, that a use may have.

    Raises `NotForThisRole`.
    """
    keys.check_may(archive.roles, EXPORT)
    archive = admit(archive, reader)
    open_to = gate(archive, named(use))
    with archive.database.reading():
        persons = access_rows_of_kind(archive, reader, "person")
        relations = access_rows_of_kind(archive, reader, "relation")
        allowed = [row for row in persons if open_to.row(row["id"]).allowed]
        tied = [row for row in relations if open_to.row(row["id"]).allowed]

        def folded(id_: str) -> Record:
            return archive.projections.folded(id_, open_to.left(archive.projections.said(id_)))

        told = tuple(_named(archive, row, folded(row["id"])) for row in allowed if row["name"])
    withheld = len(persons) - len(allowed) + len(relations) - len(tied)
    return Entities(named=told, ties=tuple(_tie(archive, row) for row in tied), withheld=withheld)


def _named(archive: Archive, row: Row, record: Record) -> Named:
    names = [one.text for one in record.all("person.name") if one.standing not in UNTOLD]
    kinds = (row["kind"], *archive.vocabulary.ancestors(row["kind"])) if row["kind"] else ()
    return Named(
        id=row["id"],
        kinds=kinds,
        names=tuple(dict.fromkeys((row["name"], *names) if row["name"] in names else names)),
        country=row["country"] or "",
    )


def _tie(archive: Archive, row: Row) -> Tie:
    return Tie(
        id=row["id"],
        who=row["who"] or "",
        whom=row["whom"] or "",
        type=row["type"] or "",
        label=archive.vocabulary.term(row["type"]).label("en") if row["type"] else "",
        role=row["role"] or "",
        what=row["what"] or "",
        start=_day(row["start"]),
        end=_day(row["end"]),
    )


def _day(told: str | None) -> str:
    """A day, month or year as FollowTheMoney writes it; nothing where the date is told otherwise."""
    if told is None:
        return ""
    day = dates.parse(told)
    return told if day.earliest and told == day.earliest.isoformat()[: len(told)] else ""
