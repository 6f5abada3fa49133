# SPDX-License-Identifier: Apache-2.0
"""The words of an HTML page, without its scripts, styles and marks."""

import re
from html.parser import HTMLParser

from kuzat.preservation.documents.plain import Decoded, decode

HIDDEN = frozenset({"script", "style", "template"})
LINES = re.compile(
    "address|article|aside|blockquote|br|caption|center|dd|details|div|dl|dt|fieldset|figcaption"
    "|figure|footer|form|h[1-6r]|header|legend|li|main|nav|ol|option|p|pre|section|summary|table"
    "|tbody|td|tfoot|th|thead|title|tr|ul"
)
HEAD = 4096

_CHARSET = re.compile(
    rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{1,40})""", re.IGNORECASE
)
_SPACE = re.compile(r"[ \t\n\r\f]+")


def read(content: bytes) -> Decoded | None:
    """The page's words in lines, by the encoding it states; or nothing where it is no text."""
    stated = _CHARSET.search(content[:HEAD])
    decoded = decode(content, stated[1].decode("ascii") if stated else None)
    if decoded is None:
        return None
    words = _Words()
    words.feed(decoded.text)
    words.close()
    return decoded._replace(text=words.text())


class _Words(HTMLParser):
    """Gathers what a reader would see, one line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN:
            self._hidden.append(tag)
        elif LINES.fullmatch(tag):
            self._parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if LINES.fullmatch(tag):
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
        elif LINES.fullmatch(tag):
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._parts.append(_SPACE.sub(" ", data))

    def text(self) -> str:
        lines = (_SPACE.sub(" ", line).strip(" ") for line in "".join(self._parts).split("\n"))
        return "\n".join(line for line in lines if line)
