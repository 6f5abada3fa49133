# SPDX-License-Identifier: Apache-2.0
"""A network on a day holds what was stated and no more, and leaves open what dates leave open."""

from collections.abc import Iterable
from typing import Any

import pytest

from kuzat.records import around, held, only

A, B, C, D = (f"per-{sign * 32}" for sign in "abcd")


def row(number: int, who: str, whom: str, start: str = "", end: str = "") -> dict[str, Any]:
    """A relation between two days, each exact."""
    cells = {
        "id": f"rel-{number:032x}",
        "who": who,
        "whom": whom,
        "type": "relation_type.heads",
        "contested": 0,
    }
    days = {"start_from": start, "start_to": start, "end_from": end, "end_to": end}
    return {**cells, "role": None, "what": "cars", "start": start, "end": end} | {
        name: day or None for name, day in days.items()
    }


def of(*rows: dict[str, Any]) -> Any:
    def touching(ids: tuple[str, ...]) -> Iterable[dict[str, Any]]:
        return [one for one in rows if one["who"] in ids or one["whom"] in ids]

    return touching


@pytest.mark.parametrize(
    ("start", "end", "day", "expected"),
    [
        ("2010-01-01", "2012-01-01", "2011-06-01", True),
        ("2010-01-01", "2012-01-01", "2012-01-01", True),
        ("2010-01-01", "2012-01-01", "2012-01-02", False),
        ("2010-01-01", "2012-01-01", "2009-12-31", False),
        ("2010-01-01", "", "2020-01-01", None),
        ("2010-01-01", "", "2009-01-01", False),
        ("", "2012-01-01", "2011-01-01", None),
        ("", "2012-01-01", "2013-01-01", False),
        ("", "", "2013-01-01", None),
    ],
)
def test_dates_say_yes_no_or_leave_it_open(start: str, end: str, day: str, expected: bool | None) -> None:
    assert held(row(1, A, B, start, end), day) is expected


def test_an_unsure_start_leaves_its_own_year_open() -> None:
    known = row(1, A, B, end="2015-01-01") | {"start_from": "2010-01-01", "start_to": "2010-12-31"}
    assert [held(known, day) for day in ("2009-12-31", "2010-06-01", "2011-01-01")] == [False, None, True]


def test_it_reaches_as_many_steps_as_asked_and_only_what_held() -> None:
    rows = of(
        row(1, A, B, "2010-01-01"), row(2, B, C, "2010-01-01"), row(3, D, A, "2000-01-01", "2001-01-01")
    )
    near = around(A, "2015-01-01", 1, rows)
    assert (dict(near.steps), [one.record[-1] for one in near.relations]) == ({A: 0, B: 1}, ["1"])
    far = around(A, "2015-01-01", 2, rows)
    assert (dict(far.steps), len(far.relations)) == ({A: 0, B: 1, C: 2}, 2)
    then = around(A, "2000-06-01", 2, rows)
    assert (dict(then.steps), then.relations[0].is_sure) == ({A: 0, D: 1}, True)
    assert then.relations[0].words == "cars"


def test_half_a_relation_and_one_to_itself_are_in_none() -> None:
    rows = of(row(1, A, A), row(2, A, B) | {"whom": None})
    assert dict(around(A, "2015-01-01", 2, rows).steps) == {A: 0}


def test_what_may_not_be_shown_takes_along_whom_nothing_else_ties_to_the_middle() -> None:
    rows = of(row(1, A, B), row(2, B, C), row(3, A, D), row(4, D, C))
    found = around(A, "2015-01-01", 2, rows)
    without = only(found, A, lambda id_: id_ != B)
    assert (set(without.steps), [one.record[-1] for one in without.relations]) == ({A, C, D}, ["3", "4"])
    assert set(only(found, A, lambda id_: id_ not in (B, D)).steps) == {A}
    assert only(found, A, lambda _: True) == found


def test_whoever_is_further_away_without_what_may_not_be_shown_is_in_no_relation_either() -> None:
    rows = of(row(1, A, B), row(2, B, C), row(3, A, D), row(4, C, D))
    found = around(A, "2015-01-01", 2, rows)
    without = only(found, A, lambda id_: id_ != found.relations[1].record)
    assert (set(without.steps), [one.record[-1] for one in without.relations]) == ({A, B, C}, ["1", "2"])


def test_it_stops_and_says_so() -> None:
    many = [row(n, A, f"per-{n:032x}") for n in range(1, 9)]
    found = around(A, "2015-01-01", 1, of(*many), most=5)
    assert (len(found.steps), len(found.relations), found.is_cut) == (5, 4, True)
    assert found == around(A, "2015-01-01", 1, of(*reversed(many)), most=5)
