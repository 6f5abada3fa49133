# SPDX-License-Identifier: Apache-2.0
"""From an empty archive to the first documented case, on a telephone, led by the page itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from tests.people import open_as
from tests.screens.served import desk, is_too_wide, unlock
from tests.template import Template

from kuzat import store
from kuzat.store import reader_of
from kuzat.terms import load

Open = Callable[..., BrowserContext]
PHONE = {"width": 360, "height": 640}
TITLE, PLACE = "Мугалимди сабап кетишти", "мектептин короосу"
ACT = "act.integrity.ill_treatment"
FIRST = "#first + ol li"
DONE = f"{FIRST} .flag.agreed"


def step(page: Page, language: str, fields: dict[str, str]) -> None:
    """Fill in the fields of a step and go on; every step fits the telephone."""
    for name, value in fields.items():
        page.fill(f'[id="f-{name}"]', value)
    assert not is_too_wide(page), page.url
    assert page.get_attribute("html", "lang") == language
    page.click("#work button.main")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("language", ["ky", "en"])
def test_the_first_page_leads_to_the_first_case(
    open_browser: Open, template: Template, tmp_path: Path, language: str, script: bool
) -> None:
    def label(term: str) -> str:
        return load().term(term).label(language)

    path = tmp_path / "office.archive"
    template.copy(path).close()
    with desk(path, template) as address:
        page = open_browser(script=script).pages[0]
        page.set_viewport_size(PHONE)
        unlock(page, address, "director", language)
        assert page.locator(FIRST).count() == 3
        assert page.locator(DONE).count() == 0
        assert not is_too_wide(page)
        page.click(f"{FIRST} a")
        page.click("details.help summary")
        assert page.is_visible("details.help dd >> nth=0")
        step(page, language, {"event.title": TITLE, "event.start": "2024-05", "event.place": PLACE})
        step(page, language, {"act.type": label(ACT)})
        step(page, language, {"involvement.perpetrator_kind": label("perpetrator_kind.police")})
        step(page, language, {"information.connection": label("source_connection.victim")})
        page.check('[name="consent.purpose"] >> nth=0')
        page.check('[name="consent.audience"] >> nth=0')
        step(page, language, {})
        assert TITLE in page.inner_text("main")
        step(page, language, {})
        page.wait_for_url("**/done/*")
        page.goto(address)
        assert page.locator(DONE).count() == 1
        assert label(ACT) in page.inner_text(".lines"), "its title is sealed: it is called by what was done"
    with open_as(path, template.unlocked, "reader") as archive:
        (event,) = store.access_rows_of_kind(archive, reader_of(archive), "event")
        (act,) = store.access_rows_of_kind(archive, reader_of(archive), "act")
        sealed = store.access_sealed(archive, reader_of(archive), event["id"])
    assert (event["start"], act["type"]) == ("2024-05", ACT)
    assert (event["title"], event["place"], sealed) == (None, None, 2), "free words of hers are sealed"
