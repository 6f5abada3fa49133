# SPDX-License-Identifier: Apache-2.0
"""A count leaves the desk as a file for those who may export, without names, and never unnoticed."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import open_as
from tests.template import Template

from kuzat import keys
from kuzat.collection import read
from kuzat.store import Archive
from kuzat.testing import BAKYT, Maker
from kuzat.web import application

GRID = {"unit": "event", "by": "region", "and": "year"}


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Path:
    """Two events, one of them in two regions and told in two ways."""
    with template.copy(tmp_path / "office.archive") as archive:
        maker = Maker(archive)
        page = maker.page("The Highland Post")
        march = maker.new("event", basis=page, start="2019", region=["KG-GB", "KG-O"], story="KG-1")
        maker.add(march, basis=page, start="2019-07")
        maker.add(page, event=march)
        maker.new("event", basis=page, start="2020", region=["KG-GB"])
    return tmp_path / "office.archive"


def desk(office: Path, template: Template, role: str) -> Browser:
    """A browser in which a member with this role has unlocked the archive."""

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, role)

    return Browser(application(office, PORT, opener=opener)).unlock(BAKYT.passphrase)


def noted(office: Path, template: Template) -> dict[str, str | None]:
    """What the archive says of everything that was handed out; the receiver is sealed."""
    with open_as(office, template.unlocked, "director") as archive:
        query = "SELECT says, value FROM statement WHERE says LIKE 'disclosure.%'"
        return dict(archive.database.rows(query))


def test_the_grid_as_csv_with_what_it_is_of(office: Path, template: Template) -> None:
    analyst = desk(office, template, "analyst")
    analyst.get("/count?unit=event&by=region&and=year&direction=unknown")
    analyst.post("/count/sheet", **GRID, direction="unknown", receiver="A committee", **{"as": "csv"})
    assert analyst.status == 200
    assert analyst.headers["Content-Disposition"] == 'attachment; filename="count.csv"'
    assert analyst.headers["Content-Type"] == "application/octet-stream"
    rows = [row[:-1] for row in csv.reader(io.StringIO(analyst.content.decode("utf-8-sig")))]
    assert rows[:5] == [
        ["Events: Region, Year", "2019", "2020", "Total", "Sources"],
        ["Bishkek", "1", "1", "2", "1"],
        ["Osh region", "1", "0", "1", "1"],
        ["Total", "1", "1", "2", "1"],
        ["", "", "", "", ""],
    ]
    notes = [row[0] for row in rows[5:]]
    assert notes[:2] == ["Events: 2", "Direction: not known"]
    assert "1 of them lies in an event of which accounts differ." in notes
    assert "Some stand in several rows, so the rows add up to more than the total." in notes
    assert "A number below five can point to a person: think before you pass it on." in notes


def test_that_it_was_taken_is_noted_with_the_figure_in_it(office: Path, template: Template) -> None:
    director = desk(office, template, "director")
    director.get("/count").post("/count/sheet", **GRID, receiver="A committee", **{"as": "csv"})
    said = noted(office, template)
    assert said["disclosure.what"] == "handed_out.count"
    counted, _, figure = str(said["disclosure.table"]).rpartition("/")
    assert counted == "event/region/year"
    assert f"figure {figure}." in director.text
    assert "A committee" not in repr(said)
    assert "Count" in director.get("/members").text.partition('id="taken"')[2]


def test_xlsx_holds_what_csv_holds(office: Path, template: Template) -> None:
    analyst = desk(office, template, "analyst")
    found = []
    for name in ("csv", "xlsx"):
        analyst.get("/count").post("/count/sheet", by="region", then="year", **{"as": name})
        sheet = read(analyst.content, f"count.{name}")
        found.append((sheet.columns, [row.cells for row in sheet.rows if any(row.cells.values())]))
    assert found[0] == found[1]
    assert len(found[0][1]) > len(GRID)


def test_numbers_are_numbers_in_xlsx_and_limits_stand_under_them(office: Path, template: Template) -> None:
    analyst = desk(office, template, "analyst")
    analyst.get("/count").post("/count/sheet", by="year", **{"as": "xlsx"})
    with zipfile.ZipFile(io.BytesIO(analyst.content)) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert '<c r="B2"><v>1</v></c>' in page
    assert '<c r="A2" t="s">' in page, "a year is the name of a row"
    rows = [next(iter(row.cells.values())) for row in read(analyst.content, "count.xlsx").rows]
    assert "Of all that is recorded:" in rows
    assert any(row.startswith("Nothing is recorded of:") for row in rows)
    assert len(set(filter(None, rows))) == len([row for row in rows if row])


def test_a_list_keeps_the_sources_of_each_line(office: Path, template: Template) -> None:
    analyst = desk(office, template, "analyst")
    analyst.get("/count").post("/count/sheet", by="year", **{"as": "csv"})
    rows = list(csv.reader(io.StringIO(analyst.content.decode("utf-8-sig"))))
    assert [row[:3] for row in rows[:2]] == [["Year", "Events", "Sources"], ["2019", "1", "1"]]


@pytest.mark.parametrize("asked", [{"by": "source"}, {"by": "year", "and": "story"}, {"story": "unknown"}])
def test_sources_and_stories_stay_inside(office: Path, template: Template, asked: dict[str, str]) -> None:
    analyst = desk(office, template, "analyst")
    page = analyst.get("/count?" + "&".join(f"{name}={value}" for name, value in asked.items()))
    assert "/count/sheet" not in page.text
    assert "it can point to a person" in page.words
    assert analyst.post("/count/sheet", **asked, **{"as": "csv"}).status == 400
    assert noted(office, template) == {}


def test_only_who_may_export_is_offered_and_given_it(office: Path, template: Template) -> None:
    for role in keys.roles().keys() - {"trustee"}:
        page = desk(office, template, role).get("/count?by=year")
        assert ("/count/sheet" in page.text) == keys.may([role], "export"), role
        status = page.post("/count/sheet", by="year", **{"as": "csv"}).status
        assert status == (200 if keys.may([role], "export") else 404), role


def test_another_kind_of_file_is_not_written(office: Path, template: Template) -> None:
    analyst = desk(office, template, "analyst")
    assert analyst.get("/count").post("/count/sheet", by="year", **{"as": "exe"}).status == 400
    assert noted(office, template) == {}


def test_a_count_as_a_picture_is_noted_like_a_table(office: Path, template: Template) -> None:
    analyst = desk(office, template, "analyst")
    for by in ("year", "region", "topic"):
        analyst.get(f"/count?by={by}").post("/count/sheet", by=by, receiver="A committee", **{"as": "png"})
        assert analyst.content.startswith(b"\x89PNG"), by
        assert analyst.headers["Content-Disposition"] == 'attachment; filename="count.png"'
        assert f"event/{by}/" in str(noted(office, template)["disclosure.table"])


def test_sources_leave_in_no_picture_and_on_no_paper(office: Path, template: Template) -> None:
    analyst = desk(office, template, "analyst").get("/count?by=source")
    assert analyst.post("/count/sheet", by="source", **{"as": "png"}).status == 400
    analyst.get("/count?by=source")
    assert analyst.post("/count/paper", by="source", **{"as": "paper"}).status == 400
    assert noted(office, template) == {}


def test_a_count_on_paper_tells_its_figure_and_not_how_many_entries_there_are(
    office: Path, template: Template
) -> None:
    director = desk(office, template, "director").get("/count?by=region")
    assert "entries of the log" in director.words
    director.post("/count/paper", by="region", receiver="A committee", **{"as": "paper"})
    assert 'class="onpaper"' in director.text
    assert "entries of the log" not in director.words
    said = noted(office, template)
    assert said["disclosure.what"] == "handed_out.print"
    assert f"figure {str(said['disclosure.table']).rpartition('/')[2]}." in director.words
