# SPDX-License-Identifier: Apache-2.0
"""Which days are working days, and which of them nobody can tell.

The days off of a country come from the `holidays` package (the acts it read are named there), those in
`data/calendars.yaml` override it. A day is unsettled where the Government moved it for its own
offices, since no text says whether a court counts it; where a lunar feast is computed and not yet
announced, with the day before and after; and where our own file says so.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from importlib import resources

import holidays

from kuzat.errors import Phrase
from kuzat.terms.wordlist import VocabularyBroken, documents, entries, text

FILE = "calendars.yaml"
KEYS = ("from", "to", "day", "source")
SATURDAY = 5
ONE_DAY = timedelta(days=1)
# How the package words them in English: a moved day with the day it was moved from, month first.
MOVED = re.compile(r"\(substituted from ([0-9]{2})/([0-9]{2})/([0-9]{4})\)")
ESTIMATED = "(estimated)"
TOGETHER = "; "


class Day(Enum):
    """What one day is to somebody who counts a term."""

    WORKING = "working"
    FREE = "free"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Saturdays and Sundays, and the days off of a country where one is named.

    `known_through` is the last year whose moved days are known; `overrides` go before everything else.
    """

    country: str | None = None
    known_through: int | None = None
    overrides: Mapping[date, Day] = field(default_factory=dict)

    def kind(self, day: date) -> Day:
        """Whether a day is worked, free, or not settled."""
        if day in self.overrides:
            return self.overrides[day]
        of_country = _days(self.country, day.year) if self.country else {}
        return of_country.get(day, Day.FREE if day.weekday() >= SATURDAY else Day.WORKING)

    def free(self, day: date, *, unsettled: bool) -> bool:
        """Whether a day is free, where what is not settled is taken as `unsettled` says."""
        kind = self.kind(day)
        return unsettled if kind is Day.UNSETTLED else kind is Day.FREE

    def next_working(self, day: date, *, unsettled: bool) -> date:
        """The day itself if it is worked, else the first one after it that is."""
        while self.free(day, unsettled=unsettled):
            day += ONE_DAY
        return day


WEEKENDS = Calendar()


@functools.lru_cache(256)
def _days(country: str, year: int) -> Mapping[date, Day]:
    """The days of a year that are not as their weekday says.

    The next year is asked too: its acts move days of December. What is not settled of a day gives way to
    a weekend, but not where the act makes that very weekend a working day; a day off by law goes before both.
    """
    found = holidays.country_holidays(country, years=(year, year + 1), language="en_US")
    names = [(day, name) for day, together in found.items() for name in together.split(TOGETHER)]
    days: dict[date, Day] = {}
    for day, name in names:
        if ESTIMATED in name:
            near = (day - ONE_DAY, day, day + ONE_DAY)
            days |= {one: Day.UNSETTLED for one in near if one.weekday() < SATURDAY}
        elif (moved := MOVED.search(name)) is not None:
            month, day_of_month, of_year = map(int, moved.groups())
            days |= {day: Day.UNSETTLED, date(of_year, month, day_of_month): Day.UNSETTLED}
    by_law = (day for day, name in names if ESTIMATED not in name and not MOVED.search(name))
    return days | dict.fromkeys(by_law, Day.FREE)


@functools.cache
def calendars() -> Mapping[str, Calendar]:
    """The calendars of the package's file, by country. Raises `VocabularyBroken`."""
    return read(resources.files("kuzat.accountability").joinpath("data", FILE).read_bytes())


def read(content: bytes) -> Mapping[str, Calendar]:
    """The calendars in a file, by country. Raises `VocabularyBroken`."""
    found = {}
    for document in documents(FILE, content):
        country = str(document.get("scheme"))
        listed = list(entries(FILE, document, "days", KEYS))
        known = [_day(entry, "to") for entry in listed if entry["id"] == "known"]
        if len(known) != 1:
            raise VocabularyBroken(file=FILE, where=country, expected=Phrase("one of {names}", names="known"))
        own = {day: kind for entry in listed if entry["id"] != "known" for day, kind in _override(entry)}
        found[country] = Calendar(country=country, known_through=known[0].year, overrides=own)
    return found


def _override(entry: Mapping[str, object]) -> Iterator[tuple[date, Day]]:
    first, last = _day(entry, "from"), _day(entry, "to")
    try:
        kind = Day(text(FILE, entry, "day"))
    except ValueError:
        expected = Phrase("one of {names}", names=", ".join(kind.value for kind in Day))
        raise VocabularyBroken(file=FILE, where=str(entry["id"]), expected=expected) from None
    if last < first:
        expected = Phrase("an end that is not before the start")
        raise VocabularyBroken(file=FILE, where=str(entry["id"]), expected=expected)
    while first <= last:
        yield first, kind
        first += ONE_DAY


def _day(entry: Mapping[str, object], key: str) -> date:
    try:
        return date.fromisoformat(text(FILE, entry, key) or "")
    except ValueError:
        expected = Phrase("a date such as 15 June 2010, June 2010, summer 2010 or 2010")
        raise VocabularyBroken(file=FILE, where=f"{entry['id']}: {key}", expected=expected) from None
