# SPDX-License-Identifier: Apache-2.0
"""An imported sheet comes out again where its exhibit is shown, as it stands now, and that is noted."""

from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import open_as
from tests.sheets import sheet
from tests.template import Template

from kuzat.collection import read
from kuzat.log.statement import Draft
from kuzat.records import adopt
from kuzat.store import Archive, access_record, access_reference, access_traces, import_sheet, reader_of
from kuzat.testing import AIZADA, Randomness
from kuzat.web import application

ROWS = ("A-1,A march is stopped,2020-03-08,Bishkek,,", "A-2,A meeting is broken up,2021,Osh city,,")


@pytest.fixture
def path(template: Template, tmp_path: Path) -> Path:
    return tmp_path / "office.archive"


@pytest.fixture
def exhibit(path: Path, template: Template) -> str:
    """A sheet of which one row is told otherwise since, and that account is followed."""
    with template.copy(path) as archive:
        found = import_sheet(archive, sheet(*ROWS)).exhibit or ""
        event = access_reference(archive, reader_of(archive), "A-2")
        later = Draft(about=event, says="event.start", type="date", value="2022", basis=f"{found}#row=3")
        archive.say(adopt(event, archive.say([later]).ids[0][0], "the court says so", f"{found}#row=3"))
    return found


def desk(path: Path, template: Template, *roles: str) -> Browser:
    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, *roles, random=Randomness("desk"))

    return Browser(application(path, PORT, opener=opener)).unlock(AIZADA.passphrase)


def test_it_comes_out_as_its_rows_stand_now_and_that_is_noted(
    path: Path, template: Template, exhibit: str
) -> None:
    browser = desk(path, template, "analyst").get(f"/record/{exhibit}")
    assert "The sheet as its rows stand now" in browser.words
    browser.post(f"/exhibit/{exhibit}/sheet", **{"as": "csv", "receiver": "a committee"})
    rows = browser.content.decode("utf-8-sig").splitlines()
    assert rows[1:] == [f"{row}," for row in (ROWS[0], ROWS[1].replace("2021", "2022"))]
    assert browser.headers["Content-Type"] == "application/octet-stream"
    assert browser.headers["Content-Disposition"].endswith('.csv"')
    browser.get(f"/record/{exhibit}").post(f"/exhibit/{exhibit}/sheet", **{"as": "xlsx"})
    assert [row.cells["code"] for row in read(browser.content, "again.xlsx").rows] == ["A-1", "A-2"]
    with template.open(path) as archive:
        traces = [one for of in access_traces(archive, reader_of(archive)).values() for one in of]
    assert sorted((one.how, one.to) for one in traces) == [
        ("handed_out.sheet", ""),
        ("handed_out.sheet", "a committee"),
    ]


def test_nothing_comes_out_for_who_may_not_export_or_of_what_is_no_sheet(
    path: Path, template: Template, exhibit: str
) -> None:
    reader = desk(path, template, "reader").get(f"/record/{exhibit}")
    assert "The sheet as its rows stand now" not in reader.words
    assert reader.post(f"/exhibit/{exhibit}/sheet", **{"as": "csv"}).status == 404
    analyst = desk(path, template, "analyst").get(f"/record/{exhibit}")
    assert analyst.post(f"/exhibit/{exhibit}/sheet", **{"as": "html"}).status == 400
    with template.open(path) as archive:
        (mapping,) = access_record(archive, reader_of(archive), exhibit).all("exhibit.mapping")
        size = archive.size()
    analyst = desk(path, template, "analyst").get(f"/record/{mapping.text}")
    assert "The sheet as its rows stand now" not in analyst.words
    assert analyst.post(f"/exhibit/{mapping.text}/sheet", **{"as": "csv"}).status == 404
    with template.open(path) as archive:
        assert archive.size() == size
