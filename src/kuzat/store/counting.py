# SPDX-License-Identifier: Apache-2.0
"""Answer a count from the readings: distinct units and distinct independent sources in each cell."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    distinct,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
)

from kuzat.analysis import ITSELF, Answer, Cell, Question, Unit
from kuzat.store import schema
from kuzat.store.projections import Projections
from kuzat.terms.vocabulary import Vocabulary

INFORMATION = "information"
# In which table the units are told from one another, where it is not the one of their name.
ROOTS = {Unit.PERSON: "act", Unit.STORY: "event"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """What a member reads otherwise than the tables: the cells that are left of records, such as a story by
    the id of its event under ``event.story``; coded values that are gone, each with its record and property;
    and persons of whom it is not said that they told of anything.
    """

    cells: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    gone: Collection[tuple[str, str, str]] = ()
    silent: Collection[str] = ()

    def cell(self, table: FromClause, name: str) -> ColumnElement[Any]:
        """A column of the table of a kind of records, as a member sees it."""
        column: ColumnElement[Any] = table.c[name]
        left = self._left(table, name)
        if not left:
            return column
        seen = func.json_each(json.dumps(dict(left))).table_valued("key", "value")
        its = select(seen.c.value).where(seen.c.key == table.c.id).scalar_subquery()
        return case((table.c.id.in_(select(seen.c.key)), its), else_=column)

    def links(self, table: FromClause, name: str) -> ColumnElement[bool]:
        """Whether a member sees the link that a column of a record holds, so that its index can be used."""
        left = self._left(table, name)
        return table.c.id.not_in(_listed(left)) if left else true()

    def stands(self, facet: FromClause) -> ColumnElement[bool]:
        """Whether a member sees a coded value."""
        if not self.gone:
            return true()
        said = facet.c.record.concat(" ").concat(facet.c.says).concat(" ").concat(facet.c.value)
        found: ColumnElement[bool] = said.not_in(_listed(map(" ".join, self.gone)))
        return found

    def _left(self, table: FromClause, name: str) -> Mapping[str, Any]:
        return self.cells.get(f"{getattr(table, 'name', '')}.{name}", {})


def _listed(values: Iterable[str]) -> Select[Any]:
    """Values that the query holds itself."""
    return select(func.json_each(json.dumps([*values])).table_valued("value").c.value)


AS_TOLD = Retold()


class Frame:
    """The join of the tables that a question needs, starting from its unit.

    Whatever belongs to no event is in it too, with nothing known of an event. ``counted`` is the column
    that tells one unit from another. ``retold`` is what a member reads otherwise than the tables.
    """

    def __init__(
        self, projections: Projections, unit: Unit = Unit.EVENT, retold: Retold = AS_TOLD
    ) -> None:
        tables = projections.tables
        self._retold = retold
        self.event, self.act = tables["event"], tables["act"]
        self.involvement = tables["involvement"]
        self._root = ROOTS.get(unit, unit.value)
        root = tables[self._root]
        self._told_of: ColumnElement[Any] = root.c.id
        self.joined: FromClause = root
        self._have = {self._root}
        self._facets: dict[str, FromClause] = {}
        if self._root != "event":
            self._join("event", self.event, self.event.c.id == retold.cell(root, "event"))
        self.counted = self._counted(unit)

    def _counted(self, unit: Unit) -> ColumnElement[Any]:
        if unit is Unit.STORY:
            return func.coalesce(self.story(), self.event.c.id)
        return self.victim() if unit is Unit.PERSON else self._told_of

    def victim(self) -> ColumnElement[Any]:
        """The victim of an act; acts have several only through several acts."""
        self.acts()
        return self._facet("act.victim", self.act.c.id)

    def acts(self) -> None:
        """Join the acts of the event, where it is not acts that are counted."""
        on = and_(self.act.c.event == self.event.c.id, self._retold.links(self.act, "event"))
        self._join("act", self.act, on)

    def dimension(self, name: str) -> ColumnElement[Any]:
        """The column of one dimension, whatever it needs joined."""
        if name in ("act", "branch"):
            self.acts()
            return self._retold.cell(self.act, "type")
        if name == "story":
            return self.story()
        if name in ("confidence", "direction", "status"):
            return self._retold.cell(self.event, name)
        if name in ("freedom", "topic", "region"):
            return self._facet(f"event.{name}", self.event.c.id)
        if name in ("quarter", "year"):
            date = self.start()
            if self._root == "act":
                own = self._retold.cell(self.act, "start")
                date = case((_year(own).is_not(None), own), else_=date)
            return PERIODS[name](date)
        if name in ("identity", "role"):
            return self._facet(f"person.{name}", self.victim())
        if name == "perpetrator":
            return self._perpetrator()
        return self.speaker()

    def start(self) -> ColumnElement[Any]:
        """When the event began, as it was told."""
        return self._retold.cell(self.event, "start")

    def _perpetrator(self) -> ColumnElement[Any]:
        self.acts()
        by, links = self.involvement, self._retold.links
        of_act = and_(by.c.act == self.act.c.id, links(by, "act"))
        of_event = and_(by.c.act.is_(None), by.c.event == self.event.c.id, links(by, "event"))
        self._join("involvement", by, or_(of_act, of_event))
        return self._retold.cell(by, "perpetrator_kind")

    def contested(self) -> ColumnElement[bool]:
        """Whether accounts of the event differ; written out, since an index of such events stands by it."""
        found: ColumnElement[bool] = self.event.c.contested > literal_column("0")
        settled = [id_ for id_, count in self._retold.cells.get("event.contested", {}).items() if not count]
        return and_(found, self.event.c.id.not_in(_listed(settled))) if settled else found

    def story(self) -> ColumnElement[Any]:
        """The story of the event as a member sees it."""
        return self._retold.cell(self.event, "story")

    def speaker(self) -> ColumnElement[Any]:
        """Who told of it, as far as a member may know."""
        self.source()
        who: ColumnElement[Any] = schema.voice.c.speaker
        if not self._retold.silent:
            return who
        return case((who.in_(_listed(self._retold.silent)), null()), else_=who)

    def source(self) -> ColumnElement[Any]:
        """One key an independent source, as `kuzat.verification.voices` tells them apart.

        They are those who told of what is counted: of an act, where nobody is named who told of it, those
        who told of its event; of a victim, those who told of the act; of an information, its own.
        """
        told, voice = schema.told, schema.voice
        heard = self._told_of
        if self._root != INFORMATION:
            of = self._told_of if self._root == "event" else case((self.own(), heard), else_=self.event.c.id)
            self._join("told", told, told.c.record == of)
            heard = told.c.information
        self._join("voice", voice, voice.c.information == heard)
        return voice.c.key

    def own(self) -> ColumnElement[bool]:
        """Whether somebody is named who told of the very record, and not of its event alone."""
        if self._root in ("event", INFORMATION):
            return true()
        own, voice = schema.told.alias("own"), schema.voice.alias("own_voice")
        told = select(own.c.record).join(voice, voice.c.information == own.c.information)
        return told.where(own.c.record == self._told_of).exists()

    def _facet(self, says: str, record: ColumnElement[Any]) -> ColumnElement[Any]:
        """The value of a property that holds several, one row a value."""
        alias = self._facets.setdefault(says, schema.facet.alias("facet_" + says.replace(".", "_")))
        stands = self._retold.stands(alias)
        self._join(says, alias, and_(alias.c.record == record, alias.c.says == says, stands))
        value: ColumnElement[Any] = alias.c.value
        return value

    def _join(self, name: str, table: FromClause, on: Any) -> None:
        if name not in self._have:
            self.joined = self.joined.outerjoin(table, on)
            self._have.add(name)


def _year(date: ColumnElement[Any]) -> ColumnElement[Any]:
    """The year that a date names, or in which an interval begins; none for a decade or an open beginning.

    Not the year of its earliest day: that of a winter lies a year before the year it was told for.
    """
    year: ColumnElement[Any] = func.substr(date, 1, 4)
    return case((and_(year.between("1000", "2999"), func.instr(year, "X") == 0), year))


def _quarter(date: ColumnElement[Any]) -> ColumnElement[Any]:
    """The quarter, such as 2020-Q1, of the month that a date names; none where it names a year alone.

    Months 33 to 36 are quarters in EDTF.
    """
    month = case((func.substr(date, 5, 1) == "-", func.substr(date, 6, 2)))
    number = case(
        *((month.in_((*(f"{3 * n + m:02}" for m in (1, 2, 3)), str(33 + n))), str(n + 1)) for n in range(4))
    )
    quarter: ColumnElement[Any] = _year(date).concat("-Q").concat(number)
    return quarter


PERIODS = {"quarter": _quarter, "year": _year}


def answer(
    projections: Projections,
    execute: Any,
    question: Question,
    entries: int,
    erasures: int,
    retold: Retold = AS_TOLD,
) -> Answer:
    """Count. ``execute`` runs a select inside the caller's snapshot; ``retold`` is as in a `Frame`.

    The largest cells come first; a count by year or quarter first of all is in the order of these.
    """
    by = list(question.by)
    cells = [_cell(row) for row in execute(_query(projections, question, by, retold))]
    whole = _cell(execute(_query(projections, question, [], retold)).one()) if by else cells[0]
    contested = execute(_contested(projections, question, retold)).scalar_one()
    by_time = question.by[:1] in (("year",), ("quarter",))
    ordered = sorted(
        cells,
        key=lambda c: (0 if by_time else -c.count, [v or "\uffff" for v in c.values]),
    )
    return Answer(
        question=question,
        cells=tuple(ordered),
        total=whole.count,
        sources=whole.sources,
        borrowed=whole.borrowed,
        contested=contested,
        entries=entries,
        erasures=erasures,
    )


def _cell(row: Any) -> Cell:
    count, sources, borrowed, *values = row
    return Cell(values=tuple(values), count=count, sources=sources, borrowed=borrowed)


def totals(projections: Projections, execute: Any, retold: Retold = AS_TOLD) -> dict[Unit, int]:
    """How many there are of each unit; the sources behind them are not looked for."""
    found = {}
    for unit in Unit:
        frame = Frame(projections, unit, retold)
        query = select(func.count(distinct(frame.counted))).select_from(frame.joined)
        found[unit] = int(execute(query).scalar_one())
    return found


def _query(projections: Projections, question: Question, by: list[str], retold: Retold) -> Select[Any]:
    frame = Frame(projections, question.unit, retold)
    unit = frame.counted
    dimensions = [_shown(name, frame.dimension(name)) for name in by]
    where = conditions(frame, projections.vocabulary, question.where)
    source = frame.source()
    borrowed = case((and_(~frame.own(), source.is_not(None)), unit))
    counts: list[ColumnElement[Any]] = [func.count(distinct(of)) for of in (unit, source, borrowed)]
    query = select(*counts + dimensions).select_from(frame.joined).where(unit.is_not(None), *where)
    return query.group_by(*dimensions) if dimensions else query


def _contested(projections: Projections, question: Question, retold: Retold) -> Select[Any]:
    frame = Frame(projections, question.unit, retold)
    unit = frame.counted
    where = conditions(frame, projections.vocabulary, question.where)
    query = select(func.count(distinct(unit))).select_from(frame.joined)
    return query.where(unit.is_not(None), frame.contested(), *where)


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
