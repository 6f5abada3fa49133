# SPDX-License-Identifier: Apache-2.0
"""Counts that say what they count: the unit, the sources behind each cell, and what is unknown.

An event with two regions stands in both rows; the total counts it once. So rows may add up to more
than the total, and the answer says so. What belongs to no event is counted too, its place not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from kuzat.errors import Phrase, Refused


class Unit(StrEnum):
    """What is counted. One act has one victim (a person or a group) and one type."""

    EVENT = "event"
    ACT = "act"
    PERSON = "person"
    STORY = "story"
    INFORMATION = "information"
    INTERVENTION = "intervention"


DIMENSIONS = (
    "act",
    "branch",
    "confidence",
    "direction",
    "freedom",
    "identity",
    "perpetrator",
    "quarter",
    "region",
    "role",
    "source",
    "status",
    "story",
    "topic",
    "year",
)
ITSELF = "="


class UnknownDimension(Refused):
    """Nothing can be counted by {given}: expected {expected}."""

    code = "unknown_dimension"
    advice = "Use for example: kuzat count --by act,region,year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to count, by which dimensions, and where.

    ``where`` holds dimension → value. A term also stands for the terms below it, unless ``=`` stands
    before it; an empty value means that it is not known.
    """

    unit: Unit = Unit.EVENT
    by: tuple[str, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)

    MOST_DIMENSIONS: ClassVar[int] = 3

    def __post_init__(self) -> None:
        for name in (*self.by, *self.where):
            if name not in DIMENSIONS:
                expected = Phrase("one of {names}", names=", ".join(DIMENSIONS))
                raise UnknownDimension(given=name, expected=expected)
        if len(self.by) > self.MOST_DIMENSIONS:
            expected = Phrase("at most {number} dimensions", number=self.MOST_DIMENSIONS)
            raise UnknownDimension(given=", ".join(self.by), expected=expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One row of the answer: a value per dimension (None: unknown), how many, from how many sources.

    ``sources`` are the independent voices that told of what is counted. For ``borrowed`` of these the
    voices that told of their event stand in, where nobody is named who told of the very record.
    """

    values: tuple[str | None, ...]
    count: int
    sources: int
    borrowed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The cells, the total that counts each unit once, and the entries and erasures it was read from.

    ``sources`` and ``borrowed`` are as in a `Cell`, of everything that was counted.
    """

    question: Question
    cells: tuple[Cell, ...]
    total: int
    sources: int
    contested: int
    entries: int
    erasures: int
    borrowed: int = 0

    @property
    def overlaps(self) -> bool:
        """True where rows add up to more than the total, since some unit stands in several rows."""
        return sum(cell.count for cell in self.cells) > self.total
