# SPDX-License-Identifier: Apache-2.0
"""Answer a count from the readings: distinct units and distinct independent sources in each cell."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, distinct, func, or_, select

from kuzat.analysis import ITSELF, Answer, Cell, Question, Unit
from kuzat.store import schema
from kuzat.store.projections import Projections
from kuzat.terms.vocabulary import Vocabulary


class Frame:
    """The join of the tables that a question needs, starting from its unit."""

    def __init__(self, projections: Projections) -> None:
        tables = projections.tables
        self.event, self.act = tables["event"], tables["act"]
        self.person, self.involvement = tables["person"], tables["involvement"]
        self.information, self.intervention = tables["information"], tables["intervention"]
        self.joined: FromClause = self.event
        self._have = {"event"}
        self._dated_by_act = False

    def unit(self, unit: Unit) -> ColumnElement[Any]:
        """The column that tells one unit from another, its table joined; it also says whose year counts."""
        self._dated_by_act = unit in (Unit.ACT, Unit.PERSON)
        if unit is Unit.EVENT:
            return self.event.c.id
        if unit is Unit.STORY:
            return func.coalesce(self.event.c.story, self.event.c.id)
        if unit is Unit.PERSON:
            return self.victim()
        table = {
            Unit.ACT: self.act,
            Unit.INFORMATION: self.information,
            Unit.INTERVENTION: self.intervention,
        }[unit]
        self._join(unit.value, table, table.c.event == self.event.c.id, outer=False)
        return table.c.id

    def victim(self) -> ColumnElement[Any]:
        """The victim of an act; acts have several only through several acts."""
        self.acts()
        return self._facet("act.victim", self.act.c.id)

    def acts(self) -> FromClause:
        self._join("act", self.act, self.act.c.event == self.event.c.id)
        return self.act

    def dimension(self, name: str) -> ColumnElement[Any]:
        """The column of one dimension, whatever it needs joined."""
        if name in ("act", "branch"):
            self.acts()
            return self.act.c.type
        if name in ("confidence", "direction", "status", "story"):
            return self.event.c[name]
        if name in ("freedom", "topic", "region"):
            return self._facet(f"event.{name}", self.event.c.id)
        if name == "year":
            year = _year(self.event.c.start)
            if self._dated_by_act:
                self.acts()
                year = func.coalesce(_year(self.act.c.start), year)
            return year
        if name in ("identity", "role"):
            return self._facet(f"person.{name}", self.victim())
        if name == "perpetrator":
            self.acts()
            on = or_(
                self.involvement.c.act == self.act.c.id,
                and_(
                    self.involvement.c.act.is_(None),
                    self.involvement.c.event == self.event.c.id,
                ),
            )
            self._join("involvement", self.involvement, on)
            return self.involvement.c.perpetrator_kind
        self.source()
        return schema.voice.c.speaker

    def source(self) -> ColumnElement[Any]:
        """One key an independent source, as `kuzat.verification.voices` tells them apart."""
        told, voice = self.information, schema.voice
        self._join("information", told, told.c.event == self.event.c.id)
        self._join("voice", voice, voice.c.information == told.c.id)
        return voice.c.key

    def _facet(self, says: str, record: ColumnElement[Any]) -> ColumnElement[Any]:
        """The value of a property that holds several, one row a value."""
        alias = schema.facet.alias("facet_" + says.replace(".", "_"))
        self._join(says, alias, and_(alias.c.record == record, alias.c.says == says))
        value: ColumnElement[Any] = alias.c.value
        return value

    def _join(self, name: str, table: FromClause, on: Any, *, outer: bool = True) -> None:
        if name not in self._have:
            self.joined = self.joined.join(table, on, isouter=outer)
            self._have.add(name)


def _year(date: ColumnElement[Any]) -> ColumnElement[Any]:
    """The year that a date names, or in which an interval begins; none for a decade or an open beginning.

    Not the year of its earliest day: that of a winter lies a year before the year it was told for.
    """
    year: ColumnElement[Any] = func.substr(date, 1, 4)
    return case((and_(year.between("1000", "2999"), func.instr(year, "X") == 0), year))


def answer(
    projections: Projections, execute: Any, question: Question, entries: int, erasures: int
) -> Answer:
    """Count. ``execute`` runs a select inside the caller's snapshot.

    The largest cells come first; a count by year first of all is in the order of years.
    """
    by = list(question.by)
    cells: dict[tuple[str | None, ...], Cell] = {}
    for row in execute(_query(projections, question, by)):
        values = tuple(row[2:])
        cells[values] = Cell(values=values, count=row[0], sources=row[1])
    if by:
        total, sources = execute(_query(projections, question, [])).one()
    else:
        total, sources = cells[()].count, cells[()].sources
    contested = execute(_contested(projections, question)).scalar_one()
    by_time = question.by[:1] == ("year",)
    ordered = sorted(
        cells.values(),
        key=lambda c: (0 if by_time else -c.count, [v or "\uffff" for v in c.values]),
    )
    return Answer(
        question=question,
        cells=tuple(ordered),
        total=total,
        sources=sources,
        contested=contested,
        entries=entries,
        erasures=erasures,
    )


def values(projections: Projections, execute: Any, dimension: str) -> frozenset[str]:
    """The values of one dimension that occur with any event."""
    frame = Frame(projections)
    column = frame.dimension(dimension)
    query = select(column).select_from(frame.joined).distinct()
    return frozenset(row[0] for row in execute(query) if row[0] is not None)


def totals(projections: Projections, execute: Any) -> dict[Unit, int]:
    """How many there are of each unit; the sources behind them are not looked for."""
    found = {}
    for unit in Unit:
        frame = Frame(projections)
        counted = frame.unit(unit)
        query = select(func.count(distinct(counted))).select_from(frame.joined)
        found[unit] = int(execute(query).scalar_one())
    return found


def _query(projections: Projections, question: Question, by: list[str]) -> Select[Any]:
    frame = Frame(projections)
    unit = frame.unit(question.unit)
    dimensions = [_shown(name, frame.dimension(name)) for name in by]
    where = conditions(frame, projections.vocabulary, question.where)
    source = frame.source()
    query = select(func.count(distinct(unit)), func.count(distinct(source)), *dimensions)
    query = query.select_from(frame.joined).where(unit.is_not(None), *where)
    return query.group_by(*dimensions) if dimensions else query


def _contested(projections: Projections, question: Question) -> Select[Any]:
    frame = Frame(projections)
    unit = frame.unit(question.unit)
    where = conditions(frame, projections.vocabulary, question.where)
    query = select(func.count(distinct(unit))).select_from(frame.joined)
    return query.where(unit.is_not(None), frame.event.c.contested > 0, *where)


def _shown(name: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A branch is the act's type cut after its second word: act.liberty.x → act.liberty."""
    if name != "branch":
        return column
    rest = func.substr(column, 5)
    dot = func.instr(rest, ".")
    return func.iif(dot > 0, func.substr(column, 1, dot + 3), column)


def conditions(
    frame: Frame, vocabulary: Vocabulary, where: Mapping[str, str]
) -> list[ColumnElement[bool]]:
    """What each asked dimension must be, as `Question` says."""
    found: list[ColumnElement[bool]] = []
    for name, value in where.items():
        column = frame.dimension(name)
        term = value.removeprefix(ITSELF)
        if not value:
            found.append(column.is_(None))
        elif vocabulary.find_id(term) is None:
            found.append(column == value)
        else:
            below = vocabulary.descendants(term) if term == value else ()
            found.append(column.in_((term, *below)))
    return found
