# SPDX-License-Identifier: Apache-2.0
"""Sheets out of the archive: one that was imported, as its rows stand now, or all records of a kind."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from kuzat import keys, records
from kuzat.collection import Use, parse, read_by, sheet_out
from kuzat.errors import Missing
from kuzat.store.access import Reader, access_exhibit, access_facets, admit
from kuzat.store.archive import Archive
from kuzat.store.identity import admitted, open_original, opened
from kuzat.store.importing import mapping_of
from kuzat.store.permitting import EXPORT, UNNAMED, gate, named
from kuzat.store.telling import TellingRows
from kuzat.store.vaults import fetch, is_protected

SEPARATOR = "; "
BATCH = 500


class NotASheet(Missing):
    """The exhibit {exhibit} is not a sheet that was imported here."""

    code = "not_a_sheet"
    advice = "List the exhibits with: kuzat exhibits"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOut:
    """Column names, and rows of cells in the order of the sheet; ``withheld`` rows are left out."""

    columns: tuple[str, ...]
    rows: Iterator[list[str]]
    withheld: int = 0


def access_sheet(
    archive: Archive, reader: Reader, exhibit: str, use: Use = UNNAMED, *, reason: str | None = None
) -> SheetOut:
    """An imported sheet again, read backwards through its mapping: as what its rows said stands today.

    What was taken back is gone, what was corrected stands corrected, and where accounts differ stands the one
    that the organisation follows. Importing it gives the same values. A protected one is given only for a
    ``reason``, which is written down first. Raises `NotASheet`, or what `access_original` raises.
    """
    keys.check_may(archive.roles, EXPORT)
    open_to = gate(archive, use)
    open_to.check(open_to.record(exhibit))
    sheet = access_exhibit(archive, reader, exhibit)
    mapping_id = mapping_of(archive, exhibit)
    if mapping_id is None:
        raise NotASheet(exhibit=exhibit)
    kept = access_exhibit(archive, reader, mapping_id)
    mapping = parse(_content(archive, kept.id), _name(kept), archive.vocabulary)
    compartment = None
    if reason is None or not is_protected(archive, exhibit):
        content, name = _content(archive, exhibit), _name(sheet)
    else:
        content = b"".join(access_original(archive, reader, exhibit, use, reason=reason))
        compartment = admitted(archive, reader)
        name = _name(opened(archive, compartment, exhibit).record)
    original = read_by(mapping, content, name)
    told = TellingRows(archive, exhibit, open_to, compartment)
    pairs = ((row, told.of(row.number)) for row in original.rows)
    rows = sheet_out(mapping, archive.vocabulary, original.columns, pairs)
    return SheetOut(columns=original.columns, rows=rows)


def _content(archive: Archive, exhibit: str) -> bytes:
    content = io.BytesIO()
    for part in fetch(archive, exhibit):
        content.write(part)
    return content.getvalue()


def _name(exhibit: records.Record) -> str:
    name = exhibit.one("exhibit.name")
    return name.text if name else exhibit.id


def access_table(archive: Archive, reader: Reader, kind: str, use: Use = UNNAMED) -> SheetOut:
    """The records of one kind that a use may have, as the organisation reads them: one row a record."""
    keys.check_may(archive.roles, EXPORT)
    archive = admit(archive, reader)
    table, open_to = archive.projections.tables[kind], gate(archive, use)
    with archive.database.reading():
        ids = [str(row[0]) for row in archive.execute(select(table.c.id).order_by(table.c.id))]
    allowed = [id_ for id_ in ids if open_to.row(id_).allowed]
    single = [column.name for column in records.columns(archive.vocabulary, kind)]
    several = records.facets(archive.vocabulary, kind)
    names = ("id", *single, *(says.split(".", 1)[1] for says in several), "contested")
    rows = _table_rows(archive, reader, kind, (single, several), allowed)
    return SheetOut(columns=names, rows=rows, withheld=len(ids) - len(allowed))


def _table_rows(
    archive: Archive,
    reader: Reader,
    kind: str,
    named: tuple[list[str], tuple[str, ...]],
    ids: list[str],
) -> Iterator[list[str]]:
    table, (single, several) = archive.projections.tables[kind], named
    for first in range(0, len(ids), BATCH):
        batch = tuple(ids[first : first + BATCH])
        facets = access_facets(archive, reader, batch)
        query = select(table).where(table.c.id.in_(batch)).order_by(table.c.id)
        for row in archive.execute(query).mappings():
            listed = facets.get(row["id"], {})
            yield [
                row["id"],
                *(_shown(archive, row[name]) for name in single),
                *(SEPARATOR.join(listed.get(says, ())) for says in several),
                str(row["contested"]),
            ]


def _shown(archive: Archive, value: str | None) -> str:
    return archive.code_of(value) if value else ""


def access_original(
    archive: Archive, reader: Reader, exhibit: str, use: Use = UNNAMED, *, reason: str | None = None
) -> Iterator[bytes]:
    """The content of an exhibit; a protected one only for a ``reason``, noted first.

    For somebody outside the role must include exporting; who reads it inside must see the exhibit. Raises
    `NotForThisRole`, `NoSuchRecord`, `Withheld`, `NoSuchExhibit`, `ExhibitSealed`, or the errors of
    `access_identity`.
    """
    if not use.is_inside:
        keys.check_may(archive.roles, EXPORT)
    if admit(archive, reader).is_view:
        access_exhibit(archive, reader, exhibit)
    protected = is_protected(archive, exhibit)
    open_to = gate(archive, named(use) if protected else use)
    open_to.check(open_to.record(exhibit))
    if protected and reason is not None:
        return open_original(archive, reader, exhibit, reason)
    return fetch(archive, exhibit)
