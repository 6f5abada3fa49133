# SPDX-License-Identifier: Apache-2.0
"""How the remedies of all claims stand: decisions, what is owed, how old that is, money awarded and paid.

In: cases as they stand today. Out: figures, each with the records that it counts.
Never: two currencies added up; a payment that nobody recorded taken for none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from kuzat.accountability.case import Case
from kuzat.accountability.compliance import Status

Row = Mapping[str, Any]
VIOLATION, NO_VIOLATION = "outcome.violation", "outcome.no_violation"
AWARD, PAYMENT = "step_type.award", "step_type.payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many decisions on the merits found a violation, of how many."""

    found: tuple[str, ...]
    of: tuple[str, ...]

    @property
    def share(self) -> Fraction | None:
        """The share that found one; None where nothing was decided on the merits."""
        return Fraction(len(self.found), len(self.of)) if self.of else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """How old is what is owed and not known to be carried out: medians in days, by latest and earliest."""

    least: float
    most: float
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount of one currency, and the records that tell of it.

    Of those whose accounts ``differ`` the account that was told first counts, or the one that is followed.
    """

    currency: str
    amount: Decimal
    of: tuple[str, ...]
    differ: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Figures over claims, each by the ids of what it counts; of ``undated`` it is not known since when."""

    claims: tuple[str, ...]
    decisions: Mapping[str, tuple[str, ...]]
    rates: Mapping[str, Rate]
    owed: Mapping[tuple[str, Status], tuple[str, ...]]
    age: Age | None
    undated: tuple[str, ...]
    awarded: tuple[Money, ...]
    paid: tuple[Money, ...]


def tally(cases: Sequence[Case], today: date) -> Tally:
    """The figures of these claims; a violation rate for each body that decided on the merits."""
    decisions, owed = defaultdict(list), defaultdict(list)
    merits: dict[str, list[Row]] = defaultdict(list)
    for case in cases:
        forums = {one["id"]: one["forum"] or "" for one in case.proceedings}
        for one in case.decisions:
            decisions[one["outcome"] or ""].append(one["id"])
            if one["outcome"] in (VIOLATION, NO_VIOLATION):
                merits[forums.get(one["proceeding"], "")].append(one)
        for row, each in case.obligations:
            owed[row["kind"] or "", each.status].append(row["id"])
    age, undated = _age(cases, today)
    return Tally(
        claims=tuple(case.claim["id"] for case in cases),
        decisions={outcome: tuple(of) for outcome, of in sorted(decisions.items())},
        rates={forum: _rate(of) for forum, of in sorted(merits.items())},
        owed={key: tuple(of) for key, of in sorted(owed.items())},
        age=age,
        undated=undated,
        awarded=_money(_awards(cases)),
        paid=_money(one for case in cases for one in case.steps if one["type"] == PAYMENT),
    )


def _rate(decided: Iterable[Row]) -> Rate:
    of = tuple(decided)
    return Rate(
        found=tuple(one["id"] for one in of if one["outcome"] == VIOLATION),
        of=tuple(one["id"] for one in of),
    )


def _age(cases: Iterable[Case], today: date) -> tuple[Age | None, tuple[str, ...]]:
    """The age of what is not known to be carried out, since its decision; and what has no day."""
    least, most, of, undated = [], [], [], []
    for case in cases:
        decided = {one["id"]: (one["date_from"], one["date_to"]) for one in case.decisions}
        for row, owed in case.obligations:
            if owed.status is Status.IMPLEMENTED:
                continue
            first, last = decided.get(row["decision"], (None, None))
            if not (first and last):
                undated.append(row["id"])
                continue
            of.append(row["id"])
            least.append((today - date.fromisoformat(last)).days)
            most.append((today - date.fromisoformat(first)).days)
    age = Age(least=median(least), most=median(most), of=tuple(of)) if of else None
    return age, tuple(undated)


def _awards(cases: Iterable[Case]) -> Iterable[Row]:
    """What is owed in money; and awards that concern none of it, so that none counts twice."""
    for case in cases:
        owing = [row for row, _owed in case.obligations if row["amount"]]
        yield from owing
        places = {row["proceeding"] for row in owing} | {
            one["proceeding"] for one in case.decisions if one["id"] in {row["decision"] for row in owing}
        }
        yield from (one for one in case.steps if one["type"] == AWARD and one["proceeding"] not in places)


def _money(rows: Iterable[Row]) -> tuple[Money, ...]:
    """The sums of each currency; an amount without one stands apart."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["amount"]:
            found[row["currency"] or ""].append(row)
    return tuple(
        Money(
            currency=currency,
            amount=sum((Decimal(row["amount"]) for row in of), Decimal(0)),
            of=tuple(row["id"] for row in of),
            differ=tuple(row["id"] for row in of if row["contested"]),
        )
        for currency, of in sorted(found.items())
    )
