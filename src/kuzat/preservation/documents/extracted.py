# SPDX-License-Identifier: Apache-2.0
"""What was read from a document, or why nothing was; and the only form in which it is believed.

The child that read the document may have been taken over by it. So its reply is JSON of one exact
shape, every length counted, every span checked, and the reason for silence one of a fixed list.
"""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, Self

from kuzat.errors import Phrase

READY = b"kuzat-child/1\n"
# What a child is asked for: the text of a document, or the files in a message of mail.
FOR_TEXT, FOR_FILES = b"t", b"f"
MEBI = 1024 * 1024
ENVELOPE = 64 * 1024  # a reply without its text and pages
PER_PAGE = 32
MOST_FILES, LONGEST_NAME = 200, 200

_MEDIA = re.compile(r"[a-z]+/[a-z0-9.+-]{1,100}")
_ENCODING = re.compile(r"[a-z0-9-]{1,20}")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\r]")


class Silence(StrEnum):
    """Why a document gives no text; `phrase` says it to a person."""

    EMPTY = "empty"
    IMAGE = "image"
    RECORDING = "recording"
    UNKNOWN = "unknown"
    LOCKED = "locked"
    DAMAGED = "damaged"
    TWOFOLD = "twofold"
    BOMB = "bomb"
    ENTITIES = "entities"
    ASTRAY = "astray"
    LARGE = "large"
    HEAVY = "heavy"
    SLOW = "slow"
    FAILED = "failed"

    @property
    def phrase(self) -> Phrase:
        return _SAID[self]


_SAID: Mapping[Silence, Phrase] = {
    Silence.EMPTY: Phrase("it holds no text; it may be a scan"),
    Silence.IMAGE: Phrase("it is an image"),
    Silence.RECORDING: Phrase("it is a recording"),
    Silence.UNKNOWN: Phrase("files of its kind are not read here"),
    Silence.LOCKED: Phrase("it is locked by a password"),
    Silence.DAMAGED: Phrase("it is damaged"),
    Silence.TWOFOLD: Phrase("it opens as two kinds of file at once"),
    Silence.BOMB: Phrase("it unpacks to far more than it is"),
    Silence.ENTITIES: Phrase("it defines entities of its own"),
    Silence.ASTRAY: Phrase("the name of a part leads out of it"),
    Silence.LARGE: Phrase("it is larger than what is read here"),
    Silence.HEAVY: Phrase("reading it takes more memory than is allowed"),
    Silence.SLOW: Phrase("reading it takes longer than is allowed"),
    Silence.FAILED: Phrase("the program that read it broke off"),
}


class Unread(Exception):
    """Raised inside the child: no text, and why."""

    def __init__(self, silence: Silence) -> None:
        self.silence = silence
        super().__init__(silence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may take: bytes in, memory, seconds, characters and pages out."""

    size: int = 100 * MEBI
    memory: int = 1024 * MEBI
    seconds: int = 60
    text: int = 10_000_000
    pages: int = 5_000

    @property
    def reply(self) -> int:
        """The longest reply that can be true, in bytes."""
        return len(READY) + 4 * self.text + PER_PAGE * self.pages + ENVELOPE

    def written(self) -> str:
        """As the child takes them from its command line."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, written: str) -> Self:
        """The limits again."""
        return cls(**json.loads(written))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its number from 1 and its span in the text, in characters (``#chars=``)."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What a document is by its content, and what it says.

    ``encoding`` where the file does not state its own, ``guessed`` where nothing said so and it
    was told from the letters. ``unread`` are pages that could not be read. The language of the
    text is not known. ``seconds`` is how long a recording plays that is whole; one of which nothing
    is known plays none.
    """

    media_type: str
    text: str = ""
    pages: tuple[Page, ...] = ()
    unread: tuple[int, ...] = ()
    encoding: str | None = None
    guessed: bool = False
    seconds: int = 0
    silence: Silence | None = None


def paged(texts: list[str]) -> tuple[str, tuple[Page, ...]]:
    """One text of several pages, a form feed between them, and the span of each."""
    pages, at = [], 0
    for number, text in enumerate(texts, start=1):
        pages.append(Page(number=number, start=at, end=at + len(text)))
        at += len(text) + 1
    return "\f".join(texts), tuple(pages)


def cleaned(text: str) -> str:
    """Text as a reply may hold it: ends of line as ``\\n``, no control characters, no form feed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return _FORBIDDEN.sub("", text)


def write_reply(found: Extracted) -> bytes:
    """The child's answer."""
    spans = [[page.start, page.end] for page in found.pages]
    reply = {**asdict(found), "pages": spans}
    return json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode()


def read_reply(content: bytes, limits: Limits) -> Extracted | None:
    """The answer if it is one that an honest child could give, else nothing."""
    try:
        reply = json.loads(content)
        found = Extracted(
            **{
                **reply,
                "pages": tuple(
                    Page(number=number, start=_whole(start), end=_whole(end))
                    for number, (start, end) in enumerate(reply["pages"], start=1)
                ),
                "unread": tuple(_whole(number) for number in reply["unread"]),
                "seconds": _whole(reply["seconds"]),
                "silence": None if reply["silence"] is None else Silence(reply["silence"]),
            }
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return found if _honest(found, limits) else None


def write_files(files: Sequence[tuple[str, bytes]]) -> bytes:
    """The child's answer where it was asked for the files in a message."""
    return json.dumps([[name, b64encode(content).decode()] for name, content in files]).encode()


def read_files(content: bytes) -> tuple[tuple[str, bytes], ...] | None:
    """The files if the answer is one that an honest child could give, else nothing.

    Of their names only what can be shown is left, and nothing that leads into a folder.
    """
    try:
        reply = json.loads(content)
        if not isinstance(reply, list) or len(reply) > MOST_FILES:
            return None
        return tuple((_shown(name), b64decode(told, validate=True)) for name, told in reply)
    except (ValueError, TypeError, RecursionError):
        return None


def _shown(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[:LONGEST_NAME] or "original"


def _whole(number: Any) -> int:
    if type(number) is not int or number < 0:
        raise TypeError
    return number


def _honest(found: Extracted, limits: Limits) -> bool:
    media, encoding, text = found.media_type, found.encoding, found.text
    return (
        isinstance(media, str)
        and _MEDIA.fullmatch(media) is not None
        and isinstance(encoding, str | None)
        and (encoding is None or _ENCODING.fullmatch(encoding) is not None)
        and isinstance(found.guessed, bool)
        and isinstance(text, str)
        and len(text) <= limits.text
        and len(found.pages) <= limits.pages
        and _FORBIDDEN.search(text) is None
        and _spans_fit(found)
        and all(1 <= number <= len(found.pages) for number in found.unread)
        and len(found.unread) <= len(found.pages)
        and (not found.seconds or found.silence is Silence.RECORDING)
        and (bool(text.strip()) if found.silence is None else not text and not found.pages)
    )


def _spans_fit(found: Extracted) -> bool:
    """The pages fill the text, in order, one form feed between each two."""
    pages = found.pages
    if not pages:
        return not found.text
    return (
        pages[0].start == 0
        and pages[-1].end == len(found.text)
        and all(page.start <= page.end for page in pages)
        and all(after.start == before.end + 1 for before, after in pairwise(pages))
        and all(found.text[page.end] == "\f" for page in pages[:-1])
        and found.text.count("\f") == len(pages) - 1
    )
