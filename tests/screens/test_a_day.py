# SPDX-License-Identifier: Apache-2.0
"""A day at the desk: one records, one disputes, one counts; and what the browser keeps of it afterwards."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from playwright.sync_api import BrowserContext, Page
from tests.screens.served import desk, lock, unlock
from tests.template import Template

from kuzat import store
from kuzat.store import reader_of
from kuzat.testing import Maker

Open = Callable[..., BrowserContext]
NAME, REASON = "Бегимай Төлөгөнова", "the newspaper corrected it"
TOLD = f"{NAME} сабап жатканын көрдү"


@dataclass
class Office:
    """An archive with one published event, an account of it, somebody whose name is sealed, and its desk."""

    path: Path
    template: Template
    event: str
    account: str
    person: str
    desk: str


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Iterator[Office]:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page()
        event = maker.new(
            "event", basis=page, title="A march is stopped", start="2020-03-08", region=["KG-GB"]
        )
        maker.new("act", basis=page, event=event, type="act.assembly", start="2020-03-08")
        maker.add(page, basis=page, language="ky", event=event, text=[TOLD])
        person = maker.new("person", identity_name=NAME)
    with desk(path, template) as address:
        yield Office(path, template, event, page, person, address)


def record(page: Page, office: Office) -> None:
    """A documenter writes down what somebody tells of an event."""
    page.goto(f"{office.desk}/event/{office.event}")
    page.click('a[href$="/told"]')
    page.fill('[name="information.publisher"]', "told in person")
    page.fill('[name="information.published"]', "2020-03")
    page.fill('[name="information.text"]', TOLD)
    page.click("#work button.main")
    assert "/done/" in page.url


def search(page: Page, words: str) -> None:
    """Look for a name in the field that stands on each page."""
    page.fill("#find", words)
    page.press("#find", "Enter")
    page.wait_for_url("**/answer/*")


def type_and_keep(page: Page, field: str) -> None:
    """Type a name, wait until the draft is kept by itself, keep it by the button too."""
    page.wait_for_selector(f'[name="{field}"]')
    page.wait_for_load_state()  # else the script may not listen yet
    page.fill(f'[name="{field}"]', NAME)
    page.wait_for_selector("[data-kept]:visible")
    page.click("#work button[name=save]")
    assert page.input_value(f'[name="{field}"]') == NAME


def begin_an_incident(page: Page, office: Office) -> None:
    """A coder names the victim of an incident and forgets what was done."""
    page.goto(f"{office.desk}/incident")
    page.fill('[name="event.title"]', "A teacher is beaten")
    page.click("#work button.main")
    type_and_keep(page, "person.identity_name")
    page.click("#work button.main")
    assert page.locator(".field.wrong").count() > 0


def code_an_account(page: Page, office: Office) -> None:
    """A coder describes an event by a sentence of an account, with a day that is none."""
    page.goto(f"{office.desk}/account/{office.account}/account")
    page.locator(".quotes label", has_text=TOLD).click()
    type_and_keep(page, "event.description")
    page.fill('[name="event.start"]', "the day before")
    page.click("#work button.main")
    assert page.locator(".field.wrong").count() > 0


def open_identity(page: Page, office: Office) -> None:
    """A coder reads the name of somebody who is protected."""
    page.goto(f"{office.desk}/record/{office.person}/sealed")
    page.fill('[name="reason"]', "to call her")
    page.click("main form button.main")
    assert NAME in page.inner_text("main")


def dispute(page: Page, office: Office) -> None:
    """A second reader disputes a statement and says why."""
    page.goto(f"{office.desk}/event/{office.event}")
    page.locator(".accounts details summary").first.click()
    page.locator('a[href$="/dispute"]').first.click()
    statement = page.url.removesuffix("/dispute")
    page.fill('[name="any.disputes_reason"]', REASON)
    page.click("#work button.main")
    page.click("main a.main")
    page.goto(statement)
    assert page.locator(".flag.disputed").count() == 1


def count(page: Page, office: Office) -> str:
    """An analyst counts acts by region, and the number opens the event behind it."""
    page.goto(f"{office.desk}/count?unit=act&by=region")
    number = page.locator("td.number a").first
    shown = number.inner_text()
    number.click()
    assert page.locator(f'a[href="/event/{office.event}"]').count() == 1
    return shown


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("language", ["en", "ky"])
def test_one_records_one_disputes_one_counts(
    office: Office, open_browser: Open, language: str, script: bool
) -> None:
    page = open_browser(script=script).pages[0]
    unlock(page, office.desk, "documenter", language)
    record(page, office)
    lock(page)
    unlock(page, office.desk, "reader", language)
    dispute(page, office)
    lock(page)
    unlock(page, office.desk, "analyst", language)
    assert count(page, office) == "1"
    assert page.get_attribute("html", "lang") == language
    with office.template.open(office.path) as archive:
        rows = store.access_rows_of_kind(archive, reader_of(archive), "information")
        assert "2020-03" in [row["published"] for row in rows]


def test_after_the_day_no_name_is_left_in_the_browser(
    office: Office, open_browser: Open, kept: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    browser = open_browser()
    page = browser.pages[0]
    unlock(page, office.desk, "coder")
    record(page, office)
    search(page, NAME)
    page.goto(f"{office.desk}/event/{office.event}/told")
    page.fill('[name="information.remark"]', NAME)
    page.click("#work button[name=save]")
    page.fill('[name="information.published"]', "the day before")
    page.click("#work button.main")
    assert page.locator(".field.wrong").count() > 0
    for work in (begin_an_incident, code_an_account, open_identity):
        work(page, office)
    lock(page)
    browser.close()
    written = capfd.readouterr()
    assert NAME not in written.out + written.err
    assert found(kept, office.event) != [], "the history is on this disk, so this search finds what is there"
    for part in (NAME, *NAME.split(), TOLD):
        assert found(kept, part) == [], part


def found(folder: Path, words: str) -> list[str]:
    """The files that hold the words, as UTF-8, as UTF-16, or written as in an address."""
    forms = [words.encode(), words.encode("utf-16-le"), quote(words).encode(), quote_plus(words).encode()]
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [str(file) for file in files if any(form in file.read_bytes() for form in forms)]
