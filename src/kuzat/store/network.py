# SPDX-License-Identifier: Apache-2.0
"""Persons and bodies around one of them, by the relations that a member may see."""

from sqlalchemy import or_, select

from kuzat.records import Network, around
from kuzat.store.access import Reader, Row, access_rows, admit
from kuzat.store.archive import Archive
from kuzat.store.permitting import Gate, gate


def access_network(archive: Archive, reader: Reader, person: str, *, day: str, steps: int = 1) -> Network:
    """Who stood how to whom on a day, such as 2025-01-31, up to some steps from one person or body.

    A relation with somebody whose consent ended is not shown, whoever told of it.
    """
    archive = admit(archive, reader)
    table = archive.projections.tables["relation"]

    def relations(of: tuple[str, ...]) -> tuple[Row, ...]:
        touching = select(table.c.id).where(or_(table.c.who.in_(of), table.c.whom.in_(of)))
        ids = tuple(str(row[0]) for row in archive.execute(touching))
        rows = access_rows(archive, reader, "relation", ids).values()
        return tuple(row for row in rows if all(_is_seen(open_to, row[side]) for side in ("who", "whom")))

    with archive.database.reading():
        open_to = gate(archive)
        return around(person, day, steps, relations)


def _is_seen(open_to: Gate, person: str | None) -> bool:
    return person is not None and open_to.record(person).allowed
