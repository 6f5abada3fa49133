# SPDX-License-Identifier: Apache-2.0
"""Ends of terms: cases that somebody lost, terms with several starts, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from kuzat.accountability import (
    DayUnusable,
    Deadline,
    Moves,
    NoRuleThen,
    NoStart,
    Pause,
    Rule,
    RuleBook,
    RuleMissing,
    Standing,
    Start,
    StartMissing,
    Unit,
    Whose,
    acted,
    reckon,
    rule_book,
    standing,
)
from kuzat.terms.dates import parse

BOOK = rule_book()
TERMINATION = "kg-termination-complaint-2017-code"
ASKAROV = [("adoption", "2016-03-31"), ("publication", "2016-04-21"), ("publication", "2016-05-11")]


def term(
    id: str, *starts: tuple[str, str], book: RuleBook = BOOK, pauses: tuple[Pause, ...] = ()
) -> Deadline:
    return reckon(book, id, [Start(by, parse(day)) for by, day in starts], pauses)


def with_rule(**changes: object) -> RuleBook:
    """A book whose only rule is the ten days before the investigating judge, changed."""
    rule = replace(BOOK.versions(TERMINATION)[0], since=None, until=None)
    return replace(BOOK, rules=(replace(rule, **changes),))  # type: ignore[arg-type]


def test_a_term_that_ends_on_a_saturday_ends_on_monday() -> None:
    found = term(TERMINATION, ("receipt", "2021-06-16"))
    assert (found.earliest, found.latest) == (date(2021, 6, 28), date(2021, 6, 28))
    said = [str(reason) for reason in found.ends[0].reasons]
    assert said == [
        "Counted from 2021-06-16, which is not counted itself: days: 10.",
        "2021-06-26 is no working day, so the term ends on the next one, 2021-06-28.",
    ]
    assert acted(found, date(2021, 6, 28)).standing is Standing.IN_TIME


@pytest.mark.parametrize(
    ("moves", "earliest", "latest", "filed"),
    [
        (Moves.NO, date(2021, 6, 26), date(2021, 6, 26), Standing.AFTER),
        (Moves.UNKNOWN, date(2021, 6, 26), date(2021, 6, 28), Standing.DISPUTED),
    ],
)
def test_the_judges_reading_and_an_open_one(
    moves: Moves, earliest: date, latest: date, filed: Standing
) -> None:
    found = term(TERMINATION, ("receipt", "2021-06-16"), book=with_rule(moves=moves))
    assert (found.earliest, found.latest) == (earliest, latest)
    assert acted(found, date(2021, 6, 28)).standing is filed


def test_views_have_three_ends_and_a_start_that_nobody_knows() -> None:
    found = term("views-reply", *ASKAROV)
    assert [end.earliest for end in found.ends] == [date(2016, 9, 27), date(2016, 10, 18), date(2016, 11, 7)]
    assert [end.latest for end in found.ends] == [end.earliest for end in found.ends]
    assert found.unknown == ("transmittal",)
    days = [
        standing(replace(found, ends=(end,)), date(2026, 11, 24), Whose.THEIRS).days for end in found.ends
    ]
    assert days == [3710, 3689, 3669]


def test_silence_is_never_called_overdue() -> None:
    found = term("views-reply", *ASKAROV)
    told = [str(said) for said in standing(found, date(2026, 11, 24), Whose.THEIRS).sentences]
    assert told == ["Days since the latest end that is known: 3669.", "No reply known to us."]
    between = standing(found, date(2016, 10, 1), Whose.THEIRS)
    assert (between.standing, between.days) == (Standing.OPEN, 37)
    assert standing(found, date(2016, 9, 27), Whose.THEIRS).days == 0
    ours = standing(found, date(2026, 11, 24), Whose.OURS)
    assert "No reply known to us." not in [str(said) for said in ours.sentences]


def test_an_appeal_sent_to_a_wrong_house_number_is_judged_by_each_of_its_days() -> None:
    """As in Kloop's case: the first paper in time, the second, after it came back, too late.

    The court counted the second alone. The term and the days are invented.
    """
    book = with_rule(number=30, starts=("receipt-of-judgment",), calendar="KG", moves=Moves.UNKNOWN)
    found = term(TERMINATION, ("receipt-of-judgment", "2024-02-12"), book=book)
    assert (found.earliest, found.latest) == (date(2024, 3, 13), date(2024, 3, 13))
    first, again = acted(found, date(2024, 3, 6)), acted(found, date(2024, 3, 29))
    assert (first.standing, first.days) == (Standing.IN_TIME, 7)
    assert (again.standing, again.days) == (Standing.AFTER, 16)


def test_a_day_that_the_government_moved_gives_two_ends() -> None:
    # 20 March 2023 was moved to 29 April, Nooruz is the next day.
    found = term(TERMINATION, ("receipt", "2023-03-10"), book=with_rule())
    assert (found.earliest, found.latest) == (date(2023, 3, 20), date(2023, 3, 22))
    (reason,) = found.ends[0].reasons[1:]
    assert str(reason) == "Whether the last day is 2023-03-20 or 2023-03-22 is not settled."


def test_moved_days_of_years_to_come_are_not_known() -> None:
    found = term(TERMINATION, ("receipt", "2027-02-01"), book=with_rule())
    assert (
        str(found.ends[0].reasons[-1])
        == "Days off that were moved or decreed after 2026 are not known to us."
    )


@pytest.mark.parametrize(
    ("start", "unit", "number", "end"),
    [
        ("2021-01-31", Unit.MONTHS, 1, date(2021, 2, 28)),
        ("2020-01-31", Unit.MONTHS, 1, date(2020, 2, 29)),
        ("2020-02-29", Unit.YEARS, 1, date(2021, 2, 28)),
        ("2020-12-15", Unit.MONTHS, 12, date(2021, 12, 15)),
        ("2021-06-16", Unit.WORKING_DAYS, 10, date(2021, 6, 30)),
        ("2021-05-04", Unit.WORKING_DAYS, 1, date(2021, 5, 6)),
    ],
)
def test_months_and_working_days(start: str, unit: Unit, number: int, end: date) -> None:
    book = with_rule(unit=unit, number=number, moves=Moves.NO)
    assert term(TERMINATION, ("receipt", start), book=book).earliest == end


def test_paused_days_are_left_out_once() -> None:
    pauses = (Pause(date(2021, 6, 20), date(2021, 6, 24)), Pause(date(2021, 6, 23), date(2021, 6, 25)))
    found = term(TERMINATION, ("receipt", "2021-06-16"), pauses=pauses)
    assert found.earliest == date(2021, 7, 2)
    assert "Days on which the term did not run are left out." in map(str, found.ends[0].reasons)
    after = (Pause(date(2022, 1, 1), date(2022, 1, 9)),)
    unmoved = term(TERMINATION, ("receipt", "2021-06-16"), pauses=after)
    assert unmoved.earliest == date(2021, 6, 28)
    assert "Days on which the term did not run are left out." not in map(str, unmoved.ends[0].reasons)


def test_a_month_as_start_gives_a_span() -> None:
    found = term("views-reply", ("adoption", "2016-03"))
    assert (found.earliest, found.latest) == (date(2016, 8, 28), date(2016, 9, 27))
    assert len(found.ends[0].reasons) == 3


def test_the_version_of_a_rule_is_that_of_the_start() -> None:
    for day, checked in (("2019-01-08", [True]), ("2019-01-09", [False]), ("2019-01", [True, False])):
        rules = term("submission-delay-abuse", ("exhaustion", day)).ends[0].rules
        assert [rule.checked for rule in rules] == checked


def test_a_span_counts_by_every_version_in_it() -> None:
    rule = replace(BOOK.versions(TERMINATION)[0], since=None, until=date(2021, 6, 9), moves=Moves.NO)
    longer = replace(rule, since=date(2021, 6, 10), until=date(2021, 6, 19), number=90)
    after = replace(rule, since=date(2021, 6, 20), until=None)
    book = replace(BOOK, rules=(rule, longer, after))
    found = term(TERMINATION, ("receipt", "2021-06"), book=book)
    assert (found.earliest, found.latest) == (date(2021, 6, 11), date(2021, 9, 17))


@pytest.mark.parametrize(
    ("id", "starts", "error"),
    [
        ("views-repli", [("adoption", "2016-03-31")], RuleMissing),
        ("views-reply", [("announcement", "2016-03-31")], StartMissing),
        ("views-reply", [], NoStart),
        ("views-reply", [("adoption", "../2016-03-31")], DayUnusable),
        ("views-reply", [("adoption", "2016-03~")], DayUnusable),
        (TERMINATION, [("receipt", "2021-12-01")], NoRuleThen),
        (TERMINATION, [("receipt", "2021-11-15/2021-12-15")], NoRuleThen),
    ],
)
def test_what_cannot_be_counted_is_refused(
    id: str, starts: list[tuple[str, str]], error: type[Exception]
) -> None:
    with pytest.raises(error):
        term(id, *starts)


def test_a_rule_knows_the_days_it_counts_on() -> None:
    rule: Rule = BOOK.versions(TERMINATION)[0]
    days = [date(2018, 12, 31), date(2019, 1, 1), date(2021, 11, 30), date(2021, 12, 1)]
    assert [rule.counts_on(day) for day in days] == [False, True, True, False]
