# SPDX-License-Identifier: Apache-2.0
"""`kuzat deadlines`: without an archive, from a rule and days to ends, reasons, JSON and a calendar file."""

from pathlib import Path

import pytest
from tests.commands import Office

VIEWS = ("deadlines", "--rule", "views-reply")
STARTS = ("--from", "adoption=31 March 2016", "--from", "publication=2016-04-21")
TERMINATION = ("deadlines", "--rule", "kg-termination-complaint-2017-code", "--from", "2021-06-16")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "none.archive", tmp_path)


def test_json_answers_the_end(office: Office) -> None:
    told = office.json(*VIEWS, "--from", "2016-03-31", "--today", "2016-09-20")
    assert (told["earliest"], told["latest"]) == ("2016-09-27", "2016-09-27")
    assert told["unknown_starts"] == ["transmittal", "publication"]
    (now,) = told["told"]
    assert (now["standing"], now["days"]) == ("running", 7)
    assert now["sentences"] == ["Days left until the earliest end that is known: 7."]


def test_every_start_with_its_end_and_why(office: Office) -> None:
    said = office.says(*VIEWS, *STARTS, "--today", "2026-11-24")
    assert "adoption, 31 March 2016: 2016-09-27" in said
    assert "publication, 21 April 2016: 2016-10-18" in said
    assert "Not known to us: transmittal to the State." in said
    assert "No reply known to us." in said
    assert "overdue" not in said


def test_what_was_done_is_judged_in_place_of_silence(office: Office) -> None:
    said = office.says(*TERMINATION, "--done", "2021-06-28")
    assert "2021-06-26 is no working day, so the term ends on the next one, 2021-06-28." in said
    assert "Done on 2021-06-28: in time by every end counted here." in said
    assert "To be checked by a lawyer" in said
    assert "known to us" not in said


def test_pauses(office: Office) -> None:
    told = office.json(*TERMINATION, "--pause", "2021-06-20/2021-06-25")
    assert told["earliest"] == "2021-07-02"


def test_a_calendar_file(office: Office) -> None:
    said = office.says(*VIEWS, *STARTS, "--ics")
    assert said.startswith("BEGIN:VCALENDAR")
    assert said.count("BEGIN:VEVENT") == 2


def test_all_rules_are_listed(office: Office) -> None:
    assert "views-reply  The State informs" in office.says("deadlines", "--rules")
    listed = office.json("deadlines", "--rules")
    assert {rule["rule"] for rule in listed} >= {"views-reply", "kg-administrative-claim"}


def test_a_closed_door_is_said(office: Office) -> None:
    said = office.says("deadlines", "--rule", "cat-decision-reply", "--from", "2021-06-16")
    assert "As things stand, no case about Kyrgyzstan can come before this body." in said


@pytest.mark.parametrize(
    ("status", "arguments"),
    [
        (4, ("deadlines", "--rule", "views-repli", "--from", "2016-03-31")),
        (4, (*VIEWS, "--from", "announcement=2016-03-31")),
        (3, VIEWS),
        (3, (*VIEWS, "--from", "31 Marhc 2016")),
        (3, (*VIEWS, "--from", "2016-03-31", "--pause", "2016-04-01/..")),
        (3, ("deadlines", "--rule", "kg-termination-complaint-2017-code", "--from", "2022-06-16")),
        (2, (*VIEWS, "--from", "2016-03-31", "--today", "soon")),
    ],
)
def test_refusals(office: Office, status: int, arguments: tuple[str, ...]) -> None:
    assert office.refused(status, *arguments)
