# SPDX-License-Identifier: Apache-2.0
"""Forget a value while every proof of the rest still stands.

The tombstones are committed first, with a note in ``setting`` that something is due. Then value and
salt, readings, search tokens, the key and the file of an original go, and every page of the database
is written anew: moving rows between pages leaves copies that SQLite's secure_delete does not reach.
What a crash interrupts is done again on opening.
"""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from kuzat import keys, records
from kuzat.errors import Missing, Reason, Refused
from kuzat.log.entry import MOST_STATEMENTS
from kuzat.log.statement import Draft, Statement, bind
from kuzat.store import schema, sealing
from kuzat.store.access import Reader, admit
from kuzat.store.archive import EXHIBITS, Archive
from kuzat.store.cipher import Busy, DiskFull
from kuzat.store.commit import SALT, Act
from kuzat.store.publish import sync_folder
from kuzat.store.reach import Erasure, reach
from kuzat.terms import ids

DUE = "erasing"
ERASE = "erase"
EACH = MOST_STATEMENTS // 2
SCHEME = "erasure_ground"
STONE = (
    " JOIN statement t ON t.about = s.about AND t.says = ? AND t.value = lower(hex({id}))"
    " JOIN entry e ON e.log = t.log AND e.position = t.position"
    " LEFT JOIN statement g ON g.about = t.about AND g.says = ?"
    "  AND g.basis = 'stm-' || lower(hex(t.id))"
)
GONE = (
    f"SELECT s.id, s.says, e.at, g.value FROM statement s {STONE.format(id='s.id')}"  # noqa: S608
    " WHERE s.about = ? AND s.value IS NULL"
)
GONE_SEALED = (
    f"SELECT s.statement, NULL, e.at, g.value FROM sealed s {STONE.format(id='s.statement')}"  # noqa: S608
    " WHERE s.about = ? AND s.box IS NULL"
)


class GroundUnknown(Missing):
    """There is no ground for erasing called {ground}."""

    code = "ground_unknown"
    advice = "docs/glossary.md lists the grounds under erasure_ground."


class ErasureUnfinished(Refused):
    """The values are erased, but traces of them may still lie in the file: {reason}."""

    code = "erasure_unfinished"
    advice = "Put that right and open the archive again; it goes on erasing by itself."


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """A statement whose value is gone: which, what it said, on which day and on what ground.

    What was sealed never said openly what it is, and its going does not tell: ``says`` is None then.
    """

    statement: str
    says: str | None
    at: str
    ground: str | None


def erase(
    archive: Archive,
    reader: Reader,
    what: str,
    ground: str,
    *,
    originals: bool = False,
    derived: bool | None = None,
) -> Erasure:
    """Erase a statement, all that is said of a record, or an exhibit; what went and what cannot.

    ``originals`` takes along the originals from which the values were copied; ``derived`` tells whether
    what rests on an erased original goes too. Raises `NotForThisRole`, `GroundUnknown`, the errors of
    `reach`, and `ErasureUnfinished` where the tombstones stand but the file could not be written anew.
    """
    keys.check_may(archive.roles, ERASE)
    admit(archive, reader)
    term = archive.vocabulary.find_id(ground)
    if term is None or term.scheme != SCHEME:
        raise GroundUnknown(ground=ground)
    with archive.turn() as append:
        reached = reach(archive, what, originals=originals, derived=derived)
        append(_acts(archive, reached, ground))
        subjects = {target.about for target in reached.targets}
        archive.database.raw.executemany(
            "DELETE FROM subject_key WHERE record = ?", [(subject,) for subject in subjects]
        )
        archive.database.raw.execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?, x'01')", (DUE,)
        )
    try:
        finish(archive)
    except (Busy, DiskFull) as error:
        raise ErasureUnfinished(reason=Reason(error)) from None
    return reached


def access_erasure(
    archive: Archive,
    reader: Reader,
    what: str,
    *,
    originals: bool = False,
    derived: bool | None = None,
) -> Erasure:
    """What `erase` would take and what it could not reach; raises the same, and changes nothing."""
    keys.check_may(archive.roles, ERASE)
    admit(archive, reader)
    return reach(archive, what, originals=originals, derived=derived)


def _acts(archive: Archive, reached: Erasure, ground: str) -> list[Act]:
    def bound(draft: Draft) -> Statement:
        return bind(draft, archive.log_id, archive.random(SALT))

    targets = ((target.about, target.id) for target in reached.targets)
    stones = records.tombstones(targets, ground, bound)
    acts = []
    while pairs := list(islice(stones, EACH)):
        acts.append(Act(bound=[stone for pair in pairs for stone in pair]))
    return acts


def is_due(archive: Archive) -> bool:
    """Whether an erasure was begun and not finished."""
    return archive.database.row("SELECT 1 FROM setting WHERE name = ?", (DUE,)) is not None


def finish(archive: Archive) -> None:
    """Do, or do again, everything that the tombstones demand. Raises `Busy` or `DiskFull`."""
    database = archive.database
    with database.writing():
        _blank(archive)
        stones = tombstoned(archive)
        gone = [*_exhibits_erased(archive), *_protected_exhibits_erased(archive, stones)]
        for table in ("exhibit_key", "exhibit_mark"):
            database.raw.executemany(
                f"DELETE FROM {table} WHERE exhibit = ?",  # noqa: S608
                [(exhibit,) for exhibit in gone],
            )
        boxes = [(stone,) for stone in stones]
        database.raw.executemany("UPDATE sealed SET box = NULL WHERE statement = ?", boxes)
    if archive.compartment is not None:
        archive.compartment.forget(stones)
    for exhibit in gone:
        (archive.path / EXHIBITS / exhibit).unlink(missing_ok=True)
    sync_folder(archive.path / EXHIBITS)
    database.write_anew()
    with database.writing():
        database.raw.execute("DELETE FROM setting WHERE name = ?", (DUE,))


def _blank(archive: Archive) -> None:
    """Take value and salt from every statement that has a tombstone, and fold what it was about."""
    raw: Any = archive.database.raw
    rows = []
    for id_ in tombstoned(archive):
        found = raw.execute(
            f"SELECT seq, about FROM statement s WHERE {schema.BY_ID} AND value IS NOT NULL",  # noqa: S608
            (id_, id_),
        ).fetchone()
        if found:
            rows.append(found)
    raw.executemany(
        "UPDATE statement SET value = NULL, salt = NULL WHERE seq = ?", [(seq,) for seq, _ in rows]
    )
    touched = dict.fromkeys(about for _, about in rows)
    archive.projections.refold(touched)
    known = filter(ids.is_record, touched)
    archive.projections.vouch_anew(about for about in known if ids.kind_of(about) == "exhibit")


def tombstoned(archive: Archive) -> set[bytes]:
    """The ids of all statements that were erased, as `sealing.tombstoned` tells them."""
    return sealing.tombstoned(archive.database.raw, archive.own_logs())


def _exhibits_erased(archive: Archive) -> list[str]:
    """The exhibits whose measure was erased: that is what erases an exhibit."""
    rows = archive.database.raw.execute(
        "SELECT about FROM statement WHERE value IS NULL AND says = 'exhibit.sha256' ORDER BY about"
    )
    return [str(about) for (about,) in rows]


def _protected_exhibits_erased(archive: Archive, stones: set[bytes]) -> list[str]:
    """The exhibits of the compartment identity of which nothing is left, their key included."""
    raw: Any = archive.database.raw
    return [
        str(exhibit)
        for (exhibit,) in raw.execute(
            "SELECT DISTINCT about FROM sealed WHERE about LIKE 'exh-%' ORDER BY about"
        ).fetchall()
        if all(
            bytes(id_) in stones
            for (id_,) in raw.execute("SELECT statement FROM sealed WHERE about = ?", (exhibit,))
        )
    ]


def access_erased(archive: Archive, reader: Reader, record: str) -> tuple[Erased, ...]:
    """What was erased of a record, in the order in which it had been said; then what was sealed."""
    archive = admit(archive, reader)
    stones = (records.ERASED, records.ERASURE_GROUND, record)
    rows = archive.database.rows(f"{GONE} ORDER BY s.seq, t.seq", stones)
    rows += archive.database.rows(f"{GONE_SEALED} ORDER BY s.log, s.position, s.statement, t.seq", stones)
    found = {
        id_: Erased(statement=bytes(id_).hex(), says=says, at=at, ground=ground)
        for id_, says, at, ground in reversed(rows)
    }
    return tuple(reversed(found.values()))
