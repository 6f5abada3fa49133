# SPDX-License-Identifier: Apache-2.0
"""One desk: which archive it opens, under which addresses it answers, who is at it now, how it ends."""

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from django.core.handlers.wsgi import WSGIHandler

from kuzat.keys import Login
from kuzat.store import Archive, Recogniser, check_factor, open_archive
from kuzat.web import ending, settings
from kuzat.web.sessions import IDLE_SECONDS, Seconds, Sessions

KEY = "kuzat.desk"
HOSTS = ("127.0.0.1", "localhost")

End = Callable[[], None]


class Opener(Protocol):
    """What unlocks an archive: a passphrase, the content of a key file, officers with their shares."""

    def __call__(
        self, path: Path, passphrase: str, /, *, file: bytes = b"", others: Sequence[Login] = ()
    ) -> Archive: ...


class Desk:
    """What every page of one desk shares.

    ``opener`` unlocks the archive, ``end`` ends the process at once, with every key in it; a session ends
    after ``idle`` seconds without a page. ``recogniser`` is a program that writes down
    recordings, if this machine has one.
    """

    def __init__(
        self,
        path: Path,
        port: int,
        opener: Opener,
        clock: Seconds,
        end: End,
        idle: float,
        recogniser: Recogniser | None = None,
    ) -> None:
        self.path = path
        self.port = port
        self.hosts = frozenset(f"{host}:{port}" for host in HOSTS)
        self.cookie = f"kuzat-{port}"
        self.sessions = Sessions(clock, idle)
        self.end = end
        self.recogniser = recogniser
        self._opener = opener
        self._one_at_a_time = Lock()

    def unlock(self, login: Login, others: Sequence[Login] = (), code: str = "") -> str:
        """Open the archive; returns the session's id. One attempt at a time, each as slow as Argon2id.

        Raises what ``opener`` raises, such as the error of a wrong passphrase, `WrongCode` or `FactorShut`.
        """
        with self._one_at_a_time:
            archive = self._opener(self.path, login.passphrase, file=login.file, others=others)
            try:
                check_factor(archive, code)
            except BaseException:
                archive.close()
                raise
            return self.sessions.begin(archive)


class Application:
    """The desk as a WSGI callable; ``desk`` is for whoever serves it."""

    def __init__(self, desk: Desk) -> None:
        settings.configure()
        self.desk = desk
        self._django = WSGIHandler()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ[KEY] = self.desk
        answer: Iterable[bytes] = self._django(environ, start_response)
        return answer


def application(
    path: Path,
    port: int,
    *,
    opener: Opener = open_archive,
    clock: Seconds = time.monotonic,
    end: End = ending.at_once,
    idle: float = IDLE_SECONDS,
    recogniser: Recogniser | None = None,
) -> Application:
    """The desk of the archive at ``path``, answering at 127.0.0.1 and localhost with this port only."""
    return Application(Desk(path, port, opener, clock, end, idle, recogniser))
