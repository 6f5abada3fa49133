# SPDX-License-Identifier: Apache-2.0
"""What other organisations tell, kept apart from what is counted: how much there is, and who says what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from json import dumps
from typing import Any

from kuzat.analysis import Unit
from kuzat.records import Record
from kuzat.store.access import Reader, Row, access_rows, admit
from kuzat.store.archive import Archive
from kuzat.store.permitting import gate
from kuzat.store.theirs import called, tellers

# Of which kind of record a unit is counted.
KINDS = {Unit.STORY: "event"}
RECEIVED = "SELECT teller, record, kind, alone, differs FROM received ORDER BY teller, kind, record"
UNCOUNTED = (
    "SELECT teller, count(*) FROM received WHERE alone = 1 AND kind = ?"
    " AND record NOT IN (SELECT value FROM json_each(?)) GROUP BY teller ORDER BY teller"
)
PARTS = (
    "SELECT DISTINCT r.record, r.kind FROM received r WHERE r.alone = 1 AND (r.part_of = ?1"
    " OR r.part_of IN (SELECT id FROM act WHERE event = ?1 UNION SELECT record FROM received"
    " WHERE kind = 'act' AND part_of = ?1)) ORDER BY r.kind, r.record"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What one other organisation tells: ``alone`` are records, by kind, of which nobody here says or adopts
    anything; ``differs`` are those of which it says otherwise than we do.

    ``partner`` is the code under which one knows it; empty where the reader may not.
    """

    partner: str
    alone: Mapping[str, tuple[str, ...]]
    differs: tuple[str, ...]


def access_received(archive: Archive, reader: Reader) -> tuple[Received, ...]:
    """What each other organisation tells beside us, by their codes, as far as this member may see it."""
    archive = admit(archive, reader)
    with archive.database.reading():
        open_to, codes = gate(archive), called(archive.database.raw)
        found: dict[str, tuple[dict[str, list[str]], list[str]]] = {}
        for teller, record, kind, alone, differs in archive.database.rows(RECEIVED):
            kinds, differing = found.setdefault(codes.get(teller, ""), ({}, []))
            if open_to.record(record).allowed:
                if alone:
                    kinds.setdefault(kind, []).append(record)
                elif differs:
                    differing.append(record)
    return tuple(
        Received(partner=code, alone={of: tuple(its) for of, its in kinds.items()}, differs=tuple(differing))
        for code, (kinds, differing) in sorted(found.items())
    )


def access_uncounted(archive: Archive, reader: Reader, unit: Unit) -> dict[str, int]:
    """Other organisation, by its code, → of how many such units only it tells: they are in no count."""
    archive = admit(archive, reader)
    with archive.database.reading():
        refused, codes = dumps([*gate(archive).refused]), called(archive.database.raw)
        found = archive.database.rows(UNCOUNTED, (KINDS.get(unit, unit.value), refused))
    return {codes.get(teller, ""): int(count) for teller, count in found}


def access_received_parts(archive: Archive, reader: Reader, event: str) -> dict[str, tuple[Row, ...]]:
    """What others alone tell that belongs to an event, by kind."""
    archive = admit(archive, reader)
    kinds: dict[str, list[str]] = {}
    for record, kind in archive.database.rows(PARTS, (event,)):
        kinds.setdefault(kind, []).append(record)
    rows = {kind: access_rows(archive, reader, kind, tuple(of)) for kind, of in kinds.items()}
    return {kind: tuple(its.values()) for kind, its in rows.items()}


def access_tellers(archive: Archive, reader: Reader, records: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Record → the codes of those who tell of it, for the records of which only others do."""
    return tellers(admit(archive, reader).database.raw, records)


def access_sayers(archive: Archive, reader: Reader, record: Record) -> dict[bytes, str]:
    """Statement → the code of the other organisation that says it, also where it was adopted."""
    archive = admit(archive, reader)
    raw: Any = archive.database.raw
    others, codes = archive.projections.theirs(), called(raw)
    said = [value.said for values in record.values.values() for value in values]
    return {one.id: codes.get(one.log, "") for one in said if one.log in others}
