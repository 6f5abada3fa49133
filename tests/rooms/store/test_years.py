# SPDX-License-Identifier: Apache-2.0
"""A count by year names no year that nobody told."""

import pytest

from kuzat.analysis import Question, Unit
from kuzat.store import Archive, Wanted, access_count, access_events, reader_of
from kuzat.testing import Maker


def years(archive: Archive, unit: Unit) -> list[str | None]:
    cells = access_count(archive, reader_of(archive), Question(unit=unit, by=("year",))).cells
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


def test_an_act_told_for_a_decade_counts_for_the_year_of_its_event(archive: Archive) -> None:
    maker = Maker(archive)
    event = maker.new("event", start="1998")
    maker.new("act", event=event, start="199X", type="act.life.killing")
    assert years(archive, Unit.ACT) == ["1998"]
