# SPDX-License-Identifier: Apache-2.0
"""Who is at the desk: open archives by a random id, in memory only.

The browser holds 256 random bits; the map holds their SHA-256. A session ends by the lock button, after
some time without a page, or with the process. Its end closes the archive.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock, RLock

from kuzat.store import Archive
from kuzat.web.answers import Answers
from kuzat.web.listening.sounds import Sounds
from kuzat.web.once import Once
from kuzat.web.sealing import Seal

IDLE_SECONDS = 15 * 60.0
MOST = 4

Seconds = Callable[[], float]


@dataclass(slots=True, eq=False)
class Session:
    """One open archive. A page works on it under ``lock``, since it holds one connection.

    ``kept`` remembers lists that stay true while the log does not grow, ``linked`` which records may be one,
    ``once`` the forms that were drawn and what came of them, ``answers`` the pages that answered them,
    ``sounds`` the recordings that were opened; all die with the session. ``leaving`` tells whoever works on
    it for long that it is to end now.
    """

    archive: Archive
    seen: float
    seal: Seal = field(default_factory=Seal)
    lock: RLock = field(default_factory=RLock)
    kept: dict[object, object] = field(default_factory=dict)
    linked: dict[str, object] = field(default_factory=dict)
    once: Once = field(default_factory=Once)
    answers: Answers = field(default_factory=Answers)
    sounds: Sounds = field(default_factory=Sounds)
    open: bool = True
    leaving: bool = False

    def end(self) -> None:
        """Close the archive once the page that is being drawn is done."""
        self.leaving = True
        with self.lock:
            if self.open:
                self.open = False
                self.kept.clear()
                self.linked.clear()
                self.answers.clear()
                self.sounds.clear()
                self.archive.close()


class Sessions:
    """The sessions of one desk. ``clock`` gives monotonic seconds, ``idle`` of which end a session."""

    def __init__(self, clock: Seconds, idle: float = IDLE_SECONDS) -> None:
        self._clock = clock
        self._idle = idle
        self._guard = Lock()
        self._by_digest: dict[bytes, Session] = {}

    def begin(self, archive: Archive) -> str:
        """Remember an open archive; returns the id for the browser. The oldest session makes room."""
        token = secrets.token_urlsafe(32)
        with self._guard:
            oldest = sorted(self._by_digest, key=lambda key: self._by_digest[key].seen)
            surplus = max(0, len(oldest) - MOST + 1)
            ended = [self._by_digest.pop(key) for key in oldest[:surplus]]
            self._by_digest[_digest(token)] = Session(archive, self._clock())
        for session in ended:
            session.end()
        return token

    def find(self, token: str) -> Session | None:
        """The session of an id, which counts as activity; None once it has ended."""
        self.sweep()
        with self._guard:
            session = self._by_digest.get(_digest(token))
            if session is not None:
                session.seen = self._clock()
            return session

    def end(self, token: str) -> None:
        """End one session; an unknown id is nothing."""
        with self._guard:
            session = self._by_digest.pop(_digest(token), None)
        if session is not None:
            session.end()

    def sweep(self) -> None:
        """End what was idle too long."""
        with self._guard:
            last = self._clock() - self._idle
            idle = [key for key, session in self._by_digest.items() if session.seen <= last]
            ended = [self._by_digest.pop(key) for key in idle]
        for session in ended:
            session.end()

    def end_all(self) -> None:
        """End every session."""
        with self._guard:
            ended = list(self._by_digest.values())
            self._by_digest.clear()
        for session in ended:
            session.end()


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
