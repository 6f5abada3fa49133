# SPDX-License-Identifier: Apache-2.0
"""A donor's table is kept row by row from a count, opens its numbers, and leaves with its limits under it."""

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.store import Archive
from kuzat.testing import BAKYT, Maker
from kuzat.web import application

SPAN = {"period": "year", "since": "2019", "until": "2020"}


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Path:
    """Three events, one of them dated to a year only; two acts in one of them."""
    with template.copy(tmp_path / "office.archive") as archive:
        maker = Maker(archive)
        page = maker.page("The Highland Post")
        march = maker.new("event", basis=page, start="2019-03-08", region=["KG-GB"], story="KG-1")
        for _ in range(2):
            maker.new("act", basis=page, event=march, type="act.assembly")
        maker.new("event", basis=page, start="2019-11", region=["KG-O"])
        maker.new("event", basis=page, start="2020", region=["KG-GB"])
    return tmp_path / "office.archive"


def desk(office: Path, template: Template, role: str = "analyst", member: str = "") -> Browser:
    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, role, member=member)

    return Browser(application(office, PORT, opener=opener)).unlock(BAKYT.passphrase)


def keep(browser: Browser, name: str, **fields: str) -> Browser:
    browser.get("/count")
    return browser.post("/indicators", True, None, name=name, do="keep", **fields)


def numbers(browser: Browser, name: str) -> list[str]:
    """The cells of one row as they are read."""
    row = re.search(rf'<tr><th scope="row">{name}</th>(.*?)</tr>', browser.text, re.S)
    assert row is not None
    return [re.sub("<[^>]*>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row[1], re.S)]


def test_a_row_counts_by_year_and_by_quarter(office: Path, template: Template) -> None:
    browser = desk(office, template)
    keep(browser, "Marches", table="A fund", unit="act", act="act.assembly", target="5", baseline="0")
    keep(browser, "All events", table="A fund", unit="event")
    assert browser.path == "/indicators"
    browser.get("/indicators?period=year&since=2019&until=2020")
    assert numbers(browser, "Marches") == ["0", "5", "2", "0", "2"]
    assert numbers(browser, "All events") == ["", "", "2", "1", "3"]
    assert "A fund" in browser.words
    browser.get("/indicators?period=quarter&since=2019&until=2019")
    assert numbers(browser, "All events") == ["", "", "1", "0", "0", "1", "2"]
    assert "Not in any column, since no date tells the period: 1." in browser.words


def test_every_number_opens_as_many_events(office: Path, template: Template) -> None:
    browser = desk(office, template)
    keep(browser, "In Bishkek", region="KG-GB")
    browser.get("/indicators?period=quarter&since=2019&until=2019")
    (found,) = re.findall(r'<td class="number"><a href="(/events\?[^"]+)">(\d+)</a>', browser.text)
    browser.get(unescape(found[0]))
    assert (browser.status, f"{found[1]} event" in browser.words) == (200, True)


def test_persons_are_not_added_up(office: Path, template: Template) -> None:
    browser = desk(office, template)
    keep(browser, "People", unit="person")
    browser.get("/indicators?period=year&since=2019&until=2020")
    assert numbers(browser, "People")[-1] == "—"
    assert "Persons and stories may stand in several periods" in browser.words


def test_a_table_leaves_as_a_file_with_its_limits_and_is_noted(office: Path, template: Template) -> None:
    browser = desk(office, template)
    keep(browser, "=Marches", table="A fund", unit="act", target="5")
    keep(browser, "Another's", table="Another", unit="event")
    wanted = {**SPAN, "as": "csv", "table": "A fund", "receiver": "A fund"}
    browser.get("/indicators").post("/indicators/sheet", True, None, **wanted)
    assert browser.headers["Content-Disposition"] == 'attachment; filename="indicators.csv"'
    rows = [row[:-1] for row in csv.reader(io.StringIO(browser.content.decode("utf-8-sig")))]
    assert rows[:3] == [
        ["Indicator", "What is counted", "Baseline", "Target", "2019", "2020", "Total"],
        ["'=Marches", "Acts", "", "5", "2", "0", "2"],
        [""] * 7,
    ]
    notes = [row[0] for row in rows[3:]]
    assert "How many there were: it counts what was documented, not what happened." in notes
    assert any(note.startswith("Nothing is recorded of:") for note in notes)
    assert "A number below five can point to a person: think before you pass it on." in notes
    assert "Another's" not in repr(rows)
    with open_as(office, template.unlocked, "director") as archive:
        said = dict(archive.database.rows("SELECT says, value FROM statement WHERE says LIKE 'disclosure.%'"))
    assert said["disclosure.what"] == "handed_out.count"
    assert said["disclosure.table"].startswith("indicators/year/")
    assert "A fund" not in repr(said)


def test_a_row_about_a_story_stays_inside(office: Path, template: Template) -> None:
    browser = desk(office, template)
    story = next(link for link in browser.get("/count?by=story").links if "story=" in link)
    sealed = re.search(r"story=([^&]+)", story)
    assert sealed is not None
    keep(browser, "One case", story=sealed[1])
    browser.get("/indicators")
    assert "/indicators/sheet" not in browser.text
    assert "KG-1" not in " ".join(browser.links)
    assert browser.post("/indicators/sheet", True, None, table="", **SPAN, **{"as": "csv"}).status == 400


def test_a_row_is_changed_and_thrown_away(office: Path, template: Template) -> None:
    browser = desk(office, template)
    keep(browser, "First", unit="act", region="KG-GB")
    found = re.search(r'name="id" value="([0-9a-f]{32})"', browser.text)
    assert found is not None
    browser.post("/indicators", True, None, do="change", id=found[1], name="Second", table="T", target="7")
    assert "Acts · Region: Bishkek" in browser.words
    assert numbers(browser, "Second")[:2] == ["", "7"]
    browser.post("/indicators", True, None, do="drop", id=found[1])
    assert "There are none." in browser.words
    browser.get("/indicators")
    assert browser.post("/indicators", True, None, do="change", id=found[1], name="x").status == 404


@pytest.mark.parametrize("wrong", [{"name": " "}, {"target": "five"}])
def test_a_form_that_is_refused_comes_back_as_it_was_typed(
    office: Path, template: Template, wrong: dict[str, str]
) -> None:
    browser = desk(office, template)
    typed = {"name": "Marches", "table": "<A fund>", "baseline": "3", "target": "7", **wrong}
    keep(browser, unit="act", region="KG-GB", **typed)
    assert browser.status == 400
    form = browser.text.partition('<form class="narrow"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="([a-z]+)" value="([^"]*)"', form))
    assert {name: unescape(fields[name]) for name in typed} == typed
    browser.post("/indicators", True, None, **{**fields, **typed, "name": "Marches", "target": "7"})
    assert "Acts · Region: Bishkek" in browser.words
    assert numbers(browser, "Marches")[:2] == ["3", "7"]


def test_nobody_else_sees_it(office: Path, template: Template) -> None:
    keep(desk(office, template), "Mine")
    assert "Mine" not in desk(office, template, "director", COLLEAGUE).get("/indicators").words


@pytest.mark.parametrize(
    "fields", [{"name": " "}, {"target": "-1"}, {"target": "1.5"}, {"unit": "house"}, {"region": "Osh"}]
)
def test_what_cannot_be_a_row_is_refused(office: Path, template: Template, fields: dict[str, str]) -> None:
    browser = desk(office, template)
    assert keep(browser, **{"name": "x", **fields}).status == 400
    assert "There are none." in browser.get("/indicators").words


@pytest.mark.parametrize(
    "query", ["period=month", "since=2021&until=2020", "since=x", "period=quarter&since=1990"]
)
def test_what_is_no_column_is_refused(office: Path, template: Template, query: str) -> None:
    browser = desk(office, template)
    assert browser.get(f"/indicators?{query}").status == 400
