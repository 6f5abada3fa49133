# SPDX-License-Identifier: Apache-2.0
"""The text of an account in sentences that can be pointed at, and what was translated from it.

A span of an information, ``inf-…#chars=10,42``, counts the signs of its text: of the document from which it
was read, where its pieces say so themselves, else of the text that was told first; `store.access_texts`
finds which these are.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kuzat.records import SPAN, TEXT, Record, Said, Value, is_made

# A sentence ends with its line, or with a sign after which no small letter follows, unlike in "8 p.m. on".
SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[»”)]*(?=\s+(?![a-zа-яёөүңқғҳў]))|(?=\n)|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of the text of an account, and at which sign of the whole it begins."""

    start: int
    said: Said

    @property
    def end(self) -> int:
        """The sign after its last."""
        return self.start + len(self.said.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: the basis that points at it, and its words."""

    basis: str
    text: str


def pieces(texts: Iterable[Said]) -> tuple[Piece, ...]:
    """The texts in which spans count, each at its place in the whole."""
    return tuple(sorted(map(_piece, texts), key=lambda piece: piece.start))


def translations(record: Record) -> tuple[Value, ...]:
    """The texts that were made from another text of the information."""
    return tuple(value for value in record.all(TEXT) if is_made(value.said))


def sentences(record: str, piece: Piece) -> Iterator[Sentence]:
    """The sentences of a piece, each with the basis that points at it."""
    for found in SENTENCE.finditer(piece.said.value):
        text = found[0].rstrip()
        start = piece.start + found.start()
        yield Sentence(basis=span(record, start, start + len(text)), text=text)


def span(record: str, start: int, end: int) -> str:
    """The basis that points at some signs of an information's text."""
    return f"{record}#chars={start},{end}"


def is_within(basis: str, record: str, of: Sequence[Piece]) -> bool:
    """Whether a basis is the whole information, or a span of one of these pieces."""
    if basis == record:
        return True
    found = SPAN.search(basis)
    if found is None or basis != span(record, int(found[1]), int(found[2])):
        return False
    start, end = int(found[1]), int(found[2])
    return start < end and any(piece.start <= start and end <= piece.end for piece in of)


def part(asked: str, last: int) -> int:
    """Which part of a text is asked for, of so many."""
    return min(int(asked), max(last, 1)) if asked.isascii() and asked.isdigit() and int(asked) else 1


def quoted(basis: str, texts: Iterable[Said]) -> str:
    """The words that a basis points at, in the first of these texts that holds them all; else empty."""
    found = SPAN.search(basis)
    if found is None:
        return ""
    start, end = int(found[1]), int(found[2])
    held = (piece for piece in map(_piece, texts) if piece.start <= start and end <= piece.end)
    return next((piece.said.value[start - piece.start : end - piece.start] for piece in held), "")


def _piece(text: Said) -> Piece:
    """A text at the place that it gives itself if it was read from a document, else at the beginning."""
    found = SPAN.search(text.basis or "")
    return Piece(start=int(found[1]) if found else 0, said=text)
