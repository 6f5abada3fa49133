# SPDX-License-Identifier: Apache-2.0
"""What other records say that members judged to be one with a record: each value with who says it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kuzat import store
from kuzat.records.sameness import SAYS
from kuzat.web.reading import Reading
from kuzat.web.records import accounts, names
from kuzat.web.records.accounts import Account
from kuzat.web.records.parts import Link

MOST = 12
# Each record has a code and an account of its own: that these differ tells nothing.
OWN = frozenset((*SAYS, "event.reference", "person.reference", "event.story"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """One property of which the records tell different values: each record with its accounts."""

    label: str
    told: tuple[tuple[Link, tuple[Account, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The other records that members judged to be one with a record, `MOST` of them; where accounts differ.

    ``number`` is under how many records it is known; where judgements contradict each other, ``contradicts``,
    and none of these counts as one.
    """

    others: tuple[Link, ...]
    across: tuple[Across, ...]
    number: int
    contradicts: bool


def known(now: Reading, id: str) -> Known | None:
    """What people know a record under besides; None where nobody said that it is one with another."""
    found = store.access_together(now.archive, now.reader, id)
    if len(found.records) == 1:
        return None
    called = names.names(now, [id, *(one for one in found.records if one != id)][:MOST])
    links = {one: Link(name=name, address=names.address(one)) for one, name in called.items()}
    others = tuple(link for one, link in links.items() if one != id)
    return Known(
        others=others,
        across=tuple(_across(now, links)),
        number=len(found.records),
        contradicts=found.contradicts,
    )


def _across(now: Reading, links: Mapping[str, Link]) -> Iterator[Across]:
    told = {id_: {one.says: one for one in accounts.told(now, now.record(id_))} for id_ in links}
    every = {says: one.label for of in told.values() for says, one in of.items() if says not in OWN}
    for says, label in every.items():
        found = tuple((links[id_], of[says].accounts) for id_, of in told.items() if says in of)
        if len({frozenset(one.text for one in of) for _, of in found}) > 1:
            yield Across(label=label, told=found)
