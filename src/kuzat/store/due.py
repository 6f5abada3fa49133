# SPDX-License-Identifier: Apache-2.0
"""What a day brings by itself: threats of the last weeks, consents that end, backups that grow old.

In: an archive as its reader sees it.
Out: ids of records, the most pressing first, for `access_waiting` to leave out what its reader may not see;
when the archive was last looked after.
Never: what is erased; a deadline that nobody said.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from json import dumps

from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.permitting import Gate, today

LATELY, SOON = timedelta(weeks=8), timedelta(days=30)
VICTIM = "act.victim"
THREATS = ("act.integrity.threat", "act.integrity.intimidation")
# Victims of such acts that happened or were told of since a day, if they can be found again: by a name,
# by what is sealed of them, or because something else was done to them too.
THREATENED = (
    "SELECT v.value, a.id, coalesce(a.start_to, e.end_to, e.start_to, ?1) AS last"
    " FROM json_each(?2) wanted CROSS JOIN act a ON a.type = wanted.value LEFT JOIN event e ON e.id = a.event"
    " CROSS JOIN facet v ON v.record = a.id AND v.says = 'act.victim'"
    " WHERE a.type IS NOT NULL"
    " AND (coalesce(a.start_to, e.end_to, e.start_to) >= ?1"
    "  OR EXISTS (SELECT 1 FROM told t JOIN information i ON i.id = t.information"
    "   WHERE t.record = a.id AND coalesce(i.received_to, i.published_to) >= ?1"
    "   AND i.id NOT IN (SELECT value FROM json_each(?3))))"
    " AND (EXISTS (SELECT 1 FROM person p WHERE p.id = v.value AND p.name IS NOT NULL)"
    "  OR EXISTS (SELECT 1 FROM sealed s WHERE s.about = v.value)"
    "  OR EXISTS (SELECT 1 FROM facet o WHERE o.says = v.says AND o.value = v.value AND o.record <> a.id))"
    " ORDER BY last DESC, v.value"
)
ENDING = (
    "SELECT id FROM consent WHERE withdrawn IS NULL AND until_from BETWEEN ? AND ?"
    " ORDER BY until_from, id"
)
OVER = "SELECT id FROM consent WHERE person = ? ORDER BY coalesce(withdrawn_from, until_from) DESC, id"
KEPT = (
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM statement WHERE about = ?1 AND value IS NOT NULL"
    "  AND op = 'set' AND says NOT IN ('any.erased', 'any.erasure_ground'))"
    " OR EXISTS (SELECT 1 FROM sealed s WHERE s.about = ?1 AND NOT EXISTS"
    "  (SELECT 1 FROM statement t WHERE t.says = 'any.erased' AND t.value = lower(hex(s.statement))))"
)
# Which backup was the last that was made to its end: one that failed is noted too, and keeps nothing.
DONE = "backed_up"
BACKED_UP = (
    "SELECT e.at, e.log, e.position FROM statement s"
    " JOIN entry e ON e.log = s.log AND e.position = s.position"
    " WHERE s.about = (SELECT CAST(value AS TEXT) FROM setting WHERE name = ?)"
    " AND s.says = 'disclosure.what' AND s.op = 'set' LIMIT 1"
)
LAST = "SELECT log, position FROM entry WHERE log = ? ORDER BY position DESC LIMIT 1"
ERASED = (
    "SELECT max(e.at) FROM statement s JOIN entry e ON e.log = s.log AND e.position = s.position"
    " WHERE s.says = 'any.erased'"
)
STAMPED = "SELECT max(stamped_at), max(CAST(stamped_size AS INTEGER)) FROM exhibit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """When the archive was last backed up to the end and stamped, as days; None where it never was.

    ``unsaved`` tells that something was said since the backup, ``erased`` that something was erased since,
    which it can still bring back; ``unstamped`` that entries were made that no timestamp covers.
    """

    backup: str | None
    unsaved: bool
    erased: bool
    stamp: str | None
    unstamped: bool


def access_upkeep(archive: Archive, reader: Reader) -> Upkeep:
    """How the archive was looked after, as far as the reader may see that."""
    archive = admit(archive, reader)
    database = archive.database
    with database.reading():
        at, *place = database.row(BACKED_UP, (DONE,)) or ("", None, None)
        (erased,) = database.row(ERASED)
        stamped, size = database.row(STAMPED)
        last = database.row(LAST, (archive.log_key,))
    return Upkeep(
        backup=at[:10] or None,
        unsaved=bool(at) and last is not None and list(last) != place,
        erased=bool(at) and erased is not None and erased >= at,
        stamp=stamped[:10] if stamped else None,
        unstamped=bool(stamped) and int(size or 0) < archive.size(),
    )


def threatened(archive: Archive, open_to: Gate) -> Iterator[str]:
    """Persons and bodies against whom a threat was reported in the last weeks, the newest first.

    Told by somebody who does not consent any more, it is none.
    """
    known = archive.vocabulary
    types = [below for top in THREATS for below in (top, *known.descendants(top))]
    since = (today(archive) - LATELY).isoformat()
    hidden = [id_ for id_ in open_to.refused if id_.startswith("inf-")]
    rows = archive.database.rows(THREATENED, (since, dumps(types), dumps(hidden)))
    found = (str(id_) for id_, act, _ in rows if _is_told(archive, open_to, act, id_, types))
    return iter(dict.fromkeys(found))


def _is_told(archive: Archive, open_to: Gate, act: str, victim: str, types: Collection[str]) -> bool:
    """Whether what may be seen of an act says that it is of these kinds, and against whom."""
    if open_to.row(act).allowed:
        return True
    record = archive.projections.folded(act, open_to.left(archive.projections.said(act)))
    type_ = record.one("act.type")
    victims = {value.text for value in record.all(VICTIM) if value.is_ours}
    return type_ is not None and type_.text in types and victim in victims


def ending(archive: Archive) -> Iterator[str]:
    """Consents that may end within a month, the next one first."""
    day = today(archive)
    rows = archive.database.rows(ENDING, (day.isoformat(), (day + SOON).isoformat()))
    return (str(id_) for (id_,) in rows)


def to_erase(archive: Archive, open_to: Gate) -> Iterator[str]:
    """The consents, taken back or over, of persons of whom something is kept and nothing allows it."""
    for person in sorted(record for record in open_to.refused if record.startswith("per-")):
        if archive.database.row(KEPT, (person,)) is not None:
            yield from (str(id_) for (id_,) in archive.database.rows(OVER, (person,)))

