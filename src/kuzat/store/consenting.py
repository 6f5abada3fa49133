# SPDX-License-Identifier: Apache-2.0
"""What a person allowed and what is held back, for those who ask a person or decide for one."""

from kuzat.collection import consent_of, may_be_called
from kuzat.records import Record, Said, fold
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.identity import OPENED, Opened, admitted, note_reading, opened
from kuzat.store.permitting import gate, today


def access_consents(
    archive: Archive, reader: Reader, person: str
) -> tuple[tuple[Record, ...], list[Said]]:
    """The consents of a person, withdrawn ones too, and what is said of the person, holds among it."""
    archive = admit(archive, reader)
    many = archive.projections.is_many
    rows = archive.database.rows("SELECT id FROM consent WHERE person = ? ORDER BY id", (person,))
    consents = (fold(record, archive.projections.said(record), many) for (record,) in rows)
    return tuple(consents), archive.projections.said(person)


def access_callbacks(
    archive: Archive, reader: Reader, person: str, reason: str
) -> tuple[Opened, ...]:
    """The consents by which a person may be called today, each with how; written down first.

    Raises `IdentityShut`, `NotForThisRole`, `NoReason`, or `Withheld` where consent was withdrawn.
    """
    compartment = admitted(archive, reader)
    open_to = gate(archive)
    open_to.check(open_to.record(person))
    consents, _ = access_consents(archive, reader, person)
    on = [one.id for one in consents if may_be_called(consent_of(one), today(archive))]
    note_reading(archive, dict.fromkeys((person, *on), OPENED), reason)
    return tuple(opened(archive, compartment, one) for one in on)
