# SPDX-License-Identifier: Apache-2.0
"""MP3 (ISO 11172-3, 13818-3, layer III) and AAC in ADTS (ISO 13818-7): frame after frame up to the end.

Each frame says how long it is; so all of the file is walked. Words about the recording may stand before
(ID3v2) and behind it (ID3v1); anything else that follows is another file.
"""

import re
from collections.abc import Callable

from kuzat.preservation.sound.measure import Sound, damaged, followed, foreign, measured, number

MP3, AAC = "audio/mpeg", "audio/aac"
TAG, TAG_SIZE = b"TAG", 128
ID3_HEAD = 10
_MP3 = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")
_ADTS = re.compile(rb"\xff[\xf0\xf1\xf8\xf9]")
# Thousands of bits a second by the four bits that say it; 0 is left to the program that plays.
_BITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_ADTS_RATES = (
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
)  # fmt: skip

# What one frame takes and plays: bytes, seconds.
Frame = Callable[[bytes, int], tuple[int, float]]


def is_mp3(content: bytes) -> bool:
    """Whether it begins as MP3 does."""
    return content.startswith(b"ID3") or _MP3.match(content) is not None


def is_adts(content: bytes) -> bool:
    """Whether it begins as AAC in ADTS does."""
    return _ADTS.match(content) is not None


def read_mp3(content: bytes) -> Sound:
    """Raises `Unread`."""
    start = 0
    if content.startswith(b"ID3"):
        words = number(content, 6, 4)
        start = ID3_HEAD + sum((words >> 8 * byte & 127) << 7 * byte for byte in range(4))
        start += ID3_HEAD if content[5] & 16 else 0
    end = len(content) - TAG_SIZE if content[-TAG_SIZE:].startswith(TAG) else len(content)
    return _walked(MP3, content[start:end], 4, _mp3_frame)


def read_adts(content: bytes) -> Sound:
    """Raises `Unread`."""
    return _walked(AAC, content, 7, _adts_frame)


def _walked(media_type: str, content: bytes, head: int, frame: Frame) -> Sound:
    """The last frame may be cut short, as it is where a telephone was switched off."""
    at, seconds = 0, 0.0
    while at + head <= len(content):
        size, plays = frame(content, at)
        seconds += plays
        at += size
    return measured(media_type, len(content), seconds, seconds)


def _mp3_frame(content: bytes, at: int) -> tuple[int, float]:
    head = number(content, at, 4)
    version, layer, bits, rate = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or layer != 1:
        raise followed(content[at : at + 8])
    if version == 1 or bits == 15 or rate == 3:
        raise damaged()
    if not bits:
        raise foreign()
    samples, table = (1152, _BITS_1) if version == 3 else (576, _BITS_2)
    hertz = _RATES[version][rate]
    return samples * 125 * table[bits] // hertz + (head >> 9 & 1), samples / hertz


def _adts_frame(content: bytes, at: int) -> tuple[int, float]:
    head = number(content, at, 7)
    rate, size, blocks = head >> 34 & 15, head >> 13 & 0x1FFF, head & 3
    if head >> 44 != 0xFFF or head >> 41 & 3:
        raise followed(content[at : at + 8])
    if rate >= len(_ADTS_RATES) or size < 7:
        raise damaged()
    return size, (blocks + 1) * 1024 / _ADTS_RATES[rate]
