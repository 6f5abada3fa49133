# SPDX-License-Identifier: Apache-2.0
"""A voice message at the desk: opened for a reason, played from memory, written down, translated."""

import json
import re
import sys
from io import BytesIO
from pathlib import Path
from shutil import which

import pytest
from tests import sounds
from tests.browser import PORT, Browser
from tests.people import open_as
from tests.template import Template

from kuzat.store import (
    Archive,
    Original,
    access_identity,
    access_identity_log,
    access_recording,
    erase,
    keep,
    read_recogniser,
    reader_of,
)
from kuzat.testing import AIZADA, Maker, Randomness
from kuzat.web import application
from kuzat.web.desk import Application

WHY = "to write it down"
VOICE = sounds.opus(2)


def voice(archive: Archive, content: bytes) -> str:
    original = Original(name="a.ogg", media_type="audio/ogg", content=BytesIO(content), protected=True)
    return keep(archive, original).id


class Office:
    """An archive with a sealed voice message and one that is a bomb."""

    def __init__(self, template: Template, folder: Path) -> None:
        self.template, self.path, self.folder = template, folder / "office.archive", folder
        self.desks = 0
        with template.copy(self.path) as archive:
            self.voice = voice(archive, VOICE)
            self.bomb = voice(archive, sounds.opus(60, says=1, packet=b"\x1b\x30"))
            maker = Maker(archive)
            self.information = maker.new("information", exhibit=[self.voice])
            self.people = [maker.new("person", number_min="1") for _ in range(3)]

    def app(self, *roles: str, **more: object) -> Application:
        def opener(path: Path, passphrase: str, **beside: object) -> Archive:
            self.desks += 1
            random = Randomness(f"desk {self.desks}")
            return open_as(path, self.template.unlocked, *roles, random=random)

        return application(self.path, PORT, opener=opener, **more)  # type: ignore[arg-type]

    def browser(self, *roles: str, **more: object) -> Browser:
        return Browser(self.app(*(roles or ("coder",)), **more)).unlock(AIZADA.passphrase)

    def open(self) -> Archive:
        self.desks += 1
        return open_as(self.path, self.template.unlocked, "director", random=Randomness(f"{self.desks}"))


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    return Office(template, tmp_path)


def send(browser: Browser, **fields: str) -> None:
    """Fill in the form beside the player."""
    form = browser.text.split('<form id="work"')[1].split("</form>")[0]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    hidden.pop("csrfmiddlewaretoken", None)
    browser.post(re.findall(r'action="([^"]+)"', form)[0], **{**hidden, **fields})


def source(browser: Browser) -> str:
    """Where the player gets its sound."""
    return browser.text.split('<audio controls preload="metadata" src="')[1].split('"')[0]


def test_it_plays_from_memory_with_nothing_but_sound_in_it(office: Office) -> None:
    browser = office.browser()
    address = f"/exhibit/{office.voice}/listen"
    assert address in browser.get(f"/record/{office.voice}").links
    assert "audio" not in browser.get(address).text
    browser.post(address, reason=WHY)
    assert browser.headers["Content-Security-Policy"].endswith("media-src 'self'")
    page, played = browser.text, source(browser)
    assert browser.get(played, HTTP_SEC_FETCH_DEST="audio").content == VOICE
    told = {
        "Content-Type": "audio/ogg",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Accept-Ranges": "bytes",
    }
    assert told.items() <= browser.headers.items()
    assert browser.get(played, HTTP_SEC_FETCH_DEST="document").status == 404, "never as a page"
    with office.open() as archive:
        looks = access_identity_log(archive, reader_of(archive))
    assert (office.voice, "read.heard", WHY) in {(one.record, one.how, one.reason) for one in looks}
    assert "/listening.js" in page
    assert browser.get("/listening.js").status == 200


RANGES = (
    ("bytes=0-", 0, len(VOICE)),
    ("bytes=10-19", 10, 20),
    ("bytes=-5", len(VOICE) - 5, len(VOICE)),
    ("bytes=10-999999999", 10, len(VOICE)),
)


def test_a_player_gets_the_part_that_it_asks_for(office: Office) -> None:
    browser, size = office.browser().post(f"/exhibit/{office.voice}/listen", reason=WHY), len(VOICE)
    played = source(browser)
    for asked, start, end in RANGES:
        browser.get(played, HTTP_RANGE=asked)
        assert (browser.status, browser.content) == (206, VOICE[start:end]), asked
        assert browser.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
    for asked in (f"bytes={size}-", "bytes=9-8", "bytes=-", "bytes=-0", "bytes=0-1,3-4", "lines=1-2"):
        browser.get(played, HTTP_RANGE=asked)
        assert (browser.status, browser.content) == (416, b""), asked
        assert browser.headers["Content-Range"] == f"bytes */{size}"


def test_what_is_a_bomb_is_named_and_not_played(office: Office) -> None:
    browser = office.browser().post(f"/exhibit/{office.bomb}/listen", reason=WHY)
    assert browser.status == 400
    assert "unpacks to far more than it is" in browser.words
    assert "<audio" not in browser.text


@pytest.mark.slow
def test_nobody_else_hears_it_and_an_erased_one_is_silent_at_once(office: Office) -> None:
    browser = office.browser().post(f"/exhibit/{office.voice}/listen", reason=WHY)
    played = source(browser)
    assert office.browser().get(played).status == 404, "another session has another memory"
    assert office.browser("reader").get(f"/exhibit/{office.voice}/listen").status == 404
    assert office.browser("reader").get(played).status == 404
    with office.open() as archive:
        erase(archive, reader_of(archive), office.voice, "erasure_ground.consent_withdrawn")
    assert browser.get(played).status == 404


@pytest.mark.slow
def test_one_writes_it_down_and_another_translates_it(office: Office) -> None:
    browser, (who, translator, second) = office.browser(), office.people
    listen, translate = (f"/exhibit/{office.voice}/{what}" for what in ("listen", "translate"))
    assert "Nobody has written down yet" in browser.post(translate, reason=WHY).words
    browser.post(listen, reason=WHY)
    text, fields = "[0:01] Алар түндө келишти", {"_language": "ky"}
    send(browser, **{"information.testimony": "", **fields})
    assert "This must be told" in browser.words
    assert "<audio" in browser.text, "it goes on playing beside what was typed"
    send(browser, **{"information.testimony": text, "information.transcriber": who, **fields})
    assert browser.path.startswith("/done/")
    browser.post(translate, reason=WHY)
    assert text in browser.words
    words = "[0:01] Они пришли ночью"
    send(
        browser,
        **{
            "information.testimony": words,
            "any.translator": translator,
            "any.translation_reviewer": second,
            "_language": "ru",
        },
    )
    assert browser.path.startswith("/done/")
    assert words in browser.post(listen, reason=WHY).words
    with office.open() as archive:
        record = access_identity(archive, reader_of(archive), office.information, WHY).record
    told = {says: [one.text for one in record.all(says)] for says in record.values}
    assert told["information.testimony"] == [text, words]
    assert told["information.transcriber"] == [who]
    assert (told["any.translator"], told["any.translation_reviewer"]) == ([translator], [second])
    with office.open() as archive:
        heard = access_recording(archive, reader_of(archive), office.voice, WHY)
        erase(archive, reader_of(archive), heard.texts[1].id.hex(), "erasure_ground.asked")
    send(browser, **{"information.testimony": "", "_language": "ky"})
    assert words not in browser.words, "what was erased meanwhile is not shown again from memory"


PROGRAM = "import sys\nprint('[0:00]', len(sys.stdin.buffer.read()), 'bytes')"


@pytest.mark.slow
@pytest.mark.skipif(which("bwrap") is None, reason="programs run in the sandbox only")
def test_a_program_may_write_first_and_a_person_says_it(office: Office) -> None:
    (office.folder / "listener.py").write_text(PROGRAM)
    config = office.folder / "listener.json"
    command = [sys.executable, "-I", str(office.folder / "listener.py")]
    config.write_text(json.dumps({"name": "Listener 1.0", "command": command, "sees": [str(office.folder)]}))
    listen, drafted = f"/exhibit/{office.voice}/listen", f"[0:00] {len(VOICE)} bytes"
    assert "write first" not in office.browser().post(listen, reason=WHY).words
    browser = office.browser(recogniser=read_recogniser(config)).post(listen, reason=WHY)
    assert "Let Listener 1.0 write first" in browser.words
    send(browser, recognise="1")
    assert "Written down by a machine, vouched for by nobody" in browser.words
    assert browser.text.count(drafted) == 2, "beside the player, and in the field to be mended"
    send(browser, recognise="1", **{"information.testimony": "Алар", "_language": "ky"})
    assert (browser.text.count(drafted), "Алар" in browser.words) == (1, True), "what is typed is not lost"
    send(browser, **{"information.testimony": "Алар келишти", "_language": "ky"})
    with office.open() as archive:
        record = access_identity(archive, reader_of(archive), office.information, WHY).record
    assert [one.text for one in record.all("information.testimony")] == ["Алар келишти"]
    assert record.all("information.machine_text") == ()
