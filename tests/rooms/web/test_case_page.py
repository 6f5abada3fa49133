# SPDX-License-Identifier: Apache-2.0
"""The list of claims and one case: what is owed, what each side says of it, which doors remain."""

from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import open_as
from tests.remedies import claim_of_two
from tests.template import Template

from kuzat.store import Archive
from kuzat.testing import BAKYT, Clock, Maker
from kuzat.web import application

Office = tuple[Browser, dict[str, str]]


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    """A desk for a lawyer, on a day in the week in which the first of three terms ends."""
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        made = claim_of_two(archive)
        sitting = {"type": "step_type.hearing", "date": "2016-10-05"}
        Maker(archive).new("step", proceeding=made["home"], **sitting)

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, "lawyer", clock=Clock("2016-09-22T09:00:00Z"))

    return Browser(application(path, PORT, opener=opener)).unlock(BAKYT.passphrase), made


def test_the_list_says_how_what_is_owed_stands_and_what_ends_this_week(office: Office) -> None:
    desk, made = office
    desk.get("/cases")
    assert f"/case/{made['claim']}" in desk.links
    assert "judged differently: 1" in desk.words
    assert "Terms that end this week" in desk.words
    assert "27 September 2016 – 7 November 2016" in desk.words
    assert "Terms that end this week" in desk.get("/").words


def test_one_case_from_its_filing_on_with_each_side_and_every_door(office: Office) -> None:
    desk, made = office
    desk.get(f"/case/{made['claim']}")
    assert "Filed, decided, answered" in desk.words
    assert "31 March 2016 What is owed Report on what was done" in desk.words
    assert "27 September 2016 – 7 November 2016 What is owed" in desk.words
    assert "The State: Done" in desk.words
    assert "The person concerned or the family: Not done" in desk.words
    assert "As things stand, no case about Kyrgyzstan can come before this body." in desk.words
    assert "A death closes nothing." in desk.words
    assert "Supreme Court Supreme Court ended It ended, and no decision is recorded." in desk.words
    assert f"/record/{made['report']}" in desk.links


def test_figures_open_the_records_that_they_count(office: Office) -> None:
    desk, made = office
    desk.get("/remedies")
    assert "Human Rights Committee, complaints 100 % 1 / 1" in desk.words
    assert "Compensate: judged differently 1" in desk.words
    assert "n = " in desk.words, "a median says of how many it is one"
    (show,) = (link for link in desk.links if "show=owed-obligation_kind.compensate" in link)
    desk.get(show)
    assert f"/record/{made['pay']}" in desk.links
    assert f"/record/{made['report']}" not in desk.links


def test_what_is_due_by_body_and_the_calendar_file(office: Office) -> None:
    desk, made = office
    desk.get("/due?by=body")
    assert "Human Rights Committee, complaints" in desk.words
    assert "27 September 2016 – 7 November 2016" in desk.words
    assert "Hearings" not in desk.words
    desk.get("/due?days=31&by=person")
    assert f"/person/{made['elder']}" in desk.links
    assert "5 October 2016" in desk.words
    desk.post("/due/calendar", **{"as": "ics"})
    assert desk.headers["Content-Disposition"] == 'attachment; filename="terms.ics"'
    assert desk.text.count("BEGIN:VEVENT") == 4
    assert "brothers" not in desk.text


def test_what_is_no_claim_is_not_found(office: Office) -> None:
    desk, _ = office
    assert desk.get("/case/clm-" + "0" * 32).status == 404
