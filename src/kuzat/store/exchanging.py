# SPDX-License-Identifier: Apache-2.0
"""What partners hold, what they were asked to forget, and what witnesses say: questions across logs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kuzat import keys
from kuzat.errors import Missing
from kuzat.log.statement import Draft
from kuzat.store.access import Reader, access_related, admit
from kuzat.store.archive import Archive
from kuzat.store.bundling import make_recall
from kuzat.store.given import BUNDLE, DENIABLE, Given, Place, every, given
from kuzat.store.peers import Peer, peers
from kuzat.store.permitting import EXPORT
from kuzat.store.receiving import RECEIVE
from kuzat.terms import ids

RECALLED = "handed_out.recall"
SIGNED = (BUNDLE, "handed_out.log")
ERASED_OF = (
    "SELECT id, about, basis, log, position FROM statement WHERE about = ?1 AND value IS NULL"
    " UNION SELECT s.statement, s.about, NULL, s.log, s.position FROM statement t"
    " JOIN sealed s ON s.statement = unhex(t.value)"
    " WHERE t.about = ?1 AND t.says = 'any.erased' AND t.op = 'set'"
)


class NothingErased(Missing):
    """Nothing of the record {record} was erased."""

    code = "nothing_erased"
    advice = "First: kuzat erase. Then ask those who hold it to erase it too."


class NeverGiven(Missing):
    """Nothing of what was erased of the record {record} was given to {peer}."""

    code = "never_given"
    advice = "Nothing was written: a request would tell them of it. See: kuzat peer show CODE"


class NoSuchRecall(Missing):
    """There is no request to erase that is called {record}."""

    code = "no_such_recall"
    advice = "kuzat peer show CODE lists what was asked of a partner."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A partner and what was handed to them, the oldest first."""

    peer: Peer
    given: tuple[Given, ...]


def access_shared(archive: Archive, reader: Reader) -> tuple[Shared, ...]:
    """Every partner, and what each of them holds of ours, for who reads bundles or makes them.

    Raises `NotForThisRole`.
    """
    if RECEIVE not in archive.may:
        keys.check_may(archive.roles, EXPORT)
    admit(archive, reader)
    handed = every(archive)
    return tuple(
        Shared(peer=peer, given=tuple(one for one in handed if peer.record in one.peers))
        for peer in peers(archive)
    )


def belonging(archive: Archive, reader: Reader, records: Sequence[str]) -> Iterator[str]:
    """The records, and of events also what belongs to them, as far as this member sees it."""
    for record in records:
        yield record
        if ids.kind_of(record) == "event":
            for rows in access_related(archive, reader, record).values():
                yield from (str(row["id"]) for row in rows)


def recall(archive: Archive, reader: Reader, file: Path, peer: Peer, record: str) -> str:
    """Draft the request that a partner erases what was erased here of a record; the record of the request.

    They are asked for no more than they may have got. Raises `NotForThisRole`, `NothingErased`, `NeverGiven`,
    `FileExists`.
    """
    own = archive.own_logs()
    erased = [(bytes(id_), *of) for id_, *of in archive.database.rows(ERASED_OF, (record,))]
    ours: list[Place] = [place for place in erased if place[3] in own]
    if not ours:
        raise NothingErased(record=record)
    got = [(one, place[0]) for place in ours for one in given(archive, [place]) if peer.record in one.peers]
    signed = dict.fromkeys(id_ for one, id_ in got if one.what in SIGNED)
    bundles = dict.fromkeys(one.number for one, _ in got if one.what == DENIABLE and one.number)
    if not signed and not bundles:
        raise NeverGiven(record=record, peer=peer.called)
    asked, numbered = [(id_, record) for id_ in signed], [(number, record) for number in bundles]
    return make_recall(archive, reader, file, [peer], asked, numbered)


def say_recall_answer(archive: Archive, disclosure: str, answer: str) -> None:
    """Write down what a partner answered to a request. Raises `NotForThisRole`, `NoSuchRecall`."""
    keys.check_may(archive.roles, EXPORT)
    asked = {one.record for one in every(archive) if one.what == RECALLED}
    if disclosure not in asked:
        raise NoSuchRecall(record=disclosure)
    archive.say([Draft(about=disclosure, says="disclosure.recall_answer", type="term", value=answer)])
