# SPDX-License-Identifier: Apache-2.0
"""A list is narrowed down by buttons that say how many events they lead to, and widened again by chips."""

import re
from html import unescape
from typing import Any

import pytest
from tests.browser import PORT, Browser
from tests.rooms.web.conftest import Small

from kuzat.testing import AIZADA
from kuzat.web import application
from kuzat.web.analysis import home
from kuzat.web.desk import Opener
from kuzat.web.searching import narrowing

OFFER = re.compile(r'name="add" value="([^"]+)"><span>([^<]*)</span> <span class="number">(\d+)</span>')
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
CHIP = re.compile(r'form="narrow" name="drop" value="(\w+)"')


def offers(browser: Browser) -> dict[str, int]:
    """What the page offers to add → how many events it says there are."""
    return {unescape(sent): int(count) for sent, _, count in OFFER.findall(browser.text)}


def carried(browser: Browser) -> dict[str, str]:
    """The hidden fields of the form beside the list."""
    form = browser.text.partition('<form id="narrow"')[2].partition("</form>")[0]
    return {name: unescape(value) for name, value in HIDDEN.findall(form) if not name.startswith("csrf")}


@pytest.mark.parametrize("start", [{}, {"region": "KG-GB"}, {"words": "march"}])
def test_each_button_leads_to_as_many_events_as_it_says(reader: Browser, start: dict[str, str]) -> None:
    reader.get("/events")
    reader.post("/events", True, None, **start)
    fields, found = carried(reader) | start, offers(reader)
    of_each = {sent.partition("=")[0]: sent for sent in found}
    assert len(of_each) > 3
    for sent in of_each.values():
        count = found[sent]
        reader.post("/events", True, None, **fields, add=sent)
        assert (reader.status, f"{count} event" in reader.words) == (200, True), sent
        assert sent.partition("=")[0] in CHIP.findall(reader.text)


def test_what_is_chosen_is_a_chip_that_takes_it_away(reader: Browser, small: Any) -> None:
    reader.get("/events")
    reader.post("/events", words="march", region="KG-GB", add="act=act.assembly")
    assert reader.path.startswith("/answer/")
    assert CHIP.findall(reader.text) == ["words", "act", "region"]
    reader.post("/events", True, None, **carried(reader), words="march", drop="act")
    assert CHIP.findall(reader.text) == ["words", "region"]
    assert f"/event/{small.ids['event']}" in reader.links
    reader.post("/events", True, None, **carried(reader), words="march", drop="words")
    assert reader.path == "/events?region=KG-GB"


def test_a_story_is_offered_without_its_name_in_the_address(reader: Browser) -> None:
    reader.get("/events")
    (sent,) = [sent for sent in offers(reader) if sent.startswith("story=") and "unknown" not in sent]
    reader.post("/events", add=sent)
    assert "the-march" not in reader.path
    assert (reader.status, "1 event" in reader.words) == (200, True)


def test_only_what_occurs_is_offered(reader: Browser) -> None:
    reader.get("/events")
    of = {sent for sent in offers(reader) if re.match("(act|branch|topic|freedom)=", sent)}
    assert of == {
        "branch=act.assembly",
        "branch=unknown",
        "topic=topic.elections",
        "topic=unknown",
        "freedom=freedom.assembly",
        "freedom=unknown",
    }


@pytest.mark.parametrize("sent", ["act=act.invented", "region=Bishkek", "story=march"])
def test_what_no_button_says_is_refused(reader: Browser, sent: str) -> None:
    reader.get("/events")
    assert reader.post("/events", add=sent).status == 400


def test_a_search_offers_the_same_for_its_events(reader: Browser) -> None:
    reader.get("/search")
    reader.post("/search", words="march")
    found = offers(reader)
    assert found["region=KG-GB"] == 1
    reader.post("/events", words="march", add="region=KG-GB")
    assert CHIP.findall(reader.text) == ["words", "region"]
    assert "Events with these words" not in reader.post("/search", words="nowhere").words


def test_of_many_events_numbers_are_counted_when_somebody_asks(
    small: Small, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also without a script, and also for words, which stand in no address."""
    monkeypatch.setattr(narrowing, "COUNTED_AT_ONCE", 0)
    monkeypatch.setattr(home, "COUNTED_AT_ONCE", 0)
    reader = Browser(application(small.path, PORT, opener=opener)).unlock(AIZADA.passphrase)
    reader.get("/events")
    assert offers(reader.get("/events?year=2019")) == {}
    reader.post("/events", year="2019", facets="1")
    assert reader.path == "/events?year=2019&facets=1"
    assert offers(reader)
    reader.post("/events", words="march stopped", facets="1")
    assert offers(reader)
    assert 'id="by-year"' not in reader.get("/").text
    assert 'id="by-year"' in reader.get("/?figures=1").text
    assert 'id="by-year"' in reader.get("/").text, "counted already"
