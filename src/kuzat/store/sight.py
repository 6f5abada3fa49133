# SPDX-License-Identifier: Apache-2.0
"""The archive as a member sees it whose roles do not see all: the visible statements, read anew.

    page = redact(audience, show(room, visible(audience, now, statements)))

What may be seen is chosen first, statement by statement, and laid into a database in memory; lists,
counts, ranks and orders are then read from that, so nothing hidden can move one of them. Entries and
Lamport numbers are counted anew in it, since their gaps would tell how much is hidden.
"""

from collections.abc import Iterable, Iterator
from copy import copy
from typing import NamedTuple

from kuzat import keys
from kuzat.keys import Sight
from kuzat.store import schema
from kuzat.store.archive import PUBLISHED, Archive
from kuzat.store.memory import InMemory
from kuzat.store.permitting import USES, Gate, gate, today
from kuzat.store.projections import Projections
from kuzat.terms import ids

STANDING = (
    "SELECT e.lamport, l.id, s.log, s.position, s.id, s.about, s.says, s.type, s.value, s.language,"
    " s.basis, coalesce(e.by, ''), coalesce(e.at, '') FROM statement s JOIN log l ON l.key = s.log"
    " JOIN entry e ON e.log = s.log AND e.position = s.position"
    " WHERE s.op = 'set' AND s.value IS NOT NULL AND s.says NOT IN ('any.erased', 'any.erasure_ground')"
)
WITHDRAWN = "SELECT about, value FROM statement WHERE op = 'withdraw' AND value IS NOT NULL"
SEALED = (
    "SELECT e.lamport, l.id, s.log, s.position, s.statement, s.about, s.epoch, e.at FROM sealed s"
    " JOIN log l ON l.key = s.log JOIN entry e ON e.log = s.log AND e.position = s.position"
    " WHERE e.by = ? ORDER BY s.statement"
)
LINKS = ("record", "exhibit")
NOBODY = ""


class _Standing(NamedTuple):
    lamport: int
    log_id: str
    log: int
    position: int
    id: bytes
    about: str
    says: str
    type: str
    value: str
    language: str | None
    basis: str | None
    by: str
    at: str


class _Sealed(NamedTuple):
    lamport: int
    log_id: str
    log: int
    position: int
    id: bytes
    about: str
    epoch: int
    at: str


def seen(archive: Archive) -> Archive:
    """The archive as its member sees it: itself, or a reading of what they may see and no more.

    Made anew after each entry, each erasure and each day, since consent is today's.
    """
    sight = keys.sight_of(archive.roles)
    if sight.is_whole or archive.is_view:
        return archive
    key = (archive.size(), archive.erasures(), today(archive))
    found = archive.views.get(archive.log_key)
    if found is None or found[0] != key:
        if found is not None:
            found[1].database.close()
        found = archive.views[archive.log_key] = (key, _view(archive, sight))
    view: Archive = found[1]
    return view


def _view(archive: Archive, sight: Sight) -> Archive:
    said = _closed(list(_visible(archive, sight)))
    sealed = _own_sealed(archive, sight)
    view = copy(archive)
    view.database = InMemory()
    view.projections = Projections(view.database, archive.vocabulary)
    view.compartment = None
    view.gates, view.views, view.is_view = {}, {}, True
    _lay(archive, view, said, sealed)
    view.projections.rebuild()
    return view


def _visible(archive: Archive, sight: Sight) -> Iterator[_Standing]:
    """The statements that stand and that this sight has."""
    withdrawn = {tuple(row) for row in archive.database.rows(WITHDRAWN)}
    published, inside, outside = _published(archive), gate(archive), gate(archive, USES["publish"])
    for row in archive.database.rows(STANDING):
        one = _Standing._make(row)
        if not ids.is_record(one.about) or not sight.shows(ids.kind_of(one.about), one.says):
            continue
        if (one.about, one.id.hex()) in withdrawn:
            continue
        if _is_own(archive, sight, inside, one) or _is_public(archive, sight, published, outside, one):
            yield one


def _is_own(archive: Archive, sight: Sight, inside: Gate, one: _Standing) -> bool:
    own = "own" in sight.of and one.by == archive.member
    return own and inside.said(bytes(one.id), one.about).allowed


def _is_public(
    archive: Archive, sight: Sight, published: set[str], outside: Gate, one: _Standing
) -> bool:
    rests = one.about in published or archive.root_of((one.basis or "").split("#", 1)[0]) in published
    return "published" in sight.of and rests and outside.said(bytes(one.id), one.about).allowed


def _published(archive: Archive) -> set[str]:
    """The informations and exhibits of which is said where anybody can read them."""
    found: set[str] = set()
    for kind, says in PUBLISHED.items():
        table = archive.projections.tables[kind]
        column = table.c[says.split(".", 1)[1]]
        rows = archive.execute(table.select().with_only_columns(table.c.id).where(column.is_not(None)))
        found |= {str(row[0]) for row in rows}
    return found


def _closed(said: list[_Standing]) -> list[_Standing]:
    """Without links to records of which nothing else is seen: not even that there is one is shown."""
    while True:
        told = {one.about for one in said}
        left = [one for one in said if one.type not in LINKS or one.value in told]
        if len(left) == len(said):
            return said
        said = left


def _own_sealed(archive: Archive, sight: Sight) -> list[_Sealed]:
    """What the member sealed, of which they may know that it is there."""
    if "own" not in sight.of:
        return []
    return [_Sealed._make(row) for row in archive.database.rows(SEALED, (archive.member,))]


def _lay(
    archive: Archive, view: Archive, said: list[_Standing], sealed: list[_Sealed]
) -> None:
    """Put what is seen into the tables of the log, its entries counted anew in causal order."""
    raw = view.database.raw
    for statement in schema.laid(schema.log_tables):
        raw.execute(statement)
    logs = archive.database.rows("SELECT key, id, public_key FROM log")
    raw.executemany("INSERT INTO log (key, id, public_key) VALUES (?, ?, ?)", logs)
    places = _places([*said, *sealed])
    raw.executemany(
        "INSERT INTO entry VALUES (?, ?, x'', ?, x'', ?, x'', ?, x'', 0, 1)",
        _entries(archive, places, [*said, *sealed]),
    )
    ordered = sorted(said, key=lambda one: (*places[one.log, one.position], one.id))
    raw.executemany(
        "INSERT INTO statement VALUES (?, ?, ?, ?, x'', 'set', ?, ?, ?, ?, ?, ?)",
        [
            (seq, s.log, places[s.log, s.position][1], s.id, s.about, s.says, s.type, s.value,
             s.language, s.basis)
            for seq, s in enumerate(ordered, 1)
        ],
    )  # fmt: skip
    raw.executemany(
        "INSERT INTO sealed VALUES (?, ?, ?, ?, ?, NULL)",
        [(s.id, s.log, places[s.log, s.position][1], s.about, s.epoch) for s in sealed],
    )


def _places(seen: Iterable[_Standing | _Sealed]) -> dict[tuple[int, int], tuple[int, int]]:
    """(log, position) → (Lamport number, position) when only what is seen is counted."""
    entries = sorted({(one.lamport, one.log_id, one.position, one.log) for one in seen})
    lengths: dict[int, int] = {}
    places = {}
    for lamport, (_, _, position, log) in enumerate(entries):
        places[log, position] = (lamport, lengths.get(log, 0))
        lengths[log] = lengths.get(log, 0) + 1
    return places


def _entries(
    archive: Archive,
    places: dict[tuple[int, int], tuple[int, int]],
    seen: Iterable[_Standing | _Sealed],
) -> list[tuple[int, int, int, str, str]]:
    """(log, position, Lamport number, by, at) of each entry; by nobody where it is not the member's own."""
    found = {}
    for one in seen:
        lamport, position = places[one.log, one.position]
        own = isinstance(one, _Sealed) or one.by == archive.member
        author = archive.member if own else NOBODY
        found[one.log, position] = (one.log, position, lamport, author, one.at)
    return list(found.values())
