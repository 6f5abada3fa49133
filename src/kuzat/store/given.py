# SPDX-License-Identifier: Apache-2.0
"""What was handed out: said at every exit, so that it is known later who holds what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kuzat.log.statement import Draft
from kuzat.store.archive import Archive
from kuzat.store.commit import Act
from kuzat.store.theirs import CALLED
from kuzat.terms import ids

# What one entry may name; of a larger proof the first are named and the rest lie in the file itself.
MOST_NAMED = 500
# What is said of disclosures lies together in the index of what statements are about.
DISCLOSURES = tuple(ids.RECORD_KINDS["disclosure"] + end for end in ("-", "-g"))
SAID = (
    "SELECT s.about, s.says, s.value, s.log, s.position, coalesce(e.at, '') FROM statement s"
    " JOIN entry e ON e.log = s.log AND e.position = s.position"
    " WHERE s.about BETWEEN ? AND ? AND s.op = 'set' AND s.value IS NOT NULL ORDER BY s.seq"
)
RECEIVER = "disclosure.receiver"
RECEIVED = (
    "SELECT about, value FROM statement WHERE about BETWEEN ? AND ?"
    " AND says = ? AND op = 'set' AND value IS NOT NULL"
)
# By which roads chosen records go to partners.
BUNDLE, DENIABLE = "handed_out.bundle", "handed_out.deniable"
# What holds everything that had been said by then.
WHOLE = ("handed_out.backup", "handed_out.log")
Place = tuple[bytes, str, str | None, int, int]  # id, about, basis, log, position


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Something that was handed out: its record, what it was, to whom, when, and what is in it.

    ``peers`` are the logs of partners to whom it was sealed, ``number`` is that of the bundle, ``records``
    are those of which it holds what could go out. ``sealed`` tells that the receiver was noted and is shut
    to this member.
    """

    record: str
    what: str
    receiver: str | None
    at: str
    table: str | None = None
    exhibits: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()
    sealed: bool = False
    peers: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    answers: tuple[str, ...] = ()
    number: str | None = None


def handed_out(
    archive: Archive,
    what: str,
    receiver: str | None,
    *,
    table: str | None = None,
    exhibits: Sequence[str] = (),
    statements: Iterable[bytes] = (),
    records: Iterable[str] = (),
    peers: Iterable[str] = (),
    number: str | None = None,
) -> str:
    """Say that something leaves the archive, before it leaves; the record of it.

    ``what`` is a term of the list handed_out. Raises the errors of `Archive.say`.
    """
    record = ids.record_id("disclosure", archive.random(ids.RANDOM_BYTES))
    said = [
        ("what", "term", what),
        *((("receiver", "text", receiver),) if receiver else ()),
        *((("table", "text", table),) if table else ()),
        *((("number", "text", number),) if number else ()),
        *(("peer", "record", peer) for peer in peers),
        *(("record", "text", one) for one in dict.fromkeys(records)),
        *(("exhibit", "exhibit", exhibit) for exhibit in exhibits),
        *(("statement", "statement", id_.hex()) for id_ in dict.fromkeys(statements)),
    ]
    drafts = [
        Draft(about=record, says=f"disclosure.{name}", type=type_, value=value)
        for name, type_, value in said
    ]
    parts = range(0, len(drafts), MOST_NAMED)
    archive.commit([Act(drafts=tuple(drafts[first : first + MOST_NAMED])) for first in parts])
    return record


def every(archive: Archive) -> tuple[Given, ...]:
    """Everything that was ever handed out from here, the oldest first; not what other offices gave."""
    own = archive.own_logs()
    return tuple(one for one, log, _ in _all(archive) if log in own)


def given(archive: Archive, places: Iterable[Place]) -> tuple[Given, ...]:
    """What was handed out with any of these statements in it, the oldest first."""
    told = list(places)
    return tuple(
        one for one, log, position in _all(archive) if any(_holds(one, log, position, p) for p in told)
    )


def _all(archive: Archive) -> list[tuple[Given, int, int]]:
    """Everything that was ever handed out, with the place of its first entry."""
    said: dict[str, dict[str, list[str]]] = {}
    first: dict[str, tuple[int, int, str]] = {}
    for about, says, value, log, position, at in archive.database.raw.execute(SAID, DISCLOSURES).fetchall():
        first.setdefault(about, (log, position, at))
        said.setdefault(about, {}).setdefault(says.split(".", 1)[1], []).append(value)
    known, called = receivers(archive), dict(archive.database.rows(CALLED))
    return [
        (
            Given(
                record=record,
                what=next(iter(its.get("what", ())), ""),
                receiver=known.get(record) or _codes(called, its.get("peer", ())),
                at=first[record][2],
                table=next(iter(its.get("table", ())), None),
                exhibits=frozenset(its.get("exhibit", ())),
                statements=frozenset(its.get("statement", ())),
                sealed=record not in known and archive.projections.sealed(record) > 0,
                peers=frozenset(its.get("peer", ())),
                records=frozenset(its.get("record", ())),
                answers=tuple(its.get("recall_answer", ())),
                number=next(iter(its.get("number", ())), None),
            ),
            *first[record][:2],
        )
        for record, its in said.items()
    ]


def _codes(called: Mapping[str, str], peers: Iterable[str]) -> str | None:
    """The codes of the partners to whom something was sealed."""
    return ", ".join(sorted(called.get(peer, peer) for peer in peers)) or None


def receivers(archive: Archive) -> dict[str, str]:
    """What was handed out → to whom, where that is open or this member can open it."""
    known = dict(archive.database.rows(RECEIVED, (*DISCLOSURES, RECEIVER)))
    sealed = archive.compartment.saying(RECEIVER) if archive.compartment is not None else ()
    return known | {one.about: one.value for one in sealed}


def _holds(one: Given, log: int, position: int, place: Place) -> bool:
    """Whether what was handed out can hold a statement: it names it, or all of its kind until then."""
    id_, about, basis, its_log, its_position = place
    if id_.hex() in one.statements or about in one.exhibits:
        return True
    if about in one.records and (its_log != log or its_position < position):
        return True
    if (basis or "").split("#", 1)[0] in one.exhibits:
        return True
    earlier = its_log != log or its_position < position
    whole = one.what in WHOLE or (
        ids.is_record(about) and one.table == ids.kind_of(about)
    )
    return whole and earlier
