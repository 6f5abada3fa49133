# SPDX-License-Identifier: Apache-2.0
"""What only other organisations tell of, as it is named beside what is ours."""

from collections.abc import Iterable
from dataclasses import dataclass

from kuzat import store
from kuzat.terms import kind_of
from kuzat.web import labels
from kuzat.web.reading import Reading
from kuzat.web.records import names


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A record of theirs, and who tells of it."""

    kind: str
    name: str
    address: str
    whose: str


def belonging(reading: Reading, event: str) -> tuple[Received, ...]:
    """What they tell that belongs to an event."""
    parts = store.access_received_parts(reading.archive, reading.reader, event)
    return named(reading, [str(row["id"]) for rows in parts.values() for row in rows])


def named(reading: Reading, records: Iterable[str]) -> tuple[Received, ...]:
    """Records of theirs, each with its kind and its name."""
    ids = list(records)
    called, by = names.names(reading, ids), whose(reading, ids)
    return tuple(
        Received(
            kind=str(labels.kind(kind_of(id_))),
            name=called[id_],
            address=names.address(id_),
            whose=by.get(id_, ""),
        )
        for id_ in ids
    )


def whose(reading: Reading, records: Iterable[str]) -> dict[str, str]:
    """Record → who tells of it, for those of which only others do."""
    tellers = store.access_tellers(reading.archive, reading.reader, records)
    return {id_: ", ".join(map(labels.whose, codes)) for id_, codes in tellers.items()}
