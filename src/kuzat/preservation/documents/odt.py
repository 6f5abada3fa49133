# SPDX-License-Identifier: Apache-2.0
"""The words of an ODT document (ISO/IEC 26300, OpenDocument 1.2): its body with notes and remarks in place.

What tracked changes deleted is not the document's text and is left out.
"""

import re

from kuzat.preservation.documents.elements import DEEPEST, parse
from kuzat.preservation.documents.extracted import Silence, Unread
from kuzat.preservation.documents.packed import Packed

KIND, CONTENT, MANIFEST = "mimetype", "content.xml", "META-INF/manifest.xml"
MEDIA = b"application/vnd.oasis.opendocument.text"
LOCKED = b"encryption-data"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"

PARAGRAPHS = frozenset({f"{TEXT} p", f"{TEXT} h"})
DELETED = f"{TEXT} tracked-changes"
SPACES = f"{TEXT} s"
SIGNS = {f"{TEXT} tab": "\t", f"{TEXT} line-break": "\n"}
ENDS = {**dict.fromkeys(PARAGRAPHS, "\n"), f"{TABLE} table-cell": "\t"}
MOST_SPACES = 100

_WHITE = re.compile(r"[ \t\r\n]+")


def is_odt(packed: Packed) -> bool:
    """Whether an archive says of itself that it is a text document."""
    return {KIND, CONTENT} <= packed.names and b"".join(packed.chunks(KIND)).strip() == MEDIA


def read(packed: Packed, most: int) -> str:
    """The document's text, at most so many characters. Raises `Unread`."""
    if MANIFEST in packed.names and LOCKED in b"".join(packed.chunks(MANIFEST)):
        raise Unread(Silence.LOCKED)
    words = _Words(most)
    parse(packed.chunks(CONTENT), words.start, words.end, words.data)
    return "".join(words.parts).strip("\n")


class _Words:
    """Gathers the text of paragraphs and headings."""

    def __init__(self, most: int) -> None:
        self.parts: list[str] = []
        self._left = most
        self._open: list[str] = []
        self._deleted = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        if len(self._open) > DEEPEST:
            raise Unread(Silence.DAMAGED)
        self._deleted += name == DELETED
        if name == SPACES:
            told = attributes.get(f"{TEXT} c", "1")
            self._add(" " * min(int(told) if told.isdecimal() else 1, MOST_SPACES))
        else:
            self._add(SIGNS.get(name, ""))

    def end(self, name: str) -> None:
        self._open.pop()
        self._add(ENDS.get(name, ""))
        self._deleted -= name == DELETED

    def data(self, text: str) -> None:
        if not PARAGRAPHS.isdisjoint(self._open):
            self._add(_WHITE.sub(" ", text))

    def _add(self, text: str) -> None:
        if self._deleted or not text:
            return
        self._left -= len(text)
        if self._left < 0:
            raise Unread(Silence.LARGE)
        self.parts.append(text)
