# SPDX-License-Identifier: Apache-2.0
"""A count by year or quarter names none that nobody told."""

import pytest

from kuzat.analysis import Question, Unit
from kuzat.store import Archive, Wanted, access_count, access_events, reader_of
from kuzat.testing import Maker


def years(archive: Archive, unit: Unit, by: str = "year") -> list[str | None]:
    cells = access_count(archive, reader_of(archive), Question(unit=unit, by=(by,))).cells
    return [cell.values[0] for cell in cells]


@pytest.mark.parametrize(
    ("told", "year"),
    [
        ("2010", "2010"),
        ("2010-06-15~", "2010"),
        ("2010-22", "2010"),
        ("2010-24", "2010"),
        ("2009-12-30/2010-01-02", "2009"),
        ("2010/..", "2010"),
        ("2010/", "2010"),
        ("../2010-09-14", None),
        ("/2010", None),
        ("199X", None),
        ("19XX", None),
        ("199X/2001", None),
    ],
)
def test_the_year_of_a_date(archive: Archive, told: str, year: str | None) -> None:
    event = Maker(archive).new("event", start=told)
    assert years(archive, Unit.EVENT) == [year]
    behind = access_events(archive, reader_of(archive), Wanted(where={"year": year or ""}))
    assert [row["id"] for row in behind.rows] == [event]


@pytest.mark.parametrize(
    ("told", "quarter"),
    [
        ("2010", None),
        ("2010-03", "2010-Q1"),
        ("2010-04-01", "2010-Q2"),
        ("2010-09-30~", "2010-Q3"),
        ("2010-12/2011-02", "2010-Q4"),
        ("2010-22", None),
        ("2010-XX", None),
        ("../2010-09-14", None),
    ],
)
def test_the_quarter_of_a_date(archive: Archive, told: str, quarter: str | None) -> None:
    event = Maker(archive).new("event", start=told)
    assert years(archive, Unit.EVENT, "quarter") == [quarter]
    behind = access_events(archive, reader_of(archive), Wanted(where={"quarter": quarter or ""}))
    assert [row["id"] for row in behind.rows] == [event]


def test_an_act_told_for_a_year_counts_for_no_quarter_of_its_event(archive: Archive) -> None:
    maker = Maker(archive)
    event = maker.new("event", start="2010-03")
    maker.new("act", event=event, start="2011", type="act.life.killing")
    maker.new("act", event=event, type="act.life.killing")
    assert years(archive, Unit.ACT, "quarter") == ["2010-Q1", None]
    assert years(archive, Unit.ACT) == ["2010", "2011"]


def test_an_act_told_for_a_decade_counts_for_the_year_of_its_event(archive: Archive) -> None:
    maker = Maker(archive)
    event = maker.new("event", start="1998")
    maker.new("act", event=event, start="199X", type="act.life.killing")
    assert years(archive, Unit.ACT) == ["1998"]
