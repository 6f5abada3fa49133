# SPDX-License-Identifier: Apache-2.0
"""By what a list of events can be narrowed down: every value of every dimension with its number.

    number of a value = events of the same list, asked for that value too

All of it is read in one snapshot of what the reader may see. What stands in the row of an event is read in
one pass; what hangs on its acts goes through the same joins as the list itself, so that a number keeps its
promise also where act and perpetrator must be of one act.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, TableValuedAlias, distinct, func, select

from kuzat.analysis import DIMENSIONS, Unit
from kuzat.store import counting, listing, schema
from kuzat.store.access import Reader, admit, unseen
from kuzat.store.archive import Archive
from kuzat.store.counting import Frame
from kuzat.store.listing import Wanted
from kuzat.store.retelling import retold
from kuzat.terms.vocabulary import Vocabulary

IN_ROW = ("confidence", "direction", "status", "story")
SEVERAL = {"freedom": "event.freedom", "region": "event.region", "topic": "event.topic"}
OF_ACTS = ("act", "branch", "perpetrator", "identity", "role")
MOST = 5_000
UNKNOWN = ""

Pairs = Iterable[tuple[str, str | None]]
Numbers = dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """How many events there are, and dimension → value → how many of them have it ("": not known).

    A term stands for the terms below it. A dimension that is asked for offers only what lies below the
    asked value. ``uncounted`` are dimensions whose numbers would take too long for so many events.
    """

    total: int
    numbers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    uncounted: tuple[str, ...] = ()


def access_narrowing(archive: Archive, reader: Reader, wanted: Wanted) -> Narrowing:
    """The numbers of every dimension for the events of a list."""
    archive = admit(archive, reader)
    with archive.database.reading():
        asked = _Asked.of(archive, wanted)
        numbers = _counted(asked)
    return Narrowing(
        total=asked.total,
        numbers={name: _below(asked, name, of) for name, of in numbers.items()},
        uncounted=tuple(name for name in DIMENSIONS if name not in numbers),
    )


def access_fitting(archive: Archive, reader: Reader, wanted: Wanted) -> frozenset[str]:
    """The ids of the events of a list."""
    archive = admit(archive, reader)
    with archive.database.reading():
        return frozenset(_fitting(archive, wanted))


def _fitting(archive: Archive, wanted: Wanted) -> list[str]:
    frame = Frame(archive.projections, wanted.unit, retold(archive))
    hidden = unseen(archive, wanted.words)
    conditions = listing.conditions(frame, archive.projections, wanted, hidden)
    query = select(frame.event.c.id).select_from(frame.joined).where(*conditions).distinct()
    return [str(id_) for (id_,) in archive.execute(query)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A list of events; ``ids`` is None where it is all of them."""

    archive: Archive
    wanted: Wanted
    total: int
    ids: tuple[str, ...] | None

    @classmethod
    def of(cls, archive: Archive, wanted: Wanted) -> "_Asked":
        event = archive.projections.tables["event"]
        if wanted == Wanted():
            total = archive.execute(select(func.count()).select_from(event)).scalar_one()
            return cls(archive=archive, wanted=wanted, total=total, ids=None)
        found = _fitting(archive, wanted)
        return cls(archive=archive, wanted=wanted, total=len(found), ids=tuple(found))

    @property
    def vocabulary(self) -> Vocabulary:
        return self.archive.vocabulary

    def among(self, column: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """The condition that a column holds an event of the list."""
        if self.ids is None:
            return []
        listed = _listed(self.ids)
        return [column.in_(select(listed.c.value))]

    def rows(self, query: Select[Any]) -> list[Any]:
        """What a query finds, from the driver itself: a row of every event costs half as much so."""
        compiled = query.compile(dialect=schema.DIALECT, compile_kwargs={"render_postcompile": True})
        values = [compiled.params[name] for name in compiled.positiontup or ()]
        return self.archive.database.rows(str(compiled), values)


def _listed(values: Iterable[str]) -> TableValuedAlias:
    """Values that the query holds itself, as a table."""
    return func.json_each(json.dumps([*values])).table_valued("value")


def _counted(asked: _Asked) -> dict[str, Numbers]:
    """Dimension → its numbers; without those that take too long for so many events."""
    found: dict[str, Numbers] = {}
    wanted = asked.wanted
    if wanted.unit is Unit.EVENT:
        found |= _in_row(asked) | _several(asked)
        if set(OF_ACTS).isdisjoint(wanted.where):
            found |= _of_acts(asked)
    if asked.total <= MOST:
        rest = [name for name in DIMENSIONS if name not in found]
        found |= {name: _rolled_up(asked, name, _joined(asked, name)) for name in rest}
    return found


def _in_row(asked: _Asked) -> dict[str, Numbers]:
    """One value an event, so that a term has as many as it and the terms below it have together."""
    frame = Frame(asked.archive.projections, retold=retold(asked.archive))
    names = (*IN_ROW, "start")
    columns = [*(frame.dimension(name) for name in IN_ROW), frame.start()]
    rows = asked.rows(select(*columns).where(*asked.among(frame.event.c.id)))
    counted = dict(zip(names, map(Counter, zip(*rows, strict=True)), strict=False))
    counted |= _by_period(asked, counted.pop("start", Counter()))
    found: dict[str, Numbers] = {name: {} for name in (*IN_ROW, *counting.PERIODS)}
    for name, its in counted.items():
        for value, count in its.items():
            for above in _with_above(asked.vocabulary, value):
                found[name][above] = found[name].get(above, 0) + count
    return found


def _by_period(asked: _Asked, dates: Counter[str | None]) -> dict[str, Counter[str | None]]:
    """How many events each period has, from how many each date has."""
    date = _listed(value for value in dates if value)
    named = [period(date.c.value) for period in counting.PERIODS.values()]
    unknown = {None: dates[None]} if dates[None] else {}
    found: dict[str, Counter[str | None]] = {name: Counter(unknown) for name in counting.PERIODS}
    for value, *periods in asked.rows(select(date.c.value, *named)):
        for name, period in zip(counting.PERIODS, periods, strict=True):
            found[name][period] += dates[value]
    return found


def _several(asked: _Asked) -> dict[str, Numbers]:
    """Several values an event, of lists in which no term lies below another."""
    facet = schema.facet
    stands = retold(asked.archive).stands(facet)
    of = [facet.c.says.in_(SEVERAL.values()), stands, *asked.among(facet.c.record)]
    known = select(facet.c.says, func.count(distinct(facet.c.record))).where(*of).group_by(facet.c.says)
    placed = {str(says): int(count) for says, count in asked.archive.execute(known)}
    each = select(facet.c.says, facet.c.value, func.count()).where(*of).group_by(facet.c.says, facet.c.value)
    found: dict[str, Numbers] = {says: {} for says in SEVERAL.values()}
    for says, value, count in asked.archive.execute(each):
        found[says][value] = count
    for says, its in found.items():
        if unknown := asked.total - placed.get(says, 0):
            its[UNKNOWN] = unknown
    return {name: found[says] for name, says in SEVERAL.items()}


def _of_acts(asked: _Asked) -> dict[str, Numbers]:
    """The kinds and groups of the acts of each event; not known where it has none, or one of no kind."""
    act, seen = asked.archive.projections.tables["act"], retold(asked.archive)
    told = [act.c.event.is_not(None), seen.links(act, "event"), *asked.among(act.c.event)]
    query = select(act.c.event, seen.cell(act, "type")).where(*told)
    pairs = [(event, kind) for event, kind in asked.archive.execute(query)]
    without = asked.total - len({event for event, _ in pairs})
    found = {name: _rolled_up(asked, name, pairs) for name in ("act", "branch")}
    for its in found.values():
        if without:
            its[UNKNOWN] = its.get(UNKNOWN, 0) + without
    return found


def _joined(asked: _Asked, name: str) -> Pairs:
    """Event and value through the joins of the list; its conditions on acts hold for the very act."""
    wanted = asked.wanted
    frame = Frame(asked.archive.projections, wanted.unit, retold(asked.archive))
    column = frame.dimension(name)
    is_plain = wanted.unit is Unit.EVENT
    where = {n: v for n, v in wanted.where.items() if not is_plain or (n in OF_ACTS and name in OF_ACTS)}
    conditions = counting.conditions(frame, asked.vocabulary, where)
    if not is_plain:
        conditions.append(frame.counted.is_not(None))
    conditions += [frame.event.c.id.is_not(None), *asked.among(frame.event.c.id)]
    rows = asked.archive.execute(
        select(frame.event.c.id, column).select_from(frame.joined).where(*conditions).distinct()
    )
    return ((event, value) for event, value in rows)


def _rolled_up(asked: _Asked, name: str, pairs: Pairs) -> Numbers:
    """How many events have each value or one below it; of the groups of acts the whole ones alone."""
    events: dict[str | None, set[str]] = defaultdict(set)
    for event, value in pairs:
        events[value].add(event)
    found: dict[str, set[str]] = defaultdict(set)
    for value, its in events.items():
        above = _with_above(asked.vocabulary, value)
        for one in above[-1:] if name == "branch" else above:
            found[one] |= its
    return {value: len(its) for value, its in found.items()}


def _with_above(vocabulary: Vocabulary, value: str | None) -> tuple[str, ...]:
    """A value and the terms above it, the nearest first."""
    if not value:
        return (UNKNOWN,)
    known = vocabulary.find_id(value) is not None
    return (value, *vocabulary.ancestors(value)) if known else (value,)


def _below(asked: _Asked, name: str, numbers: Numbers) -> Numbers:
    """What a dimension still offers: all of it, or what lies below the value that is asked for."""
    value = asked.wanted.where.get(name)
    if value is None:
        return numbers
    known = asked.vocabulary.find_id(value) is not None and name != "branch"
    below = asked.vocabulary.descendants(value) if known else ()
    return {one: count for one, count in numbers.items() if one in below}
