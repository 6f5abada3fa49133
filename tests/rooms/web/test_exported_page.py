# SPDX-License-Identifier: Apache-2.0
"""An export at the desk: listed, opened for a reason, one message taken up, one refused, then closed."""

from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import open_as
from tests.template import Template

from kuzat.collection.incoming import Told
from kuzat.store import Archive, access_exports, access_rows_of_kind, find_export, reader_of, take_export
from kuzat.testing import AIZADA, Randomness
from kuzat.web import application

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
    browser.get(address).post(address, reason=why, take_up="1")
    assert "Vouch for the chosen one" in browser.words, "where none is chosen, none is taken up"
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
