# SPDX-License-Identifier: Apache-2.0
"""Messages that a mail program saved: each in a file (.eml), or many in one (.mbox, RFC 4155).

Files are cut into messages here and nothing more: whoever calls hands in what opens one of them where it
can do no harm, and gets its heading and text. What is attached is named and stays in the message.
"""

import re
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime

from kuzat.collection.incoming.item import Item, Mark, Part, broken
from kuzat.errors import Phrase

Opener = Callable[[bytes], str]
_FROM = re.compile(rb"From \S+\s.{0,60}?\d{1,2}:\d{2}")
LARGEST = 64 * 1024 * 1024


def read(part: Part, opener: Opener) -> Iterator[Item]:
    """The messages of one file, in their order. Raises `ExportBroken`."""
    for number, message in enumerate(_messages(part), 1):
        text = opener(message)
        heading = dict(line.split(": ", 1) for line in text.split("\n\n", 1)[0].split("\n") if ": " in line)
        sent = _moment(heading.get("Date", ""))
        marks = {Mark.UNREAD: not text, Mark.NO_TIME: bool(text) and not sent}
        yield Item(
            code=str(number),
            sent=sent or heading.get("Date", ""),
            sender=heading.get("From", ""),
            text=text,
            part=part.name,
            marks=tuple(mark for mark, holds in marks.items() if holds),
        )


def _moment(date: str) -> str:
    """A date of a message with its zone; nothing where it is none or tells no zone."""
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, IndexError, OverflowError):
        return ""
    return moment.isoformat() if moment.tzinfo else ""


def _messages(part: Part) -> Iterator[bytes]:
    """Cut before each line "From …" with an hour that follows an empty one; what begins otherwise is one."""
    message, before, is_many = bytearray(), b"", None
    for line in _lines(part):
        is_many = _FROM.match(line) is not None if is_many is None else is_many
        if is_many and message and not before.strip() and _FROM.match(line):
            yield bytes(message)
            message.clear()
        message += line
        before = line
        if len(message) > LARGEST:
            raise broken(part, Phrase("messages of at most {most} MiB", most=LARGEST >> 20))
    if message:
        yield bytes(message)


def _lines(part: Part) -> Iterator[bytes]:
    rest = b""
    for chunk in part.open():
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line + b"\n" for line in whole)
        if len(rest) > LARGEST:
            raise broken(part, Phrase("messages of at most {most} MiB", most=LARGEST >> 20))
    if rest:
        yield rest
