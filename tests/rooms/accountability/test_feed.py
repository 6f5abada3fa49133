# SPDX-License-Identifier: Apache-2.0
"""The calendar file: one entry per start, lines that any program reads, and nothing of a case."""

from datetime import UTC, datetime, timedelta, timezone

from kuzat.accountability import Start, feed, reckon, rule_book
from kuzat.terms.dates import parse

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
STARTS = [Start("adoption", parse("2016-03-31")), Start("publication", parse("2016-04"))]
DEADLINE = reckon(rule_book(), "views-reply", STARTS)


def test_an_entry_spans_the_days_that_can_be_the_last() -> None:
    text = feed(DEADLINE, "Reply", NOW)
    assert text.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20160927\r\nDTEND;VALUE=DATE:20160928\r\n" in text
    assert "DTSTART;VALUE=DATE:20160928\r\nDTEND;VALUE=DATE:20161028\r\n" in text
    assert feed(DEADLINE, "Reply", NOW.astimezone(timezone(timedelta(hours=6)))) == text


def test_long_lines_are_folded_without_cutting_a_letter() -> None:
    title = "Ишти токтотууга арыз; кодекс, 2017 \\ " * 4
    text = feed(DEADLINE, title, NOW)
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    whole = text.replace("\r\n ", "")
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert whole.count(f"SUMMARY:{escaped}\r\n") == 2
