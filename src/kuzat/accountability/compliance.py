# SPDX-License-Identifier: Apache-2.0
"""How far an obligation was met, by everybody who judged it; the status is derived and never stored.

In: assessments as rows. Out: a fulfilment for each, and one status that hides no dispute.
What nobody judged is not known, which is not the same as not done. A death closes nothing.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from kuzat.errors import Phrase

Row = Mapping[str, Any]


class Fulfilment(StrEnum):
    """What a grade of any scale tells of what was done."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"


class Status(StrEnum):
    """How an obligation stands: `disputed` where those who judged it differ."""

    UNKNOWN = "unknown"
    OPEN = "open"
    PARTLY = "partly"
    DISPUTED = "disputed"
    IMPLEMENTED = "implemented"


# What the grades of the Human Rights Committee mean stands in CCPR/C/106/2 (2012) and in its reports since
# October 2016. Grades of silence (D) and of an answer beside the point (C2) tell nothing of what was done.
FULFILMENTS = {
    "grade.plain.done": Fulfilment.DONE,
    "grade.plain.partly": Fulfilment.PARTLY,
    "grade.plain.not_done": Fulfilment.NOT_DONE,
    "grade.plain.contrary": Fulfilment.NOT_DONE,
    "grade.ccpr_2016.a": Fulfilment.DONE,
    "grade.ccpr_2016.b": Fulfilment.PARTLY,
    "grade.ccpr_2016.c": Fulfilment.NOT_DONE,
    "grade.ccpr_2016.e": Fulfilment.NOT_DONE,
    "grade.ccpr_2012.a": Fulfilment.DONE,
    "grade.ccpr_2012.b1": Fulfilment.PARTLY,
    "grade.ccpr_2012.b2": Fulfilment.PARTLY,
    "grade.ccpr_2012.c1": Fulfilment.NOT_DONE,
}
STATUSES = {
    Status.UNKNOWN: Phrase("not known"),
    Status.OPEN: Phrase("not carried out"),
    Status.PARTLY: Phrase("carried out in part"),
    Status.DISPUTED: Phrase("judged differently"),
    Status.IMPLEMENTED: Phrase("carried out"),
}
_ALONE = {
    Fulfilment.DONE: Status.IMPLEMENTED,
    Fulfilment.PARTLY: Status.PARTLY,
    Fulfilment.NOT_DONE: Status.OPEN,
}


def ordered(assessments: Iterable[Row]) -> tuple[Row, ...]:
    """Assessments by their day, those without one first; none is left out."""
    return tuple(sorted(assessments, key=lambda one: (one["date_from"] or "", one["date"] or "", one["id"])))


def newest(
    assessments: Iterable[Row], within: str = ""
) -> Mapping[tuple[str | None, str | None], Fulfilment]:
    """What each who judged said last of what was done; only by grades whose id begins ``within`` this.

    Who are of one sort and not named are one; of whom nothing is told, each is one of their own.
    """
    told: dict[tuple[str | None, str | None], Fulfilment] = {}
    for one in ordered(assessments):
        if one["grade"] in FULFILMENTS and one["grade"].startswith(within):
            known = one["by"] or one["party"]
            told[(one["by"], one["party"]) if known else (None, one["id"])] = FULFILMENTS[one["grade"]]
    return told


def status(assessments: Iterable[Row]) -> Status:
    """The status by the newest judgement of each who judged that tells anything of what was done."""
    told = set(newest(assessments).values())
    if len(told) > 1:
        return Status.DISPUTED
    return _ALONE[told.pop()] if told else Status.UNKNOWN
