# SPDX-License-Identifier: Apache-2.0
"""Figures over claims: each opens what it counts, none adds two currencies, no award counts twice."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kuzat.accountability import Case, Owed, Rate, Status, tally

TODAY = date(2026, 11, 25)


def row(id_: str, **cells: str) -> dict[str, Any]:
    return defaultdict(lambda: None, {"id": id_, **cells})


def owed(id_: str, status: Status, **cells: str) -> tuple[dict[str, Any], Owed]:
    stands = Owed(record=id_, rule=None, deadline=None, refused=None, told=(), assessments=(), status=status)
    return row(id_, **cells), stands


def case(number: int, *steps: dict[str, Any], owing: tuple[tuple[dict[str, Any], Owed], ...] = ()) -> Case:
    place = f"prc-{number}"
    outcome = "outcome.violation" if number % 4 else "outcome.no_violation"
    decided = row(
        f"dec-{number}", proceeding=place, outcome=outcome, date_from="2016-03-31", date_to="2016-04-10"
    )
    return Case(
        claim=row(f"clm-{number}"),
        proceedings=(row(place, forum="ccpr-op1"),),
        decisions=(decided,),
        steps=steps,
        obligations=owing,
    )


def test_decisions_and_the_rate_of_violations() -> None:
    found = tally([case(number) for number in range(4)], TODAY)
    assert found.decisions == {
        "outcome.no_violation": ("dec-0",), "outcome.violation": ("dec-1", "dec-2", "dec-3"),
    }  # fmt: skip
    assert found.rates["ccpr-op1"].share == Fraction(3, 4)
    assert Rate(found=(), of=()).share is None


def test_the_age_of_what_is_owed_is_a_span_and_leaves_out_what_is_done_or_has_no_day() -> None:
    owing = (
        owed("obl-1", Status.OPEN, kind="obligation_kind.release", decision="dec-1"),
        owed("obl-2", Status.IMPLEMENTED, kind="obligation_kind.publish", decision="dec-1"),
        owed("obl-3", Status.UNKNOWN, kind="obligation_kind.release"),
    )
    found = tally([case(1, owing=owing)], TODAY)
    assert found.age is not None
    assert (found.age.least, found.age.most, found.age.of) == (3881, 3891, ("obl-1",))
    assert found.undated == ("obl-3",)
    assert found.owed["obligation_kind.release", Status.OPEN] == ("obl-1",)


def test_money_of_each_currency_and_no_award_twice() -> None:
    owing = (owed("obl-1", Status.OPEN, decision="dec-1", amount="200000", currency="KGS"),)
    told = (
        row("stp-1", type="step_type.award", proceeding="prc-1", amount="200000", currency="KGS"),
        row("stp-2", type="step_type.payment", proceeding="prc-1", amount="150000.50", currency="KGS")
        | {"contested": 1},
    )
    elsewhere = row("stp-3", type="step_type.award", proceeding="prc-2", amount="2900", currency="USD")
    found = tally([case(1, *told, owing=owing), case(2, elsewhere)], TODAY)
    assert [(one.currency, one.amount, one.of) for one in found.awarded] == [
        ("KGS", Decimal(200000), ("obl-1",)), ("USD", Decimal(2900), ("stp-3",)),
    ]  # fmt: skip
    assert [(one.currency, one.amount) for one in found.paid] == [("KGS", Decimal("150000.50"))]
    assert ([one.differ for one in found.awarded], found.paid[0].differ) == ([(), ()], ("stp-2",))


def test_of_nothing_nothing_is_counted() -> None:
    found = tally([], TODAY)
    assert (found.claims, found.rates, found.age, found.awarded) == ((), {}, None, ())
