# SPDX-License-Identifier: Apache-2.0
"""Ogg with one stream of Opus or Vorbis (RFC 3533, RFC 7845, Vorbis I), as telephones write voice messages.

Each page is checked by its own sum, and the file must end where its last page does. How long it plays is
counted from the packets, since a few bytes of Opus can unpack to hours of silence.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from kuzat.preservation.sound.measure import Sound, damaged, followed, foreign, measured, number

MEDIA_TYPE = "audio/ogg"
HEAD = 27
CONTINUED, FIRST = 1, 2
NOTHING_ENDS = (1 << 64) - 1  # the position of a page on which no packet ends
RATE = 48_000  # of Opus, whatever was recorded
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
# RFC 6716, section 3.1: how long a frame is, by the configuration in the first five bits of a packet.
_FRAMES = (
    *((480, 960, 1920, 2880) * 3),
    *((480, 960) * 2),
    *((120, 240, 480, 960) * 4),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    flags: int
    position: int
    serial: int
    sizes: bytes
    body: memoryview


def read(content: bytes) -> Sound:
    """Check every page and count what it holds. Raises `Unread`."""
    position, packets = 0, list[tuple[int, bytes]]()
    for page in _one_stream(content):
        if page.position != NOTHING_ENDS:
            if page.position < position:
                raise damaged()
            position = page.position
        packets += _packets(page)
    head = packets[0][1] if packets else b""
    if head.startswith(b"OpusHead"):
        return _opus(packets, position, len(content))
    if head.startswith(b"\x01vorbis"):
        return _vorbis(packets, position, len(content))
    raise foreign()


def _one_stream(content: bytes) -> Iterator[_Page]:
    """The pages, of which only the first begins a stream."""
    for count, page in enumerate(_pages(content)):
        if not count:
            serial = page.serial
        if page.serial != serial or bool(page.flags & FIRST) != (not count):
            raise foreign()
        yield page


def _pages(content: bytes) -> Iterator[_Page]:
    at, whole = 0, memoryview(content)
    while at < len(content):
        if content[at : at + 4] != b"OggS":
            raise followed(content[at : at + 8])
        segments = number(content, at + 26, 1)
        sizes = content[at + HEAD : at + HEAD + segments]
        start = at + HEAD + segments
        end = start + sum(sizes)
        if len(sizes) < segments or end > len(content) or content[at + 4]:
            raise damaged()
        if _sum(content[at : at + 22] + bytes(4) + content[at + 26 : end]) != number(
            content, at + 22, 4, little=True
        ):
            raise damaged()
        yield _Page(
            flags=content[at + 5],
            position=number(content, at + 6, 8, little=True),
            serial=number(content, at + 14, 4, little=True),
            sizes=sizes,
            body=whole[start:end],
        )
        at = end


def _sum(page: bytes) -> int:
    """The sum of RFC 3533: the polynomial of zlib's, bits not reversed, beginning with nothing."""
    found = zlib.crc32(page.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{found:032b}"[::-1], 2)


def _packets(page: _Page) -> Iterator[tuple[int, bytes]]:
    """Size and beginning of each packet that begins on a page; of one that goes on from before, nothing."""
    at, size, begins = 0, 0, not page.flags & CONTINUED
    for lacing in page.sizes:
        size += lacing
        if lacing < 255:
            if begins:
                yield size, bytes(page.body[at : at + min(size, 32)])
            at, size, begins = at + size, 0, True
    if size and begins:
        yield size, bytes(page.body[at : at + min(size, 32)])


def _opus(packets: list[tuple[int, bytes]], position: int, size: int) -> Sound:
    skipped = number(packets[0][1], 10, 2, little=True)
    held = sum(_lasts(head) for _, head in packets[2:])
    return measured(MEDIA_TYPE, size, max(position - skipped, 0) / RATE, held / RATE)


def _lasts(packet: bytes) -> int:
    """How long an Opus packet plays, in samples of 48 kHz (RFC 6716, section 3.2)."""
    if not packet:
        return 0
    code = packet[0] & 3
    count = (packet[1] & 63 if len(packet) > 1 else 0) if code == 3 else (1, 2, 2)[code]
    return _FRAMES[packet[0] >> 3] * count


def _vorbis(packets: list[tuple[int, bytes]], position: int, size: int) -> Sound:
    """No packet of Vorbis plays longer than half its longer block, which the first packet names.

    So this is more than an honest one holds, but never so much more that it would be thin.
    """
    head = packets[0][1]
    rate, block = number(head, 12, 4, little=True), 1 << (number(head, 28, 1) >> 4)
    if not rate or not 64 <= block <= 8192:
        raise damaged()
    longest = (len(packets) - 3) * block / 2 / rate
    return measured(MEDIA_TYPE, size, position / rate, longest)
