# SPDX-License-Identifier: Apache-2.0
"""A search is kept under a name, by one member for themselves, and says what is new in it."""

import re
import shutil
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import COLLEAGUE, open_as
from tests.rooms.web.conftest import Small

from kuzat.keys import open_header
from kuzat.store import Archive
from kuzat.testing import AIZADA, Maker
from kuzat.web import application


class Office:
    """An archive of its own, in which several members sit at one desk after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unlocked = open_header((path / "archive.json").read_bytes(), AIZADA.passphrase)

    def desk(self, role: str, member: str = "") -> Browser:
        def opener(path: Path, passphrase: str, **beside: object) -> Archive:
            return open_as(path, self.unlocked, role, member=member)

        return Browser(application(self.path, PORT, opener=opener)).unlock(AIZADA.passphrase)

    def happens(self, title: str) -> None:
        with open_as(self.path, self.unlocked, "coder") as archive:
            maker = Maker(archive)
            maker.new("event", basis=maker.page(), title=title, start="2024-03-08", region=["KG-GB"])


@pytest.fixture
def office(small: Small, tmp_path: Path) -> Office:
    shutil.copytree(small.path, tmp_path / "office.archive")
    return Office(tmp_path / "office.archive")


def kept(browser: Browser) -> list[str]:
    """The ids of the searches on the page of them."""
    return re.findall(r'action="/searches/([0-9a-f]{32})"', browser.get("/searches").text)


def keep(browser: Browser, name: str, **fields: str) -> str:
    browser.get("/events")
    browser.post("/searches", True, None, name=name, do="keep", **fields)
    assert browser.path == "/searches"
    return kept(browser)[0]


def test_a_kept_search_says_what_is_new_until_one_looks(office: Office) -> None:
    desk = office.desk("reader")
    id_ = keep(desk, "Marches in Bishkek", words="march", region="KG-GB")
    for address in ("/", "/search", "/searches"):
        assert "Marches in Bishkek 1 event" in desk.get(address).words
        assert "new since" not in desk.words
    office.happens("Another march")
    office.happens("A concert")
    for address in ("/", "/search", "/searches"):
        assert "Marches in Bishkek 2 events 1 new since you last looked" in desk.get(address).words
    desk.post(f"/searches/{id_}")
    assert desk.path.startswith("/answer/")
    assert "Another march" in desk.words
    assert "new since" not in desk.get("/searches").words
    assert "march" not in " ".join(re.findall(r'(?:href|action)="([^"]*)"', desk.text))


def test_one_without_words_opens_the_list_under_its_address(office: Office) -> None:
    desk = office.desk("reader")
    id_ = keep(desk, "Bishkek", region="KG-GB", since="2019", contested="1")
    assert desk.post(f"/searches/{id_}").path == "/events?region=KG-GB&since=2019&contested=1"


def test_it_is_renamed_and_thrown_away(office: Office) -> None:
    desk = office.desk("reader")
    id_ = keep(desk, "First name", words="march")
    desk.post("/searches", True, None, do="rename", id=id_, name="  Second   name ")
    assert "Second name 1 event" in desk.words
    assert "First name" not in desk.words
    assert desk.post("/searches", True, None, do="rename", id=id_, name=" ").status == 400
    desk.get("/searches").post("/searches", True, None, do="drop", id=id_)
    assert kept(desk) == []
    assert desk.post(f"/searches/{id_}").status == 404
    desk.get("/searches")
    assert desk.post("/searches", True, None, do="rename", id=id_, name="x").status == 404


def test_nobody_else_sees_it(office: Office) -> None:
    id_ = keep(office.desk("reader"), "Mine", words="march")
    other = office.desk("director", COLLEAGUE)
    assert kept(other) == []
    assert other.get("/searches").post(f"/searches/{id_}").status == 404


def test_what_an_observer_keeps_counts_what_an_observer_sees(office: Office) -> None:
    desk = office.desk("observer", COLLEAGUE)
    keep(desk, "All of it")
    seen = re.search(r"All of it (\d+) event", desk.get("/searches").words)
    with open_as(office.path, office.unlocked, "coder") as archive:
        Maker(archive).new("event", start="2024", region=["KG-GB"])
    again = re.search(r"All of it (\d+) event", desk.get("/searches").words)
    assert seen
    assert again
    assert seen[1] == again[1]
    assert "new since" not in desk.words


@pytest.mark.parametrize("fields", [{"region": "Bishkek"}, {"name": ""}])
def test_what_cannot_be_kept_is_refused(office: Office, fields: dict[str, str]) -> None:
    desk = office.desk("reader")
    desk.get("/events")
    assert desk.post("/searches", True, None, **{"name": "x", "do": "keep"} | fields).status == 400
    assert kept(desk) == []
