# SPDX-License-Identifier: Apache-2.0
"""From linked records to capture tables: which lists name whom, and to which stratum each belongs.

In: the informations with the list that each is a row of, records of people with the informations that name
them, and which records are one person.
Out: a capture table for each stratum, or why there is none.
Never: a list that only reprints another one; a stratum chosen where accounts differ.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

from kuzat.analysis.estimation.estimate import why
from kuzat.analysis.estimation.table import CaptureTable, TableUnusable, from_members
from kuzat.errors import Phrase, Refused

Cluster = Callable[[str], Hashable]


class NoLists(Refused):
    """Fewer than two lists name a victim, so that nothing can be estimated."""

    code = "no_lists"
    advice = (
        "Say of which list each information is a row (information.list). What was gathered where it was easy "
        "to get is no list."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One information: the list that it is a row of, if any, and what it was copied from, if anything."""

    id: str
    list: str | None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """One record of a person: the lists that name it, and what is told by each dimension of the strata."""

    record: str
    lists: frozenset[str]
    strata: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """The people of one stratum: their table, or why there is none.

    A value is a dash where nothing was told, or two things were.
    """

    values: tuple[str, ...]
    people: int
    table: CaptureTable | None
    refusal: Phrase | None = None


def lists_of(rows: Iterable[Row]) -> Mapping[str, str]:
    """Information → the list that it speaks for; one that is of no list is not in it.

    A copy speaks for the list of its original. Where that is of none, all copies of it speak for one list,
    the first of theirs by name: a text that is printed twice was not gathered twice.
    """
    known = {row.id: row for row in rows}
    original = {id_: _original(id_, known) for id_ in known}
    named: dict[str, set[str]] = defaultdict(set)
    for id_, row in known.items():
        if row.list:
            named[original[id_]].add(row.list)
    found = {}
    for id_, of in original.items():
        own = known[of].list if of in known else None
        if own or named[of]:
            found[id_] = own or min(named[of])
    return found


def _original(id_: str, known: Mapping[str, Row]) -> str:
    """What an information was copied from in the end; in a circle of copies the first of them by id."""
    path = [id_]
    while (row := known.get(path[-1])) and row.copy_of:
        if row.copy_of in path:
            return min(path[path.index(row.copy_of) :])
        path.append(row.copy_of)
    return path[-1]


def by_stratum(
    namings: Iterable[Naming], cluster: Cluster = str, called: Callable[[str], str] = str
) -> tuple[Stratum, ...]:
    """The capture tables of people, each of whom may stand in several records; strata in order.

    ``cluster`` gives the same for records of one person, ``called`` says how a value is called. A person of
    whom two values are told in one dimension is in none of both; a list that holds nobody in a stratum is no
    list of it.
    """
    people: dict[Hashable, list[Naming]] = defaultdict(list)
    for one in namings:
        people[cluster(one.record)].append(one)
    strata: dict[tuple[str, ...], list[frozenset[str]]] = defaultdict(list)
    for its in people.values():
        lists = frozenset[str]().union(*(one.lists for one in its))
        told = zip(*(one.strata for one in its), strict=True)
        strata[tuple(_settled(frozenset[str]().union(*values)) for values in told)].append(lists)
    return tuple(
        _stratum(tuple(called(value) if value else "—" for value in values), members)
        for values, members in sorted(strata.items())
    )


def _settled(values: frozenset[str]) -> str:
    return min(values) if len(values) == 1 else ""


def _stratum(values: tuple[str, ...], members: list[frozenset[str]]) -> Stratum:
    try:
        table = from_members(members, stratum=", ".join(values))
    except TableUnusable as error:
        return Stratum(values=values, people=len(members), table=None, refusal=why(error))
    return Stratum(values=values, people=len(members), table=table)
