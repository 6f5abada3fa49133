# SPDX-License-Identifier: Apache-2.0
"""Which logs are other organisations': those that are neither one's own nor an office's.

What they say is received, not adopted: it is read from their logs, and no table of ours holds it.
"""

from collections.abc import Iterable, Iterator
from json import dumps
from typing import Any

PREFIX = "log-"
SECOND = "SELECT 1 FROM log LIMIT 1 OFFSET 1"
# The own log and those that it goes on, from restored backup to backup; of another log what these say of it.
THEIRS = (
    "WITH RECURSIVE own (id) AS (SELECT lower(hex(value)) FROM setting WHERE name = 'log'"
    " UNION SELECT json_extract(CAST(e.bytes AS TEXT), '$.body.previous.log') FROM own"
    "  JOIN log l ON l.id = own.id JOIN entry e ON e.log = l.key AND e.position = 0)"
    " SELECT l.id FROM log l WHERE NOT EXISTS (SELECT 1 FROM own WHERE own.id = l.id)"
    " AND coalesce((SELECT s.value FROM statement s JOIN log o ON o.key = s.log JOIN own ON own.id = o.id"
    "  WHERE s.about = 'log-' || l.id AND s.says = 'log.relation' AND s.op = 'set' AND s.value IS NOT NULL"
    "  AND NOT EXISTS (SELECT 1 FROM statement w WHERE w.about = s.about AND w.log = s.log"
    "   AND w.op = 'withdraw' AND w.value = lower(hex(s.id)))"
    "  ORDER BY s.seq DESC LIMIT 1), '') <> 'relation.office'"
)
SPOKEN_OF = (
    "SELECT s.about FROM log l JOIN entry e ON e.log = l.key"
    " JOIN statement s ON s.seq >= e.first AND s.seq < e.first + e.count AND s.log = e.log WHERE l.id = ?1"
    " UNION SELECT s.about FROM log l JOIN sealed s ON s.log = l.key WHERE l.id = ?1"
)
CALLED = (
    "SELECT about, value FROM statement WHERE about BETWEEN 'log-' AND 'log-g' AND says = 'log.called'"
    " AND op = 'set' AND value IS NOT NULL ORDER BY seq"
)
ALONE = (
    "SELECT r.record, r.teller FROM json_each(?) wanted CROSS JOIN received r ON r.record = wanted.value"
    " WHERE r.alone = 1 ORDER BY r.record, r.teller"
)
EVENTS = (
    "SELECT DISTINCT r.record, coalesce(a.event, b.part_of, r.part_of) FROM json_each(?) wanted"
    " CROSS JOIN received r ON r.record = wanted.value"
    " LEFT JOIN act a ON a.id = r.part_of LEFT JOIN received b ON b.record = r.part_of"
    " WHERE r.alone = 1 AND r.part_of IS NOT NULL"
)


def theirs(raw: Any) -> frozenset[str]:
    """The ids of the logs that are held here and are other organisations'."""
    if raw.execute(SECOND).fetchone() is None:
        return frozenset()
    return frozenset(str(id_) for (id_,) in raw.execute(THEIRS))


def turned(raw: Any, logs: Iterable[str], now: frozenset[str]) -> Iterator[str]:
    """The records of which these logs speak, where the readings still take them for the other sort."""
    for log in logs:
        was = raw.execute("SELECT 1 FROM received WHERE teller = ? LIMIT 1", (log,)).fetchone()
        if (was is not None) != (log in now):
            yield from (str(about) for (about,) in raw.execute(SPOKEN_OF, (log,)).fetchall())


def called(raw: Any) -> dict[str, str]:
    """Log → the code under which one knows whose it is; a view does not hold what is said of partners."""
    return {str(about).removeprefix(PREFIX): str(code) for about, code in raw.execute(CALLED)}


def tellers(raw: Any, records: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Record → the codes of those who tell of it, for the records of which only others do.

    A code is empty where the reader may not know it.
    """
    found: dict[str, tuple[str, ...]] = {}
    wanted = list(records)
    rows = raw.execute(ALONE, (dumps(wanted),)).fetchall() if wanted else []
    codes = called(raw) if rows else {}
    for record, teller in rows:
        found[record] = (*found.get(record, ()), codes.get(teller, ""))
    return found


def events(raw: Any, records: Iterable[str]) -> dict[str, str]:
    """Record → the event to which it belongs, by what others alone tell."""
    rows = raw.execute(EVENTS, (dumps(list(records)),)).fetchall()
    return {str(record): str(event) for record, event in rows}
