# SPDX-License-Identifier: Apache-2.0
"""The text of an account in sentences that can be pointed at, and what was translated from it.

A span of an information, ``inf-…#chars=10,42``, counts the signs of its text: of the document from which it
was read, where its pieces say so themselves, else of the text that was told first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kuzat.records import Record, Value

TEXT = "information.text"
SPAN = re.compile(r"#chars=([0-9]+),([0-9]+)$")
MADE = "stm-"
# A sentence ends with its line, or with a sign after which no small letter follows, unlike in "8 p.m. on".
SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[»”)]*(?=\s+(?![a-zа-яёөүңқғҳў]))|(?=\n)|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of the text of an account, and at which sign of the whole it begins."""

    start: int
    value: Value

    @property
    def end(self) -> int:
        """The sign after its last."""
        return self.start + len(self.value.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: the basis that points at it, and its words."""

    basis: str
    text: str


def pieces(record: Record) -> tuple[Piece, ...]:
    """The original text of an information in order; empty where this reader sees none."""
    told = sorted(record.all(TEXT), key=lambda value: (value.said.lamport, value.said.position))
    read = [piece for value in told if (piece := _read(value)) is not None]
    if read:
        return tuple(sorted(read, key=lambda piece: piece.start))
    first = [value for value in told if not _is_made(value)][:1]
    return tuple(Piece(start=0, value=value) for value in first)


def translations(record: Record) -> tuple[Value, ...]:
    """The texts that were made from another text of the information."""
    return tuple(value for value in record.all(TEXT) if _is_made(value))


def sentences(record: str, piece: Piece) -> Iterator[Sentence]:
    """The sentences of a piece, each with the basis that points at it."""
    for found in SENTENCE.finditer(piece.value.text):
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


def quoted(basis: str, of: Sequence[Piece]) -> str:
    """The words that a basis points at; empty where it points at none of these pieces."""
    found = SPAN.search(basis)
    if found is None:
        return ""
    start, end = int(found[1]), int(found[2])
    held = (piece for piece in of if piece.start <= start and end <= piece.end)
    return next((piece.value.text[start - piece.start : end - piece.start] for piece in held), "")


def _read(value: Value) -> Piece | None:
    """A piece that was read from a document, and says from where."""
    found = SPAN.search(value.said.basis or "")
    return Piece(start=int(found[1]), value=value) if found and not _is_made(value) else None


def _is_made(value: Value) -> bool:
    return (value.said.basis or "").startswith(MADE)
