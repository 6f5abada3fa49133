# SPDX-License-Identifier: Apache-2.0
"""The list of events and the search of the desk, beside plain Datasette over the same rows:
``python -m bench.browsing --size 100000 [--size …] [--datasette PYTHON]``.

PYTHON is a Python that has Datasette; it is no package of ours. To make one:
``python3 -m venv /tmp/datasette && /tmp/datasette/bin/pip install datasette``.
Measured is the time of processors, so that what else runs on the machine changes little.
"""

import argparse
import json
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.generated import MAPPING, Generator
from bench.table import Figure, lines
from bench.words import Lexicon
from kuzat import keys
from kuzat.keys import Login
from kuzat.store import Archive, SheetFile, create, import_sheet
from kuzat.terms import vocabulary
from kuzat.web import application

ROOT = Path(__file__).parents[1]
PASSPHRASE = "only generated data lies here"
PORT, SIZES = 8765, (100_000,)
# Each list is another one, since the desk remembers what it counted for a list until the log grows.
YEARS = range(2001, 2021)
PAGES = len(YEARS)
TOKEN = "t" * 32
COLUMNS = ("id", "title", "start", "start_from", "status", "direction", "confidence", "story")
FACETS = ("status", "direction", "confidence", "story")
PLAIN = (
    f"CREATE TABLE event ({', '.join(COLUMNS)})",
    "CREATE INDEX event_start ON event (start_from)",
    "CREATE TABLE record (id, text)",
    'CREATE VIRTUAL TABLE record_fts USING fts5 (text, content="record")',
)
TEXTS = (
    "SELECT about, group_concat(value, ' ') FROM statement WHERE type = 'text' AND value IS NOT NULL"
    " GROUP BY about"
)
FOUND = ("200", "303")


class NoPage(Exception):
    """The desk answered with something else than a page."""


class Desk:
    """The desk of one archive, unlocked once, asked in this process."""

    def __init__(self, path: Path) -> None:
        self.application = application(path, PORT)
        token = self.application.desk.unlock(Login(passphrase=PASSPHRASE))
        self.cookies = f"{self.application.desk.cookie}={token}; kuzat-form={TOKEN}"

    def ask(self, address: str, **form: str) -> None:
        """Ask for a page, or send a form and fetch the page to which it leads. Raises `NoPage`."""
        sent = urlencode({**form, "csrfmiddlewaretoken": TOKEN}).encode() if form else b""
        answer: list[Any] = []
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "POST" if form else "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(sent)),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(PORT),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": f"127.0.0.1:{PORT}",
            "HTTP_COOKIE": self.cookies,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(sent),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        b"".join(self.application(environ, lambda status, headers: answer.extend((status, dict(headers)))))
        if not answer or not answer[0].startswith(FOUND):
            raise NoPage(address)
        if "Location" in answer[1]:
            self.ask(answer[1]["Location"])

    def close(self) -> None:
        """Lock it."""
        self.application.desk.sessions.end_all()


def plain(archive: Archive, path: Path) -> None:
    """The same events and texts in an unencrypted SQLite file, with FTS5 and an index for the order."""
    raw: Any = archive.database.raw
    with closing(sqlite3.connect(path)) as made:
        for statement in PLAIN:
            made.execute(statement)
        events = raw.execute(f"SELECT {', '.join(COLUMNS)} FROM event")
        made.executemany(f"INSERT INTO event VALUES ({','.join('?' * len(COLUMNS))})", events)
        made.executemany("INSERT INTO record VALUES (?, ?)", raw.execute(TEXTS))
        made.execute("INSERT INTO record_fts (record_fts) VALUES ('rebuild')")
        made.commit()


def measured(folder: Path, size: int, datasette: Path | None) -> Iterator[Figure]:
    """Milliseconds of processors for a list with its facets, and for a search, ours and theirs."""
    generator = Generator(Lexicon(vocabulary.load(), seed=size), vocabulary.load())
    archive_path, plain_path = folder / f"{size}.archive", folder / f"{size}.db"
    with create(archive_path, PASSPHRASE, cost=keys.FLOOR) as archive:
        import_sheet(
            archive,
            SheetFile(
                name="generated.csv",
                content=generator.sheet(size),
                mapping_name="generated.yaml",
                mapping=MAPPING.encode(),
            ),
        )
        plain(archive, plain_path)
    words = [generator.lexicon.query() for _ in range(PAGES)]
    facets = "&".join(f"_facet={name}" for name in FACETS)
    since = (f"start_from__gte={year}-01-01" for year in YEARS)
    lists = [f"/{size}/event?_sort_desc=start_from&_size=50&{facets}&{asked}" for asked in since]
    searches = [f"/{size}/record?{urlencode({'_search': one, '_size': 50})}" for one in words]
    theirs = _theirs(datasette, plain_path, [*lists, *searches]) if datasette else None
    ours = _ours(archive_path, words)
    for name, at in (("a list with what narrows it down", 0), ("a search", PAGES)):
        own = statistics.median(ours[at : at + PAGES])
        other = statistics.median(theirs[at : at + PAGES]) if theirs else None
        yield Figure(name=f"{name}, ms of processors", value=own)
        yield Figure(name=f"Datasette: {name}", value=other, below=True)
        yield Figure(name=f"{name}, ratio", value=own / other if other else None, below=True)


def _ours(path: Path, words: Sequence[str]) -> list[float]:
    desk = Desk(path)
    asked: list[tuple[str, dict[str, str]]] = [(f"/events?since={year}", {}) for year in YEARS]
    asked += [("/search", {"words": one}) for one in words]
    found = []
    for address, form in asked:
        begun = time.process_time()
        desk.ask(address, **form)
        found.append(1000 * (time.process_time() - begun))
    desk.close()
    return found


def _theirs(python: Path, path: Path, addresses: Sequence[str]) -> list[float]:
    command = (str(python), "bench/datasette_child.py", str(path))
    answer = subprocess.run(
        command, cwd=ROOT, input=json.dumps(addresses).encode(), stdout=subprocess.PIPE, check=True
    )
    found: list[float] = json.loads(answer.stdout.decode().splitlines()[-1])
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure at each size and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.browsing", description=main.__doc__)
    parser.add_argument("--size", type=int, action="append", help="statements in the archive")
    parser.add_argument("--datasette", type=Path, help="a Python that has Datasette")
    asked = parser.parse_args(arguments)
    figures = {}
    with tempfile.TemporaryDirectory(prefix="kuzat-bench-") as folder:
        for size in sorted(asked.size or SIZES):
            figures[size] = list(measured(Path(folder), size, asked.datasette))
    print(*lines(figures), sep="\n")
    if asked.datasette is None:
        print("Datasette: skipped, not installed. Make a Python that has it, and name it with --datasette.")


if __name__ == "__main__":
    main()
