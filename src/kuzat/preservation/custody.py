# SPDX-License-Identifier: Apache-2.0
"""Through whose hands an original went: how it came in, and what was done with it since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

Told = tuple[str, str, str]  # property, type, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How an original came to the organisation, as far as somebody told it.

    ``received_from`` and ``made_by`` are records of persons and are kept with the identities; ``received_on``
    and ``made_on`` are dates in EDTF, ``received_how`` is a term of that list.
    """

    received_from: str | None = None
    received_on: str | None = None
    received_how: str | None = None
    made_on: str | None = None
    made_by: str | None = None

    def told(self) -> Iterator[Told]:
        """What it says of the exhibit: property, type and value."""
        for name, type_, value in (
            ("received_from", "record", self.received_from),
            ("received_on", "date", self.received_on),
            ("received_how", "term", self.received_how),
            ("made_on", "date", self.made_on),
            ("made_by", "record", self.made_by),
        ):
            if value:
                yield f"exhibit.{name}", type_, value


class What(StrEnum):
    """What happened to an original, in the order in which an account of it is read."""

    MADE = "made"
    DRAWN = "drawn"
    RECEIVED = "received"
    KEPT = "kept"
    STAMPED = "stamped"
    READ = "read"
    GIVEN = "given"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: what, when, by which member, in which entry.

    ``at`` is a day in EDTF where somebody told it, else the time of an entry or of a timestamp. ``how`` is a
    term, or the program that made it; ``who`` a receiver or an authority; ``record`` the exhibit it was made
    from or the record of what was handed out; ``why`` a reason that a reader gave.
    """

    what: What
    at: str
    by: str | None = None
    entry: int | None = None
    how: str | None = None
    who: str | None = None
    record: str | None = None
    why: str | None = None


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """How it came here first, then what was done with it by time."""
    order = list(What)
    before = (What.MADE, What.DRAWN, What.RECEIVED, What.KEPT)
    return tuple(
        sorted(
            steps,
            key=lambda step: (
                (order.index(step.what), step.at) if step.what in before else (len(order), step.at)
            ),
        )
    )
