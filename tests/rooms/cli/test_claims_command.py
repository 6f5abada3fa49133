# SPDX-License-Identifier: Apache-2.0
"""`kuzat cases`, `kuzat forums` and `kuzat deadlines` of an archive."""

from pathlib import Path

import pytest
from tests.commands import Office
from tests.remedies import claim_of_two
from tests.template import Template

from kuzat.testing import Maker


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    with template.copy(tmp_path / "a.archive") as archive:
        claim_of_two(archive)
    return Office(tmp_path / "a.archive", tmp_path)


def test_a_claim_with_what_each_side_says_of_it(office: Office) -> None:
    assert "Two brothers held  (not known: 1, judged differently: 1)" in office.says("cases")
    (case,) = office.json("cases")
    said = office.says("cases", case["claim"])
    assert "Human Rights Committee, complaints" in said
    assert "The State: Done" in said
    assert "Supreme Court: ended\n      It ended, and no decision is recorded." in said
    assert "The person concerned or the family: Not done" in said
    (owed,) = (one for one in case["obligations"] if one.get("rule"))
    assert (owed["earliest"], owed["latest"]) == ("2016-09-27", "2016-11-07")
    assert owed["unknown_starts"] == ["transmittal"]


def test_figures_of_all_claims(office: Office) -> None:
    said = office.says("cases", "--figures")
    assert "Violations found by Human Rights Committee, complaints: 1 of 1" in said
    assert "Compensate, judged differently: 1" in said
    found = office.json("cases", "--figures")
    assert len(found["age"]["of"]) == 2
    assert "(n = 2)" in said
    assert found["paid"] == []


def test_a_claim_in_time_with_what_is_owed_and_silence_that_no_term_breaks(office: Office) -> None:
    (case,) = office.json("cases")
    said = office.says("show", case["claim"], "--timeline")
    assert "What is owed" in said
    assert "nothing known to us" in said
    found = office.json("show", case["claim"], "--timeline")
    lanes = [one["lane"] for one in found]
    assert {"answered", "owed"} <= set(lanes)
    assert [one["first"] for one in found] == sorted(one["first"] for one in found)


def test_which_doors_remain_and_why_not_the_others(office: Office) -> None:
    (case,) = office.json("cases")
    said = office.says("forums", "--for", case["claim"])
    assert "Used: Human Rights Committee, complaints (ccpr-op1)" in said
    shut = (
        "Shut: Committee against Torture, complaints (cat-22)\n    As things stand, no case about Kyrgyzstan"
    )
    assert shut in said


def test_all_bodies_without_an_archive(tmp_path: Path) -> None:
    said = Office(tmp_path / "none.archive", tmp_path).says("forums")
    assert "icc  International Criminal Court\n    As things stand, no case about Kyrgyzstan" in said
    assert said.count("To be checked by a lawyer") >= 20


def test_open_terms_of_an_archive_as_lines_and_as_a_calendar(office: Office) -> None:
    said = office.says("deadlines")
    assert "2016-09-27 – 2016-11-07" in said
    assert "No reply known to us." in said
    assert "overdue" not in said
    calendar = office.says("deadlines", "--ics")
    assert calendar.count("BEGIN:VEVENT") == 3
    assert "brothers" not in calendar
    assert "views-reply" in office.says("deadlines", "--rules")


def test_how_far_claims_went_beside_what_was_published(office: Office) -> None:
    said = office.says("impunity", "--by", "act")
    assert "Torture\n  Filed: 0 of 1\n" in said
    assert "2018  registered: 377 claims" in said
    assert "2018  registered: 238 statements" in said


def test_a_stage_that_only_a_later_step_tells_of_is_not_called_recorded(
    template: Template, tmp_path: Path
) -> None:
    with template.copy(tmp_path / "c.archive") as archive:
        maker = Maker(archive)
        claim = maker.new("claim", title="Water of five villages")
        before = maker.new("proceeding", claim=claim, forum="kg-supreme-court")
        maker.new("step", proceeding=before, type="step_type.court")
    said = Office(tmp_path / "c.archive", tmp_path).says("impunity")
    assert "Court: 1 of 1\n" in said or "court: 1 of 1\n" in said
    assert said.count("1 of 1  (not recorded itself, but a later step: 1)") == 3


def test_claims_of_no_body_stand_under_a_heading_and_not_as_all_claims(
    template: Template, tmp_path: Path
) -> None:
    with template.copy(tmp_path / "b.archive") as archive:
        Maker(archive).new("claim", title="Water of five villages")
    office = Office(tmp_path / "b.archive", tmp_path)
    assert office.says("impunity", "--by", "body").startswith("not known\n  Filed: 0 of 1\n")
    assert office.says("impunity").startswith("  Filed: 0 of 1\n")
