# SPDX-License-Identifier: Apache-2.0
"""What waits for somebody, as one member may see it: chosen by sight and consent before it is counted.

In: an archive and who asks.
Out: by what they wait for, the records in the order in which they are shown.
Never: a record of which the reader sees nothing; one that waits only by what they may not see.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import StrEnum

from kuzat import records
from kuzat.collection import holds
from kuzat.records import KINDS, Record, Said
from kuzat.store import due
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.permitting import Gate, gate
from kuzat.store.refused import refused_sheets
from kuzat.store.second import own_logs

SAYING = (
    "SELECT s.about FROM statement s LEFT JOIN event e ON e.id = s.about WHERE s.says = '{says}'"
    " GROUP BY s.about ORDER BY e.id IS NULL, e.start_from DESC, s.about"
)
PROPOSED, HELD = SAYING.format(says="any.proposes"), SAYING.format(says="any.hold")
CONTESTED = "SELECT id FROM \"{kind}\" WHERE contested > 0 ORDER BY {order}"
# The sign lets the index of contested records choose the rows: they are sorted, not all events read by day.
BY_DAY = "+start_from DESC, id"
# Events of which one voice alone tells, what may not be read at work left out.
ONE_VOICE = (
    "SELECT e.id FROM event e JOIN told t ON t.record = e.id JOIN voice v ON v.information = t.information"
    " WHERE t.information NOT IN (SELECT value FROM json_each(?))"
    " GROUP BY e.id HAVING count(DISTINCT v.key) = 1 ORDER BY e.start_from DESC, e.id"
)
UNCODED = (
    "SELECT id FROM information WHERE event IS NULL AND intake IS NULL"
    " AND id NOT IN (SELECT information FROM told)"
    " ORDER BY coalesce(received_from, published_from) DESC, id"
)


class Waits(StrEnum):
    """What a record waits for, the most pressing first."""

    SECOND_READER = "second_reader"  # one member would follow an account, another is needed
    THREATENED = "threatened"  # a person or body against whom a threat was reported lately
    HELD = "held"  # held back from everybody outside
    TO_ERASE = "to_erase"  # a consent that is taken back or over, and something is still kept by it
    ENDING = "ending"  # a consent that ends soon
    CONTESTED = "contested"  # accounts differ and none is followed
    REFUSED = "refused"  # a sheet of which some rows were not taken
    SHARED_CODE = "shared_code"  # another record has the same code
    ONE_VOICE = "one_voice"  # an event of which one source alone tells
    UNCODED = "uncoded"  # an information of which nothing is recorded yet


# What asks for somebody today; the others are a stock of work.
PRESSING = (
    Waits.SECOND_READER,
    Waits.THREATENED,
    Waits.HELD,
    Waits.TO_ERASE,
    Waits.ENDING,
    Waits.CONTESTED,
)


def access_waiting(
    archive: Archive, reader: Reader, wanted: Iterable[Waits] = Waits
) -> Mapping[Waits, tuple[str, ...]]:
    """What waits, by what it waits for. Events, newest first, come before other records."""
    own, sheets = own_logs(archive), refused_sheets(archive, reader)
    archive = admit(archive, reader)
    with archive.database.reading():
        open_to = gate(archive)
        found: dict[Waits, Callable[[], Iterable[str]]] = {
            Waits.SECOND_READER: lambda: _proposed(archive, open_to, own),
            Waits.THREATENED: lambda: due.threatened(archive, open_to),
            Waits.HELD: lambda: _held(archive),
            Waits.TO_ERASE: lambda: due.to_erase(archive, open_to),
            Waits.ENDING: lambda: due.ending(archive),
            Waits.CONTESTED: lambda: _contested(archive, open_to),
            Waits.REFUSED: lambda: sheets,
            Waits.SHARED_CODE: archive.sharing_codes,
            Waits.ONE_VOICE: lambda: _one_voice(archive, open_to),
            Waits.UNCODED: lambda: _uncoded(archive),
        }
        return {
            waits: tuple(id_ for id_ in found[waits]() if open_to.record(id_).allowed) for waits in wanted
        }


def access_holds(
    archive: Archive, reader: Reader, record: str
) -> tuple[tuple[Said, frozenset[str]], ...]:
    """The holds on a record that stand, each with the members who would lift it."""
    archive = admit(archive, reader)
    return holds(archive.projections.said(record))


def _proposed(archive: Archive, open_to: Gate, own: Collection[str]) -> Iterator[str]:
    for (about,) in archive.database.rows(PROPOSED):
        if records.proposals(_seen(archive, open_to, about), own, archive.projections.is_many):
            yield about


def _held(archive: Archive) -> Iterator[str]:
    for (about,) in archive.database.rows(HELD):
        if holds(archive.projections.said(about)):
            yield about


def _contested(archive: Archive, open_to: Gate) -> Iterator[str]:
    """A table's column counts what is held; of a record seen in part the accounts are looked at again."""
    for kind in KINDS:
        order = BY_DAY if kind == "event" else "id"
        for (id_,) in archive.database.rows(CONTESTED.format(kind=kind, order=order)):
            if open_to.row(id_).allowed or _seen(archive, open_to, id_).contested:
                yield id_


def _one_voice(archive: Archive, open_to: Gate) -> Iterator[str]:
    hidden = json.dumps([id_ for id_ in open_to.refused if id_.startswith("inf-")])
    return (id_ for (id_,) in archive.database.rows(ONE_VOICE, (hidden,)))


def _uncoded(archive: Archive) -> Iterator[str]:
    return (id_ for (id_,) in archive.database.rows(UNCODED))


def _seen(archive: Archive, open_to: Gate, record: str) -> Record:
    said = open_to.left(archive.projections.said(record))
    return archive.projections.folded(record, said)
