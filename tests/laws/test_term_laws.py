# SPDX-License-Identifier: Apache-2.0
"""Terms against two calendars that others wrote: dateutil's months and NumPy's working days."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from kuzat.accountability import Calendar, Day, Moves, Pause, Unit, rule_book
from kuzat.accountability.deadlines import end_of, months_after, term_end

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
NEAR = st.dates(date(2020, 1, 1), date(2021, 12, 31))
RULE = replace(rule_book().versions("kg-termination-complaint-2017-code")[0], since=None, until=None)
SPANS = st.tuples(NEAR, st.integers(0, 60)).map(lambda it: Pause(it[0], it[0] + timedelta(days=it[1])))


@given(DAYS, st.integers(0, 600))
def test_months_are_those_of_dateutil(start: date, number: int) -> None:
    assert months_after(start, number) == start + relativedelta(months=number)


@given(NEAR, st.integers(1, 200), st.sets(NEAR, max_size=80))
def test_working_days_are_those_of_numpy(start: date, number: int, off: set[date]) -> None:
    calendar = Calendar(overrides=dict.fromkeys((day for day in off if day.weekday() < 5), Day.FREE))
    rule = replace(RULE, unit=Unit.WORKING_DAYS, number=number)
    found = term_end(rule, start, (), calendar, unsettled=False)
    busy = np.busdaycalendar(holidays=list(off))
    # A day off counts from the last working day before it.
    assert found == np.busday_offset(start, number, roll="backward", busdaycal=busy).item()


@given(NEAR, st.sets(NEAR, max_size=80))
def test_the_next_working_day_is_that_of_numpy(day: date, off: set[date]) -> None:
    calendar = Calendar(overrides=dict.fromkeys((day for day in off if day.weekday() < 5), Day.FREE))
    busy = np.busdaycalendar(holidays=list(off))
    assert (
        calendar.next_working(day, unsettled=False)
        == np.busday_offset(day, 0, roll="forward", busdaycal=busy).item()
    )


@given(NEAR, st.integers(1, 300), st.lists(SPANS, max_size=4))
def test_as_many_days_run_as_the_term_has(start: date, number: int, pauses: list[Pause]) -> None:
    rule = replace(RULE, number=number)
    last = term_end(rule, start, pauses, Calendar(), unsettled=False)
    paused = {p.first + timedelta(days=n) for p in pauses for n in range((p.last - p.first).days + 1)}
    ran = [day for n in range(1, (last - start).days + 1) if (day := start + timedelta(days=n)) not in paused]
    assert len(ran) == number
    assert ran[-1] == last


@given(DAYS, st.integers(0, 40), st.sampled_from(Unit), st.integers(1, 60), st.sampled_from(Moves))
def test_a_later_start_or_a_wider_reading_never_ends_earlier(
    start: date, wait: int, unit: Unit, number: int, moves: Moves
) -> None:
    rule = replace(RULE, unit=unit, number=number, moves=moves)
    early, late = (end_of(rule, start, later=later) for later in (False, True))
    assert start < early <= late
    after = start + timedelta(days=wait)
    assert early <= end_of(rule, after, later=False)
    assert late <= end_of(rule, after, later=True)
