# SPDX-License-Identifier: Apache-2.0
"""One desk: which archive it opens, under which addresses it answers, who is at it now."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

from kuzat.store import Archive, open_archive
from kuzat.web import settings
from kuzat.web.sessions import Seconds, Sessions

KEY = "kuzat.desk"
HOSTS = ("127.0.0.1", "localhost")

Opener = Callable[[Path, str], Archive]


class Desk:
    """What every page of one desk shares. ``opener`` unlocks the archive with a passphrase."""

    def __init__(self, path: Path, port: int, opener: Opener, clock: Seconds) -> None:
        self.path = path
        self.port = port
        self.hosts = frozenset(f"{host}:{port}" for host in HOSTS)
        self.cookie = f"kuzat-{port}"
        self.sessions = Sessions(clock)
        self._opener = opener
        self._one_at_a_time = Lock()

    def unlock(self, passphrase: str) -> str:
        """Open the archive; returns the session's id. One attempt at a time, each as slow as Argon2id.

        Raises what ``opener`` raises, such as the error of a wrong passphrase.
        """
        with self._one_at_a_time:
            return self.sessions.begin(self._opener(self.path, passphrase))


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
    path: Path, port: int, *, opener: Opener = open_archive, clock: Seconds = time.monotonic
) -> Application:
    """The desk of the archive at ``path``, answering at 127.0.0.1 and localhost with this port only."""
    return Application(Desk(path, port, opener, clock))
