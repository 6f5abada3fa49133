# SPDX-License-Identifier: Apache-2.0
"""What a person allowed and what is held back, for those who ask a person or decide for one."""

from kuzat.records import Record, Said, fold
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive


def access_consents(
    archive: Archive, reader: Reader, person: str
) -> tuple[tuple[Record, ...], list[Said]]:
    """The consents of a person, withdrawn ones too, and what is said of the person, holds among it."""
    archive = admit(archive, reader)
    many = archive.projections.is_many
    rows = archive.database.rows("SELECT id FROM consent WHERE person = ? ORDER BY id", (person,))
    consents = (fold(record, archive.projections.said(record), many) for (record,) in rows)
    return tuple(consents), archive.projections.said(person)
