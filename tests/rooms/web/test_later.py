# SPDX-License-Identifier: Apache-2.0
"""What is said, tied, handed out or erased later: pages of today, and of a day before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import open_as
from tests.template import Template

from kuzat.store import Archive, erase, handed_out, open_archive, reader_of
from kuzat.testing import AIZADA, BAKYT, Clock, Maker, make_archive
from kuzat.web import application


@dataclass
class Later:
    """A desk over an archive of two months; ids of what is in it."""

    browser: Browser
    march: str
    erased: str
    partly: str
    consent: str


@pytest.fixture
def later(tmp_path: Path) -> Iterator[Later]:
    path = tmp_path / "later.archive"
    with make_archive(path, clock=Clock("2025-03-21T09:00:00Z")) as archive:
        maker, reader = Maker(archive), reader_of(archive)
        page = maker.page()
        march = maker.new("event", basis=page, title="A march is stopped", start="2019", reference="KG-1")
        erased = maker.new("event", basis=page, title="Told by mistake", start="2005")
        partly = maker.new("event", basis=page, title="Half of it", start="2005")
        consent = maker.new("consent", given="2025-03-01")
        step = maker.new("intervention", basis=page, party_name="Kaalga")
        handed_out(archive, "handed_out.sheet", "An allied office", table="event")
        erase(archive, reader, erased, "erasure_ground.mistake")
    with open_archive(path, AIZADA.passphrase, clock=Clock("2025-04-21T09:00:00Z")) as archive:
        Maker(archive).add(step, event=march)
        (title,) = Maker(archive).add(partly, basis=page, title="Another half")
        erase(archive, reader_of(archive), title.hex(), "erasure_ground.asked")
    app = application(path, PORT)
    yield Later(Browser(app).unlock(AIZADA.passphrase), march, erased, partly, consent)
    app.desk.sessions.end_all()


def test_a_page_of_an_earlier_day_shows_no_tie_of_a_later_one(later: Later) -> None:
    assert "Kaalga" in later.browser.get(f"/event/{later.march}").words
    assert "Kaalga" not in later.browser.get(f"/event/{later.march}?as_of=2025-03-31").words


def test_a_day_in_another_form_is_the_same_day(later: Later) -> None:
    for day in ("2025-03-31", "20250331"):
        said = re.findall(r"Entries \d+ of \d+", later.browser.get(f"/event/{later.march}?as_of={day}").words)
        assert said == ["Entries 10 of 13"], day


def test_who_was_given_something_is_sealed_and_found_by_no_open_search(later: Later) -> None:
    found = later.browser.post("/search", words="allied office")
    assert found.status == 200
    assert "An allied office" not in found.words


def test_a_consent_has_a_page(later: Later) -> None:
    page = later.browser.get(f"/record/{later.consent}")
    assert (page.status, "1 March 2025" in page.words) == (200, True)


def test_what_was_erased_says_when_and_why_and_not_what(later: Later) -> None:
    for event, ground in ((later.erased, "never have been kept"), (later.partly, "asked for it")):
        page = later.browser.get(f"/event/{event}")
        assert page.status == 200
        assert "erased on" in page.words
        assert ground in page.words
        assert "Told by" not in page.words
        assert "Another half" not in page.words


def test_a_record_found_by_code_and_by_word_is_one(later: Later) -> None:
    assert "1 record" in later.browser.post("/search", words="KG-1").words


def test_a_count_names_no_condition_that_it_does_not_keep(later: Later) -> None:
    page = later.browser.get("/count?by=year&since=2010&contested=1")
    assert "From the year" not in page.words
    assert "since=" not in " ".join(link for link in page.links if link.startswith("/events"))


def test_a_consent_that_ends_over_night_is_over_for_whoever_sits_there(
    template: Template, tmp_path: Path
) -> None:
    path, clock = tmp_path / "night.archive", Clock("2025-04-01T23:59:00Z")
    with template.copy(path) as archive:
        maker = Maker(archive)
        person = maker.new("person", country="KG")
        maker.new("consent", person=person, until="2025-04-01")
        told = maker.new("information", source=person)
        maker.new("event", basis=told, story="the-yard")

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, "reader", clock=clock)

    app = application(path, PORT, opener=opener)
    browser = Browser(app).unlock(BAKYT.passphrase)
    assert any(link.startswith("/story/") for link in browser.get("/stories").links)
    clock.forward(days=1)
    assert not any(link.startswith("/story/") for link in browser.get("/stories").links)
    app.desk.sessions.end_all()
