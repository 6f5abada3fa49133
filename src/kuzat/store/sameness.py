# SPDX-License-Identifier: Apache-2.0
"""What was judged of pairs of records, as one member sees it: what stands, what was taken back, who is one.

In: an archive, who asks, some records or none. Out: judgements, each with the statement that says it.
Never: a judgement about a record that the reader may not see; one that somebody disputes, as if it stood.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kuzat.records.sameness import REASON, SAYS, Verdict
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.permitting import gate

if TYPE_CHECKING:
    from kuzat.linkage import Judgement

WORDS = ", ".join(f"'{says}'" for says in SAYS)
SAME = ", ".join(f"'{says}'" for says, verdict in SAYS.items() if verdict is Verdict.SAME)
SAID = (
    "SELECT s.id, s.about, s.says, s.value, coalesce(e.by, ''), coalesce(e.at, ''),"
    " (SELECT r.value FROM statement r WHERE r.log = s.log AND r.position = s.position"
    "  AND r.about = s.about AND r.says = '{reason}'),"
    " (SELECT coalesce(we.by, '') FROM statement w"
    "  JOIN entry we ON we.log = w.log AND we.position = w.position WHERE w.about = s.about"
    "  AND w.op = 'withdraw' AND w.value = lower(hex(s.id)) ORDER BY w.seq LIMIT 1) AS ended"
    " FROM {source} JOIN entry e ON e.log = s.log AND e.position = s.position"
    " WHERE s.op = 'set' AND s.value IS NOT NULL AND s.says IN ({words}) AND {wanted}"
    " ORDER BY s.about, e.lamport, s.id"
)
# The table of facets holds what stands and nobody disputes, and is looked up from either record of a pair.
STANDING = "facet f JOIN statement s ON s.about = f.record AND s.says = f.says AND s.value = f.value"
LIVE = "ended IS NULL AND f.says IN ({words})"
EITHER = " AND ({table}.{about} IN ({of}) OR {table}.value IN ({of}))"
BESIDE = (
    "SELECT value FROM facet WHERE record = ?1 AND says IN ({same})"
    " UNION SELECT record FROM facet WHERE says IN ({same}) AND value = ?1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A judgement, with the statement by which it can be taken back; ``ended`` is who took it back."""

    judgement: "Judgement"
    statement: bytes
    ended: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The records that people said to be one with a record, itself among them, and all judgements of these.

    Where judgements contradict each other, ``contradicts`` is true and nothing counts as one.
    """

    records: tuple[str, ...]
    judged: tuple[Judged, ...]
    contradicts: bool


def access_judgements(archive: Archive, reader: Reader, *of: str) -> tuple[Judged, ...]:
    """The judgements that stand about pairs of records that a reader sees; ``of`` some records, if any."""
    archive = admit(archive, reader)
    with archive.database.reading():
        return _standing(archive, of)


def access_taken_back(archive: Archive, reader: Reader, *of: str) -> tuple[Judged, ...]:
    """The judgements of these records that somebody took back, for readers who see all.

    It reads every statement, since no index knows the second record of what counts no more.
    """
    archive = admit(archive, reader)
    wanted = "ended IS NOT NULL" + EITHER.format(table="s", about="about", of=_marks(of))
    with archive.database.reading():
        return tuple(_seen(archive, "statement s", wanted, of))


def access_together(archive: Archive, reader: Reader, record: str) -> Together:
    """Which records are one with this one by what people said, as far as a reader sees them."""
    from kuzat.linkage import ruled

    archive = admit(archive, reader)
    with archive.database.reading():
        records = tuple(sorted(_reached(archive, record)))
        judged = _standing(archive, records) if len(records) > 1 else ()
    conflicts = ruled(one.judgement for one in judged).conflicts
    return Together(records=records, judged=judged, contradicts=bool(conflicts))


def _standing(archive: Archive, of: Collection[str]) -> tuple[Judged, ...]:
    either = EITHER.format(table="f", about="record", of=_marks(of)) if of else ""
    return tuple(_seen(archive, STANDING, LIVE.format(words=WORDS) + either, of))


def _marks(of: Collection[str]) -> str:
    return ", ".join("?" for _ in of)


def _seen(archive: Archive, source: str, wanted: str, of: Collection[str]) -> Iterator[Judged]:
    """Those of the judgements that are wanted whose two records may be seen."""
    from kuzat.linkage import Judgement

    open_to = gate(archive)
    asked = SAID.format(reason=REASON, source=source, words=WORDS, wanted=wanted)
    for id_, about, says, other, by, at, why, ended in archive.database.rows(asked, (*of, *of)):
        if open_to.record(about).allowed and open_to.record(other).allowed:
            judgement = Judgement(about, other, SAYS[says], by, at, why or "")
            yield Judged(judgement=judgement, statement=bytes(id_), ended=ended)


def _reached(archive: Archive, record: str) -> set[str]:
    """The records that hang together with one by "same", on ways that lead over what may be seen."""
    open_to, found, waiting = gate(archive), {record}, [record]
    while waiting:
        for (other,) in archive.database.rows(BESIDE.format(same=SAME), (waiting.pop(),)):
            if other not in found and open_to.record(other).allowed:
                found.add(other)
                waiting.append(other)
    return found
