# SPDX-License-Identifier: Apache-2.0
"""`kuzat recommendations import` and `report`."""

from pathlib import Path

import pytest
from tests.commands import Office
from tests.template import Template

from kuzat.testing import Maker

HEADER = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session\n"
ROWS = (
    'Ruritania,,,"Free them, now",Arcadia,,,Accepted,5,"Detention,Torture",8\n'
    "Ruritania,,,Judge fairly,Utopia,,,Noted,4,Justice,8\n"
    "Ruritania,,,Judge fairly,Utopia,,,Noted,4,Justice,8\n"
)


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    template.copy(tmp_path / "a.archive").close()
    return Office(tmp_path / "a.archive", tmp_path)


def test_a_list_is_taken_and_counted_and_a_repeated_row_is_kept_apart(office: Office) -> None:
    list_ = office.write("upr.csv", HEADER + ROWS)
    assert "2 rows were taken" in office.says("recommendations", "import", list_)
    refused = (office.files / "upr.refused.csv").read_text(encoding="utf-8-sig")
    assert "Judge fairly" in refused
    assert "does not repeat row 3" in refused
    assert "2 were there already" in office.says("recommendations", "import", list_)
    said = office.says("recommendations", "report", "--by", "theme", "--all")
    assert "Detention\n" in said
    assert "Free them, now (Arcadia)" in said
    found = office.json("recommendations", "report", "--to", "Ruritania", "--all")
    (counts,) = found["counted"]
    assert counts["positions"] == {"position.noted": 1, "position.supported": 1}
    assert found["recommendations"][0]["forum"] == "upr"
    assert office.json("recommendations", "report", "--to", "Utopia")["counted"] == []
    sheet = office.json("exhibits")
    (kept,) = (one["id"] for one in sheet if one.get("name") == "upr.csv")
    office.says("export", kept, str(office.files / "again.csv"))
    assert "Free them, now" in (office.files / "again.csv").read_text(encoding="utf-8-sig")


def test_a_matrix_with_our_comments_is_sealed(office: Office) -> None:
    matrix = (
        "Recommendation,Position,Full list of themes,Assessment/comments on level of implementation\n"
        '"7.1 Accede (Utopia);\nSource of position: A/1/Add.1",Noted,,Nothing was done in our village\n'
    )
    said = office.says("recommendations", "import", office.write("matrix.csv", matrix))
    assert "are sealed" in said
    whole = office.says("recommendations", "report", "--all")
    assert "village" not in whole
    assert "Noted" in whole


def test_published_statistics_made_again_without_an_archive(office: Office) -> None:
    list_ = office.write("upr.csv", HEADER + ROWS.replace("Ruritania", "Kyrgyzstan"))
    said = office.says("recommendations", "check", list_)
    assert "48  48.6  rounded otherwise (arithmetic)" in said
    assert "844  2826  does not agree (arithmetic)" in said
    assert "175  2  does not agree (counted)" in said
    found = office.json("recommendations", "check")
    assert [one["ours"] for one in found if one["how"] == "count"] == [None]


def test_assessments_stand_side_by_side_with_the_spread(office: Office, template: Template) -> None:
    path = office.files / "b.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page()
        event = maker.new("event", basis=page, title="A cell")
        asked = maker.new(
            "recommendation", basis=page, words="Give them a doctor", event=[event], place="Ak-Tal"
        )
        maker.add(asked, basis=page, law=["Law on custody"], kind="recommendation_kind.ask")
        for by, grade in (("state", "done"), ("victim", "not_done")):
            maker.new(
                "assessment",
                basis=page,
                recommendation=asked,
                by=f"assessor.{by}",
                grade=f"grade.plain.{grade}",
            )
    other = Office(path, office.files)
    said = other.says("recommendations", "report", "--for", event, "--all")
    assert "Index: 0.50, from 0 to 1, answers: 2 (carried out in part)" in said
    assert "The State: Done" in said
    (whole,) = other.json("recommendations", "report", "--all")["recommendations"]
    assert (whole["law"], whole["event"], whole["status"]) == (["Law on custody"], [event], "disputed")
    (place,) = other.json("recommendations", "report", "--by", "place")["counted"]
    assert (place["value"], place["disputed"]) == ("Ak-Tal", 1)
