# SPDX-License-Identifier: Apache-2.0
"""Dates as ISO 8601-2 (EDTF) writes them, and the days they can mean.

Supported: level 0 dates and intervals without time of day; of level 1 seasons, qualifiers at the
end of a date, unspecified digits from the right, and intervals with an open or unknown end; of
level 2 quarters and halves of a year. Beyond level 2, a part of a year may begin or end an
interval. Years run from 1000 to 2999. Source: Library of Congress, Extended Date/Time Format
Specification, 4 February 2019.
"""

import calendar
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from kuzat.errors import Phrase, Refused

Precision = Literal["day", "month", "season", "quarter", "half", "year", "decade", "century", "range"]

LONGEST = 40
OPEN, UNKNOWN = "..", ""
# The parts of a year, by EDTF's number: what they are, their first and their last month.
PARTS: Mapping[int, tuple[Precision, int, int]] = {
    **{number: ("month", number, number) for number in range(1, 13)},
    **{21: ("season", 3, 5), 22: ("season", 6, 8), 23: ("season", 9, 11)},
    **{33: ("quarter", 1, 3), 34: ("quarter", 4, 6), 35: ("quarter", 7, 9)},
    **{36: ("quarter", 10, 12), 40: ("half", 1, 6), 41: ("half", 7, 12)},
}
SPRING, WINTER, FIRST_QUARTER, FIRST_HALF = 21, 24, 33, 40
POINT = re.compile(
    r"(?P<year>[12](?:[0-9]{3}|[0-9]{2}X|[0-9]XX))"
    r"(?:-(?P<part>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<qualifier>[?~%])?",
    re.ASCII,
)


class NotADate(Refused):
    """This is not a date: expected {expected}."""

    code = "not_a_date"
    advice = (
        "Write it as 2010-06-15, 15.06.2010 or 15 June 2010; as June 2010, summer 2010 or 2010 "
        "where no more is known; and a stretch of time as 2010-06-10/2010-06-14."
    )


@dataclass(frozen=True, slots=True)
class Dated:
    """A date no more precise than it was told.

    `earliest` and `latest` are the first and the last day that it can mean, both included; None
    where that end is open or unknown. A qualifier widens a date by nobody knows how much: the days
    stay those of the date as written, and `approximate` or `uncertain` says that there is one.
    """

    text: str
    earliest: date | None
    latest: date | None
    precision: Precision

    @property
    def approximate(self) -> bool:
        """Whether it was told as "about" (~ or %)."""
        return "~" in self.text or "%" in self.text

    @property
    def uncertain(self) -> bool:
        """Whether whoever told it was not sure (? or %)."""
        return "?" in self.text or "%" in self.text


@functools.lru_cache(4096)
def parse(text: str) -> Dated:
    """A date in EDTF, exactly as it stands. Raises `NotADate`."""
    if len(text) > LONGEST:
        raise NotADate(expected=Phrase("at most {number} signs", number=LONGEST))
    if "/" not in text:
        span = point(text)
        return Dated(text, span.earliest, span.latest, span.precision)
    first, _, last = text.partition("/")
    if {first, last} <= {OPEN, UNKNOWN}:
        raise NotADate(expected=Phrase("a date at one end at least"))
    earliest = None if first in (OPEN, UNKNOWN) else point(first).earliest
    latest = None if last in (OPEN, UNKNOWN) else point(last).latest
    if earliest is not None and latest is not None and latest < earliest:
        raise NotADate(expected=Phrase("an end that is not before the start"))
    return Dated(text, earliest, latest, "range")


class Span(NamedTuple):
    """The days that one date can mean, both ends included."""

    earliest: date
    latest: date
    precision: Precision


def point(text: str) -> Span:
    """The span of one date that is no interval. Raises `NotADate`."""
    found = POINT.fullmatch(text)
    if found is None:
        raise NotADate(expected=Phrase("a year from 1000 to 2999, or more, such as 2010-06-15"))
    year, part, day = found["year"], found["part"], found["day"]
    if ("X" in year and part is not None) or (part == "XX" and day not in (None, "XX")):
        raise NotADate(expected=Phrase("nothing more precise after an unknown digit"))
    if part is None or part == "XX":
        return _years(year)
    if day is None or (day == "XX" and int(part) <= 12):
        return _part(int(year), int(part))
    return _day(int(year), int(part), day)


def _years(year: str) -> Span:
    precision: Precision = ("year", "decade", "century")[year.count("X")]
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    return Span(date(first, 1, 1), date(last, 12, 31), precision)


def _part(year: int, part: int) -> Span:
    if part == WINTER:
        # Which of its two winters a year's "winter" is, nobody knows: the span holds both.
        return Span(date(year - 1, 12, 1), _last_day(year + 1, 2), "season")
    if part not in PARTS:
        raise NotADate(expected=Phrase("a month from 01 to 12, or a season from 21 to 24"))
    precision, first, last = PARTS[part]
    return Span(date(year, first, 1), _last_day(year, last), precision)


def _day(year: int, month: int, day: str) -> Span:
    if not 1 <= month <= 12:
        raise NotADate(expected=Phrase("a month from 01 to 12"))
    try:
        found = date(year, month, int(day))
    except ValueError:
        raise NotADate(expected=Phrase("a day that exists in that month")) from None
    return Span(found, found, "day")


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def before(text: str) -> str:
    """The last day, month or year that lies wholly before a date that is no interval."""
    span = point(text)
    start = date(span.latest.year - 1, 12, 1) if _is_winter(text) else span.earliest
    return _at(start - timedelta(days=1), span.precision)


def after(text: str) -> str:
    """The first day, month or year that lies wholly after a date that is no interval."""
    span = point(text)
    end = _last_day(span.latest.year - 1, 2) if _is_winter(text) else span.latest
    return _at(end + timedelta(days=1), span.precision)


def _is_winter(text: str) -> bool:
    return text[4:7] == f"-{WINTER}"


def _at(day: date, precision: Precision) -> str:
    if precision == "day":
        return day.isoformat()
    if precision in ("year", "decade", "century"):
        return f"{day.year:04}"
    return f"{day.year:04}-{day.month:02}"
