# SPDX-License-Identifier: Apache-2.0
"""Recordings that were opened in a session: in memory only, under an address that nobody can guess.

A recording is the one thing of an original that the desk hands to the browser to be played. What is given
has passed the check of its container, under a type that the desk chose, as sound for a player and as nothing
else; the browser is told to run nothing of it and to keep nothing.
"""

import re
import secrets
from collections import OrderedDict

from django.http import Http404, HttpRequest, HttpResponse

from kuzat import store
from kuzat.store import Heard

MOST, SIGNS = 2, 32
WHOLE, PART, BEYOND = 200, 206, 416
# As what a browser asks for it: a player, or one of those that do not say.
FOR_PLAYERS = frozenset(("audio", "video", ""))
SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Content-Disposition": 'attachment; filename="sound.bin"',
    "Accept-Ranges": "bytes",
}
_RANGE = re.compile(r"bytes=([0-9]{0,12})-([0-9]{0,12})")


class Sounds:
    """What was opened last, the newest `MOST`; each with the token that is its address."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Heard] = OrderedDict()

    def hold(self, heard: Heard) -> str:
        """Under which token it can be played from now on."""
        token = secrets.token_urlsafe(SIGNS)
        self._held[token] = heard
        while len(self._held) > MOST:
            self._held.popitem(last=False)
        return token

    def find(self, token: str) -> Heard | None:
        """What was opened under a token; None where it was not, or too long ago."""
        return self._held.get(token)

    def replace(self, token: str, heard: Heard) -> None:
        """The same recording, of which more is known now."""
        self._held[token] = heard

    def forget(self, token: str) -> None:
        """It is played no more."""
        self._held.pop(token, None)

    def clear(self) -> None:
        """Forget all of them."""
        self._held.clear()


def sound(request: HttpRequest, token: str) -> HttpResponse:
    """The recording, or the part of it that a player asks for. Raises `Http404`."""
    session = request.session
    held = session.sounds.find(token)
    if held is None or request.headers.get("Sec-Fetch-Dest", "") not in FOR_PLAYERS:
        raise Http404
    recording = held.recording
    if not store.may_hear(session.archive, store.reader_of(session.archive), recording.exhibit):
        session.sounds.forget(token)
        raise Http404
    return _answer(recording.content, recording.media_type, request.headers.get("Range", ""))


def _answer(content: bytes, media_type: str, asked: str) -> HttpResponse:
    size, span = len(content), _span(asked, len(content))
    if span is None:
        response = HttpResponse(status=BEYOND, headers={"Content-Range": f"bytes */{size}"})
    else:
        start, end = span
        is_part = bool(asked)
        response = HttpResponse(content[start:end], status=PART if is_part else WHOLE)
        if is_part:
            response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response["Content-Type"] = media_type
    for name, value in SAFE.items():
        response[name] = value
    return response


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """From which byte up to which; the whole where nothing or something odd is asked for (RFC 9110, 14)."""
    found = _RANGE.fullmatch(asked)
    if not asked:
        return 0, size
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return (max(0, size - int(found[2])), size) if int(found[2]) else None
    start, end = int(found[1]), int(found[2]) + 1 if found[2] else size
    return (start, min(end, size)) if start < min(end, size) else None
