# SPDX-License-Identifier: Apache-2.0
"""Recommendations, promises and own requests: how lists of them are read, and how far they were met.

In: rows of recommendations and their assessments. Out: the mid-term index with its spread, counts.
Never: an index without its spread, since the average of a State's "done" and a family's "nothing" hides both.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from importlib import resources
from typing import Any

from kuzat.accountability.compliance import Fulfilment, Status, newest, status
from kuzat.errors import Phrase

Row = Mapping[str, Any]
MAPPING = "recommendations.yaml"
# Where each list is published, if it is taken as it was published.
LISTS = {
    "ohchr_list": "https://www.ohchr.org/en/hr-bodies/upr/documentation",
    "ohchr_matrix": "https://www.ohchr.org/en/hr-bodies/upr/documentation",
    "uhri": "https://uhri.ohchr.org",
    "upr_info": "https://upr-info.org",
}
# Answers as numbers, and the stretches of their average: Beyond Promises (UPR Info, 2014), 7.2.
ANSWERS = {Fulfilment.NOT_DONE: Fraction(0), Fulfilment.PARTLY: Fraction(1, 2), Fulfilment.DONE: Fraction(1)}


class Met(StrEnum):
    """What the mid-term index calls a recommendation; `between` where its source leaves a gap."""

    NOT = "not"
    PARTLY = "partly"
    FULLY = "fully"
    BETWEEN = "between"
    UNKNOWN = "unknown"


METS = {
    Met.NOT: Phrase("not carried out"),
    Met.PARTLY: Phrase("carried out in part"),
    Met.FULLY: Phrase("carried out"),
    Met.BETWEEN: Phrase("between two classes of the index"),
    Met.UNKNOWN: Phrase("not known"),
}
STRETCHES = (
    (Met.NOT, Fraction(0), Fraction(32, 100)),
    (Met.PARTLY, Fraction(33, 100), Fraction(65, 100)),
    (Met.FULLY, Fraction(66, 100), Fraction(1)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The mid-term index of one recommendation: the average of the answers, the least, the most, how many."""

    average: Fraction
    least: Fraction
    most: Fraction
    answers: int

    @property
    def met(self) -> Met:
        """What the average is called. Averages between two stretches have no name in the source."""
        return next((met for met, low, high in STRETCHES if low <= self.average <= high), Met.BETWEEN)

    @property
    def is_disputed(self) -> bool:
        """Whether those who answered differ."""
        return self.least != self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """One recommendation with its assessments side by side, and what it is about and linked to."""

    row: Row
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    assessments: tuple[Row, ...] = ()

    @property
    def status(self) -> Status:
        """How it stands by all who judged it; derived, never stored."""
        return status(self.assessments)

    @property
    def index(self) -> Index | None:
        """The mid-term index by the newest answer of each who judged it; None where nobody did."""
        answers = [ANSWERS[one] for one in newest(self.assessments, within="grade.plain.").values()]
        if not answers:
            return None
        return Index(
            average=sum(answers, Fraction(0)) / len(answers),
            least=min(answers),
            most=max(answers),
            answers=len(answers),
        )

    @property
    def met(self) -> Met:
        """The class of its index."""
        return self.index.met if self.index else Met.UNKNOWN


def body(one: Recommended) -> tuple[str, ...]:
    """The body before which it was made, by its name in our list, else as the source names it."""
    return tuple(filter(None, (one.row["forum"] or one.row["body"],)))


def kind(one: Recommended) -> tuple[str, ...]:
    """Whether it is a recommendation, an observation, a promise, an own request or comment."""
    return tuple(filter(None, (one.row["kind"],)))


def theme(one: Recommended) -> tuple[str, ...]:
    """The themes of one, as its list names them."""
    return one.themes


def position(one: Recommended) -> tuple[str, ...]:
    """What the State said of it."""
    return tuple(filter(None, (one.row["position"],)))


def place(one: Recommended) -> tuple[str, ...]:
    """Where it was asked for."""
    return tuple(filter(None, (one.row["place"],)))


def session(one: Recommended) -> tuple[str, ...]:
    """The session in which it was made."""
    return tuple(filter(None, (one.row["session"],)))


APART: Mapping[str, Callable[[Recommended], tuple[str, ...]]] = {
    "body": body,
    "kind": kind,
    "place": place,
    "position": position,
    "session": session,
    "theme": theme,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Some recommendations: how many, by position, by class of the index, how many disputed or answered."""

    total: int
    positions: Mapping[str, int]
    mets: Mapping[Met, int]
    disputed: int
    answers: Mapping[str, int]


def counted(found: Iterable[Recommended], by: str | None = None) -> dict[str | None, Counted]:
    """The counts of all under None; with ``by`` those of each value, under None what has none.

    One with several values, such as themes, counts under each: the parts are more than the whole.
    """
    grouped: dict[str | None, list[Recommended]] = {}
    for one in found:
        for value in (APART[by](one) or (None,)) if by else (None,):
            grouped.setdefault(value, []).append(one)
    return {value: _counted(grouped[value]) for value in sorted(grouped, key=lambda one: one or "")}


def _counted(found: Sequence[Recommended]) -> Counted:
    return Counted(
        total=len(found),
        positions=Counter(one.row["position"] or "" for one in found),
        mets=Counter(one.met for one in found),
        disputed=sum(one.index is not None and one.index.is_disputed for one in found),
        answers=Counter(one.row["answer_kind"] or "" for one in found),
    )


def mapping_of(
    shape: str, *, encoding: str | None = None, to: str | None = None, public: str | None = None
) -> bytes:
    """The mapping by which a list of this shape is read; ``to`` names the State where the list does not.

    ``public`` is where the list is published; of one that is not, free text is sealed.
    """
    body = resources.files("kuzat.accountability").joinpath("data", MAPPING).read_text("utf-8")
    if to is not None:
        named = to.replace("\\", "").replace('"', "")
        body = body.replace('{column: to, split: "|"}', f'{{value: "{named}"}}')
    if shape != "uhri":
        body = body.replace("    recommendation.body: body\n", "    recommendation.forum: {value: upr}\n")
    lines = ["kuzat: mapping/1", "language: en", f"shape: {shape}"]
    lines += [f"{key}: {value}" for key, value in (("public", public), ("encoding", encoding)) if value]
    return ("\n".join(lines) + "\n" + body).encode()
