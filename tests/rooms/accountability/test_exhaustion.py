# SPDX-License-Identifier: Apache-2.0
"""The way through the courts at home: how far each rung is, and what nobody recorded."""

from collections import defaultdict
from typing import Any

from kuzat.accountability import Case, Reached, exhaustion


def row(**cells: str) -> dict[str, Any]:
    return defaultdict(lambda: None, cells)


def test_each_rung_says_what_is_missing() -> None:
    case = Case(
        claim=row(id="clm-1"),
        proceedings=(
            row(id="prc-1", forum="kg-investigating-judge", filed="2012", ended="2012"),
            row(id="prc-2", forum="kg-local-courts"),
            row(id="prc-3", forum="ccpr-op1", filed="2014"),
        ),
    )
    first, second, last = exhaustion(case)
    assert (first.reached, first.proceedings) == (Reached.ENDED, ("prc-1",))
    assert [str(one) for one in first.missing] == ["It ended, and no decision is recorded."]
    assert second.reached is Reached.RUNNING
    assert [str(one) for one in second.missing] == ["The day of filing is not recorded."]
    assert (last.reached, last.proceedings) == (Reached.NOT_RECORDED, ())
    assert [str(one) for one in last.missing] == ["No proceeding is recorded, nor why there was none."]


def test_a_decision_ends_a_rung_and_its_day_is_asked_for() -> None:
    case = Case(
        claim=row(id="clm-1"),
        proceedings=(row(id="prc-1", forum="kg-supreme-court", filed="2012"),),
        decisions=(row(id="dec-1", proceeding="prc-1"),),
    )
    last = exhaustion(case)[-1]
    assert last.reached is Reached.ENDED
    assert [str(one) for one in last.missing] == ["The day of a decision is not recorded."]


def test_two_proceedings_of_a_rung_are_both_to_end() -> None:
    case = Case(
        claim=row(id="clm-1"),
        proceedings=(
            row(id="prc-1", forum="kg-supreme-court", filed="2012", ended="2013"),
            row(id="prc-2", forum="kg-supreme-court", filed="2021"),
        ),
    )
    assert exhaustion(case)[-1].reached is Reached.RUNNING
