# SPDX-License-Identifier: Apache-2.0
"""As of an entry: a prefix of one log, and of each other log as much as that prefix had received.

A log that goes on an older one, as after a restore, had all of it up to the head that its genesis names.
"""

from collections.abc import Mapping

from kuzat.log import foreign
from kuzat.log.entry import Entry, decode
from kuzat.store.archive import Archive

ORDINANCES = (
    "SELECT e.bytes FROM entry e JOIN log l ON l.key = e.log"
    " WHERE l.id = ? AND e.position < ? AND e.count = 0 ORDER BY e.position"
)


def heads(archive: Archive, entries: int) -> Mapping[str, int]:
    """Log id → how many of its entries had come in when the own log had ``entries``; others had none.

    Raises `ReceivedWrong`.
    """
    found: dict[str, int] = {}
    due = [(archive.log_id, entries)]
    while due:
        log, size = due.pop()
        if size > found.get(log, -1):
            found[log] = size
            due += _named(archive, log, size)
    return found


def _named(archive: Archive, log: str, size: int) -> list[tuple[str, int]]:
    """The heads of other logs that the first entries of a log name."""
    said = [decode(encoded) for (encoded,) in archive.database.rows(ORDINANCES, (log, size))]
    received = [(head.origin, head.size) for head in foreign.received(said).values()]
    return received + [before for entry in said if (before := _gone_on(entry)) is not None]


def _gone_on(entry: Entry) -> tuple[str, int] | None:
    previous = entry.body["previous"] if entry.kind == "genesis" else None
    return (previous["log"], previous["size"]) if previous else None
