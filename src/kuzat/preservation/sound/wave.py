# SPDX-License-Identifier: Apache-2.0
"""WAV: chunks in a RIFF, of which one says how the samples are written and one has them."""

from kuzat.preservation.sound.measure import Sound, damaged, followed, foreign, measured, number

MEDIA_TYPE = "audio/wav"
PLAIN = (1, 3, 6, 7, 0xFFFE)  # whole numbers, fractions, A-law, µ-law, and the longer form of these


def read(content: bytes) -> Sound:
    """Its length by its own figures, which must agree. Raises `Unread`."""
    ends = 8 + number(content, 4, 4, little=True)
    if ends > len(content):
        raise damaged()
    if ends + (ends & 1) < len(content):
        raise followed(content[ends : ends + 8])
    at, a_second, samples = 12, 0, 0
    while at + 8 <= ends:
        name, size = content[at : at + 4], number(content, at + 4, 4, little=True)
        if at + 8 + size > ends:
            raise damaged()
        if name == b"fmt ":
            a_second = _a_second(content, at + 8, size)
        elif name == b"data":
            samples += size
        at += 8 + size + (size & 1)
    if not a_second:
        raise damaged()
    return measured(MEDIA_TYPE, len(content), samples / a_second, samples / a_second)


def _a_second(content: bytes, at: int, size: int) -> int:
    """How many bytes play for a second."""
    if size < 16:
        raise damaged()
    kind, channels, rate, a_second, block = (
        number(content, at + offset, width, little=True)
        for offset, width in ((0, 2), (2, 2), (4, 4), (8, 4), (12, 2))
    )
    if kind not in PLAIN:
        raise foreign()
    if not 1 <= channels <= 8 or not rate or a_second != rate * block:
        raise damaged()
    return a_second
