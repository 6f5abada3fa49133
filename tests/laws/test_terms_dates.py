# SPDX-License-Identifier: Apache-2.0
"""What holds for any date: it never grows more precise, and what is shown can be typed again."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuzat.terms import dates
from kuzat.terms.datewords import LEXICONS

LANGUAGES = tuple(LEXICONS)
DAYS = st.dates(date(1001, 1, 1), date(2998, 12, 31))
SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11)}
WORDS = sorted({word for lexicon in LEXICONS.values() for word in (*lexicon.words, *lexicon.stems)})
SIGNS = [" ", "-", "–", "/", ".", ",", "?", "~", "'", "(", "15", "3", "2010", "1990", "X", "..", "31.12.2010"]


@st.composite
def points(draw: st.DrawFn) -> str:
    """One date of any precision that words can tell, with or without a qualifier."""
    day, qualifier = draw(DAYS), draw(st.sampled_from(["", "~", "?", "%"]))
    part = draw(st.sampled_from([*range(21, 25), *range(33, 37), 40, 41]))
    year = f"{day:%Y}".zfill(4)
    written = [day.isoformat(), day.isoformat()[:7], year, f"{year}-{part}", f"{year[:3]}X"]
    base = draw(st.sampled_from(written))
    return ("201X" if base.endswith("0X") and base < "2000" and base[2] == "0" else base) + qualifier


@st.composite
def ranges(draw: st.DrawFn) -> str:
    """An interval of two dates in order, or with one open end; one qualifier for both."""
    one, other = draw(points()), draw(points())
    if draw(st.booleans()):
        return draw(st.sampled_from([f"../{one}", f"{one}/.."]))
    first, last = sorted((one.rstrip("?~%"), other.rstrip("?~%")), key=lambda p: (earliest(p), latest(p)))
    return f"{first}/{last}"


def earliest(edtf: str) -> date:
    found = dates.parse(edtf).earliest
    assert found is not None
    return found


def latest(edtf: str) -> date:
    found = dates.parse(edtf).latest
    assert found is not None
    return found


@given(points() | ranges(), st.sampled_from(LANGUAGES))
def test_what_is_shown_is_read_back(edtf: str, language: str) -> None:
    assert dates.said(dates.shown(edtf, language), language).text == edtf


@given(points() | ranges())
def test_parse_keeps_the_text_and_the_order_of_its_days(edtf: str) -> None:
    found = dates.parse(edtf)
    assert found.text == edtf
    assert found.earliest is None or found.latest is None or found.earliest <= found.latest


@given(st.integers(1001, 2998), st.integers(1, 12), st.sampled_from(LANGUAGES))
def test_a_month_never_becomes_a_day(year: int, month: int, language: str) -> None:
    found = dates.said(dates.shown(f"{year}-{month:02}", language), language)
    last = calendar.monthrange(year, month)[1]
    assert (found.earliest, found.latest) == (date(year, month, 1), date(year, month, last))


@given(st.integers(1001, 2998), st.sampled_from(sorted(SEASONS)), st.sampled_from(LANGUAGES))
def test_a_season_spans_its_three_months(year: int, season: int, language: str) -> None:
    found = dates.said(dates.shown(f"{year}-{season}", language), language)
    first, last = SEASONS[season]
    end = calendar.monthrange(year, last)[1]
    assert (found.earliest, found.latest) == (date(year, first, 1), date(year, last, end))


@given(DAYS)
def test_before_and_after_leave_out_exactly_the_day(day: date) -> None:
    before = dates.said(f"before {day.day} {calendar.month_name[day.month]} {day.year}", "en")
    after = dates.said(f"after {day.day} {calendar.month_name[day.month]} {day.year}", "en")
    assert (before.earliest, before.latest) == (None, day - timedelta(days=1))
    assert (after.earliest, after.latest) == (day + timedelta(days=1), None)


@given(DAYS, st.sampled_from("./-"))
def test_figures_are_read_day_first_or_refused(day: date, between: str) -> None:
    text = f"{day.day:02}{between}{day.month:02}{between}{day.year}"
    two_readings = between != "." and day.day <= 12 and day.day != day.month
    if two_readings:
        with pytest.raises(dates.NotADate):
            dates.said(text, "ru")
    else:
        assert dates.said(text, "ru").earliest == dates.said(text, "ru").latest == day


def check(text: str, language: str) -> None:
    """Any text is a date or `NotADate`; read again, it is the same date."""
    try:
        found = dates.said(text, language)
    except dates.NotADate:
        return
    assert dates.parse(found.text) == found
    assert dates.said(found.text, language) == found
    assert dates.shown(found.text, language)


@given(st.text(max_size=120), st.sampled_from(LANGUAGES))
def test_any_text_is_a_date_or_refused(text: str, language: str) -> None:
    check(text, language)


@given(st.lists(st.sampled_from([*WORDS, *SIGNS]), max_size=8), st.sampled_from(LANGUAGES))
def test_any_words_of_dates_are_a_date_or_refused(words: list[str], language: str) -> None:
    check(" ".join(words), language)
    check("".join(words), language)


@given(
    st.lists(st.sampled_from([*WORDS, "2010", "1990", "–", " ", "?"]), max_size=6), st.sampled_from(LANGUAGES)
)
def test_no_day_is_made_up(words: list[str], language: str) -> None:
    """Words and years without a day of the month never give less than a month."""
    try:
        found = dates.said(" ".join(words), language)
    except dates.NotADate:
        return
    assert found.precision != "day"
    if found.earliest is not None and found.latest is not None:
        assert found.latest - found.earliest >= timedelta(days=27)
