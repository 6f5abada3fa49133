# SPDX-License-Identifier: Apache-2.0
"""What is owed: its status is derived and hides no dispute; silence is no refusal; a death closes nothing."""

from datetime import date
from typing import Any

import pytest

from kuzat.accountability import (
    FULFILMENTS,
    NoStart,
    RuleMissing,
    Standing,
    Status,
    Taken,
    ordered,
    owed,
    rule_book,
    status,
)
from kuzat.terms import load

BOOK = rule_book()
TODAY = date(2026, 11, 25)
STATE, VICTIM = "assessor.state", "assessor.victim"


def judged(by: str, grade: str, day: str | None = None, number: int = 0) -> dict[str, Any]:
    cells = {"by": by, "party": None, "grade": f"grade.{grade}", "date": day, "date_from": day}
    return {"id": f"asm-{number:032x}", **cells}


def obligation(**cells: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(("rule", "due", "due_from", "due_to", "proceeding"))
    return {"id": "obl-1", **nothing, **cells}


def step(record: str, type_: str, *dates: str, of: tuple[str, ...] = (), proceeding: str = "prc-1") -> Taken:
    kind = f"step_type.{type_}"
    return Taken(record=record, proceeding=proceeding, type=kind, dates=dates, obligations=of)


@pytest.mark.parametrize(
    ("assessments", "expected"),
    [
        ([], Status.UNKNOWN),
        ([judged(STATE, "ccpr_2016.d")], Status.UNKNOWN),
        ([judged(STATE, "ccpr_2012.c2")], Status.UNKNOWN),
        ([judged(STATE, "plain.done")], Status.IMPLEMENTED),
        ([judged(STATE, "plain.done"), judged(VICTIM, "plain.not_done")], Status.DISPUTED),
        ([judged(STATE, "plain.partly"), judged("assessor.committee", "ccpr_2016.b")], Status.PARTLY),
        ([judged(STATE, "plain.not_done", "2017"), judged(STATE, "plain.done", "2019")], Status.IMPLEMENTED),
        ([judged(STATE, "plain.done", "2019"), judged(STATE, "plain.not_done", "2017")], Status.IMPLEMENTED),
        ([judged(VICTIM, "plain.contrary")], Status.OPEN),
    ],
)
def test_a_status_follows_from_all_who_judged(assessments: list[dict[str, Any]], expected: Status) -> None:
    assert status(assessments) is expected
    assert len(ordered(assessments)) == len(assessments)


def test_every_grade_of_every_scale_is_known_or_tells_nothing_of_what_was_done() -> None:
    grades = {term.id for term in load().terms("grade") if term.parent}
    assert grades - FULFILMENTS.keys() == {
        *("grade.ccpr_2016.d", "grade.ccpr_2012.c2", "grade.ccpr_2012.d1", "grade.ccpr_2012.d2"),
    }
    assert FULFILMENTS.keys() <= grades


def test_every_start_of_a_rule_is_a_kind_of_step() -> None:
    for by in BOOK.starts:
        assert load().term("step_type." + by.replace("-", "_"))


def test_a_term_runs_from_every_day_that_is_told_and_a_death_closes_nothing() -> None:
    steps = [
        step("stp-1", "adoption", "2016-03-31"),
        step("stp-2", "publication", "2016-04-21", "2016-05-11"),
        step("stp-3", "death", "2020-07-25"),
        step("stp-4", "adoption", "2015-01-01", proceeding="prc-2"),
    ]
    found = owed(obligation(rule="views-reply", proceeding="prc-1"), steps, [], BOOK, TODAY)
    assert found.deadline is not None
    assert [end.earliest for end in found.deadline.ends] == [
        date(2016, 9, 27), date(2016, 10, 18), date(2016, 11, 7),
    ]  # fmt: skip
    assert found.deadline.unknown == ("transmittal",)
    assert found.status is Status.UNKNOWN
    assert not found.is_answered
    assert [one.standing for one in found.told] == [Standing.PAST]


def test_a_step_that_is_named_starts_the_term_alone_and_what_concerns_it_answers_it() -> None:
    steps = [
        step("stp-1", "receipt", "2021-06-16"),
        step("stp-2", "receipt", "2021-09-01"),
        step("stp-3", "filing", "2021-06-28", of=("obl-1",)),
    ]
    row = obligation(rule="kg-termination-complaint-2017-code", proceeding="prc-1")
    found = owed(row, steps, [], BOOK, TODAY, started_by=("stp-1",))
    assert found.deadline is not None
    assert found.deadline.latest == date(2021, 6, 28)
    assert [one.standing for one in found.told] == [Standing.IN_TIME]
    assert found.is_answered


@pytest.mark.parametrize("type_", ["death", "hearing", "hearing_postponed", "reminder"])
def test_what_concerns_an_obligation_and_is_no_act_of_who_owes_it_closes_nothing(type_: str) -> None:
    steps = [step("stp-1", "adoption", "2016-03-31"), step("stp-2", type_, "2020-07-25", of=("obl-1",))]
    found = owed(obligation(rule="views-reply", proceeding="prc-1"), steps, [], BOOK, TODAY)
    assert not found.is_answered
    assert [one.standing for one in found.told] == [Standing.PAST]


def test_a_day_that_a_decision_set_is_the_end() -> None:
    row = obligation(due="2021-06", due_from="2021-06-01", due_to="2021-06-30")
    found = owed(row, [], [], BOOK, TODAY)
    assert found.deadline is not None
    assert (found.deadline.earliest, found.deadline.latest) == (date(2021, 6, 1), date(2021, 6, 30))


@pytest.mark.parametrize(("rule", "error"), [("views-reply", NoStart), ("no-such-rule", RuleMissing)])
def test_a_term_without_a_start_or_of_no_rule_is_refused_by_itself(rule: str, error: type) -> None:
    found = owed(obligation(rule=rule, proceeding="prc-1"), [], [], BOOK, TODAY)
    assert found.deadline is None
    assert isinstance(found.refused, error)
    assert found.told == ()


def test_what_has_no_term_is_owed_all_the_same() -> None:
    found = owed(obligation(), [], [judged(STATE, "plain.partly")], BOOK, TODAY)
    assert (found.deadline, found.refused, found.status) == (None, None, Status.PARTLY)
