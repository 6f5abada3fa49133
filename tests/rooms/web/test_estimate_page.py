# SPDX-License-Identifier: Apache-2.0
"""Estimating at the desk: overlaps first, then every method with its assumption, or why there is no total."""

from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.store import Archive, access_identity_log, reader_of
from kuzat.testing import BAKYT, Maker
from kuzat.testing.naming import PEOPLE
from kuzat.web import application
from kuzat.web.estimation import estimating

LISTS = ("clinic", "court", "press")


def listed(archive: Archive, lists: tuple[str, ...]) -> None:
    """Twenty people, each named by some of the lists; one of them by a protected name only."""
    maker = Maker(archive)
    page = maker.page()
    rows = {name: maker.new("information", list=name) for name in lists}
    for number, one in enumerate(PEOPLE[:20], start=1):
        named = {"name": one.known} if number > 1 else {}
        person = maker.new("person", basis=page, country="KG", **named)
        maker.add(person, basis=page, kind="person_kind.person")
        if not named:
            maker.add(person, identity_name=one.known)
        event = maker.new("event", basis=page, start="2020" if number % 2 else "2021", region="XP-1")
        for place, name in enumerate(lists):
            if (number % 7 + 1) >> place & 1:
                act = {"type": "act.liberty.arbitrary_detention", "event": event, "victim": person}
                maker.new("act", basis=rows[name], **act)


def desk(path: Path, template: Template, role: str = "analyst") -> Browser:
    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, role, member=COLLEAGUE)

    return Browser(application(path, PORT, opener=opener)).unlock(BAKYT.passphrase)


@pytest.fixture
def browser(template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Browser:
    monkeypatch.setattr(estimating, "TURNS", 400)
    with template.copy(tmp_path / "office.archive") as archive:
        listed(archive, LISTS)
    return desk(archive.path, template)


def test_overlaps_come_first_and_no_total_before_it_is_asked_for(browser: Browser) -> None:
    browser.get("/estimate")
    assert all(name in browser.text for name in LISTS)
    assert "<svg " in browser.text
    assert "Left out: 1 victims who cannot be linked" in browser.text
    assert "were documented" not in browser.text


def test_every_method_stands_beside_its_assumption(browser: Browser) -> None:
    browser.get("/estimate").post("/estimate", True, None, list=list(LISTS))
    assert "19 were documented" in browser.text
    assert "being in one list makes nobody more or less likely to be in any other" in browser.text
    assert "average of graphs" in browser.text
    _, doubted = browser.text.split("With the doubt of linkage:")
    assert "in one of these graphs" in doubted.split("</tr>")[0]
    assert "taken as closed" in browser.text
    assert "the interaction of all lists" in browser.text or "with the prior weight" in browser.text


def test_strata_and_lists_are_chosen(browser: Browser) -> None:
    browser.get("/estimate").post("/estimate", True, None, list=["court", "press"], by=["year", "region"])
    assert ">2020, Kokterek: " in browser.text
    assert ">2021, Kokterek: " in browser.text
    assert 'value="clinic">' in browser.text, "not chosen any more"
    assert "being in one list makes nobody more or less likely to be in the other" in browser.text


def test_a_collection_without_lists_says_why_there_is_no_total(template: Template, tmp_path: Path) -> None:
    with template.copy(tmp_path / "office.archive") as archive:
        listed(archive, ("court",))
    said = desk(archive.path, template).get("/estimate").text
    assert "Fewer than two lists name a victim" in said
    assert "What was gathered where it was easy to get is no list." in said
    assert "<svg " not in said.split("</header>", 1)[-1]


def test_who_sees_a_part_only_finds_no_such_page(template: Template, tmp_path: Path) -> None:
    template.copy(tmp_path / "office.archive").close()
    assert desk(tmp_path / "office.archive", template, "observer").get("/estimate").status == 404


def test_protected_names_are_compared_for_a_reason_that_is_written_down(
    template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimating, "TURNS", 400)
    with template.copy(tmp_path / "office.archive") as archive:
        listed(archive, LISTS)
    browser = desk(archive.path, template, "director").get("/estimate")
    assert "Only public names were compared." in browser.text
    browser.post("/estimate", True, None, list=list(LISTS), reason="to count them")
    assert "Left out: 0 victims who cannot be linked" in browser.text
    assert "20 were documented" in browser.text
    assert "Protected names were compared." in browser.text
    with open_as(archive.path, template.unlocked, "director", member=COLLEAGUE) as again:
        looks = access_identity_log(again, reader_of(again, "en"))
        assert [look.reason for look in looks] == ["to count them"]


def test_whose_role_opens_no_identities_is_not_asked_why(browser: Browser) -> None:
    browser.get("/estimate")
    assert 'name="reason"' not in browser.text
    assert browser.post("/estimate", True, None, list=list(LISTS), reason="to see").status == 404
