# SPDX-License-Identifier: Apache-2.0
"""Counts of an archive so small that a person counted it by hand.

E1  2019, Bishkek, march, assembly               acts A1 killing of P1, A2 detention of P2
E2  2020, Bishkek and Osh, march, assembly and   acts A3 execution of P1, A4 killing of P3 in 2021
    expression
E3  2020 or 2021, Bazar-Korgon                   (two accounts of its day)
E4  nothing is known of it but who told it

I1 Agency and I2 Post, which copies it, I3 Tang tell of E1; I4 Agency and I5, the police, of E2;
I6 Tang of E4; I7 Echo, which copies I2, of E2.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.template import Template

from kuzat.analysis import Answer, Cell, Question, Unit, UnknownDimension
from kuzat.log.statement import withdraw
from kuzat.store import (
    Archive,
    Wanted,
    access_count,
    access_coverage,
    access_events,
    access_record,
    access_statement,
    access_voices,
    fingerprints,
    reader_of,
    rebuild,
)
from kuzat.testing import PAGE, Maker

LIFE, KILLING, EXECUTION = "act.life", "act.life.killing", "act.life.execution"
LIBERTY = "act.liberty"


class Counted(NamedTuple):
    """The archive and the ids of its records by the names above."""

    archive: Archive
    of: dict[str, str]

    def cells(self, unit: Unit, *by: str, **where: str) -> dict[tuple[str | None, ...], int]:
        answer = access_count(
            self.archive, reader_of(self.archive), Question(unit=unit, by=by, where=where)
        )
        return {cell.values: cell.count for cell in answer.cells}

    def total(self, unit: Unit, **where: str) -> int:
        question = Question(unit=unit, where=where)
        return access_count(self.archive, reader_of(self.archive), question).total


@pytest.fixture(scope="module")
def counted(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counted]:
    with template.copy(tmp_path_factory.mktemp("counting") / "a.archive") as archive:
        make, of = Maker(archive).new, {}
        march = {"story": "march"}
        of["E1"] = make(
            "event", start="2019-07-08", region="KG-GB", freedom="freedom.assembly", **march
        )
        of["E2"] = make(
            "event",
            start="2020-01-15",
            region=["KG-GB", "KG-GO"],
            freedom=["freedom.assembly", "freedom.expression"],
            **march,
        )
        of["E3"] = make("event", start="2020", region="KG-J-bazar_korgon")
        Maker(archive).add(of["E3"], start="2021")
        of["E4"] = make("event", reference="E4")
        of["P1"] = make(
            "person",
            role="victim_role.journalists",
            identity=["victim_identity.women", "victim_identity.youth"],
        )
        of["P2"] = make("person", identity="victim_identity.men")
        of["P3"] = make("person", country="KG")
        of["A1"] = make("act", event=of["E1"], type=KILLING, victim=of["P1"])
        of["A2"] = make("act", event=of["E1"], type=LIBERTY, victim=of["P2"])
        of["A3"] = make("act", event=of["E2"], type=EXECUTION, victim=of["P1"])
        of["A4"] = make("act", event=of["E2"], type=KILLING, victim=of["P3"], start="2021")
        make("involvement", act=of["A1"], perpetrator_kind="perpetrator_kind.interior_ministry")
        make("involvement", event=of["E2"], perpetrator_kind="perpetrator_kind.state")
        of["I1"] = make("information", event=of["E1"], url=PAGE, publisher="Agency")
        of["I2"] = make("information", event=of["E1"], url=PAGE, publisher="Post", copy_of=of["I1"])
        of["I3"] = make("information", event=of["E1"], url=PAGE, publisher="Tang")
        of["I4"] = make("information", event=of["E2"], url=PAGE, publisher="Agency")
        of["police"] = make("person", country="KG")
        of["I5"] = make(
            "information",
            event=of["E2"],
            url=PAGE,
            publisher="Post",
            source=of["police"],
            official="yes_no.yes",
        )
        of["I6"] = make("information", event=of["E4"], url=PAGE, publisher="Tang")
        of["I7"] = make("information", event=of["E2"], url=PAGE, publisher="Echo", copy_of=of["I2"])
        make("intervention", event=of["E1"], type="intervention_type.statement")
        make("intervention", event=of["E1"], type="intervention_type.petition")
        yield Counted(archive, of)


@pytest.mark.parametrize(
    ("unit", "total"),
    [
        (Unit.EVENT, 4),
        (Unit.STORY, 3),
        (Unit.ACT, 4),
        (Unit.PERSON, 3),
        (Unit.INFORMATION, 7),
        (Unit.INTERVENTION, 2),
    ],
)
def test_each_unit_is_counted_once(counted: Counted, unit: Unit, total: int) -> None:
    assert counted.total(unit) == total


@pytest.mark.parametrize(
    ("unit", "by", "expected"),
    [
        (Unit.EVENT, "region", {"KG-GB": 2, "KG-GO": 1, "KG-J": 1, None: 1}),
        (Unit.EVENT, "year", {"2019": 1, "2020": 2, None: 1}),
        (Unit.EVENT, "story", {"march": 2, None: 2}),
        (Unit.EVENT, "freedom", {"freedom.assembly": 2, "freedom.expression": 1, None: 2}),
        (Unit.EVENT, "act", {KILLING: 2, EXECUTION: 1, LIBERTY: 1, None: 2}),
        (Unit.EVENT, "branch", {LIFE: 2, LIBERTY: 1, None: 2}),
        (Unit.EVENT, "source", {"Agency": 2, "Tang": 2, "police": 1, None: 1}),
        (
            Unit.EVENT,
            "perpetrator",
            {"perpetrator_kind.interior_ministry": 1, "perpetrator_kind.state": 1, None: 3},
        ),
        (Unit.ACT, "act", {KILLING: 2, EXECUTION: 1, LIBERTY: 1}),
        (Unit.ACT, "branch", {LIFE: 3, LIBERTY: 1}),
        (Unit.ACT, "year", {"2019": 2, "2020": 1, "2021": 1}),
        (Unit.ACT, "region", {"KG-GB": 4, "KG-GO": 2}),
        (
            Unit.ACT,
            "identity",
            {
                "victim_identity.women": 2,
                "victim_identity.youth": 2,
                "victim_identity.men": 1,
                None: 1,
            },
        ),
        (
            Unit.ACT,
            "perpetrator",
            {"perpetrator_kind.interior_ministry": 1, "perpetrator_kind.state": 2, None: 1},
        ),
        (Unit.PERSON, "role", {"victim_role.journalists": 1, None: 2}),
        (Unit.PERSON, "year", {"2019": 2, "2020": 1, "2021": 1}),
        (Unit.STORY, "region", {"KG-GB": 1, "KG-GO": 1, "KG-J": 1, None: 1}),
        (Unit.INFORMATION, "source", {"Agency": 4, "Tang": 2, "police": 1}),
        (Unit.INTERVENTION, "year", {"2019": 2}),
    ],
)
def test_by_one_dimension(
    counted: Counted, unit: Unit, by: str, expected: dict[str | None, int]
) -> None:
    named = {counted.of.get(str(value), value): count for value, count in expected.items()}
    assert counted.cells(unit, by) == {(value,): count for value, count in named.items()}


def test_by_two_dimensions(counted: Counted) -> None:
    assert counted.cells(Unit.ACT, "branch", "year") == {
        (LIFE, "2019"): 1,
        (LIFE, "2020"): 1,
        (LIFE, "2021"): 1,
        (LIBERTY, "2019"): 1,
    }
    assert counted.cells(Unit.EVENT, "region", "freedom") == {
        ("KG-GB", "freedom.assembly"): 2,
        ("KG-GB", "freedom.expression"): 1,
        ("KG-GO", "freedom.assembly"): 1,
        ("KG-GO", "freedom.expression"): 1,
        ("KG-J", None): 1,
        (None, None): 1,
    }


def test_a_term_stands_for_those_below_it_unless_asked_for_itself(counted: Counted) -> None:
    assert counted.total(Unit.ACT, act=LIFE) == 3
    assert counted.total(Unit.ACT, act=KILLING) == 3
    assert counted.total(Unit.ACT, act=f"={KILLING}") == 2
    assert counted.total(Unit.ACT, act=EXECUTION) == 1


def test_conditions_meet(counted: Counted) -> None:
    assert counted.total(Unit.EVENT, region="KG-GB", year="2020") == 1
    assert counted.total(Unit.EVENT, region="KG-GB", year="2021") == 0
    assert counted.total(Unit.ACT, region="KG-GO", act=LIFE) == 2
    assert counted.cells(Unit.EVENT, "region", story="march") == {("KG-GB",): 2, ("KG-GO",): 1}
    assert counted.total(Unit.EVENT, year="") == 1


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("by", ["freedom", "identity", "region", "role", "topic"])
def test_what_holds_several_values_is_counted_by_and_asked_for_at_once(
    counted: Counted, unit: Unit, by: str
) -> None:
    found = counted.cells(unit, by)
    for (value,), count in found.items():
        if value:
            assert counted.cells(unit, by, **{by: value})[value,] == count
    assert found


def test_rows_that_overlap_are_said_to(counted: Counted) -> None:
    reader = reader_of(counted.archive)
    for by, overlaps in (("region", True), ("year", False), ("freedom", True), ("story", False)):
        answer = access_count(counted.archive, reader, Question(by=(by,)))
        assert answer.overlaps is overlaps, by


def test_sources_are_counted_once_though_the_join_fans_out(counted: Counted) -> None:
    """Three texts, two acts and two freedoms make many rows of E1 and E2; the voices stay three."""
    reader = reader_of(counted.archive)
    for unit, total in ((Unit.EVENT, 3), (Unit.ACT, 3), (Unit.INTERVENTION, 2)):
        assert access_count(counted.archive, reader, Question(unit=unit)).sources == total
    by_region = access_count(counted.archive, reader, Question(by=("region", "act")))
    assert Cell(values=("KG-GB", KILLING), count=2, sources=3) in by_region.cells
    assert Cell(values=("KG-GO", EXECUTION), count=1, sources=2) in by_region.cells
    assert Cell(values=("KG-J", None), count=1, sources=0) in by_region.cells


def test_counts_and_pages_hear_the_same_voices(counted: Counted) -> None:
    reader = reader_of(counted.archive)
    for name in ("E1", "E2", "E3", "E4"):
        told = counted.archive.database.raw.execute(
            "SELECT id FROM information WHERE event = ?", (counted.of[name],)
        ).fetchall()
        heard = access_voices(counted.archive, reader, counted.of[name])
        keys = {heard[id_].key for (id_,) in told}
        found = counted.archive.database.raw.execute(
            "SELECT v.key FROM voice v JOIN information i ON i.id = v.information"
            " WHERE i.event = ?",
            (counted.of[name],),
        ).fetchall()
        assert {key for (key,) in found} == keys


def test_contested_units_are_told(counted: Counted) -> None:
    reader = reader_of(counted.archive)
    assert access_count(counted.archive, reader, Question()).contested == 1
    assert access_count(counted.archive, reader, Question(unit=Unit.ACT)).contested == 0
    assert access_events(counted.archive, reader, Wanted(contested=True)).total == 1


def test_largest_first_but_years_in_order(counted: Counted) -> None:
    assert next(iter(counted.cells(Unit.EVENT, "region"))) == ("KG-GB",)
    assert list(counted.cells(Unit.EVENT, "year")) == [("2019",), ("2020",), (None,)]


def test_an_answer_tells_where_it_was_read(counted: Counted) -> None:
    answer = access_count(counted.archive, reader_of(counted.archive), Question())
    assert (answer.entries, answer.erasures) == (counted.archive.size(), 0)


def test_unknown_and_too_many_dimensions_are_refused() -> None:
    with pytest.raises(UnknownDimension, match="weather"):
        Question(by=("weather",))
    with pytest.raises(UnknownDimension, match="at most 3 dimensions"):
        Question(by=("act", "region", "year", "status"))
    with pytest.raises(UnknownDimension, match="weather"):
        Question(where={"weather": "rain"})


def test_coverage_tells_what_is_not_known(counted: Counted) -> None:
    found = access_coverage(counted.archive, reader_of(counted.archive))
    assert (found.events, found.undated, found.unplaced, found.official) == (4, 1, 1, 1)
    assert found.voices == {0: 1, 1: 1, 2: 2}
    assert found.single == 2
    assert found.languages == {None: 7}
    assert {region for region, count in found.regions.items() if count} == {
        "KG-GB",
        "KG-GO",
        "KG-J",
    }
    assert {"KG-N", "KG-T", "KG-B", "KG-C", "KG-Y", "KG-O"} == set(found.silent)


class Told(NamedTuple):
    """An event that two papers tell of, and what one of them, or nobody, says of its parts."""

    archive: Archive
    event: str
    pages: tuple[str, str]

    def answer(self, unit: Unit, *by: str, **where: str) -> Answer:
        return access_count(self.archive, reader_of(self.archive), Question(unit=unit, by=by, where=where))


@pytest.fixture
def told(archive: Archive) -> Told:
    make = Maker(archive)
    event = make.new("event", start="2020", region="KG-GB")
    pages = tuple(make.new("information", event=event, publisher=name, url=PAGE) for name in ("Post", "Tang"))
    return Told(archive, event, (pages[0], pages[1]))


def test_the_sources_of_an_act_are_those_who_told_of_it(told: Told) -> None:
    make, (post, tang) = Maker(told.archive), told.pages
    act = make.new("act", event=told.event, type=KILLING, basis=post, victim=make.new("person", country="KG"))
    (cell,) = told.answer(Unit.ACT, "act").cells
    assert (cell.count, cell.sources, cell.borrowed) == (1, 1, 0)
    assert told.answer(Unit.PERSON).sources == 1
    assert told.answer(Unit.EVENT).sources == 2
    assert {cell.values for cell in told.answer(Unit.ACT, "source").cells} == {("Post",)}
    copy = make.new("information", publisher="Echo", url=PAGE, copy_of=post)
    make.add(act, basis=copy, type=KILLING)
    assert told.answer(Unit.ACT).sources == 1, "a copy is no second source"
    make.add(act, basis=tang, type=LIBERTY)
    assert told.answer(Unit.ACT).sources == 2, "who contradicts told of it too"


@pytest.mark.parametrize("kind", ["act", "intervention"])
def test_where_nobody_told_of_it_the_sources_of_its_event_stand_in_and_this_is_said(
    told: Told, kind: str
) -> None:
    make = Maker(told.archive)
    make.new(kind, event=told.event, reference="A-1")
    make.new(kind, event=told.event, reference="A-2", basis=told.pages[0])
    make.new(kind, event=make.new("event", start="2021"), reference="A-3")
    answer = told.answer(Unit(kind), "year")
    assert (answer.total, answer.sources, answer.borrowed) == (3, 2, 1)
    assert [(c.values[0], c.count, c.sources, c.borrowed) for c in answer.cells] == [
        ("2020", 2, 2, 1),
        ("2021", 1, 0, 0),
    ]


def test_a_victim_of_two_acts_is_told_of_by_those_of_either(told: Told) -> None:
    """Of the second act nobody is named: the sources of its event stand in for it, and this is said."""
    make = Maker(told.archive)
    victim = make.new("person", country="KG")
    make.new("act", event=told.event, basis=told.pages[0], victim=victim)
    assert (told.answer(Unit.PERSON).sources, told.answer(Unit.PERSON).borrowed) == (1, 0)
    make.new("act", event=told.event, victim=victim)
    assert (told.answer(Unit.PERSON).sources, told.answer(Unit.PERSON).borrowed) == (2, 1)


def test_what_an_event_rests_on_tells_of_it_too(told: Told) -> None:
    page = Maker(told.archive).new("information", publisher="Walnut Post", url=PAGE)
    Maker(told.archive).add(told.event, basis=page, start="2020")
    assert told.answer(Unit.EVENT).sources == 3
    assert set(access_voices(told.archive, reader_of(told.archive), told.event)) == {*told.pages, page}


@pytest.mark.parametrize("kind", ["act", "information", "intervention"])
def test_what_belongs_to_no_event_is_counted_with_its_place_not_known(told: Told, kind: str) -> None:
    unit, make = Unit(kind), Maker(told.archive)
    before = told.answer(unit).total
    make.new(kind, event=told.event, reference="A-1")
    make.new(kind, reference="A-2")
    records = told.archive.database.raw.execute("SELECT count(*) FROM record WHERE kind = ?", (kind,))
    assert told.answer(unit).total == before + 2 == records.fetchone()[0]
    for dimension in ("region", "year", "story", "status"):
        cells = {cell.values[0]: cell.count for cell in told.answer(unit, dimension).cells}
        assert sum(cells.values()) == before + 2
        assert cells[None] >= 1
        assert told.answer(unit, **{dimension: ""}).total == cells[None]
    assert told.answer(unit, region="").total == 1
    listed = access_events(told.archive, reader_of(told.archive), Wanted(unit=unit))
    assert [row["id"] for row in listed.rows] == [told.event]
    assert listed.total == 1


def test_a_victim_of_an_act_without_an_event_is_counted(told: Told) -> None:
    make = Maker(told.archive)
    make.new("act", type=KILLING, start="2019", victim=make.new("person", role="victim_role.journalists"))
    assert told.answer(Unit.PERSON).total == 1
    assert [cell.values for cell in told.answer(Unit.PERSON, "role", "year").cells] == [
        ("victim_role.journalists", "2019")
    ]


def test_who_told_is_forgotten_with_what_they_told(told: Told) -> None:
    make, reader = Maker(told.archive), reader_of(told.archive)
    (id_,) = make.add(make.new("act", event=told.event), basis=told.pages[0], type=KILLING)
    assert told.answer(Unit.ACT).borrowed == 0
    told.archive.say([withdraw(access_statement(told.archive, reader, id_.hex()).statement)])
    assert told.answer(Unit.ACT).borrowed == 1
    before = fingerprints(told.archive)
    rebuild(told.archive)
    assert fingerprints(told.archive) == before


def test_a_rebuild_changes_no_count(counted: Counted) -> None:
    before = fingerprints(counted.archive)
    rebuild(counted.archive)
    assert fingerprints(counted.archive) == before


def test_a_copy_is_heard_again_when_its_original_changes(archive: Archive) -> None:
    make = Maker(archive)
    event = make.new("event", start="2020")
    later = "inf-" + "7" * 32
    copy = make.new("information", event=event, url=PAGE, publisher="Post", copy_of=later)
    far = make.new("information", event=event, url=PAGE, publisher="Echo", copy_of=copy)
    make.add(later, url=PAGE, publisher="Agency", event=event)

    def keys() -> set[str]:
        answer = access_count(
            archive, reader_of(archive), Question(unit=Unit.INFORMATION, by=("source",))
        )
        return {str(cell.values[0]) for cell in answer.cells}

    assert keys() == {"Agency"}
    make.add(later, source=(speaker := make.new("person", country="KG")))
    assert keys() == {speaker}
    assert set(access_voices(archive, reader_of(archive), event)) == {later, copy, far}
    before = fingerprints(archive)
    rebuild(archive)
    assert fingerprints(archive) == before


def test_a_record_of_which_all_was_taken_back_counts_no_more_and_can_still_be_read(
    template: Template, tmp_path: Path
) -> None:
    with template.copy(tmp_path / "a.archive") as archive:
        maker, reader = Maker(archive), reader_of(archive)
        page = maker.page()
        event = maker.new("event", basis=page, start="2020")
        question = Question(unit=Unit.EVENT)
        assert access_count(archive, reader, question).total == 1
        told = [one.id.hex() for one in archive.projections.said(event)]
        archive.say([withdraw(access_statement(archive, reader, one).statement) for one in told])
        assert access_count(archive, reader, question).total == 0
        assert not access_events(archive, reader, Wanted()).rows
        assert access_record(archive, reader, event).judgements == ()
        built = fingerprints(archive)
        rebuild(archive)
        assert fingerprints(archive) == built
        maker.add(event, basis=page, start="2021")
        assert access_count(archive, reader, question).total == 1
