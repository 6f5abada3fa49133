# SPDX-License-Identifier: Apache-2.0
"""The letters of a file in pieces and lines, so that no file must fit into memory."""

import codecs
from collections.abc import Iterator

from kuzat.collection.incoming.item import LONGEST, Part, broken
from kuzat.errors import Phrase


def pieces(part: Part) -> Iterator[str]:
    """The text of a file in UTF-8, piece by piece. Raises `ExportBroken`."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        for chunk in part.open():
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise broken(part, Phrase("text in UTF-8")) from None


def lines(part: Part) -> Iterator[str]:
    """Its lines without their ends. Raises `ExportBroken`, also for a line that no person writes."""
    rest = ""
    for piece in pieces(part):
        *whole, rest = (rest + piece).split("\n")
        yield from (line.removesuffix("\r") for line in whole)
        if len(rest) > LONGEST:
            raise broken(part, Phrase("lines of at most {most} signs", most=LONGEST))
    if rest:
        yield rest
