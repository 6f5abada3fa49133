# SPDX-License-Identifier: Apache-2.0
"""JSON that is drawn value by value, so that only one message of it is in memory."""

import json
from collections.abc import Iterator
from typing import Any

from kuzat.collection.incoming.item import LONGEST, ExportBroken, Part, broken
from kuzat.collection.incoming.letters import pieces
from kuzat.errors import Phrase

SPACE = " \t\r\n"
DEEPEST = 100
_decode = json.JSONDecoder().raw_decode


class Pulled:
    """A document of JSON from its beginning on. What is asked for and is not there raises `ExportBroken`."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._pieces = pieces(part)
        self._text, self._at = "", 0

    def next(self) -> str:
        """The sign that comes next, spaces passed over; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in SPACE:
                self._at += 1
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def items(self) -> Iterator[None]:
        """Stands before each value of an array; whoever draws takes the value before going on."""
        yield from self._each("[", "]")

    def members(self) -> Iterator[str]:
        """The names of an object; whoever draws takes the value before going on."""
        for _ in self._each("{", "}"):
            name = self.value()
            if not isinstance(name, str):
                raise self.broken()
            self._take(":")
            yield name

    def value(self) -> Any:
        """The next value whole."""
        while self.next():
            is_whole, value, end = self._decoded()
            # A value at the end of a piece may go on in the next one, as a number does.
            if is_whole and end < len(self._text):
                self._at = end
                return value
            if len(self._text) - self._at > LONGEST:
                break
            if not self._more():
                if not is_whole:
                    break
                self._at = end
                return value
        raise self.broken()

    def _decoded(self) -> tuple[bool, Any, int]:
        try:
            value, end = _decode(self._text, self._at)
        except RecursionError:
            raise self.broken() from None
        except ValueError:
            return False, None, 0
        return True, value, end

    def skip(self, depth: int = 0) -> None:
        """Pass the next value over, however large it is."""
        if depth > DEEPEST:
            raise self.broken()
        match self.next():
            case "{":
                for _ in self.members():
                    self.skip(depth + 1)
            case "[":
                for _ in self.items():
                    self.skip(depth + 1)
            case _:
                self.value()

    def end(self) -> None:
        """Nothing may follow."""
        if self.next():
            raise self.broken()

    def broken(self) -> ExportBroken:
        """It is not what it should be."""
        return broken(self._part, Phrase("JSON as the program writes it"))

    def _each(self, begin: str, end: str) -> Iterator[None]:
        self._take(begin)
        if self.next() == end:
            self._take(end)
            return
        while True:
            yield
            if self.next() != ",":
                break
            self._take(",")
        self._take(end)

    def _take(self, sign: str) -> None:
        if self.next() != sign:
            raise self.broken()
        self._at += 1

    def _more(self) -> bool:
        """Whether another piece came; what was drawn is let go of."""
        for piece in self._pieces:
            if piece:
                self._text, self._at = self._text[self._at :] + piece, 0
                return True
        return False
