# SPDX-License-Identifier: Apache-2.0
"""A text to be read, printed or sent: headings, paragraphs with notes, tables, lists, pictures, blanks.

In: words that are already in the reader's language. Out: one frozen value, which `as_html`, `as_docx` and
`as_pdf` write. Never: markup in a text; a clock, a name of who made it, an address of this machine.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

# What XML cannot hold; and signs that turn the direction of what follows, by which a text reads as another.
FORBIDDEN = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]")
BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
WORD = re.compile(r"\S*\w\S*")


class Manner(StrEnum):
    """How a paragraph stands on the page."""

    PLAIN = "plain"
    QUOTE = "quote"
    WARNING = "warning"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; ``note`` is a footnote that belongs behind it."""

    text: str
    bold: bool = False
    italic: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first, second or third level below the title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs that belong together; ``number`` is printed before them where paragraphs are counted."""

    runs: tuple[Run, ...]
    manner: Manner = Manner.PLAIN
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Items one below the other, with numbers if they are ``ordered``."""

    items: tuple[Paragraph, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A head and rows of as many cells; ``caption`` stands above.

    ``widths`` are those of the columns as parts of their sum; without them all are alike.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    widths: tuple[int, ...] = ()

    @property
    def shares(self) -> tuple[float, ...]:
        """The share of each column in the width of the table."""
        parts = self.widths or (1,) * len(self.head)
        return tuple(part / sum(parts) for part in parts)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as PNG, what it shows in words for who cannot see it, and its caption.

    ``svg`` is the same drawing, sharper in a page; whoever draws makes both.
    """

    png: bytes
    alternative: str
    caption: str = ""
    svg: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """What only a person can fill in: a label and so many empty lines."""

    label: str
    lines: int = 1


Block = Heading | Paragraph | Listed | Table | Picture | Blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole text in one language (a BCP 47 tag); ``notes`` is the heading above its notes."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    notes: str = ""


def paragraph(
    text: str, *, note: str = "", manner: Manner = Manner.PLAIN, number: int | None = None
) -> Paragraph:
    """A paragraph of one run."""
    return Paragraph((Run(text, note=note),), manner, number)


def cleaned(text: str) -> str:
    """A text without signs that break a file or turn its direction; every line break is one sign."""
    return FORBIDDEN.sub("", TURNING.sub("", BREAKS.sub("\n", text)))


def notes(document: Document) -> tuple[str, ...]:
    """The notes in the order of their numbers, which begin with one."""
    return tuple(run.note for one in _paragraphs(document) for run in one.runs if run.note)


def count_words(document: Document) -> int:
    """The words of title, headings, paragraphs, lists and tables; not of notes, captions and blanks."""
    return sum(len(WORD.findall(text)) for text in _texts(document))


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Listed):
            yield from block.items


def _texts(document: Document) -> Iterator[str]:
    yield document.title
    for block in document.blocks:
        if isinstance(block, Heading):
            yield block.text
        elif isinstance(block, Table):
            yield from (cell for row in (block.head, *block.rows) for cell in row)
    for one in _paragraphs(document):
        yield "".join(run.text for run in one.runs)
