# SPDX-License-Identifier: Apache-2.0
"""Where a term stands on a day, and what became of it.

In: a deadline, today, and the days on which something was done, as far as we know.
Out: a standing and its sentence. Nothing is called overdue: we know only what reached us.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kuzat.accountability.deadlines import Deadline
from kuzat.accountability.rules import Whose
from kuzat.errors import Phrase


class Standing(StrEnum):
    """Where a term stands; between the earliest and the latest end it is `open`."""

    RUNNING = "running"
    OPEN = "open"
    PAST = "past"
    IN_TIME = "in_time"
    DISPUTED = "disputed"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Told:
    """A standing, the days that go with it, and its sentences."""

    standing: Standing
    days: int
    sentences: tuple[Phrase, ...]

    @property
    def is_act(self) -> bool:
        """Whether something was done, in time or not."""
        return self.standing in (Standing.IN_TIME, Standing.DISPUTED, Standing.AFTER)


def standing(deadline: Deadline, today: date, whose: Whose) -> Told:
    """Where a term stands today if nothing is known to have been done."""
    if today <= deadline.earliest:
        days = (deadline.earliest - today).days
        return Told(
            Standing.RUNNING,
            days,
            (Phrase("Days left until the earliest end that is known: {number}.", number=days),),
        )
    silence = (Phrase("No reply known to us."),) if whose is Whose.THEIRS else ()
    if today <= deadline.latest:
        days = (deadline.latest - today).days
        said = Phrase(
            "The earliest end that is known has passed. Days left until the latest: {number}.", number=days
        )
        return Told(Standing.OPEN, days, (said, *silence))
    days = (today - deadline.latest).days
    said = Phrase("Days since the latest end that is known: {number}.", number=days)
    return Told(Standing.PAST, days, (said, *silence))


def acted(deadline: Deadline, day: date) -> Told:
    """What a reply or a filing on a day is: each one alone, so a second filing does not undo a first."""
    if day <= deadline.earliest:
        days = (deadline.earliest - day).days
        return Told(
            Standing.IN_TIME, days, (Phrase("Done on {day}: in time by every end counted here.", day=day),)
        )
    if day <= deadline.latest:
        days = (deadline.latest - day).days
        said = Phrase("Done on {day}: in time or not, depending on how the term is counted.", day=day)
        return Told(Standing.DISPUTED, days, (said,))
    days = (day - deadline.latest).days
    return Told(Standing.AFTER, days, (Phrase("Done on {day}: after every end counted here.", day=day),))
