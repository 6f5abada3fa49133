# SPDX-License-Identifier: Apache-2.0
"""An original streams into the vault and nowhere else; what is cut leaves nothing; it comes out as a file."""

import io
import re
import resource
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser import PORT, Browser
from tests.people import open_as
from tests.template import Template

from kuzat import store
from kuzat.store import Archive, reader_of
from kuzat.testing import AIZADA
from kuzat.web import application

BOUNDARY = "----kuzat"
KIND = f"multipart/form-data; boundary={BOUNDARY}"
URL = "https://practice.example.org/letter"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>\r\n--' * 5000


class Body:
    """A request's body that is made while it is read: a head, zeros or content, a tail."""

    def __init__(self, head: bytes, content: Iterator[bytes], tail: bytes) -> None:
        self._pieces = self._all(head, content, tail)
        self._ready = b""
        self.taken = 0

    @staticmethod
    def _all(head: bytes, content: Iterator[bytes], tail: bytes) -> Iterator[bytes]:
        yield head
        yield from content
        yield tail

    def read(self, size: int = -1) -> bytes:
        while len(self._ready) < size and (piece := next(self._pieces, b"")):
            self._ready += piece
        taken, self._ready = self._ready[:size], self._ready[size:]
        self.taken += len(taken)
        return taken

    def readline(self, size: int = -1) -> bytes:
        raise AssertionError("a body is read in pieces")


def head(fields: dict[str, str], name: str) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in fields.items()
    ]
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="original"; filename="{name}"\r\n\r\n'
    return ("".join(parts) + file).encode()


TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()


def send(
    browser: Browser,
    content: bytes,
    *,
    public: str = URL,
    name: str = "letter.svg",
    length: int | None = None,
    token: str | None = None,
    csrf: str | None = None,
    tail: bytes = TAIL,
    between: Callable[[], None] = lambda: None,
) -> Body:
    """Send a file by the form that is open; ``length`` is what the request says of itself.

    ``between`` is done when half of it was read.
    """

    def halves() -> Iterator[bytes]:
        yield content[: len(content) // 2]
        between()
        yield content[len(content) // 2 :]

    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.text)
    drawn = re.search(r'action="/keep/([\w-]+)"', browser.text)
    fields = {"csrfmiddlewaretoken": csrf or (found[1] if found else ""), "public": public}
    start = head(fields, name)
    body = Body(start, halves(), tail)
    told = len(start) + len(content) + len(TAIL) if length is None else length
    path = f"/keep/{token or (drawn[1] if drawn else '')}"
    environ: Any = {"CONTENT_TYPE": KIND, "CONTENT_LENGTH": str(told), "wsgi.input": body}
    browser._load("POST", path, b"", environ)
    browser._follow()
    return body


@pytest.fixture
def path(template: Template, tmp_path: Path) -> Path:
    template.copy(tmp_path / "office.archive").close()
    return tmp_path / "office.archive"


def desk(path: Path, template: Template, *roles: str) -> Browser:
    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, *roles)

    return Browser(application(path, PORT, opener=opener)).unlock(AIZADA.passphrase)


@pytest.fixture
def browser(path: Path, template: Template) -> Browser:
    return desk(path, template, "coder").get("/keep")


def exhibits(path: Path) -> list[Path]:
    return sorted((path / "exhibits").iterdir())


def kept(path: Path, template: Template) -> list[Any]:
    with open_as(path, template.unlocked, "reader") as archive:
        rows = store.access_rows_of_kind(archive, reader_of(archive), "exhibit")
        return [row for row in rows if row["media_type"] == "application/octet-stream"]


def test_a_file_is_kept_as_it_was_sent_and_comes_out_only_as_a_file(
    browser: Browser, path: Path, template: Template
) -> None:
    send(browser, SVG, name="C:\\\\Users\\\\somebody\\\\letter.svg")
    assert browser.path.startswith("/done/")
    (row,) = kept(path, template)
    assert (row["name"], row["size"], row["public"]) == ("letter.svg", str(len(SVG)), URL)
    browser.get(f"/record/{row['id']}")
    assert "Take it out as a file" in browser.words
    browser.post(f"/exhibit/{row['id']}/original")
    assert browser.text.encode() == SVG
    wanted = {"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff"}
    assert {name: browser.headers[name] for name in wanted} == wanted
    assert browser.headers["Content-Security-Policy"].startswith("sandbox")
    assert re.fullmatch(r'attachment; filename="X-\w{5}\.bin"', browser.headers["Content-Disposition"])


def test_what_is_not_published_is_sealed_with_its_name(
    browser: Browser, path: Path, template: Template
) -> None:
    send(browser, b"a letter", public="", name="letter of Zarinabegim.txt")
    assert browser.path.startswith("/done/")
    assert kept(path, template) == []
    with open_as(path, template.unlocked, "reader") as archive:
        assert [store.is_protected(archive, file.name) for file in exhibits(path)].count(True) == 1
        assert store.access_search(archive, reader_of(archive), "Zarinabegim") == ()


@pytest.mark.parametrize("missing", [1, 10, 100_000])
def test_a_cut_file_leaves_nothing(browser: Browser, path: Path, template: Template, missing: int) -> None:
    before = exhibits(path)
    whole = len(head({"csrfmiddlewaretoken": "a" * 64, "public": URL}, "letter.svg")) + len(SVG) + len(TAIL)
    send(browser, SVG[: len(SVG) - missing], tail=b"", length=whole)
    assert browser.status == 400
    assert "did not arrive whole" in browser.words
    assert (exhibits(path), kept(path, template)) == (before, [])
    browser.get("/keep")
    send(browser, SVG)
    assert len(kept(path, template)) == 1


def test_nothing_is_read_for_who_has_no_form_of_this_desk(
    browser: Browser, path: Path, template: Template
) -> None:
    stranger = Browser(browser.app)
    stranger.get("/keep")
    for one in (stranger, browser):
        body = send(one, SVG, token="a" * 43)
        assert (one.status, body.taken) == (403, 0)
    officer = desk(path, template, "security_officer").get("/about")
    assert send(officer, SVG, token="a" * 43).taken == 0
    assert officer.status == 403


def test_a_second_click_finds_what_came_of_the_first(
    browser: Browser, path: Path, template: Template
) -> None:
    form = browser.text
    send(browser, SVG)
    done = browser.path
    browser.text = form
    assert send(browser, SVG).taken == 0
    assert (browser.path, len(kept(path, template))) == (done, 1)


def test_a_file_with_a_forged_token_is_not_kept(browser: Browser, path: Path, template: Template) -> None:
    send(browser, SVG, csrf="a" * 64)
    assert (browser.status, kept(path, template)) == (403, [])


def test_locking_ends_an_upload(browser: Browser, path: Path, template: Template) -> None:
    session = browser.app.desk.sessions.find(browser.cookies[f"kuzat-{PORT}"])  # type: ignore[attr-defined]
    before = exhibits(path)

    def leave() -> None:
        session.leaving = True

    send(browser, SVG, between=leave)
    assert (browser.status, exhibits(path)) == (400, before)


def test_django_makes_no_temporary_file(
    browser: Browser, path: Path, monkeypatch: pytest.MonkeyPatch, template: Template
) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    send(browser, bytes(4_000_000))
    assert len(kept(path, template)) == 1


@pytest.mark.slow
def test_300_megabytes_take_little_memory(browser: Browser, path: Path, template: Template) -> None:
    size, piece = 300 * 1024 * 1024, bytes(64 * 1024)
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.text)
    drawn = re.search(r'action="(/keep/[\w-]+)"', browser.text)
    assert found is not None
    assert drawn is not None
    start = head({"csrfmiddlewaretoken": found[1], "public": URL}, "long.mp4")
    body = Body(start, (piece for _ in range(size // len(piece))), TAIL)
    told = str(len(start) + size + len(TAIL))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    environ: Any = {"CONTENT_TYPE": KIND, "CONTENT_LENGTH": told, "wsgi.input": body}
    browser._load("POST", drawn[1], b"", environ)
    assert browser.status == 303
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 * 1024
    (row,) = kept(path, template)
    assert row["size"] == str(size)


def test_a_key_file_and_officers_are_taken_at_the_door(path: Path, template: Template) -> None:
    seen: list[Any] = []

    def opener(path: Path, passphrase: str, *, file: bytes = b"", others: Any = ()) -> Archive:
        seen.append((passphrase, file, [(one.passphrase, one.file) for one in others]))
        return open_as(path, template.unlocked, "director")

    browser = Browser(application(path, PORT, opener=opener)).get("/")
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.text)
    assert found is not None
    fields = {"csrfmiddlewaretoken": found[1], "passphrase": "one", "passphrase2": "two", "next": "/"}
    start = head(fields, "kept.key").replace(b'name="original"', b'name="key"')
    content = start + b"k" * 32 + TAIL
    environ: Any = {"CONTENT_TYPE": KIND, "wsgi.input": io.BytesIO(content)}
    browser._load("POST", "/unlock", content, environ)
    browser._follow()
    assert (browser.status, seen) == (200, [("one", b"k" * 32, [("two", b"")])])


def test_a_long_body_at_the_door_is_not_read(path: Path) -> None:
    browser = Browser(application(path, PORT)).get("/")
    body = io.BytesIO(bytes(200_000))
    environ: Any = {"CONTENT_TYPE": KIND, "CONTENT_LENGTH": "200000", "wsgi.input": body}
    browser._load("POST", "/unlock", b"", environ)
    assert (browser.status, body.tell()) == (400, 0)


def test_the_emergency_button_ends_the_process_after_the_answer(path: Path, template: Template) -> None:
    from threading import Event

    ended = Event()

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, "coder")

    browser = Browser(application(path, PORT, opener=opener, end=ended.set)).unlock(AIZADA.passphrase)
    cookies = dict(browser.cookies)
    browser.post("/panic", _token=False)
    assert (browser.status, ended.wait(0.5)) == (403, False)
    browser.get("/")
    browser.post("/panic")
    assert browser.headers["Clear-Site-Data"] == '"cache"'
    assert "Ended" in browser.words
    assert f"kuzat-{PORT}" not in browser.cookies
    assert cookies
    assert ended.wait(1)
