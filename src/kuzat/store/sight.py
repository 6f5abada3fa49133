# SPDX-License-Identifier: Apache-2.0
"""The archive as a member sees it whose roles do not see all: the visible statements, read anew.

    page = redact(audience, show(room, visible(audience, now, statements)))

What may be seen is chosen first, statement by statement, and laid into a database in memory; lists,
counts, ranks and orders are then read from that, so nothing hidden can move one of them. Entries and
Lamport numbers are counted anew in it, since their gaps would tell how much is hidden.

Such a reading is carried on by what new entries add to its end. Where they change anything before that
(an erasure, a consent or a hold of somebody who was seen, a new day) it is made anew.
"""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from copy import copy
from dataclasses import dataclass, field
from datetime import date

from kuzat import keys
from kuzat.store import schema
from kuzat.store.archive import Archive
from kuzat.store.extent import NOTHING, Extent
from kuzat.store.memory import InMemory
from kuzat.store.permitting import asked, today
from kuzat.store.projections import Projections
from kuzat.store.visible import Rules, Sealed, Standing, closed, own_sealed, standing, withdrawn

NOBODY = ""
# Whether a log is an office's or a partner's: it decides of every record of which that log speaks.
RELATION = "log.relation"
ORDAINED_SINCE = "SELECT 1 FROM entry WHERE log = ? AND position >= ? AND count = 0"
SAID_BEFORE = "SELECT 1 FROM statement WHERE about = ? AND seq <= ? LIMIT 1"
TAKEN_BACK = "SELECT 1 FROM statement WHERE about = ? AND op = 'withdraw' AND value = ?"
SHOWN = "SELECT seq, log, position, basis FROM statement WHERE about = ? AND lower(hex(id)) = ?"
KEPT = (
    "SELECT (SELECT count(*) FROM statement WHERE log = ?1 AND position = ?2)"
    " + (SELECT count(*) FROM sealed WHERE log = ?1 AND position = ?2),"
    " (SELECT count(*) FROM statement WHERE about = ?3)"
)
Place = tuple[int, str, int, int]


class _Overtaken(Exception):
    """New entries change what was read before them."""


@dataclass(kw_only=True)
class _View:
    """A reading, and how far it has read.

    ``waiting`` are records that a statement links to which is left out for that; ``resting`` what
    statements rest on; ``lengths`` how many entries of each log are in it, ``last`` the last of all.
    """

    archive: Archive
    rules: Rules
    day: date
    extent: Extent = NOTHING
    waiting: set[str] = field(default_factory=set)
    resting: set[str] = field(default_factory=set)
    lengths: dict[int, int] = field(default_factory=dict)
    last: Place = (-1, "", -1, -1)


def seen(archive: Archive) -> Archive:
    """The archive as its member sees it: itself, or a reading of what they may see and no more.

    Brought up to date after each entry, each erasure and each day, since consent is today's.
    """
    if archive.is_view or keys.sight_of(archive.roles).is_whole:
        return archive
    view: _View | None = archive.views.pop(archive.log_key, (None, None))[0]
    if view is None or not _is_current(archive, view):
        with nullcontext() if archive.database.raw.in_transaction else archive.database.reading():
            view = _followed(archive, view) if view else _read(archive)
    archive.views[archive.log_key] = (view, view.archive)
    return view.archive


def _is_current(archive: Archive, view: _View) -> bool:
    read = view.extent
    known = ((read.heads[archive.log_key], read.entry), read.erasures, view.day)
    return known == asked(archive)


def _followed(archive: Archive, view: _View) -> _View:
    """The reading carried on to the end of the log, or another in its place."""
    try:
        return _carried_on(archive, view)
    except _Overtaken:
        view.archive.database.close()
        return _read(archive)


def _read(archive: Archive) -> _View:
    """Everything that may be seen, laid into a database in memory."""
    shown = copy(archive)
    shown.database = InMemory()
    shown.projections = Projections(shown.database, archive.vocabulary, archive.projections.theirs)
    shown.compartment = None
    shown.views, shown.gates, shown.is_view = {}, {}, True
    for statement in schema.laid(schema.log_tables):
        shown.database.raw.execute(statement)
    view = _View(archive=shown, rules=Rules.of(archive), day=today(archive))
    _add_all(archive, view)
    shown.projections.rebuild()
    return view


def _add_all(archive: Archive, view: _View) -> None:
    gone = withdrawn(archive)
    said = [one for one in _shown(view, standing(archive)) if (one.about, one.id.hex()) not in gone]
    _add(archive, view, said, closed(said))


def _carried_on(archive: Archive, view: _View) -> _View:
    """The same reading with what new entries of the own log add to its end. Raises `_Overtaken`."""
    _check_end(archive, view)
    rules = Rules.of(archive, view.rules, view.extent.seq)
    told = list(standing(archive, view.extent.seq))
    _check_rules(archive, view, rules, told)
    view.rules = rules
    gone = withdrawn(archive, view.extent.seq)
    if any(f"stm-{said}" in view.resting for _, said in gone):
        raise _Overtaken
    said = [one for one in _shown(view, told) if not _is_taken_back(archive, one)]
    touched = {one.about for one in said}
    if touched & view.waiting:
        raise _Overtaken
    raw = view.archive.database.raw
    (last,) = raw.execute("SELECT coalesce(max(seq), 0) FROM statement").fetchone()
    known = {one.value for one in said if raw.execute(SAID_BEFORE, (one.value, last)).fetchone()}
    touched = _add(archive, view, said, closed(said, known)) | _take_back(view, gone)
    view.archive.projections.refold(sorted(touched))
    view.archive.projections.vouch(last + 1)
    return view


def _shown(view: _View, told: Iterable[Standing]) -> Iterator[Standing]:
    """Those that may be seen unless they were taken back; what any rests on is noted."""
    for one in told:
        view.resting.add(one.rests_on)
        if view.rules.show(one):
            yield one


def _check_end(archive: Archive, view: _View) -> None:
    """That what is new stands in new entries of the own log, all of them told by a member."""
    own = archive.log_key
    if (
        view.day != today(archive)
        or not view.extent.begins(archive, Extent.of(archive))
        or archive.database.row(ORDAINED_SINCE, (own, view.extent.heads[own]))
    ):
        raise _Overtaken


def _check_rules(archive: Archive, view: _View, rules: Rules, told: list[Standing]) -> None:
    """That nothing which was said before is now seen by other rules."""
    if any(one.says == RELATION for one in told):
        raise _Overtaken
    records, statements = view.rules.differing(rules)
    if statements - {bytes(one.id) for one in told} or records & view.resting:
        raise _Overtaken
    for record in records:
        if archive.database.row(SAID_BEFORE, (record, view.extent.seq)):
            raise _Overtaken


def _is_taken_back(archive: Archive, one: Standing) -> bool:
    return archive.database.row(TAKEN_BACK, (one.about, one.id.hex())) is not None


def _take_back(view: _View, gone: set[tuple[str, str]]) -> set[str]:
    """Take statements out of a reading; the records they were about. Raises `_Overtaken`.

    Where it is the last of an entry or of a record, or a row of a sheet, what is left has other places.
    """
    raw, touched = view.archive.database.raw, set[str]()
    for about, id_ in gone:
        found = raw.execute(SHOWN, (about, id_)).fetchone()
        if found is None:
            continue
        seq, log, position, basis = found
        raw.execute("DELETE FROM statement WHERE seq = ?", (seq,))
        view.archive.gates = {}
        in_entry, of_record = raw.execute(KEPT, (log, position, about)).fetchone()
        if not in_entry or not of_record or (basis or "").startswith("exh-"):
            raise _Overtaken
        touched.add(about)
    return touched


def _add(archive: Archive, view: _View, said: list[Standing], left: list[Standing]) -> set[str]:
    """Put what is seen at the end of the tables of the log; the records it is about.

    ``said`` is what may be seen of all that is new, ``left`` that without the links that lead nowhere.
    Raises `_Overtaken` if any of it stands before what is in the reading already.
    """
    sealed = own_sealed(archive, view.rules, view.extent.heads)
    view.extent = Extent.of(archive)
    kept = {one.id for one in left}
    view.waiting.update(one.value for one in said if one.id not in kept)
    _lay(archive, view, left, sealed)
    return {one.about for one in left} | {one.about for one in sealed}


def _lay(
    archive: Archive,
    view: _View,
    said: list[Standing],
    sealed: list[Sealed],
) -> None:
    raw, places = view.archive.database.raw, _places(view, [*said, *sealed])
    logs = archive.database.rows("SELECT key, id, public_key FROM log")
    raw.executemany("INSERT OR IGNORE INTO log (key, id, public_key) VALUES (?, ?, ?)", logs)
    raw.executemany(
        "INSERT INTO entry VALUES (?, ?, x'', ?, x'', ?, x'', ?, x'', 0, 1)",
        _entries(archive, places, [*said, *sealed]),
    )
    ordered = sorted(said, key=lambda one: (*places[one.log, one.position], one.id))
    (last,) = raw.execute("SELECT coalesce(max(seq), 0) FROM statement").fetchone()
    raw.executemany(
        "INSERT INTO statement VALUES (?, ?, ?, ?, x'', 'set', ?, ?, ?, ?, ?, ?)",
        (
            (seq, s.log, places[s.log, s.position][1], s.id, s.about, s.says, s.type, s.value,
             s.language, s.basis)
            for seq, s in enumerate(ordered, last + 1)
        ),
    )  # fmt: skip
    raw.executemany(
        "INSERT INTO sealed VALUES (?, ?, ?, ?, ?, NULL)",
        [(s.id, s.log, places[s.log, s.position][1], s.about, s.epoch) for s in sealed],
    )


def _places(view: _View, seen: Iterable[Standing | Sealed]) -> dict[tuple[int, int], tuple[int, int]]:
    """(log, position) → (Lamport number, position) when only what is seen is counted."""
    entries = sorted({(one.lamport, one.log_id, one.position, one.log) for one in seen})
    if entries and entries[0] <= view.last:
        raise _Overtaken
    places = {}
    for lamport, (_, _, position, log) in enumerate(entries, sum(view.lengths.values())):
        places[log, position] = (lamport, view.lengths.get(log, 0))
        view.lengths[log] = view.lengths.get(log, 0) + 1
    view.last = entries[-1] if entries else view.last
    return places


def _entries(
    archive: Archive,
    places: dict[tuple[int, int], tuple[int, int]],
    seen: Iterable[Standing | Sealed],
) -> list[tuple[int, int, int, str, str]]:
    """(log, position, Lamport number, by, at) of each entry; by nobody where it is not the member's own."""
    found = {}
    for one in seen:
        lamport, position = places[one.log, one.position]
        own = isinstance(one, Sealed) or one.by == archive.member
        author = archive.member if own else NOBODY
        found[one.log, position] = (one.log, position, lamport, author, one.at)
    return list(found.values())
