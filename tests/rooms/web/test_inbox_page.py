# SPDX-License-Identifier: Apache-2.0
"""The inbox at the desk: a file is taken in, opened for a reason, vouched for or refused."""

import io
import re
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.forms import CODE, body, sealed
from tests.people import open_as
from tests.template import Template

from kuzat.collection.offline import Blank
from kuzat.collection.offline.receipt import check_digit
from kuzat.store import Archive, access_identity_log, access_inbox, access_rows_of_kind, make_form, reader_of
from kuzat.testing import AIZADA, Randomness
from kuzat.web import application

BOUNDARY = "----kuzat"
WORDS = "They <b>knocked</b> at night"
SAID = [["information.testimony", WORDS], ["event.start", "May 2024"], ["event.region", "KG-O"]]


@pytest.fixture
def office(template: Template, tmp_path: Path) -> tuple[Path, Blank]:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        return path, make_form(archive, "form_purpose.testimony")


@pytest.fixture
def browser(office: tuple[Path, Blank], template: Template) -> Browser:
    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, "coder", random=Randomness("desk"))

    return Browser(application(office[0], PORT, opener=opener)).unlock(AIZADA.passphrase)


def give(browser: Browser, content: bytes) -> Browser:
    """Send a file by the form of the inbox."""
    browser.get("/inbox")
    token, _export = re.findall(r'action="(/keep/[\w-]+)"', browser.text)
    csrf = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.text)[0]
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("csrfmiddlewaretoken", csrf), ("inbox", "sealed"))
    ]
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="sealed"; filename="a.kuzat"\r\n\r\n'
    sent = ("".join(parts) + file).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    environ = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(sent)), "wsgi.input": io.BytesIO(sent)}
    browser._load("POST", token, b"", environ)
    return browser._follow()


def test_a_file_is_taken_in_opened_for_a_reason_and_vouched_for(
    browser: Browser, office: tuple[Path, Blank], template: Template
) -> None:
    path, blank = office
    assert "There are none." in browser.get("/inbox").words
    give(browser, sealed(blank, body(blank, SAID)))
    address = browser.path
    assert re.fullmatch("/inbox/inf-[0-9a-f]{32}", address)
    assert "knocked" not in browser.text
    assert address in browser.get("/inbox").links
    browser.get(address).post(address, reason=" ")
    assert browser.status == 400
    browser.get(address).post(address, reason="to record it")
    assert "They &lt;b&gt;knocked" in browser.text
    assert "Osh" in browser.words
    browser.post(address, reason="to record it", vouch="1", event="")
    assert browser.path.startswith("/event/evt-")
    browser.get(address).post(address, reason="to look again")
    assert 'name="vouch"' not in browser.text
    with open_as(path, template.unlocked, "coder") as archive:
        reader = reader_of(archive)
        (event,) = access_rows_of_kind(archive, reader, "event")
        reasons = {look.reason for look in access_identity_log(archive, reader)}
    assert (event["start"], reasons) == ("2024-05", {"to record it", "to look again"})


@pytest.mark.slow
def test_a_receipt_tells_a_status_and_no_name(browser: Browser, office: tuple[Path, Blank]) -> None:
    _path, blank = office
    address = give(browser, sealed(blank, body(blank, SAID))).path
    asked = browser.get("/receipt").post("/receipt", code=" ".join(re.findall(".{5}", CODE)))
    assert "Came in, and waits to be read" in asked.words
    assert 'aria-label="Receipt code"' in asked.text
    assert address not in asked.text
    browser.get("/receipt").post("/receipt", code=CODE[:-1])
    assert browser.status == 400
    assert "This is no receipt code" in browser.words
    browser.get("/receipt").post("/receipt", code="0" * 24 + check_digit("0" * 24))
    assert "No report with this receipt code came in." in browser.words


def test_one_is_refused_with_a_reason(
    browser: Browser, office: tuple[Path, Blank], template: Template
) -> None:
    path, blank = office
    address = give(browser, sealed(blank, body(blank, SAID))).path
    browser.post(address, reason="to record it")
    browser.post(address, reason="to record it", refuse="1", why="everything")
    assert "knocked" in browser.text, "a reason that nobody offers decides nothing"
    browser.post(address, reason="to record it", refuse="1", why="unclear")
    assert "It tells too little" in browser.words
    with open_as(path, template.unlocked, "coder") as archive:
        (came,) = access_inbox(archive, reader_of(archive))
        assert access_rows_of_kind(archive, reader_of(archive), "event") == ()
    assert came.status == "intake.refused"


@pytest.mark.parametrize("wrong", ["cut", "letter", "elsewhere"])
def test_a_bad_file_is_named_and_not_kept(browser: Browser, office: tuple[Path, Blank], wrong: str) -> None:
    path, blank = office
    other = Blank(form="frm-" + "00" * 16, key=blank.key, purpose="")
    content, sentence = {
        "cut": (sealed(blank, body(blank, SAID))[:-1], "cut short"),
        "letter": (b"A letter", "no file that a form sealed"),
        "elsewhere": (sealed(other, body(other, SAID)), "not of this archive"),
    }[wrong]
    before = sorted((path / "exhibits").iterdir())
    give(browser, content)
    assert browser.status >= 400
    assert sentence in browser.words
    assert sorted((path / "exhibits").iterdir()) == before
