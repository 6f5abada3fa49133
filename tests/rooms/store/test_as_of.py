# SPDX-License-Identifier: Apache-2.0
"""As of a day: the place in the log that its clocks point to, also where one of them went wrong."""

import pytest

from kuzat.store import Archive, entries_until, reader_of
from kuzat.testing import Clock, Maker

DAYS = [f"2030-01-{day:02}" for day in range(1, 11)]


def keep_log(archive: Archive, days: list[str]) -> int:
    """One entry a day; how many entries there were before."""
    before = archive.size()
    for day in days:
        archive.clock = Clock(f"{day}T12:00:00Z")
        Maker(archive).new("event", start="2020")
    return before


def until(archive: Archive, day: str) -> int:
    return entries_until(archive, reader_of(archive), day)


def test_the_end_of_each_day(archive: Archive) -> None:
    before = keep_log(archive, DAYS)
    assert [until(archive, day) for day in DAYS] == [before + n for n in range(1, 11)]
    assert until(archive, "2030-01-31") == archive.size()
    assert until(archive, "1999-12-31") == 0


def test_several_entries_of_one_day(archive: Archive) -> None:
    before = keep_log(archive, ["2030-01-01", "2030-01-01", "2030-01-03"])
    assert [until(archive, f"2030-01-0{day}") for day in (1, 2, 3)] == [before + 2, before + 2, before + 3]


@pytest.mark.parametrize("wrong", ["1970-01-01", "2000-01-01"])
@pytest.mark.parametrize("at", [2, 5, 8])
def test_a_clock_that_went_back_moves_no_other_day(archive: Archive, wrong: str, at: int) -> None:
    """A dead battery: what was known on the other days stays what it was."""
    before = keep_log(archive, [*DAYS[:at], wrong, *DAYS[at:]])
    for number, day in enumerate(DAYS, start=1):
        assert until(archive, day) == before + number + (number >= at)
    assert until(archive, "1999-12-31") == 0, "nothing is shown as known before it was"


@pytest.mark.parametrize("at", [2, 5, 8])
def test_a_clock_that_ran_ahead_moves_the_next_day_alone(archive: Archive, at: int) -> None:
    """A year mistyped. Where two places fit as well, the earlier one claims less."""
    before = keep_log(archive, [*DAYS[:at], "2099-01-01", *DAYS[at:]])
    for number, day in enumerate(DAYS, start=1):
        expected = {True: number, number == at + 1: at, number > at + 1: number + 1}[True]
        assert until(archive, day) == before + expected
