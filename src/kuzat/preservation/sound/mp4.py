# SPDX-License-Identifier: Apache-2.0
"""M4A: AAC in boxes (ISO 14496-12, 14496-14), as iPhones and WhatsApp record it. Sound and nothing else.

Each box must fill what it says and lie in the one around it; a table of samples must not name more bytes
than there are, nor play longer than the recording says that it does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kuzat.preservation.sound.measure import Sound, damaged, foreign, measured, number

MEDIA_TYPE = "audio/mp4"
AROUND = frozenset((b"moov", b"trak", b"mdia", b"minf", b"stbl"))
ON_TOP = frozenset((b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid"))
SOUND, AAC = b"soun", b"mp4a"
DEEPEST, MOST_BOXES, MOST_ROWS = 8, 10_000, 1_000_000


@dataclass(slots=True)
class _Found:
    """What the boxes of one recording say."""

    said: float = 0.0
    held: float = 0.0
    scale: int = 0
    taken: int = 0
    handlers: list[bytes] = field(default_factory=list)
    codecs: list[bytes] = field(default_factory=list)


def read(content: bytes) -> Sound:
    """Walk all boxes. Raises `Unread`."""
    found = _Found()
    if {name for name, _, _ in _boxes(content, 0, len(content))} - ON_TOP:
        raise foreign()
    _walk(content, (0, len(content)), found, 0)
    if found.handlers != [SOUND] or found.codecs != [AAC]:
        raise foreign()
    if found.taken > len(content):
        raise damaged()
    return measured(MEDIA_TYPE, len(content), found.said, found.held)


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, beginning and end of what is in each box from a place up to another."""
    for _ in range(MOST_BOXES):
        if at == end:
            return
        size, name, head = number(content, at, 4), content[at + 4 : at + 8], 8
        if size == 1:
            size, head = number(content, at + 8, 8), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise damaged()
        yield name, at + head, at + size
        at += size
    raise damaged()


def _walk(content: bytes, span: tuple[int, int], found: _Found, depth: int) -> None:
    if depth > DEEPEST:
        raise damaged()
    for name, at, end in _boxes(content, *span):
        if name in AROUND:
            _walk(content, (at, end), found, depth + 1)
        elif name in _READ:
            _READ[name](content, at, end, found)


def _length(content: bytes, at: int, end: int, found: _Found) -> None:
    """Of the whole recording (mvhd): its length in its own units."""
    wide = number(content, at, 1) == 1
    scale = number(content, at + (20 if wide else 12), 4)
    length = number(content, at + (24 if wide else 16), 8 if wide else 4)
    if not scale:
        raise damaged()
    found.said = length / scale


def _scale(content: bytes, at: int, end: int, found: _Found) -> None:
    """Of the track (mdhd): how many units a second has."""
    found.scale = number(content, at + (20 if number(content, at, 1) == 1 else 12), 4)


def _handler(content: bytes, at: int, end: int, found: _Found) -> None:
    found.handlers.append(content[at + 8 : at + 12])


def _codecs(content: bytes, at: int, end: int, found: _Found) -> None:
    found.codecs += [name for name, _, _ in _boxes(content, at + 8, end)]


def _times(content: bytes, at: int, end: int, found: _Found) -> None:
    """How long the samples play (stts): rows of how many, and how long each."""
    rows = _rows(content, at + 4, end, 8)
    units = sum(number(content, row, 4) * number(content, row + 4, 4) for row in rows)
    if not found.scale:
        raise damaged()
    found.held += units / found.scale


def _sizes(content: bytes, at: int, end: int, found: _Found) -> None:
    """How many bytes the samples take (stsz): one size for all, or a row for each."""
    each, count = number(content, at + 4, 4), number(content, at + 8, 4)
    if each:
        found.taken += each * count
    else:
        found.taken += sum(number(content, row, 4) for row in _rows(content, at + 8, end, 4))


def _rows(content: bytes, at: int, end: int, size: int) -> range:
    """Where each row of a table begins, which its count says and its box must have room for."""
    count = number(content, at, 4)
    if count > MOST_ROWS or at + 4 + count * size > end:
        raise damaged()
    return range(at + 4, at + 4 + count * size, size)


_READ = {
    b"mvhd": _length, b"mdhd": _scale, b"hdlr": _handler, b"stsd": _codecs, b"stts": _times, b"stsz": _sizes,
}  # fmt: skip
