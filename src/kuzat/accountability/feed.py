# SPDX-License-Identifier: Apache-2.0
"""Deadlines as a calendar file (iCalendar, RFC 5545), which any calendar program reads.

It names the rule and nothing of a case: calendars are synchronised to servers of others.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

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


def feed(terms: Iterable[Term], now: datetime) -> str:
    """One entry per start, from its earliest to its latest end; written at `now`, which has a zone."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kuzat//deadlines//EN"]
    for term in terms:
        for end in term.deadline.ends:
            lines += _entry(end, term, stamp)
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _entry(end: End, term: Term, stamp: str) -> list[str]:
    rule = end.rules[0].id if end.rules else ""
    made_of = f"{rule}|{end.start.by}|{end.start.day.text}|{end.earliest}|{end.latest}{term.key}"
    return [
        "BEGIN:VEVENT",
        f"UID:{hashlib.sha256(made_of.encode()).hexdigest()[:32]}@kuzat",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{end.earliest:%Y%m%d}",
        f"DTEND;VALUE=DATE:{end.latest + ONE_DAY:%Y%m%d}",
        f"SUMMARY:{term.title.translate(ESCAPED)}",
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
