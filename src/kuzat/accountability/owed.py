# SPDX-License-Identifier: Apache-2.0
"""What is owed, until when, and what became of it: one obligation with its steps and assessments.

In: rows of obligations, steps and assessments, a rule book, today.
Out: the ends of its term with reasons, where it stands, its derived status; or why no term can be counted.
Never: a status or a last day that is stored; an obligation closed by a death.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kuzat.accountability.compliance import Status, ordered, status
from kuzat.accountability.deadlines import Deadline, End, Start, reckon
from kuzat.accountability.rules import Rule, RuleBook, Whose
from kuzat.accountability.standing import Told, acted, standing
from kuzat.errors import KuzatError
from kuzat.terms import dates

Row = Mapping[str, Any]
STEP = "step_type."
# What concerns an obligation and is no act of who owes it: it closes nothing.
NO_ACT = frozenset(f"{STEP}{name}" for name in ("death", "hearing", "hearing_postponed", "reminder"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step with every date that is told of it, and the obligations that it is said to concern."""

    record: str
    proceeding: str | None
    type: str | None
    dates: tuple[str, ...]
    obligations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One obligation today; ``deadline`` is None where it has no term, or where ``refused`` says why not."""

    record: str
    rule: Rule | None
    deadline: Deadline | None
    refused: KuzatError | None
    told: tuple[Told, ...]
    assessments: tuple[Row, ...]
    status: Status

    @property
    def whose(self) -> Whose:
        """Who must act: the other side, but where a rule says that it is the person's own term."""
        return self.rule.whose if self.rule else Whose.THEIRS

    @property
    def is_answered(self) -> bool:
        """Whether anything is known to have been done about it, in time or not, or all judge it met."""
        return self.status is Status.IMPLEMENTED or any(one.is_act for one in self.told)


def owed(
    row: Row,
    steps: Sequence[Taken],
    assessments: Iterable[Row],
    book: RuleBook,
    today: date,
    *,
    started_by: Sequence[str] = (),
) -> Owed:
    """One obligation with its term; ``started_by`` are steps that are said to start it.

    Where none is named, the steps of its proceeding start it that are called as the starts of its rule.
    """
    judged = ordered(assessments)
    rule = deadline = refused = None
    told: tuple[Told, ...] = ()
    try:
        rule, deadline = _term(row, steps, book, started_by)
        if deadline is not None:
            whose = rule.whose if rule else Whose.THEIRS
            days = tuple(acted(deadline, day) for day in _done(row["id"], steps))
            told = days or (standing(deadline, today, whose),)
    except KuzatError as error:
        deadline, refused = None, error
    return Owed(
        record=row["id"],
        rule=rule,
        deadline=deadline,
        refused=refused,
        told=told,
        assessments=judged,
        status=status(judged),
    )


def _term(
    row: Row, steps: Sequence[Taken], book: RuleBook, started_by: Sequence[str]
) -> tuple[Rule | None, Deadline | None]:
    """The rule and the ends of a term; the day that a decision set is its own end."""
    if row["rule"]:
        versions = book.versions(row["rule"])
        names = {STEP + by.replace("-", "_"): by for rule in versions for by in rule.starts}
        deadline = reckon(book, row["rule"], list(_starts(row, steps, names, started_by)))
        return deadline.ends[0].rules[0], deadline
    if row["due_from"] and row["due_to"]:
        first, last = date.fromisoformat(row["due_from"]), date.fromisoformat(row["due_to"])
        start = Start("", dates.parse(row["due"]))
        return None, Deadline((End(start=start, rules=(), earliest=first, latest=last, reasons=()),), ())
    return None, None


def _starts(
    row: Row, steps: Sequence[Taken], names: Mapping[str, str], started_by: Sequence[str]
) -> Iterable[Start]:
    for step in steps:
        by = names.get(step.type or "")
        is_meant = step.record in started_by if started_by else step.proceeding == row["proceeding"]
        if by is not None and is_meant:
            yield from (Start(by, dates.parse(day)) for day in step.dates)


def _done(obligation: str, steps: Sequence[Taken]) -> Iterable[date]:
    """The days of the acts that are said to concern it, each by the last day that it can have been."""
    for step in steps:
        if obligation in step.obligations and step.type not in NO_ACT:
            for day in step.dates:
                told = dates.parse(day)
                if told.latest is not None:
                    yield told.latest
