# SPDX-License-Identifier: Apache-2.0
"""Files that somebody gathered in a folder: what becomes of each, under which name, and in which pieces."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kuzat.errors import Phrase
from kuzat.preservation.documents.extracted import Extracted, Silence

# No piece of so many characters takes more than 16 KiB in UTF-8, the longest value of a statement.
PIECE = 4096
LONGEST_NAME = 1000
# Categories of Unicode that move, hide or break what is shown: controls, formats, halves, separators.
UNSHOWN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
BY_SYSTEMS = frozenset((".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".directory", "__macosx"))
RESOURCE_FORK = "._"

# What a document does that no honest one needs: its maker may mean harm.
HOSTILE = frozenset(
    (
        Silence.TWOFOLD,
        Silence.BOMB,
        Silence.ENTITIES,
        Silence.ASTRAY,
        Silence.HEAVY,
        Silence.SLOW,
        Silence.FAILED,
    )
)


class Fate(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    KEPT = "kept"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One file of a folder, by the name under which it lay there, and what became of it.

    ``KEPT`` and ``REFUSED`` have a ``reason``. Of what is ``TAKEN``, ``information`` is the record that has
    the text, of so many ``pages``, of which ``unread`` could not be read; ``guessed`` is the encoding where
    nothing but the letters told it.
    """

    name: str
    fate: Fate
    reason: Phrase | None = None
    exhibit: str | None = None
    information: str | None = None
    media_type: str | None = None
    pages: int = 0
    unread: tuple[int, ...] = ()
    guessed: str | None = None


def shown(name: str) -> str:
    """A file's name as it can be said and shown.

    What would hide or move signs, and bytes that are no text, stand as ``\\u202e``, ``\\n`` or ``\\xff``.
    """
    signs = (
        sign if unicodedata.category(sign) not in UNSHOWN and sign != "\\" else _escaped(sign)
        for sign in name
    )
    return "".join(signs)[:LONGEST_NAME]


def _escaped(sign: str) -> str:
    """A sign in letters; of a byte that was no text, the byte."""
    if "\udc80" <= sign <= "\udcff":
        return f"\\x{ord(sign) - 0xDC00:02x}"
    return sign.encode("unicode_escape").decode("ascii")


def is_of_a_system(name: str) -> bool:
    """Whether a file is one that Windows or macOS put beside others, and nobody's document."""
    return name.lower() in BY_SYSTEMS or name.startswith(RESOURCE_FORK)


def pieces(found: Extracted) -> Iterator[tuple[int, int]]:
    """The spans in which a text is said, from and to a character: each within one page, cut between words."""
    for page in found.pages:
        start = page.start
        while start < page.end:
            end = _cut(found.text, start, page.end)
            if found.text[start:end].strip():
                yield start, end
            start = end


def _cut(text: str, start: int, end: int) -> int:
    """Where a piece ends: behind the last end of line that fits, else behind the last space."""
    if end - start <= PIECE:
        return end
    most = start + PIECE
    for sign in ("\n", " "):
        found = text.rfind(sign, start, most)
        if found > start:
            return found + 1
    return most
