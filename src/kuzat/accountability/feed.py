# SPDX-License-Identifier: Apache-2.0
"""Deadlines and hearings as a calendar file (iCalendar, RFC 5545), which any calendar program reads.

It names the rule and nothing of a case: calendars are synchronised to servers of others.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from kuzat.accountability.calendar import ONE_DAY
from kuzat.accountability.deadlines import Deadline, End

LINE = 75
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A deadline and how its entries are called; ``key`` tells it from others of the same rule and days."""

    deadline: Deadline
    title: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A hearing on a day, or on one of several, and how its entry is called; ``key`` tells it from others."""

    first: date
    last: date
    title: str
    key: str


def feed(terms: Iterable[Term], now: datetime, sittings: Iterable[Sitting] = ()) -> str:
    """One entry per start, from its earliest to its latest end, and one per hearing.

    It is written at `now`, which has a zone.
    """
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kuzat//deadlines//EN"]
    for term in terms:
        for end in term.deadline.ends:
            lines += _entry(_made_of(end, term), end.earliest, end.latest, term.title, stamp)
    for one in sittings:
        lines += _entry(f"{one.key}|{one.first}|{one.last}", one.first, one.last, one.title, stamp)
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _made_of(end: End, term: Term) -> str:
    rule = end.rules[0].id if end.rules else ""
    return f"{rule}|{end.start.by}|{end.start.day.text}|{end.earliest}|{end.latest}{term.key}"


def _entry(made_of: str, first: date, last: date, title: str, stamp: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{hashlib.sha256(made_of.encode()).hexdigest()[:32]}@kuzat",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + ONE_DAY:%Y%m%d}",
        f"SUMMARY:{title.translate(ESCAPED)}",
        "END:VEVENT",
    ]


def _folded(line: str) -> str:
    """A content line in pieces of at most 75 octets, none of which cuts a letter (RFC 5545, 3.1)."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > LINE:
            pieces.append(piece)
            piece = " "
        piece += letter
    return "\r\n".join([*pieces, piece]) + "\r\n"
