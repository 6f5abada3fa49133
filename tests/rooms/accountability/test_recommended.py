# SPDX-License-Identifier: Apache-2.0
"""The mid-term index by its formula, with its spread; counts by what recommendations have in common."""

from collections import defaultdict
from fractions import Fraction
from itertools import count

import pytest

from kuzat.accountability import Met, Recommended, counted
from kuzat.accountability.compliance import Status

NUMBER = count()


def judged(by: str | None, grade: str, day: str = "") -> dict[str, str | None]:
    return {
        "id": f"asm-{next(NUMBER)}", "by": by, "party": None, "grade": f"grade.{grade}",
        "date": day, "date_from": day,
    }  # fmt: skip


def one(*grades: str, **cells: str) -> Recommended:
    row: dict[str, str | None] = defaultdict(lambda: None, cells)
    sides = (judged(f"side {place}", grade) for place, grade in enumerate(grades))
    return Recommended(row=row, assessments=tuple(sides))


def test_an_average_hides_a_dispute_and_the_spread_shows_it() -> None:
    index = one("plain.done", "plain.partly").index
    assert index is not None
    assert (index.average, index.least, index.most, index.answers) == (Fraction(3, 4), Fraction(1, 2), 1, 2)
    assert index.met is Met.FULLY
    assert index.is_disputed


@pytest.mark.parametrize(
    ("done", "partly", "not_done", "met"),
    [
        (0, 0, 1, Met.NOT),
        (0, 16, 9, Met.NOT),  # 0.32
        (0, 13, 7, Met.BETWEEN),  # 0.325
        (0, 33, 17, Met.PARTLY),  # 0.33
        (30, 0, 16, Met.BETWEEN),  # 0.652…
        (33, 0, 17, Met.FULLY),  # 0.66
        (1, 0, 0, Met.FULLY),
    ],
)
def test_the_stretches_of_the_index_and_their_gaps(done: int, partly: int, not_done: int, met: Met) -> None:
    found = one(*["plain.done"] * done, *["plain.partly"] * partly, *["plain.not_done"] * not_done)
    assert found.met is met


def test_only_the_newest_answer_of_each_counts_and_no_letter_of_a_committee() -> None:
    found = Recommended(
        row={},
        assessments=(
            judged("state", "plain.done", "2020-01-01"),
            judged("state", "plain.not_done", "2021-01-01"),
            judged("committee", "ccpr_2016.a", "2021-02-01"),
        ),
    )
    assert found.index is not None
    assert (found.index.average, found.index.answers) == (0, 1)
    assert found.status is Status.DISPUTED


def test_of_two_of_whom_nothing_is_told_none_speaks_for_the_other() -> None:
    found = Recommended(row={}, assessments=(judged(None, "plain.done"), judged(None, "plain.not_done")))
    assert found.index is not None
    assert (found.index.average, found.index.answers) == (Fraction(1, 2), 2)
    assert found.status is Status.DISPUTED


def test_what_nobody_judged_is_not_known() -> None:
    assert one().met is Met.UNKNOWN
    assert one().index is None


def test_counts_apart_by_position() -> None:
    found = [
        one("plain.done", "plain.not_done", position="position.supported"),
        one(position="position.supported"),
        one("plain.not_done", position="position.noted"),
        one(),
    ]
    groups = counted(found, "position")
    assert {value: of.total for value, of in groups.items()} == {
        None: 1, "position.noted": 1, "position.supported": 2,
    }  # fmt: skip
    assert groups["position.supported"].disputed == 1
    promised = [*found, one(kind="recommendation_kind.promise")]
    assert {value: of.total for value, of in counted(promised, "kind").items()} == {
        None: 4, "recommendation_kind.promise": 1,
    }  # fmt: skip
    assert groups["position.supported"].mets == {Met.PARTLY: 1, Met.UNKNOWN: 1}
