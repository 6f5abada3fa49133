# SPDX-License-Identifier: Apache-2.0
"""Deadlines as a calendar file (iCalendar, RFC 5545), which any calendar program reads.

It names the rule and nothing of a case: calendars are synchronised to servers of others.
"""

import hashlib
from datetime import UTC, datetime

from kuzat.accountability.calendar import ONE_DAY
from kuzat.accountability.deadlines import Deadline, End

LINE = 75
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def feed(deadline: Deadline, title: str, now: datetime) -> str:
    """One entry per start, from its earliest to its latest end; written at `now`, which has a zone."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kuzat//deadlines//EN"]
    for end in deadline.ends:
        lines += _entry(end, title, stamp)
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _entry(end: End, title: str, stamp: str) -> list[str]:
    made_of = f"{end.rules[0].id}|{end.start.by}|{end.start.day.text}|{end.earliest}|{end.latest}"
    return [
        "BEGIN:VEVENT",
        f"UID:{hashlib.sha256(made_of.encode()).hexdigest()[:32]}@kuzat",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{end.earliest:%Y%m%d}",
        f"DTEND;VALUE=DATE:{end.latest + ONE_DAY:%Y%m%d}",
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
