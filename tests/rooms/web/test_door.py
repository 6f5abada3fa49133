# SPDX-License-Identifier: Apache-2.0
"""Nobody is let in without the passphrase, from elsewhere, by a forged form, or after locking."""

import io
from pathlib import Path
from typing import Any

import pytest
from tests.browser import PORT, Browser, Seconds

from kuzat.keys import WrongPassphrase
from kuzat.store import Archive
from kuzat.testing import AIZADA, BAKYT
from kuzat.web.desk import Desk, application
from kuzat.web.middleware import HEADERS
from kuzat.web.sessions import IDLE_SECONDS
from kuzat.web.unlocking.views import is_ours

NOBODY = "evt-" + "0" * 32


def pages(ids: dict[str, str]) -> list[str]:
    """An address of each sort."""
    return [
        "/",
        "/events",
        f"/event/{ids['event']}",
        f"/event/{NOBODY}",
        f"/person/{ids['person']}",
        f"/record/{ids['act']}",
        f"/statement/{ids['event']}/{'0' * 64}",
        "/stories",
        "/story/abc",
        "/places",
        "/count",
        "/search",
        "/about",
    ]


def test_every_page_is_the_door_before_unlocking(stranger: Browser, small: Any) -> None:
    for path in pages(small.ids):
        assert stranger.get(path).status == 403, path
        assert "The archive is locked" in stranger.words, path
        assert "march" not in stranger.text, path


def test_the_door_is_the_same_whether_or_not_there_is_a_record(stranger: Browser, small: Any) -> None:
    there, nowhere = f"/event/{small.ids['event']}", f"/event/{NOBODY}"
    stranger.get("/")
    bodies = []
    for path in (there, nowhere):
        text = stranger.get(path).text.replace(path, "PATH")
        bodies.append([line for line in text.splitlines() if "csrfmiddlewaretoken" not in line])
    assert bodies[0] == bodies[1]


def test_every_answer_carries_the_headers(stranger: Browser, reader: Browser) -> None:
    for browser in (stranger, reader):
        for path in ("/", "/events", "/nowhere", "/desk.css", "/kuzat.svg", f"/event/{NOBODY}"):
            browser.get(path)
            assert {name: browser.headers.get(name) for name in HEADERS} == HEADERS, path


def test_unlocking_leads_to_the_page_that_was_asked_for(stranger: Browser) -> None:
    stranger.get("/places")
    assert 'name="next" value="/places"' in stranger.text
    stranger.post("/unlock", passphrase=AIZADA.passphrase, next="/places")
    assert (stranger.status, stranger.path) == (200, "/places")


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("/events?year=2010", True),
        ("//evil.example", False),
        ("https://evil.example", False),
        ("/\\evil.example", False),
        ("/\t/evil.example", False),
        ("", False),
    ],
)
def test_the_way_after_unlocking_stays_here(path: str, ours: bool) -> None:
    assert is_ours(path) is ours


def test_a_wrong_passphrase_is_said_and_never_repeated(stranger: Browser) -> None:
    stranger.get("/")
    stranger.post("/unlock", passphrase=BAKYT.passphrase, next="/")
    assert stranger.status == 403
    assert WrongPassphrase().sentence() in stranger.words
    assert BAKYT.passphrase not in stranger.text
    assert stranger.get("/events").status == 403


def test_no_cookie_is_for_scripts_or_other_sites(stranger: Browser, desk: Desk) -> None:
    stranger.unlock(AIZADA.passphrase).post("/about", language="ky")
    assert set(stranger.cookies) == {desk.cookie, "kuzat-form", "kuzat-language"}
    for cookie in stranger.cookies_set:
        parts = {part.strip() for part in cookie.split(";")}
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= parts, cookie
        assert not any(part.startswith(("expires", "Max-Age")) for part in parts), cookie


def test_locking_ends_the_session_for_good(reader: Browser, desk: Desk) -> None:
    cookies = dict(reader.cookies)
    archive = desk.sessions.find(cookies[desk.cookie]).archive  # type: ignore[union-attr]
    reader.post("/lock")
    assert (reader.status, desk.cookie in reader.cookies) == (200, False)
    assert "Locked" in reader.words
    reader.cookies = cookies  # a replayed session
    assert reader.get("/events").status == 403
    with pytest.raises(Exception, match="closed"):
        archive.database.raw.execute("SELECT 1")


def test_locking_needs_a_form_of_the_desk(reader: Browser) -> None:
    assert reader.get("/lock").status == 404
    assert reader.post("/lock", _token=False).status == 403
    assert reader.get("/events").status == 200


def test_an_idle_desk_locks_itself(reader: Browser, seconds: Seconds) -> None:
    seconds.now += IDLE_SECONDS
    assert reader.get("/events").status == 403


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        f"127.0.0.1:{PORT + 1}",
        f"127.0.0.1.evil.example:{PORT}",
        f"[::1]:{PORT}",
        "",
    ],
)
def test_another_host_is_refused_even_with_a_session(reader: Browser, host: str) -> None:
    reader.get("/events", HTTP_HOST=host)
    assert reader.status == 421
    assert "march" not in reader.text


def test_localhost_is_this_desk_too(reader: Browser) -> None:
    assert reader.get("/events", HTTP_HOST=f"localhost:{PORT}").status == 200


@pytest.mark.parametrize("path", ["/unlock", "/lock", "/search", "/events", "/"])
@pytest.mark.parametrize(
    "sent",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": f"http://127.0.0.1:{PORT + 1}"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site", "HTTP_ORIGIN": "null"},
    ],
)
def test_a_form_from_elsewhere_is_refused(reader: Browser, path: str, sent: dict[str, str]) -> None:
    reader.post(path, _environ=sent, words="march", language="ky", passphrase=AIZADA.passphrase)
    assert reader.status == 403
    assert "did not come from a page of the desk" in reader.words
    assert "march is stopped" not in reader.text


@pytest.mark.parametrize("path", ["/unlock", "/lock", "/search", "/events", "/"])
def test_a_form_without_the_token_is_refused(reader: Browser, path: str) -> None:
    reader.post(path, _token=False, words="march", language="ky")
    assert reader.status == 403
    assert reader.get("/").headers["Content-Language"] == "en"


def test_a_browser_that_hides_its_origin_is_let_in_by_the_token(reader: Browser) -> None:
    sent = {"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-origin"}
    assert reader.post("/search", _environ=sent, words="march").status == 200


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "text/plain"])
def test_uploads_and_other_bodies_are_refused_unread(reader: Browser, kind: str) -> None:
    body = io.BytesIO(b"x" * 100)
    reader.post("/search", _environ={"CONTENT_TYPE": kind, "wsgi.input": body})
    assert (reader.status, body.tell()) == (400, 0)


def test_a_form_that_is_too_long_is_refused(reader: Browser) -> None:
    assert reader.post("/search", words="м" * 70_000).status == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "PROPFIND"])
def test_other_methods_are_refused(reader: Browser, method: str) -> None:
    reader._load(method, "/events", b"", {})
    assert reader.status == 400


@pytest.mark.parametrize("path", ["/", "/places", "/count", "/stories", "/about", "/desk.css"])
def test_pages_that_only_show_take_no_form(reader: Browser, path: str) -> None:
    assert reader.post(path, words="march").status == 400


def test_an_error_of_ours_says_nothing_of_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        raise RuntimeError(f"the secret is {passphrase}")

    browser = Browser(application(tmp_path, PORT, opener=opener))
    browser.get("/")
    browser.post("/unlock", passphrase="a very long secret")
    assert browser.status == 500
    assert "Something went wrong in the desk itself" in browser.words
    for text in (browser.text, caplog.text):
        assert "secret" not in text
        assert "Traceback" not in text
    assert "RuntimeError at " in caplog.text
    assert {name: browser.headers.get(name) for name in HEADERS} == HEADERS
