# SPDX-License-Identifier: Apache-2.0
"""Pages of the desk as a reader meets them: the first page, lists, events, counts, places."""

import os
import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from bench.clocked import Watch, percentile
from bench.generated import Generator
from bench.words import Lexicon
from kuzat.keys import Login
from kuzat.store import Reader, Wanted, access_events, add_member, open_archive
from kuzat.terms import vocabulary
from kuzat.web import application

PORT = 8765
LISTS = ("/", "/events", "/events?page=40", "/events?region=XP-1", "/places", "/count?by=year")
EVENTS = 40
ROUNDS = 4
# So many pages are read between two forms that somebody else saves.
BETWEEN = 10


class PageFailed(Exception):
    """The desk answered with something else than a page."""


def measure(archive: Path, passphrase: str) -> dict[str, float]:
    """p50 and p95 of pages in milliseconds, each asked for several times after unlocking once."""
    desk = application(archive, PORT)
    token = desk.desk.unlock(Login(passphrase=passphrase))
    cookie = f"{desk.desk.cookie}={token}"
    watch, each = Watch(), dict[str, Watch]()
    for address in _asked(archive, passphrase):
        with watch.lap(), each.setdefault(address, Watch()).lap():
            _get(desk, address, cookie)
    desk.desk.sessions.end_all()
    by_list = {f"page {a}": percentile(each[a].laps, 50) for a in LISTS}
    return {
        "p50": percentile(watch.laps, 50),
        "p95": percentile(watch.laps, 95),
        "slowest": 1000 * max(watch.laps),
        **by_list,
    }


def measure_as(role: str, archive: Path, passphrase: str) -> dict[str, float]:
    """The same for a new member of a role that does not see all, while another one saves forms.

    ``first`` is the first page after unlocking, in seconds: all that the member may see is read for it.
    """
    login = Login(passphrase=f"a generated {role} reads generated pages")
    addresses, watch, first = list(_asked(archive, passphrase)), Watch(), Watch()
    with open_archive(archive, passphrase) as writer:
        forms = Generator(Lexicon(vocabulary.load(), seed=7), vocabulary.load()).forms(os.urandom)
        add_member(writer, login, [role])
        desk = application(archive, PORT)
        cookie = f"{desk.desk.cookie}={desk.desk.unlock(login)}"
        with first.lap():
            _get(desk, "/", cookie)
        for number, address in enumerate(addresses):
            if number % BETWEEN == 0:
                writer.say(next(forms))
            with watch.lap():
                _get(desk, address, cookie)
        desk.desk.sessions.end_all()
    return {"p95": percentile(watch.laps, 95), "first": first.seconds}


def _asked(path: Path, passphrase: str) -> Iterator[str]:
    with open_archive(path, passphrase) as archive:
        rows = access_events(archive, Reader(member=archive.member), Wanted(), size=1000).rows
    chosen = random.Random(4).sample([row["id"] for row in rows], min(EVENTS, len(rows)))
    for _ in range(ROUNDS):
        yield from LISTS
        yield from (f"/event/{id_}" for id_ in chosen)


def _get(desk: Any, address: str, cookie: str) -> bytes:
    path, _, query = address.partition("?")
    status: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": str(PORT),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": f"127.0.0.1:{PORT}",
        "HTTP_COOKIE": cookie,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    content = b"".join(desk(environ, lambda given, headers: status.append(given)))
    if not status or not status[0].startswith("200"):
        raise PageFailed(address, status)
    return content
