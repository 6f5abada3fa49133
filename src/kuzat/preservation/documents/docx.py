# SPDX-License-Identifier: Apache-2.0
"""The words of a DOCX document (ECMA-376): its body, then its notes and comments.

Text that tracked changes deleted or moved away is not the document's text and is left out.
"""

from kuzat.preservation.documents.elements import DEEPEST, parse
from kuzat.preservation.documents.extracted import Silence, Unread
from kuzat.preservation.documents.packed import Packed

TYPES = "[Content_Types].xml"
WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MAIN = ("document.main+xml", "document.macroEnabled.main+xml", "template.main+xml")
AFTER = ("footnotes+xml", "endnotes+xml", "comments+xml")

HIDDEN = frozenset({"del", "moveFrom"})
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "sym": "\ufffd"}
ENDS = {"p": "\n", "tc": "\t"}


def is_docx(packed: Packed) -> bool:
    """Whether an archive is a word processor's document."""
    return TYPES in packed.names and any(name.startswith("word/") for name in packed.names)


def read(packed: Packed, most: int) -> str:
    """The document's text, at most so many characters. Raises `Unread`."""
    parts = _parts(packed)
    main = [name for name, type_ in parts if type_.endswith(MAIN)]
    if len(main) != 1:
        raise Unread(Silence.DAMAGED)
    after = [name for ending in AFTER for name, type_ in parts if type_.endswith(ending)]
    texts, left = [], most
    for name in (*main, *after):
        words = _Words(left)
        parse(packed.chunks(name), words.start, words.end, words.data)
        texts.append("".join(words.parts).strip("\n"))
        left = words.left
    return "\n\n".join(text for text in texts if text)


def _parts(packed: Packed) -> list[tuple[str, str]]:
    """(name, type) of the parts that the list of types names one by one."""
    found: list[tuple[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Override"):
            found.append(
                (attributes.get("PartName", "").lstrip("/"), attributes.get("ContentType", ""))
            )

    parse(packed.chunks(TYPES), start, lambda name: None, lambda text: None)
    return found


class _Words:
    """Gathers the text of runs; knows which elements hide what they hold."""

    def __init__(self, most: int) -> None:
        self.parts: list[str] = []
        self.left = most
        self._depth = self._hidden = 0
        self._in_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unread(Silence.DAMAGED)
        namespace, _, local = name.rpartition(" ")
        if self._hidden:
            self._hidden += 1
        elif self._hides(namespace, local):
            self._hidden = 1
        elif namespace in WORD:
            self._in_text = local == "t"
            self._add(SIGNS.get(local, ""))

    def _hides(self, namespace: str, local: str) -> bool:
        return (namespace in WORD and local in HIDDEN) or (
            namespace == CHOICE and local == "Fallback"
        )

    def end(self, name: str) -> None:
        self._depth -= 1
        if self._hidden:
            self._hidden -= 1
            return
        namespace, _, local = name.rpartition(" ")
        if namespace in WORD:
            self._in_text = False
            self._add(ENDS.get(local, ""))

    def data(self, text: str) -> None:
        if self._in_text and not self._hidden:
            self._add(text)

    def _add(self, text: str) -> None:
        self.left -= len(text)
        if self.left < 0:
            raise Unread(Silence.LARGE)
        if text:
            self.parts.append(text)
