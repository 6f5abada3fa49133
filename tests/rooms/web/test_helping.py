# SPDX-License-Identifier: Apache-2.0
"""Each page that a member can reach says what it is for, and no page that refuses says more than before."""

from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import open_as
from tests.template import Template

import kuzat.web
from kuzat.store import Archive
from kuzat.testing import AIZADA, Randomness
from kuzat.web import application, settings
from kuzat.web.guide.helping import HELPS

settings.configure()

TEMPLATES = Path(kuzat.web.__file__).parent / "templates"
# Pages that say nothing but what to do next.
ITSELF = {"refusal.html", "unlocking/ended.html", "unlocking/locked.html"}


def test_every_page_has_its_help() -> None:
    pages = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if '{% extends "frame.html" %}' in path.read_text(encoding="utf-8")
    }
    assert pages - ITSELF == set(HELPS), "say in web/guide/helping.py what a new page is for"


def test_no_two_pages_say_the_same() -> None:
    helps = {id(one): one for one in HELPS.values()}.values()
    said = [str(text) for one in helps for text in (one.purpose, one.first, one.cannot, one.example)]
    assert len(set(said)) == len(said) == 4 * len(helps)


@pytest.fixture
def browser(template: Template, tmp_path: Path) -> Browser:
    path = tmp_path / "office.archive"
    template.copy(path).close()

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, "coder", random=Randomness("desk"))

    return Browser(application(path, PORT, opener=opener))


def test_help_stands_at_the_door_and_on_the_page_but_on_no_refusal(browser: Browser) -> None:
    assert str(HELPS["unlocking/door.html"].purpose) in browser.get("/").words
    browser.unlock(AIZADA.passphrase)
    for address, template in (("/", "analysis/home.html"), ("/keep", "exhibits/keep.html")):
        browser.get(address)
        assert browser.text.count('<details class="help">') == 1
        assert str(HELPS[template].purpose) in browser.words
    assert '<details class="help">' not in browser.get("/event/evt-" + "0" * 32).text


def test_a_command_in_a_help_is_set_apart(browser: Browser) -> None:
    browser.unlock(AIZADA.passphrase).get("/members")
    assert "<code>kuzat member --help</code>" in browser.text
