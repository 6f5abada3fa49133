# SPDX-License-Identifier: Apache-2.0
"""What a picture tells of place and device goes; what draws it stays byte for byte."""

import zlib

from tests.forms import node

PLACE = b"GPS 42.8746 74.5698 phone 7"
SCAN = b"\xff\xda\x00\x04\x01\x02" + b"\x12\xff\x00\x34\xff\xd3\x56"
TABLE = b"\xff\xdb\x00\x05\x00\xff\xd9"  # the end's marker within a table is none


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


JFIF = segment(0xE0, b"JFIF\0\x01")
JPEG = b"\xff\xd8" + JFIF + TABLE + SCAN + TABLE + SCAN + b"\xff\xd9"
MARKED = (
    b"\xff\xd8" + JFIF + segment(0xE1, b"Exif\0\0" + PLACE) + segment(0xFE, PLACE) + TABLE + SCAN
    + segment(0xED, PLACE) + TABLE + SCAN + b"\xff\xd9" + b"\xff\xd8" + PLACE + b"\xff\xd9"
)  # fmt: skip


def chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")


START, DRAWS = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)), chunk(b"IDAT", b"drawn")
PNG = START + DRAWS + chunk(b"IEND", b"")
TOLD_PNG = START + chunk(b"eXIf", PLACE) + chunk(b"tEXt", PLACE) + DRAWS + chunk(b"IEND", b"") + PLACE


CUT = (MARKED[:40], JPEG[:-2], TOLD_PNG[:70], PNG[:-4])


def left(*pictures: bytes) -> list[bytes | None]:
    """What stays of each; None where it could not be told what is the picture."""
    found = node("strip", pictures=[one.hex() for one in pictures])
    return [None if one is None else bytes.fromhex(one) for one in found]


def test_the_picture_stays_and_the_rest_goes() -> None:
    assert left(MARKED, JPEG, TOLD_PNG, PNG) == [JPEG, JPEG, PNG, PNG]
    assert PLACE not in JPEG + PNG


HEAD = b"JFIF\0\x01\x02\x01\x00\x48\x00\x48"
FACE = b"a face before it was covered"


def test_no_smaller_picture_stays() -> None:
    small = segment(0xE0, HEAD + b"\x03\x01" + FACE[:9]) + segment(0xE0, b"JFXX\0\x10" + FACE)
    hidden = segment(0xEE, b"Other" + FACE)
    rest = TABLE + SCAN + b"\xff\xd9"
    adobe = segment(0xEE, b"Adobe\x00\x64\0\0\0\0\1")
    found = left(b"\xff\xd8" + small + hidden + adobe + rest)
    assert found == [b"\xff\xd8" + segment(0xE0, HEAD + b"\0\0") + adobe + rest]


def test_what_cannot_be_stripped_is_left_to_the_person() -> None:
    pictures = (b"", b"RIFF\0\0\0\0WAVE", *CUT)
    assert left(*pictures) == [None] * len(pictures)
