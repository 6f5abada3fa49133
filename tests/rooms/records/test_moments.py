# SPDX-License-Identifier: Apache-2.0
"""Dates keep their precision in a line of time, and silence is between what is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuzat.records import Lane, Moment, moment, moments, silences

EVENT, INFORMATION, INTERVENTION = (f"{kind}-" + "0" * 32 for kind in ("evt", "inf", "itv"))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "end", "span", "sure"),
    [
        ("2010-06-10", "", ("2010-06-10", "2010-06-10"), ("2010-06-10", "2010-06-10")),
        ("2010-06", "", ("2010-06-01", "2010-06-30"), None),
        ("2010", "2012", ("2010-01-01", "2012-12-31"), ("2010-12-31", "2012-01-01")),
        ("2010-06", "2010-06", ("2010-06-01", "2010-06-30"), None),
        ("2010-06-10/..", "", ("2010-06-10", "2010-06-10"), None),
        ("../2010-06-10", "2011", ("2010-06-10", "2011-12-31"), ("2010-06-10", "2011-01-01")),
        ("2010-06-10", "../2011-01-01", ("2010-06-10", "2011-01-01"), None),
    ],
)
def test_a_moment_spans_what_its_dates_can_mean(
    start: str, end: str, span: tuple[str, str], sure: tuple[str, str] | None
) -> None:
    made = moment(Lane.HAPPENED, EVENT, start, end)
    assert made is not None
    assert (made.first, made.last) == tuple(map(day, span))
    assert (made.sure_from, made.sure_to) == (tuple(map(day, sure)) if sure else (None, None))


@pytest.mark.parametrize("text", ["", "early", "XXXX"])
def test_what_names_no_day_is_no_moment(text: str) -> None:
    assert moment(Lane.HAPPENED, EVENT, text) is None


def test_each_kind_has_its_lane_and_an_answer_its_own() -> None:
    rows = [
        {"id": INTERVENTION, "date": "2011-01-01", "response_date": "2011-03-01"},
        {"id": INFORMATION, "published": None, "received": "2010-06-12"},
        {"id": EVENT, "start": None, "end": "2010-06-10"},
        {"id": "per-" + "0" * 32},
    ]
    assert [(one.lane, one.start) for one in moments(rows)] == [
        (Lane.HAPPENED, "2010-06-10"),
        (Lane.REPORTED, "2010-06-12"),
        (Lane.STEPPED_IN, "2011-01-01"),
        (Lane.ANSWERED, "2011-03-01"),
    ]
    assert moments([rows[1], rows[1]]) == moments([rows[1]])


DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@given(st.lists(st.tuples(DAYS, st.integers(0, 900)), max_size=12))
def test_silence_is_long_and_holds_no_moment(spans: list[tuple[date, int]]) -> None:
    found = [moment(Lane.HAPPENED, EVENT, f"{a}/{a + timedelta(n)}") for a, n in spans]
    known: list[Moment] = [one for one in found if one is not None]
    least = timedelta(days=180)
    for begin, end in silences(known):
        assert end - begin >= least
        assert all(one.last <= begin or one.first >= end for one in known)
    covered = sorted((one.first, one.last) for one in known)
    if len(covered) == 2 and covered[1][0] - covered[0][1] >= least:
        assert silences(known) == ((covered[0][1], covered[1][0]),)


def test_what_is_owed_breaks_no_silence() -> None:
    told = [moment(Lane.ANSWERED, "dec-1", "2016-03-31"), moment(Lane.ANSWERED, "stp-1", "2019-07-01")]
    term = moment(Lane.OWED, "obl-1", "2017-09-27", "2017-11-07")
    known = [one for one in told if one is not None]
    assert term is not None
    assert silences([*known, term]) == silences(known) == ((date(2016, 3, 31), date(2019, 7, 1)),)
