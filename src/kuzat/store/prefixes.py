# SPDX-License-Identifier: Apache-2.0
"""As of an entry: a prefix of one log, and of each other log as much as that prefix had received.

A log that goes on an older one, as after a restore, had all of it up to the head that its genesis names;
entries are counted on from there, so that what was known before the restore can be shown as it was.
"""

from collections.abc import Mapping

from kuzat.log import foreign
from kuzat.log.entry import Entry, decode
from kuzat.store.archive import Archive

LONGEST = 2**53
# The signs keep the log's many entries from being read: the index of these few chooses them.
ORDINANCES = (
    "SELECT e.bytes FROM entry e JOIN log l ON l.key = +e.log"
    " WHERE l.id = ? AND +e.position < ? AND e.count = 0"
    " AND substr(e.bytes, 1, 11) <> CAST('{\"body\":{},' AS BLOB) ORDER BY e.position"
)


def chain(archive: Archive) -> list[tuple[str, int]]:
    """The own log and those that it goes on, newest first, each with how many entries came before it."""
    logs = [(archive.log_id, 0)]
    while before := _previous(ordinances(archive, logs[-1][0], 1)):
        older, size = before
        if older in dict(logs):
            break
        logs = [*((log, count + size) for log, count in logs), (older, 0)]
    return logs


def heads(archive: Archive, entries: int) -> Mapping[str, int]:
    """Log id → how many of its entries had come in by so many ``entries`` of the `chain`; others had none.

    Raises `ReceivedWrong`.
    """
    logs = chain(archive)
    reached = ((log, entries - before) for log, before in logs if before < entries)
    return held(archive, *next(reached, (logs[-1][0], 0)))


def held(archive: Archive, log: str, size: int) -> Mapping[str, int]:
    """Log id → how many of its entries had come in by the first ``size`` of a log; others had none.

    Raises `ReceivedWrong`.
    """
    found: dict[str, int] = {}
    due = [(log, size)]
    while due:
        log, size = due.pop()
        if size > found.get(log, -1):
            found[log] = size
            due += _named(archive, log, size)
    return found


def _named(archive: Archive, log: str, size: int) -> list[tuple[str, int]]:
    """The heads of other logs that the first entries of a log name."""
    said = ordinances(archive, log, size)
    before = _previous(said)
    return [*([before] if before else []), *((h.origin, h.size) for h in foreign.received(said).values())]


def ordinances(archive: Archive, log: str, size: int = LONGEST) -> list[Entry]:
    """What the first ``size`` entries of a log say that is no statement of people."""
    return [decode(encoded) for (encoded,) in archive.database.rows(ORDINANCES, (log, size))]


def _previous(said: list[Entry]) -> tuple[str, int] | None:
    """The head of the older log that a genesis names."""
    previous = said[0].body["previous"] if said and said[0].kind == "genesis" else None
    return (previous["log"], previous["size"]) if previous else None
