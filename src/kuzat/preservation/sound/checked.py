# SPDX-License-Identifier: Apache-2.0
"""Which recordings may be played: by their content, never by their name."""

from collections.abc import Callable, Mapping
from math import ceil

from kuzat.preservation.documents.extracted import MEBI, Extracted, Silence, Unread
from kuzat.preservation.sound import mp4, mpeg, ogg, wave
from kuzat.preservation.sound.measure import LONGEST, Sound, foreign

__all__ = ["LARGEST", "LONGEST", "PLAYED", "Sound", "check", "described"]

LARGEST = 64 * MEBI  # as much as a desk holds in memory of one recording
OGG, MP4, MP3, AAC, WAV = "audio/ogg", "audio/mp4", "audio/mpeg", "audio/aac", "audio/wav"
READERS: Mapping[str, Callable[[bytes], Sound]] = {
    OGG: ogg.read,
    MP4: mp4.read,
    MP3: mpeg.read_mp3,
    AAC: mpeg.read_adts,
    WAV: wave.read,
}
# The only types under which a recording is ever given to a browser.
PLAYED = frozenset(READERS)


def check(content: bytes) -> Sound:
    """What a recording is and how long it plays. Raises `Unread` with the reason where it is not played."""
    if len(content) > LARGEST:
        raise Unread(Silence.LARGE)
    found = _kind(content)
    if found is None:
        raise foreign()
    return READERS[found](content)


def described(content: bytes, media_type: str) -> Extracted:
    """The same as the answer of a reader of documents; of what is not played, only its media type."""
    try:
        found = check(content)
    except Unread as unread:
        silence = Silence.RECORDING if unread.silence is Silence.UNKNOWN else unread.silence
        return Extracted(media_type=media_type, silence=silence)
    return Extracted(media_type=found.media_type, silence=Silence.RECORDING, seconds=ceil(found.seconds))


def _kind(content: bytes) -> str | None:
    if content.startswith(b"OggS"):
        return OGG
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return WAV
    if content[4:8] == b"ftyp":
        return MP4
    if mpeg.is_adts(content):
        return AAC
    return MP3 if mpeg.is_mp3(content) else None
