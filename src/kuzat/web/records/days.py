# SPDX-License-Identifier: Apache-2.0
"""The day that a page is shown for, where it is not today."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest

from kuzat import store
from kuzat.errors import Refused
from kuzat.web.reading import Reading


class NotADay(Refused):
    """A day is written as year, month and day, such as 2025-01-31."""

    code = "not_a_day"
    advice = "Choose the day again on the page."


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """The day that a page is shown for, and how many entries of the log count on it."""

    day: str
    entries: int
    of: int


def day_of(text: str) -> str:
    """A day as 2025-01-31; empty where none was sent. Raises `NotADay`."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise NotADay() from None


def asked_day(now: Reading, day: str) -> AsOf | None:
    """The day for which a page is asked, if one is. Raises `NotADay`."""
    day = day_of(day)
    if not day:
        return None
    entries = store.entries_until(now.archive, now.reader, day)
    return AsOf(day=day, entries=entries, of=store.entries_of(now.archive, now.reader))


def seen_on(now: Reading, request: HttpRequest) -> tuple[AsOf | None, Reading]:
    """The day for which a page is asked, and what the reader saw on it; today where none is.

    Raises `NotADay`.
    """
    day = asked_day(now, request.GET.get("as_of", ""))
    return day, replace(now, entries=day.entries) if day else now
