# SPDX-License-Identifier: Apache-2.0
"""A voice message in a real player: it plays from memory, the keys work, and nothing of it is left behind."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext
from tests import sounds
from tests.screens.served import desk, lock, unlock
from tests.screens.test_every_page import violations
from tests.template import Template

from kuzat.store import Original, keep

Open = Callable[..., BrowserContext]
VOICES = {"Opus": sounds.opus(8), "WAV": sounds.wav(8), "MP3": sounds.mp3(300)}
# What the player has found out about the recording, once it has.
LENGTH = """() => new Promise((done) => {
  const sound = document.querySelector("audio");
  const tell = () => done(sound.error ? sound.error.message : Math.round(sound.duration));
  if (sound.readyState || sound.error) tell();
  else for (const when of ["loadedmetadata", "error"]) sound.addEventListener(when, tell);
})"""


@pytest.mark.parametrize("form", VOICES)
def test_a_voice_message_is_played_and_written_down_by_keys(
    template: Template, tmp_path: Path, open_browser: Open, kept: Path, form: str
) -> None:
    path, content = tmp_path / "office.archive", VOICES[form]
    with template.copy(path) as archive:
        original = Original(
            name="a.ogg", media_type="audio/ogg", content=BytesIO(content), protected=True
        )
        voice = keep(archive, original).id
    with desk(path, template) as address:
        page = open_browser().new_page()
        unlock(page, address, "coder")
        page.goto(f"{address}/exhibit/{voice}/listen")
        page.fill("#reason", "to write it down")
        page.click(".narrow button.main")
        assert page.evaluate(LENGTH) == 8
        assert violations(page) == []
        page.evaluate("document.querySelector('audio').currentTime = 5")
        page.focus("#work textarea")
        page.keyboard.press("F2")
        page.keyboard.press("F8")
        page.keyboard.type("Алар келишти")
        assert page.input_value("#work textarea") == "[0:02] Алар келишти"
        page.keyboard.press("F4")
        assert page.evaluate("document.querySelector('audio').playbackRate") == 0.75
        page.click("#work button.main")
        page.wait_for_url("**/done/*")
        lock(page)
    left = [file for file in kept.rglob("*") if file.is_file() and content[:60] in file.read_bytes()]
    assert left == []
