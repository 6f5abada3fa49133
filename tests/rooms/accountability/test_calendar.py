# SPDX-License-Identifier: Apache-2.0
"""The Kyrgyz calendar, day by day against a list with sources, and days that are not known yet."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from kuzat.accountability import WEEKENDS, Day, calendars
from kuzat.accountability.calendar import read
from kuzat.terms.wordlist import VocabularyBroken

KG = calendars()["KG"]
FIRST, LAST = date(2015, 1, 1), date(2026, 12, 31)


def expected(row: dict[str, str]) -> Day:
    """What a row of the list means: a move by decree is not settled, a move by the Labour Code is."""
    if row["effect"] == "unknown" or date.fromisoformat(row["date"]) in KG.overrides:
        return Day.UNSETTLED
    if row["effect"] == "working_day":
        return Day.UNSETTLED if row["kind"] == "moved" else Day.WORKING
    decreed = row["kind"] == "moved" and "in lieu" not in row["name"]
    return Day.UNSETTLED if decreed else Day.FREE


def test_every_day_of_the_list_and_every_other_day_too(shared: Path) -> None:
    with (shared / "data/accountability/kg_public_holidays.csv").open(encoding="utf-8") as file:
        listed = {date.fromisoformat(row["date"]): expected(row) for row in csv.DictReader(file)}
    assert len(listed) > 290
    wrong = []
    day = FIRST
    while day <= LAST:
        weekend = Day.FREE if day.weekday() >= 5 else Day.WORKING
        should = listed.get(day, KG.overrides.get(day, weekend))
        if KG.kind(day) is not should and not (weekend is Day.FREE and should is Day.WORKING):
            wrong.append((str(day), KG.kind(day).value, should.value))
        day += timedelta(days=1)
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2021, 6, 26), Day.FREE),
        (date(2021, 6, 28), Day.WORKING),
        (date(2016, 5, 2), Day.FREE),  # 1 May 2016 was a Sunday
        (date(2024, 4, 8), Day.UNSETTLED),  # 7 April 2024 was a Sunday, and its Monday was moved
        (date(2025, 4, 7), Day.WORKING),  # no day off since the Labour Code of 2025
        (date(2025, 9, 1), Day.WORKING),  # 31 August 2025 was a Sunday, which moves nothing any more
        (date(2023, 1, 3), Day.UNSETTLED),
        (date(2023, 2, 25), Day.UNSETTLED),  # the Saturday worked for it
        (date(2026, 1, 8), Day.UNSETTLED),
        (date(2027, 3, 8), Day.FREE),
        (date(2027, 3, 9), Day.UNSETTLED),  # a feast by computation, not announced
        (date(2027, 3, 10), Day.UNSETTLED),
    ],
)
def test_days(day: date, kind: Day) -> None:
    assert KG.kind(day) is kind


def test_weekends_alone_know_no_feast() -> None:
    assert WEEKENDS.kind(date(2021, 8, 31)) is Day.WORKING


def test_known_through() -> None:
    assert KG.known_through == 2026


@pytest.mark.parametrize(
    "entries",
    [
        "- {id: a, from: 2021-01-01, to: 2021-01-01, day: free}",
        "- {id: known, to: 2021}",
        "- {id: known, to: 2021-12-31}\n- {id: a, from: 2021-01-01, to: 2021-01-01, day: maybe}",
        "- {id: known, to: 2021-12-31}\n- {id: a, to: 2021-01-01, day: free}",
        "- {id: known, to: 2021-12-31}\n- {id: a, from: 2021-01-02, to: 2021-01-01, day: free}",
    ],
)
def test_a_broken_calendar_is_named(entries: str) -> None:
    with pytest.raises(VocabularyBroken):
        read(f"scheme: KG\ndays:\n{entries}\n".encode())
