# SPDX-License-Identifier: Apache-2.0
"""Published statistics made again: from printed numbers, which is arithmetic; from a list, which is a count.

In: the package's file, and rows of a list where one is at hand.
Out: each printed number beside ours, and whether they agree. Never: a printed number put right.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from importlib import resources

from kuzat.accountability.forums import needed
from kuzat.errors import Phrase
from kuzat.terms.wordlist import Entry, VocabularyBroken, documents, entries, text, texts

FILE = "arithmetic.yaml"
KEYS = ("what", "how", "parts", "whole", "printed", "source")
Cells = Mapping[str, str]


class How(StrEnum):
    """How a number can be made again."""

    SHARE = "share"
    SUM = "sum"
    COUNT = "count"


class Verdict(StrEnum):
    """Whether a printed number is ours: `nearly` where it is less than one of its last digit away."""

    AGREES = "agrees"
    NEARLY = "nearly"
    DIFFERS = "differs"
    UNCOUNTED = "uncounted"


VERDICTS = {
    Verdict.AGREES: Phrase("agrees"),
    Verdict.NEARLY: Phrase("rounded otherwise"),
    Verdict.DIFFERS: Phrase("does not agree"),
    Verdict.UNCOUNTED: Phrase("needs the list"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A published statistic: its parts and whole as printed, the numbers printed of them, and where."""

    id: str
    what: str
    how: How
    parts: tuple[str, ...]
    whole: str
    printed: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """One printed number and the same number made again; ``ours`` is None where the list is not at hand."""

    figure: Figure
    printed: str
    ours: Fraction | None

    @property
    def verdict(self) -> Verdict:
        """Whether the two agree to the last digit that is printed."""
        if self.ours is None:
            return Verdict.UNCOUNTED
        away = abs(Fraction(self.printed) - self.ours)
        digit = Fraction(1, 10 ** len(self.printed.partition(".")[2]))
        if away <= digit / 2:
            return Verdict.AGREES
        return Verdict.NEARLY if self.figure.how is How.SHARE and away < digit else Verdict.DIFFERS


def again(figures: Iterable[Figure], rows: Sequence[Cells] = ()) -> Iterator[Again]:
    """Every printed number with ours; counts need ``rows`` of a list that speaks of their State."""
    for figure in figures:
        for printed, ours in zip(figure.printed, _ours(figure, rows), strict=True):
            yield Again(figure=figure, printed=printed, ours=ours)


def _ours(figure: Figure, rows: Sequence[Cells]) -> list[Fraction | None]:
    if figure.how is How.SHARE:
        return [100 * Fraction(part) / Fraction(figure.whole) for part in figure.parts]
    if figure.how is How.SUM:
        return [sum(map(Fraction, figure.parts), Fraction(0))]
    kind, first, last = figure.parts
    own = [row for row in rows if row["to"] == figure.whole and _is_within(row["session"], first, last)]
    return [Fraction(sum(row["kind"] == kind for row in own)) if own else None]


def _is_within(session: str, first: str, last: str) -> bool:
    return session.isascii() and session.isdigit() and int(first) <= int(session) <= int(last)


@functools.cache
def arithmetic() -> tuple[Figure, ...]:
    """The published statistics of the package. Raises `VocabularyBroken`."""
    content = resources.files("kuzat.accountability").joinpath("data", FILE).read_bytes()
    (document,) = documents(FILE, content)
    return tuple(_figure(entry) for entry in entries(FILE, document, "figures", KEYS))


def _figure(entry: Entry) -> Figure:
    how = needed(FILE, entry, "how")
    if how not in list(How):
        expected = Phrase("one of {names}", names=", ".join(How))
        raise VocabularyBroken(file=FILE, where=f"{entry['id']}: how", expected=expected)
    return Figure(
        id=str(entry["id"]),
        what=needed(FILE, entry, "what"),
        how=How(how),
        parts=texts(FILE, entry, "parts"),
        whole=text(FILE, entry, "whole") or "",
        printed=texts(FILE, entry, "printed"),
        source=needed(FILE, entry, "source"),
    )
