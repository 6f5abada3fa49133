# SPDX-License-Identifier: Apache-2.0
"""A count by two dimensions stands as rows and columns, and each number opens what it counted."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.keys import roles
from kuzat.store import Archive
from kuzat.testing import BAKYT, Maker
from kuzat.web import application
from kuzat.web.analysis.grid import MOST_COLUMNS

Desks = Callable[[str], Browser]
EVENTS = (
    {"start": "2019-07-08", "region": ["KG-GB", "KG-O"]},
    {"start": "2019-08", "region": ["KG-GB"]},
    {"start": "2020-01-02", "region": ["KG-GB"]},
    {"start": "2020"},
)


@pytest.fixture(scope="module")
def office(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four events that a newspaper told of, one in two regions, one in none that is known; and one more."""
    path: Path = tmp_path_factory.mktemp("crossing") / "office.archive"
    template.copy(path).close()
    with open_as(path, template.unlocked, *roles()) as archive:
        maker = Maker(archive)
        page = maker.page("=HYPERLINK(1)")
        for n, event in enumerate(EVENTS):
            made = maker.new("event", basis=page, title=f"Event {n}", story=f"S-{n}", **event)
            maker.add(page, event=made)
        maker.new("event", title="Event 4", start="2020-05", region=["KG-O"])
    return path


def desk(path: Path, template: Template, role: str) -> Browser:
    """A browser in which a member with this role has unlocked the archive."""

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, role, member=COLLEAGUE)

    return Browser(application(path, PORT, opener=opener)).unlock(BAKYT.passphrase)


@pytest.fixture
def desks(office: Path, template: Template) -> Desks:
    """Browsers by role."""
    return lambda role: desk(office, template, role)


def table(browser: Browser) -> list[list[str]]:
    """The cells of the first table of the page, as people read them."""
    body = browser.text.partition("<table")[2].partition("</table>")[0]
    rows = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in body.split("<tr>")[1:])
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in rows]


def test_rows_and_columns_with_totals_that_count_each_event_once(desks: Desks) -> None:
    page = desks("reader").get("/count?unit=event&by=region&and=year")
    assert table(page) == [
        ["Region", "2019", "2020", "Total", "Sources"],
        ["Bishkek", "2", "1", "3", "1"],
        ["Osh region", "1", "1", "2", "1"],
        ["not known", "0", "1", "1", "1"],
        ["Total", "2", "3", "5", "1"],
    ]
    assert "Rows and columns may add up to more than their totals" in page.words


def test_the_other_way_round_the_years_are_in_their_order(desks: Desks) -> None:
    shown = table(desks("reader").get("/count?by=year&and=region"))
    assert [row[0] for row in shown] == ["Year", "2019", "2020", "Total"]
    assert shown[-1] == ["Total", "3", "2", "1", "5", "1"]


def test_every_number_opens_as_many_events_as_it_says(desks: Desks) -> None:
    page = desks("reader").get("/count?by=region&and=year")
    numbers = re.findall(r'<a href="(/events\?[^"]*)">(\d)</a>', page.text.partition("<table")[2])
    assert [int(count) for _, count in numbers] == [2, 1, 3, 1, 1, 2, 1, 1, 2, 3, 5]
    for address, count in numbers:
        opened = page.get(address.replace("&amp;", "&")).links
        assert len({link for link in opened if link.startswith("/event/")}) == int(count), address


def test_nothing_overlaps_where_each_event_stands_once(desks: Desks) -> None:
    page = desks("reader").get("/count?by=year&and=story")
    assert len(table(page)) == len({"2019", "2020"}) + 2
    assert "add up to more" not in page.words


def test_three_dimensions_stay_a_list(desks: Desks) -> None:
    page = desks("reader").get("/count?by=region&and=year&then=direction")
    assert table(page)[0] == ["Region", "Year", "Direction", "", "Events", "Sources"]


def test_more_columns_than_fit_side_by_side_stay_a_list(template: Template, tmp_path: Path) -> None:
    with template.copy(tmp_path / "office.archive") as archive:
        maker = Maker(archive)
        for n in range(MOST_COLUMNS + 1):
            maker.new("event", start="2019", story=f"S-{n}")
    page = desk(tmp_path / "office.archive", template, "reader")
    assert table(page.get("/count?by=year&and=story"))[0] == ["Year", "Story", "", "Events", "Sources"]
    assert "Too many columns" in page.words
    assert table(page.get("/count?by=story&and=year"))[0] == ["Story", "2019", "Total", "Sources"]
    assert "Too many columns" not in page.words


def test_the_totals_too_are_of_what_the_reader_sees(desks: Desks) -> None:
    """An observer sees what is published, and so not the event that no newspaper told of."""
    page = desks("observer").get("/count?by=region&and=year")
    assert table(page)[-1] == ["Total", "2", "2", "4", "1"]
