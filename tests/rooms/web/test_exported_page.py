# SPDX-License-Identifier: Apache-2.0
"""An export at the desk: sent in, opened for a reason, messages taken up or refused, then closed."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests import sounds
from tests.browser import PORT, Browser
from tests.people import open_as
from tests.template import Template

from kuzat.collection.incoming import Told
from kuzat.store import Archive, access_exports, access_rows_of_kind, find_export, reader_of, take_export
from kuzat.testing import AIZADA, Randomness
from kuzat.web import application
from kuzat.web.inbox import exported

CHAT = "".join(
    f"13/05/2024, 21:{n:02} - Aijan: {text}\n"
    for n, text in enumerate(("They <b>knocked</b> at night", "Good morning", "This message was deleted"))
)


@pytest.fixture
def office(template: Template, tmp_path: Path) -> tuple[Path, str]:
    (tmp_path / "chat.txt").write_text(CHAT)
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        told = Told(zone="+06:00")
        return path, take_export(archive, reader_of(archive), tmp_path / "chat.txt", told)[0].information


@pytest.fixture
def browser(office: tuple[Path, str], template: Template) -> Browser:
    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, "coder", random=Randomness("desk"))

    return Browser(application(office[0], PORT, opener=opener)).unlock(AIZADA.passphrase)


def test_an_export_is_read_and_decided_message_by_message(
    office: tuple[Path, str], browser: Browser, template: Template
) -> None:
    path, id_ = office
    address = f"/inbox/export/{id_}"
    assert address in browser.get("/inbox").links
    assert "knocked" not in browser.get(address).text
    why = "to record it"
    assert "They &lt;b&gt;knocked&lt;/b&gt; at night" in browser.post(address, reason=why).text
    assert "deleted" in browser.words
    assert "Good" not in browser.post(address, reason=why, words="KNOCKED").words
    assert "Decided about: 0" in browser.get(address).words
    browser.post(address, reason=why, take_up="1")
    assert "Vouch for the chosen ones" in browser.words, "where none is chosen, none is taken up"
    browser.post(address, reason=why, number="1", take_up="1")
    assert browser.path.startswith("/event/")
    browser.get(address).post(address, reason=why, number="2", refuse="1", why="unclear")
    assert browser.path == address
    browser.post(address, reason=why, number="2", take_up="1")
    assert browser.status == 400
    browser.post(address, reason=why, close="1", why="elsewhere")
    assert browser.path == "/inbox"
    with open_as(path, template.unlocked, "coder") as archive:
        reader = reader_of(archive)
        assert len(access_rows_of_kind(archive, reader, "event")) == 1
        assert [one.information for one in access_exports(archive, reader)] == [id_]
        assert find_export(archive, id_).status == "intake.refused"


BOUNDARY = "xqzBoundary"


def give(browser: Browser, name: str, content: bytes, **asked: str) -> Browser:
    """Send an export in, as a browser does it without script."""
    page = browser.get("/inbox").text
    form = page.split('name="inbox" value="export"')[0].rsplit("<form", 1)[1]
    asks = (r'action="([^"]+)"', r'middlewaretoken" value="(\w+)"')
    token, key = (re.findall(found, form)[0] for found in asks)
    fields = {"csrfmiddlewaretoken": key, "inbox": "export", **asked}
    parts = [f'Content-Disposition: form-data; name="{k}"\r\n\r\n{v}' for k, v in fields.items()]
    head = "".join(f"--{BOUNDARY}\r\n{part}\r\n" for part in parts)
    told = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="exported"; filename="{name}"\r\n\r\n'
    sent = (head + told).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    environ = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(sent)), "wsgi.input": BytesIO(sent)}
    browser._load("POST", token, b"", environ)  # type: ignore[arg-type]
    return browser._follow()


def packed() -> bytes:
    """A chat with a voice message, as WhatsApp packs it."""
    head = "13/05/2024, 21:{:02} - Aijan: "
    lines = [head.format(9) + "PTT-20240513-WA0001.opus (file attached)", head.format(10) + "They knocked"]
    content = BytesIO()
    with ZipFile(content, "w") as out:
        out.writestr("WhatsApp Chat with Aijan.txt", "\n".join(lines))
        out.writestr("PTT-20240513-WA0001.opus", sounds.opus(2))
    return content.getvalue()


@pytest.mark.slow
def test_a_chat_is_sent_in_at_the_desk_and_its_voice_message_heard_there(
    office: tuple[Path, str], browser: Browser, template: Template
) -> None:
    browser = give(browser, "WhatsApp Chat with Aijan.zip", packed())
    assert (browser.status, "--zone +06:00" in browser.words) == (400, True)
    browser = give(browser, "WhatsApp Chat with Aijan.zip", packed(), zone="+06:00", dates="day")
    address = browser.path
    assert address.startswith("/inbox/export/")
    browser.post(address, reason="to record it")
    (listen,) = {link for link in browser.links if link.endswith("/listen")}
    assert "<audio" in browser.get(listen).post(listen, reason="to hear it").text
    browser.get(address)
    browser.post(address, reason="to record it", number=["1", "2"], together="1", take_up="1")
    assert browser.path.startswith("/event/")
    assert "Decided about: 2" in browser.get(address).words
    with open_as(office[0], template.unlocked, "coder") as archive:
        assert len(access_rows_of_kind(archive, reader_of(archive), "event")) == 1


def test_several_messages_become_several_events_or_are_refused_together(
    office: tuple[Path, str], browser: Browser, template: Template
) -> None:
    path, id_ = office
    address = f"/inbox/export/{id_}"
    browser.get(address).post(address, reason="to record it", number=["1", "2"], take_up="1")
    assert browser.path == address
    browser.post(address, reason="to record it", number=["3"], refuse="1", why="unclear")
    assert "Decided about: 3" in browser.words
    with open_as(path, template.unlocked, "coder") as archive:
        assert len(access_rows_of_kind(archive, reader_of(archive), "event")) == 2


@pytest.mark.slow
def test_what_is_too_large_for_the_desk_or_no_export_leaves_nothing(
    office: tuple[Path, str], browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no export that can be read" in give(browser, "notes.docx", b"PK\x03\x04" + bytes(40)).words
    assert "not unpacked" in give(browser, "chat.zip", b"PK\x03\x04" + bytes(40)).words
    monkeypatch.setattr(exported, "LARGEST", 1)
    assert "at most 1 MiB" in give(browser, "chat.zip", bytes((1 << 20) + 1)).words
    assert len([link for link in browser.get("/inbox").links if "/inbox/export/" in link]) == 1
