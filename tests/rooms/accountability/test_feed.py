# SPDX-License-Identifier: Apache-2.0
"""The calendar file: one entry per start, lines that any program reads, and nothing of a case."""

from datetime import UTC, datetime, timedelta, timezone

from kuzat.accountability import Start, Term, feed, reckon, rule_book
from kuzat.terms.dates import parse

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
STARTS = [Start("adoption", parse("2016-03-31")), Start("publication", parse("2016-04"))]
DEADLINE = reckon(rule_book(), "views-reply", STARTS)


def test_an_entry_spans_the_days_that_can_be_the_last() -> None:
    text = feed([Term(deadline=DEADLINE, title="Reply")], NOW)
    assert text.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20160927\r\nDTEND;VALUE=DATE:20160928\r\n" in text
    assert "DTSTART;VALUE=DATE:20160928\r\nDTEND;VALUE=DATE:20161028\r\n" in text
    there = NOW.astimezone(timezone(timedelta(hours=6)))
    assert feed([Term(deadline=DEADLINE, title="Reply")], there) == text


def test_long_lines_are_folded_without_cutting_a_letter() -> None:
    title = "Ишти токтотууга арыз; кодекс, 2017 \\ " * 4
    text = feed([Term(deadline=DEADLINE, title=title)], NOW)
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    whole = text.replace("\r\n ", "")
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert whole.count(f"SUMMARY:{escaped}\r\n") == 2


def test_two_obligations_of_one_rule_and_day_are_two_entries() -> None:
    terms = [Term(deadline=DEADLINE, title="Reply", key=key) for key in ("obl-1", "obl-2")]
    text = feed(terms, NOW)
    assert len({line for line in text.splitlines() if line.startswith("UID:")}) == 4
