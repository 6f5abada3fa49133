# SPDX-License-Identifier: Apache-2.0
"""The way through the courts at home, rung by rung, and what of it is not recorded for a claim.

In: a case. Out: for each rung how far it is, and what is missing to show that remedies at home are used up.
Never: that they are used up: whether a remedy was of use or took too long, a lawyer says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kuzat.accountability.case import Case, Row
from kuzat.accountability.doors import LAST_AT_HOME
from kuzat.errors import Phrase

# Before which bodies each rung is; a proceeding before one of them stands for it.
RUNGS = (
    ("kg-prosecutor-general", "kg-investigating-judge"),
    ("kg-local-courts", "kg-administrative-courts"),
    (LAST_AT_HOME,),
)


class Reached(StrEnum):
    """How far a rung is, as far as it is recorded."""

    NOT_RECORDED = "not_recorded"
    RUNNING = "running"
    ENDED = "ended"


REACHED = {
    Reached.NOT_RECORDED: Phrase("not recorded"),
    Reached.RUNNING: Phrase("running"),
    Reached.ENDED: Phrase("ended"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung: the bodies that it may be before, its proceedings, how far it is, what is missing."""

    forums: tuple[str, ...]
    proceedings: tuple[str, ...]
    reached: Reached
    missing: tuple[Phrase, ...]


def exhaustion(case: Case) -> tuple[Rung, ...]:
    """The rungs from the first body to the last one at home."""
    return tuple(_rung(case, forums) for forums in RUNGS)


def _rung(case: Case, forums: tuple[str, ...]) -> Rung:
    there = [one for one in case.proceedings if one["forum"] in forums]
    ended = [one for one in there if case.is_ended(one)]
    reached = Reached.RUNNING if there else Reached.NOT_RECORDED
    return Rung(
        forums=forums,
        proceedings=tuple(one["id"] for one in there),
        reached=Reached.ENDED if there and len(ended) == len(there) else reached,
        missing=tuple(dict.fromkeys(_missing(case, there))),
    )


def _missing(case: Case, there: list[Row]) -> Iterator[Phrase]:
    if not there:
        yield Phrase("No proceeding is recorded, nor why there was none.")
    for one in there:
        decided = [each for each in case.decisions if each["proceeding"] == one["id"]]
        if not one["filed"]:
            yield Phrase("The day of filing is not recorded.")
        if case.is_ended(one) and not decided:
            yield Phrase("It ended, and no decision is recorded.")
        if any(not each["date"] for each in decided):
            yield Phrase("The day of a decision is not recorded.")
