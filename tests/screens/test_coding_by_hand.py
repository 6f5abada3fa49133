# SPDX-License-Identifier: Apache-2.0
"""Coding in a real browser: by keyboard alone, kept while one writes, on the words that are selected."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog
from tests.people import open_as
from tests.screens.served import desk, unlock
from tests.template import Template

from kuzat import store
from kuzat.store import reader_of
from kuzat.testing import Maker

Open = Callable[..., BrowserContext]
TEXT = "Кече 𝔄 үч киши өлдү. They came on foot."


@dataclass
class Office:
    """An archive with one account of one event, and its desk."""

    path: Path
    template: Template
    account: str
    event: str
    desk: str


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Iterator[Office]:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        account = maker.page()
        event = maker.new("event", basis=account, title="A march is stopped", start="2020-03-08")
        maker.add(account, basis=account, language="ky", event=event, text=[TEXT])
    with desk(path, template) as address:
        yield Office(path, template, account, event, address)


@pytest.mark.parametrize("script", [True, False])
def test_an_incident_is_recorded_by_keyboard_alone(open_browser: Open, office: Office, script: bool) -> None:
    page = open_browser(script=script).new_page()
    unlock(page, office.desk, "coder")
    page.goto(f"{office.desk}/incident")
    page.focus('[id="f-event.title"]')
    page.keyboard.type("A teacher is beaten")
    page.keyboard.press("Tab")
    page.keyboard.type("8 July 2019")
    page.keyboard.press("Enter")
    page.focus('[id="f-act.type"]')
    page.keyboard.type("Torture")
    page.keyboard.press("Enter")
    page.focus('[id="f-involvement.perpetrator_kind"]')
    page.keyboard.type("Police")
    page.keyboard.press("Enter")
    page.focus('[id="f-information.connection"]')
    page.keyboard.type("Affected person")
    page.focus('[id="f-information.received"]')
    page.keyboard.press("Enter")
    page.focus('[name="consent.purpose"] >> nth=0')
    page.keyboard.press("Space")
    page.focus('[id="f-consent.callback"]')
    page.keyboard.press("Enter")
    page.focus("#work button.main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/done/*")
    with open_as(office.path, office.template.unlocked, "reader") as archive:
        events = store.access_rows_of_kind(archive, reader_of(archive), "event")
        assert sorted(row["start"] for row in events) == ["2019-07-08", "2020-03-08"]


def test_a_draft_is_kept_while_one_writes(open_browser: Open, office: Office) -> None:
    page = open_browser().new_page()
    unlock(page, office.desk, "coder")
    page.goto(f"{office.desk}/incident")
    address = page.url
    page.fill('[id="f-event.place"]', "a yard")
    page.check('[name="event.region"] >> nth=0')
    page.wait_for_selector("[data-kept]:visible")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(office.desk)
    page.goto(address)
    assert page.input_value('[id="f-event.place"]') == "a yard"
    assert page.is_checked('[name="event.region"] >> nth=0')


def test_a_page_with_more_than_its_draft_asks_before_it_is_left(open_browser: Open, office: Office) -> None:
    page = open_browser().new_page()
    unlock(page, office.desk, "coder")
    page.goto(f"{office.desk}/incident")
    page.type('[id="f-event.place"]', "a yard")
    asked = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto(office.desk)
    assert asked == ["beforeunload"]


def test_selected_words_are_the_basis_counted_in_signs(open_browser: Open, office: Office) -> None:
    page = open_browser().new_page()
    unlock(page, office.desk, "coder")
    page.goto(f"{office.desk}/account/{office.account}/account")
    words = page.locator(".quotes label span", has_text="үч киши")
    words.evaluate(
        """span => {
          const node = span.firstChild, at = node.textContent.indexOf("үч"), range = document.createRange();
          range.setStart(node, at); range.setEnd(node, at + 7);
          getSelection().removeAllRanges(); getSelection().addRange(range);
          span.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
        }"""
    )
    page.wait_for_selector("[data-selection]:visible")
    page.fill('[id="f-event.killed_min"]', "3")
    page.click("#work button.main")
    page.wait_for_url("**/done/*")
    with open_as(office.path, office.template.unlocked, "reader") as archive:
        (value,) = store.access_record(archive, reader_of(archive), office.event).all("event.killed_min")
    start = TEXT.index("үч")
    assert value.said.basis == f"{office.account}#chars={start},{start + 7}"
