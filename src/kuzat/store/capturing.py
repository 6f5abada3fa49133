# SPDX-License-Identifier: Apache-2.0
"""Which lists name which victims, as one member may see it: what an estimate starts from.

An information is a row of a list where `information.list` says so; without it nothing is a list, since an
archive gathers what was easy to get. A list names a victim where what was done to them rests on a row of it:
that a source told of the event alone is no naming.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kuzat import keys
from kuzat.records.record import Standing
from kuzat.store import schema
from kuzat.store.access import Reader, access_facets, access_record, access_rows_of_kind, admit, sees_all
from kuzat.store.archive import Archive
from kuzat.store.linking import Likely, access_linked
from kuzat.terms import edtf

if TYPE_CHECKING:
    from numpy.random import Generator

    from kuzat.analysis.estimation import Naming

STRATA = ("year", "region")
FEWEST = 2
AT_ONCE = 10_000
PERSON = "person_kind.person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """Records of victims with the lists that name them, and which of all records may be one person.

    ``unlinked`` victims have no name that was compared, or are groups or bodies; ``unlisted`` ones are named
    by no list. Neither are among the ``namings``.
    """

    namings: "tuple[Naming, ...]"
    likely: Likely
    unlinked: int
    unlisted: int

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists that name anybody, by name."""
        return tuple(sorted(frozenset[str]().union(*(one.lists for one in self.namings))))

    def linkages(self, random: "Generator", number: int) -> Iterator[Callable[[str], int]]:
        """So many linkages of the records, drawn by how probable they are."""
        lists = {one.record: one.lists for one in self.namings}
        return self.likely.linked.sampled(random, number, lists.get)


def access_captures(
    archive: Archive,
    reader: Reader,
    *,
    by: tuple[str, ...] = (),
    act: str | None = None,
    only: Iterable[str] = (),
    reason: str | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> Captured:
    """Victims of acts (of the kind ``act`` and what lies below it, where given) and the lists that name them.

    ``by`` are dimensions of `STRATA`; ``only`` the lists to look at, all where none is named; ``reason``
    and what it raises as in `access_linked`. Raises `NoLists` where fewer than two lists name anybody, and
    `NotForThisRole` for members who see a part only, since of a part the figure would be another one.
    """
    from kuzat.analysis.estimation import NoLists  # arrays, which no other door needs

    if not sees_all(archive, reader):
        raise keys.NotForThisRole()
    likely = access_linked(archive, reader, "person", reason=reason, told=told)
    wanted = frozenset(only)
    lists = {id_: name for id_, name in _lists(archive, reader).items() if not wanted or name in wanted}
    namings = _namings(archive, reader, lists, act, by)
    people = _single(archive, reader)
    known = [one for one in namings if one.record in people and likely.linked.value(one.record, "name")]
    found = Captured(
        namings=tuple(one for one in known if one.lists),
        likely=likely,
        unlinked=len(namings) - len(known),
        unlisted=sum(not one.lists for one in known),
    )
    if len(found.lists) < FEWEST:
        raise NoLists()
    return found


def _namings(
    archive: Archive, reader: Reader, lists: Mapping[str, str], act: str | None, by: tuple[str, ...]
) -> "list[Naming]":
    """Every victim with the lists that name them, and with what the acts tell by each dimension."""
    from kuzat.analysis.estimation import Naming

    acts = _acts(archive, reader, act)
    told_by = _told(archive, reader, [str(row["id"]) for row in acts])
    strata_of = {dimension: STRATA_OF[dimension](archive, reader, acts) for dimension in by}
    named: dict[str, set[str]] = defaultdict(set)
    strata: dict[str, list[set[str]]] = defaultdict(lambda: [set() for _ in by])
    for row, victim in _victims(archive, reader, acts):
        named[victim] |= {lists[of] for of in told_by[str(row["id"])] if of in lists}
        for place, dimension in enumerate(by):
            strata[victim][place] |= strata_of[dimension][str(row["id"])]
    return [
        Naming(record=victim, lists=frozenset(its), strata=tuple(map(frozenset, strata[victim])))
        for victim, its in sorted(named.items())
    ]


def _single(archive: Archive, reader: Reader) -> set[str]:
    """Those of whom nobody says that they are a group or a body."""
    rows = access_rows_of_kind(archive, reader, "person")
    return {row["id"] for row in rows if row["kind"] in (None, PERSON)}


def _lists(archive: Archive, reader: Reader) -> Mapping[str, str]:
    from kuzat.analysis.estimation import Row, lists_of

    rows = access_rows_of_kind(archive, reader, "information")
    return lists_of(Row(id=row["id"], list=row["list"], copy_of=row["copy_of"]) for row in rows)


def _acts(archive: Archive, reader: Reader, act: str | None) -> list[Any]:
    below = {act, *archive.vocabulary.descendants(act)} if act else set()
    return [row for row in access_rows_of_kind(archive, reader, "act") if not act or row["type"] in below]


def _victims(archive: Archive, reader: Reader, acts: list[Any]) -> Iterable[tuple[Any, str]]:
    found = _several(archive, reader, [str(row["id"]) for row in acts], "act.victim")
    for row in acts:
        yield from ((row, victim) for victim in found.get(str(row["id"]), ()))


def _several(archive: Archive, reader: Reader, of: list[str], says: str) -> Mapping[str, list[str]]:
    """Record → the values of a property that holds several, asked for in parts."""
    found: dict[str, list[str]] = {}
    for start in range(0, len(of), AT_ONCE):
        part = access_facets(archive, reader, tuple(of[start : start + AT_ONCE]))
        found |= {record: values[says] for record, values in part.items() if says in values}
    return found


def _told(archive: Archive, reader: Reader, acts: list[str]) -> Mapping[str, list[str]]:
    """Act → the informations on which its own statements rest."""
    archive, wanted, told = admit(archive, reader), set(acts), schema.told
    found: dict[str, list[str]] = defaultdict(list)
    with archive.database.reading():
        for about, information in archive.execute(select(told.c.record, told.c.information)):
            if about in wanted:
                found[about].append(information)
    return found


def _places(archive: Archive, reader: Reader, acts: list[Any]) -> Mapping[str, frozenset[str]]:
    """Act → every region that is told of it, or the one of its event if that has one."""
    events = sorted({str(row["event"]) for row in acts if row["event"]})
    of = _several(archive, reader, events, "event.region")
    found = {}
    for row in acts:
        regions = of.get(str(row["event"]), ())
        own = _every(archive, reader, row, "act.region")
        found[str(row["id"])] = own or frozenset(regions if len(regions) == 1 else ())
    return found


def _years(archive: Archive, reader: Reader, acts: list[Any]) -> Mapping[str, frozenset[str]]:
    """Act → every year in which it is told to have begun, or its event; none where one of them is no year."""
    events = {row["id"]: row for row in access_rows_of_kind(archive, reader, "event")}
    found = {}
    for row in acts:
        event = events.get(row["event"])
        told = _every(archive, reader, row, "act.start")
        if not told and event:
            told = _every(archive, reader, event, "event.start")
        years = {_year(date) for date in told}
        found[str(row["id"])] = frozenset(filter(None, years if None not in years else ()))
    return found


STRATA_OF = {"year": _years, "region": _places}


def _every(archive: Archive, reader: Reader, row: Any, says: str) -> frozenset[str]:
    """What is told of one property of a row; all of it where accounts differ and none is followed."""
    if row["contested"]:
        values = access_record(archive, reader, str(row["id"])).all(says)
        differing = frozenset(value.text for value in values if value.standing is Standing.CONTESTED)
        if differing:
            return differing
    told = row[says.split(".", 1)[1]]
    return frozenset((str(told),) if told else ())


def _year(date: str) -> str | None:
    """The one year that a date names."""
    dated = edtf.parse(date)
    years = {day.year for day in (dated.earliest, dated.latest) if day}
    return str(years.pop()) if len(years) == 1 and dated.earliest and dated.latest else None
