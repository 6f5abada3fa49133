# SPDX-License-Identifier: Apache-2.0
"""Pairs in a real browser: judged by single keys in any keyboard layout, and asked about beside a form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from tests.people import open_as
from tests.screens.served import desk, is_too_wide, unlock
from tests.screens.test_every_page import PHONE, violations
from tests.template import Template

from kuzat.records.sameness import Verdict
from kuzat.store import access_judgements, reader_of
from kuzat.testing import Maker

Open = Callable[..., BrowserContext]


@dataclass
class Office:
    """An archive with two pairs of one person each, and its desk."""

    path: Path
    template: Template
    pairs: tuple[str, ...]
    desk: str

    def verdicts(self) -> dict[str, Verdict]:
        with open_as(self.path, self.template.unlocked, "reader") as archive:
            judged = access_judgements(archive, reader_of(archive))
        return {f"/pair/{'/'.join(one.judgement.pair)}": one.judgement.verdict for one in judged}


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Iterator[Office]:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page()
        couples = (("Темир Байсалов", "Temir Bajsalov"), ("Нурлан Мамытов", "Nurlan Mamytov"))
        people = [
            sorted(maker.new("person", basis=page, name=name, country="KG") for name in couple)
            for couple in couples
        ]
        maker.new("event", basis=page, title="A march is stopped", start="2020-03-08", region=["KG-GB"])
    with desk(path, template) as address:
        yield Office(path, template, tuple(f"/pair/{a}/{b}" for a, b in people), address)


def judge(page: Page, key: str, reason: str) -> None:
    """The reason first, then the key."""
    page.keyboard.press(key)
    page.keyboard.type(reason)
    page.locator("h1").click()
    page.keyboard.press(key)


def test_pairs_are_judged_and_undone_by_single_keys(open_browser: Open, office: Office) -> None:
    page = open_browser().new_page()
    unlock(page, office.desk, "coder")
    first, second = office.pairs
    page.goto(office.desk + first)
    judge(page, "n", "neither same nor sure: two uncles")
    page.wait_for_url(f"**{second}")
    assert office.verdicts() == {first: Verdict.DIFFERENT}
    page.evaluate(
        "document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {code: 'KeyZ', key: 'я', bubbles: true}))"
    )
    page.wait_for_url("**/done/*")
    assert office.verdicts() == {}


@pytest.mark.parametrize("script", [True, False])
def test_buttons_do_the_same_and_a_reason_is_needed(
    open_browser: Open, office: Office, script: bool
) -> None:
    page = open_browser(script=script).new_page()
    unlock(page, office.desk, "coder")
    first, second = office.pairs
    page.goto(office.desk + first)
    page.click("#work button >> nth=2")
    assert page.url.endswith(first)
    page.fill("#why", "nobody remembers")
    page.click("#work button >> nth=2")
    page.wait_for_url(f"**{second}")
    assert office.verdicts() == {first: Verdict.UNSURE}


def test_an_event_is_asked_about_while_it_is_typed(open_browser: Open, office: Office) -> None:
    page = open_browser().new_page()
    unlock(page, office.desk, "coder")
    page.goto(f"{office.desk}/incident")
    page.fill('[id="f-event.title"]', "The march was broken up")
    page.fill('[id="f-event.start"]', "8 March 2020")
    page.press('[id="f-event.start"]', "Tab")
    page.locator("[data-near] a").wait_for()
    assert "A march is stopped" in page.inner_text("[data-near]")
    page.fill('[id="f-event.start"]', "1 March 1990")
    page.fill('[id="f-event.title"]', "")
    page.press('[id="f-event.title"]', "Tab")
    page.locator("[data-near] a").wait_for(state="detached")


def test_the_pages_of_a_pair_can_be_used_by_everybody(open_browser: Open, office: Office) -> None:
    page = open_browser().new_page()
    unlock(page, office.desk, "coder")
    person = office.pairs[0].split("/")[2]
    for address in ("/pairs", office.pairs[0], f"/together/{person}"):
        page.goto(office.desk + address)
        assert violations(page) == []
        page.set_viewport_size({"width": PHONE, "height": 800})
        assert not is_too_wide(page), address
