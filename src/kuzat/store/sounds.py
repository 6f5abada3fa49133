# SPDX-License-Identifier: Apache-2.0
"""Whether a recording is played here, looked at in the process that opens documents.

Where a system has no such process, the same reader looks at it in this one: it decodes nothing, unpacks
nothing and calls no library.
"""

from collections.abc import Iterable

from kuzat.errors import Refused
from kuzat.preservation import sound
from kuzat.preservation.documents.extracted import Extracted, Silence
from kuzat.preservation.folder import HOSTILE
from kuzat.store.sandbox import NoSandbox, Sandbox

UNKNOWN = "application/octet-stream"


class SoundRefused(Refused):
    """This recording is not played here: {reason}."""

    code = "sound_refused"
    advice = "Take the original out, and play it on a machine on which there is nothing else."


def examined(sandbox: Sandbox, content: bytes) -> Extracted:
    """What a file is that is said to be a recording, and how long it plays."""
    try:
        return sandbox.extract([content])
    except NoSandbox:
        return sound.described(content, UNKNOWN)


def whole(pieces: Iterable[bytes]) -> bytes:
    """A recording in memory, or as much of it as shows that it is too large."""
    read = bytearray()
    for piece in pieces:
        read += piece
        if len(read) > sound.LARGEST:
            break
    return bytes(read)


def is_hostile(found: Extracted) -> bool:
    """Whether a file does what no honest recording needs."""
    return found.silence in HOSTILE


def check_played(found: Extracted) -> None:
    """Raises `SoundRefused` with the reason."""
    if found.silence is not Silence.RECORDING:
        raise SoundRefused(reason=(found.silence or Silence.UNKNOWN).phrase)
    if not found.seconds or found.media_type not in sound.PLAYED:
        raise SoundRefused(reason=Silence.UNKNOWN.phrase)
