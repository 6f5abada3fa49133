# SPDX-License-Identifier: Apache-2.0
"""Each page of the desk: what axe-core finds by WCAG 2.2 AA, and whether it fits a telephone, or zoomed."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve
from playwright.sync_api import BrowserContext, Page
from tests.screens.served import desk, is_too_wide, lock, speak, unlock
from tests.template import Template

from kuzat import keys
from kuzat.testing import Clock, import_country

Open = Callable[..., BrowserContext]
AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
PHONE, ZOOMED, WIDE = 360, 640, 1280  # 640 is what is left of 1280 at 200 %
NOWHERE = "/event/evt-" + "0" * 32
CROSSED = "/count?by=region&and=year"
FEWEST = 14
LINK = re.compile(r'<a [^>]*href="(/[^"#?]*)')


@pytest.fixture(scope="module")
def country(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk over the practice country."""
    path = tmp_path_factory.mktemp("country") / "country.archive"
    with template.copy(path) as archive:
        archive.clock = Clock("2025-03-21T09:00:00Z")
        for _ in import_country(archive):
            pass
    with desk(path, template) as address:
        yield address


@pytest.fixture
def page(country: str, open_browser: Open) -> Page:
    """A page behind the door, for somebody with every role."""
    page = open_browser().pages[0]
    unlock(page, country, "+".join(role for role in keys.roles() if role != "trustee"))
    return page


def one_of_each(page: Page, country: str) -> dict[str, str]:
    """Route → the first address of it that links lead to, from the overview on."""
    found: dict[str, str] = {}
    ahead = ["/"]
    while ahead:
        address = ahead.pop(0)
        route = resolve(address).route
        if route not in found:
            found[route] = address
            answer = page.goto(country + address)
            assert answer is not None
            assert answer.status == 200, address
            ahead += dict.fromkeys(LINK.findall(page.content()))
    return found


def answered(page: Page, country: str) -> Iterator[str]:
    """Pages that no link leads to: what was found, what is not there, a refused form, a wide table."""
    page.goto(country + "/")
    page.fill("#find", "march")
    page.press("#find", "Enter")
    page.wait_for_url("**/answer/*")
    yield page.url.removeprefix(country)
    page.goto(f"{country}/events")
    page.goto(country + page.locator('main a[href^="/event/"]').first.get_attribute("href") + "/told")  # type: ignore[operator]
    page.click("#work button.main")
    page.wait_for_url("**/answer/*")
    yield page.url.removeprefix(country)
    yield CROSSED
    yield NOWHERE


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it is shown, each with the first place."""
    tags = {"runOnly": {"type": "tag", "values": AA}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=tags).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def test_axe_finds_nothing_and_every_page_fits(page: Page, country: str) -> None:
    addresses = [*one_of_each(page, country).values(), *answered(page, country)]
    assert len(addresses) >= FEWEST
    wrong = []
    for address in addresses:
        page.set_viewport_size({"width": WIDE, "height": 900})
        page.goto(country + address)
        for fold in page.locator("details.help summary").all():
            fold.click()
        wrong += [f"{address}: {one}" for one in violations(page)]
        for width in (ZOOMED, PHONE):
            page.set_viewport_size({"width": width, "height": 640})
            if is_too_wide(page):
                wrong.append(f"{address}: wider than {width}")
        wrong += [f"{address} at {PHONE}: {one}" for one in violations(page)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["ru", "ky", "uz", "uz-Cyrl"])
def test_long_words_of_other_languages_fit_too(page: Page, country: str, language: str) -> None:
    speak(page, language)
    page.set_viewport_size({"width": PHONE, "height": 640})
    wide = []
    for address in one_of_each(page, country).values():
        page.goto(country + address)
        if is_too_wide(page):
            wide.append(address)
    assert not wide, "\n".join(wide)


def test_so_that_these_tests_can_fail(page: Page) -> None:
    page.goto("about:blank")
    page.set_content('<title>x</title><div style="width:5000px"><img src="data:,"><input></div>')
    assert is_too_wide(page)
    assert {one.partition(":")[0] for one in violations(page)} >= {"image-alt", "label", "html-has-lang"}


def test_the_door_and_what_stands_there_after_leaving(country: str, open_browser: Open) -> None:
    page = open_browser().pages[0]
    page.goto(country)
    page.locator(".door details summary").click()
    assert violations(page) == []
    page.set_viewport_size({"width": PHONE, "height": 640})
    assert not is_too_wide(page)
    unlock(page, country, "reader")
    lock(page)
    assert violations(page) == []
    assert not is_too_wide(page)
