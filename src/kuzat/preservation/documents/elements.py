# SPDX-License-Identifier: Apache-2.0
"""The elements of an XML part, piece by piece. No document type is accepted, so no entity can be defined."""

from collections.abc import Callable, Iterator
from xml.parsers import expat

from kuzat.preservation.documents.extracted import Silence, Unread

DEEPEST = 2_000

Start = Callable[[str, dict[str, str]], None]


def parse(
    chunks: Iterator[bytes], start: Start, end: Callable[[str], None], data: Callable[[str], None]
) -> None:
    """Tell of each element and text; a name is its namespace, a space and its own. Raises `Unread`."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Unread(Silence.DAMAGED) from None


def _refuse(*declared: object) -> None:
    raise Unread(Silence.ENTITIES)
