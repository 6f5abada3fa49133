# SPDX-License-Identifier: Apache-2.0
"""Dates as ISO 8601-2 (EDTF) writes them, and the days they can mean.

Supported: level 0 dates and intervals without time of day; of level 1 seasons, qualifiers,
unspecified digits from the right, and intervals with an open or unknown end; of level 2 quarters and
halves of a year. Beyond level 2 a season or part of a year may begin or end an interval. Years run
from 1000 to 2999. Source: Library of Congress, EDTF Specification, 4 February 2019.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kuzat.errors import Phrase, Refused

LONGEST = 40
OPEN, UNKNOWN = "..", ""
# The months from which and to which each part of a year runs (EDTF level 1 and level 2).
QUARTERS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}
HALVES = {40: (1, 6), 41: (7, 12)}
SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11)}
WINTER = 24
POINT = re.compile(
    r"(?P<year>[12][0-9]{3}|[12][0-9]{2}X|[12][0-9]XX)"
    r"(?:-(?P<part>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<qualifier>[?~%])?",
    re.ASCII,
)

Precision = Literal["day", "month", "season", "quarter", "half", "year", "decade", "century", "range"]


class NotADate(Refused):
    """This is not a date: expected {expected}."""

    code = "not_a_date"
    advice = (
        "Write it as 2010-06-15, 15.06.2010 or 15 June 2010; as 2010-06 or 2010 if no more is "
        "known; and a stretch of time as 2010-06-10/2010-06-14."
    )


@dataclass(frozen=True, slots=True)
class Dated:
    """A date no more precise than it was told.

    `earliest` and `latest` are the first and the last day it can mean, both included; None where an
    end is open or unknown. A qualifier widens a date by nobody knows how much, so the days stay
    those of the date as written, and `approximate` (~, %) or `uncertain` (?, %) says so.
    """

    text: str
    earliest: date | None
    latest: date | None
    precision: Precision

    @property
    def approximate(self) -> bool:
        """Whether it was told as "about"."""
        return "~" in self.text or "%" in self.text

    @property
    def uncertain(self) -> bool:
        """Whether the teller was not sure."""
        return "?" in self.text or "%" in self.text


def parse(text: str) -> Dated:
    """A date in canonical EDTF. Raises `NotADate`; nothing is corrected on the way."""
    if len(text) > LONGEST:
        raise not_a_date(f"at most {LONGEST} signs")
    if "/" not in text:
        return _point(text)
    first, _, last = text.partition("/")
    if {first, last} <= {OPEN, UNKNOWN}:
        raise not_a_date("a date at one end at least")
    start = None if first in (OPEN, UNKNOWN) else _point(first)
    end = None if last in (OPEN, UNKNOWN) else _point(last)
    earliest = start.earliest if start else None
    latest = end.latest if end else None
    if earliest and latest and latest < earliest:
        raise not_a_date("an end that is not before the start")
    return Dated(text, earliest, latest, "range")


def not_a_date(expected: str) -> NotADate:
    """The refusal that names what was expected, never what was written."""
    return NotADate(expected=Phrase(expected))


def _point(text: str) -> Dated:
    found = POINT.fullmatch(text)
    if found is None:
        raise not_a_date("a year from 1000 to 2999, then month and day, such as 2010-06-15")
    year, part, day = found["year"], found["part"], found["day"]
    if "X" in year:
        if part is not None:
            raise not_a_date("no month in a decade or a century")
        return _years(text, year)
    if part is None or part == "XX":
        if day not in (None, "XX"):
            raise not_a_date("a month before the day")
        return Dated(text, date(int(year), 1, 1), date(int(year), 12, 31), "year")
    if day is None or (day == "XX" and int(part) <= 12):
        return _part(text, int(year), int(part))
    return _day(text, int(year), int(part), day)


def _years(text: str, year: str) -> Dated:
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    precision: Precision = "century" if year.endswith("XX") else "decade"
    return Dated(text, date(first, 1, 1), date(last, 12, 31), precision)


def _part(text: str, year: int, part: int) -> Dated:
    if 1 <= part <= 12:
        return Dated(text, date(year, part, 1), _last_day(year, part), "month")
    for precision, parts in _PARTS.items():
        if part in parts:
            first, last = parts[part]
            return Dated(text, date(year, first, 1), _last_day(year, last), precision)
    if part == WINTER:
        # Nobody knows which of its two winters a year's "winter" is, so it spans both.
        return Dated(text, date(year - 1, 12, 1), _last_day(year + 1, 2), "season")
    raise not_a_date("a month from 01 to 12, or a season from 21 to 24")


_PARTS: dict[Precision, dict[int, tuple[int, int]]] = {
    "season": SEASONS,
    "quarter": QUARTERS,
    "half": HALVES,
}


def _day(text: str, year: int, month: int, day: str) -> Dated:
    try:
        found = date(year, month, int(day))
    except ValueError:
        raise not_a_date("a day that exists in that month") from None
    return Dated(text, found, found, "day")


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
