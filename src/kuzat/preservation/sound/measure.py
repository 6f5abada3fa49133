# SPDX-License-Identifier: Apache-2.0
"""What all readers of recordings share: a recording's type and length, and a cursor that cannot run over."""

from dataclasses import dataclass

from kuzat.preservation.documents.extracted import Silence, Unread

LONGEST = 6 * 3600  # seconds; whoever records longer begins a new file
# How other files begin than recordings; what follows a recording and begins so is a second file.
OTHERS = (b"PK\x03\x04", b"%PDF-", b"<", b"MZ", b"\x7fELF", b"#!", b"Rar!", b"7z", b"\x1f\x8b")
THINNEST = 400  # bytes a second; the thinnest voice that telephones record takes twice as much
SLACK = 10.0  # seconds by which what a file says of its length may differ from what it holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A recording that is whole: its media type, and how many seconds it plays."""

    media_type: str
    seconds: float


def damaged() -> Unread:
    """It ends too early, or holds what cannot be."""
    return Unread(Silence.DAMAGED)


def followed(rest: bytes) -> Unread:
    """Something follows where the recording should end or go on."""
    return Unread(Silence.TWOFOLD) if rest.startswith(OTHERS) else damaged()


def foreign() -> Unread:
    """Nothing wrong with it, but no browser plays it, or it is more than sound."""
    return Unread(Silence.UNKNOWN)


def measured(media_type: str, size: int, said: float, held: float) -> Sound:
    """A recording of so many bytes, by the length that it says and the one that its parts add up to.

    One that was cut on a telephone says less than it holds and is no lie; a lie is thin. Raises `Unread`.
    """
    if held > said + SLACK and size < held * THINNEST:
        raise Unread(Silence.BOMB)
    if said > LONGEST:
        raise Unread(Silence.LARGE)
    if not held:
        raise damaged()
    return Sound(media_type=media_type, seconds=said or held)


def number(content: bytes | memoryview, at: int, size: int, *, little: bool = False) -> int:
    """A whole number at a place. Raises `Unread` where the content ends before."""
    taken = bytes(content[at : at + size])
    if at < 0 or len(taken) < size:
        raise damaged()
    return int.from_bytes(taken, "little" if little else "big")
