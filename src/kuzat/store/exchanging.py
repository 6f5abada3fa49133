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
from kuzat.store.given import Given, every
from kuzat.store.peers import Peer, peers
from kuzat.store.permitting import EXPORT
from kuzat.store.receiving import RECEIVE
from kuzat.terms import ids

RECALLED = "handed_out.recall"
ERASED_OF = (
    "SELECT id FROM statement WHERE about = ? AND value IS NULL"
    " UNION SELECT unhex(value) FROM statement WHERE about = ? AND says = 'any.erased' AND op = 'set'"
)


class NothingErased(Missing):
    """Nothing of the record {record} was erased."""

    code = "nothing_erased"
    advice = "First: kuzat erase. Then ask those who hold it to erase it too."


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

    Raises `NotForThisRole`, `NothingErased`, `FileExists`.
    """
    erased = [bytes(id_) for (id_,) in archive.database.rows(ERASED_OF, (record, record))]
    if not erased:
        raise NothingErased(record=record)
    return make_recall(archive, reader, file, [peer], [(id_, record) for id_ in erased])


def say_recall_answer(archive: Archive, disclosure: str, answer: str) -> None:
    """Write down what a partner answered to a request. Raises `NotForThisRole`, `NoSuchRecall`."""
    keys.check_may(archive.roles, EXPORT)
    asked = {one.record for one in every(archive) if one.what == RECALLED}
    if disclosure not in asked:
        raise NoSuchRecall(record=disclosure)
    archive.say([Draft(about=disclosure, says="disclosure.recall_answer", type="term", value=answer)])
