# SPDX-License-Identifier: Apache-2.0
"""As much of DER (ITU-T X.690) as timestamps need: definite lengths, tags below 31, no guessing.

Only the outermost layer of an element is read at a time, so that depth costs no stack.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from re import compile as pattern

INTEGER, BITS, OCTETS, OID, SEQUENCE, SET, TIME = 0x02, 0x03, 0x04, 0x06, 0x30, 0x31, 0x18
BOOLEAN, NULL = 0x01, 0x05
CONTEXT, BUILT = 0x80, 0x20
LONGEST_INTEGER = 32

_TIME = pattern(r"([0-9]{14})(?:\.([0-9]{0,11}[1-9]))?Z")


class NotDerError(ValueError):
    """The bytes are not DER, or not of the shape that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One tag, length and value; ``whole`` is all three as they stood."""

    tag: int
    content: bytes
    whole: bytes

    def children(self) -> "Children":
        """What a constructed element holds."""
        return Children(list(_elements(self.content)))

    def inner(self) -> "Element":
        """The one element inside an explicit tag."""
        children = self.children()
        element = children.take()
        children.end()
        return element


class Children:
    """Elements taken one after the other, each with the tag that must stand there."""

    def __init__(self, elements: list[Element]) -> None:
        self._elements = elements

    def take(self, tag: int | None = None) -> Element:
        """The next element. Raises `NotDerError` where there is none, or one of another tag."""
        if not self._elements or tag not in (None, self._elements[0].tag):
            raise NotDerError
        return self._elements.pop(0)

    def maybe(self, tag: int) -> Element | None:
        """The next element if it has this tag."""
        return self.take() if self._elements and self._elements[0].tag == tag else None

    def rest(self) -> list[Element]:
        """All that remain."""
        elements, self._elements = self._elements, []
        return elements

    def end(self) -> None:
        """Raises `NotDerError` where anything remains."""
        if self._elements:
            raise NotDerError


def read(content: bytes, tag: int = SEQUENCE) -> Element:
    """The one element that the bytes are. Raises `NotDerError`."""
    children = Children(list(_elements(content)))
    element = children.take(tag)
    children.end()
    return element


def _elements(content: bytes) -> Iterator[Element]:
    at = 0
    while at < len(content):
        start, (at, length) = at, _head(content, at)
        if at + length > len(content):
            raise NotDerError
        whole = content[start : at + length]
        yield Element(tag=content[start], content=content[at : at + length], whole=whole)
        at += length


def _head(content: bytes, at: int) -> tuple[int, int]:
    """Where the value begins, and its length, written in the one way that DER allows."""
    if content[at] & 0x1F == 0x1F or at + 1 >= len(content):
        raise NotDerError
    first = content[at + 1]
    if first < 0x80:
        return at + 2, first
    size = content[at + 2 : at + 2 + (first & 0x7F)]
    length = int.from_bytes(size)
    if not 1 <= first & 0x7F <= 4 or len(size) != first & 0x7F or not size[0] or length < 0x80:
        raise NotDerError
    return at + 2 + len(size), length


def integer(element: Element) -> int:
    """A whole number of at most 32 bytes."""
    content = element.content
    padded = len(content) > 1 and content[0] in (0, 0xFF) and content[0] >> 7 == content[1] >> 7
    if not content or padded or len(content) > LONGEST_INTEGER:
        raise NotDerError
    return int.from_bytes(content, signed=True)


def oid(element: Element) -> str:
    """An object identifier with dots."""
    numbers, number = [0], 0
    if element.tag != OID or not element.content or element.content[-1] & 0x80:
        raise NotDerError
    for byte in element.content:
        if number == 0 and byte == 0x80:
            raise NotDerError
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(number)
            number = 0
    first = min(numbers[1] // 40, 2)
    return ".".join(map(str, [first, numbers[1] - 40 * first, *numbers[2:]]))


def moment(element: Element) -> datetime:
    """A GeneralizedTime in UTC, cut to microseconds."""
    found = _TIME.fullmatch(element.content.decode("ascii", errors="replace"))
    if found is None:
        raise NotDerError
    micros = int((found[2] or "0")[:6].ljust(6, "0"))
    try:
        whole = datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise NotDerError from None
    return whole + timedelta(microseconds=micros)


def element(tag: int, *parts: bytes) -> bytes:
    """The bytes of one element."""
    content = b"".join(parts)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(size)]) + size + content


def whole_number(number: int) -> bytes:
    """An INTEGER that is not negative."""
    return element(INTEGER, number.to_bytes(number.bit_length() // 8 + 1))


def identifier(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER."""
    first, second, *rest = map(int, dotted.split("."))
    content = bytearray()
    for number in [first * 40 + second, *rest]:
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(0x80 | number & 0x7F)
        content += bytes(reversed(groups))
    return element(OID, bytes(content))
