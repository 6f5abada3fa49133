# SPDX-License-Identifier: Apache-2.0
"""Answers about civic space and the rating, as commands give them."""

from pathlib import Path

import pytest
from tests.commands import Office
from tests.template import Template

from kuzat.store import Archive
from kuzat.store.given import every
from kuzat.testing import Maker

RESOURCES = "civic_item.association.resources"


@pytest.fixture
def office(archive: Archive, tmp_path: Path) -> Office:
    Maker(archive).page()
    archive.close()
    return Office(archive.path, tmp_path)


def test_items_are_listed_with_what_their_answers_mean(office: Office) -> None:
    found = {one["item"]: one for one in office.json("rate", "items")}
    assert found["civic_item.association.founding"]["vdem"] == "v2cseeorgs"
    assert set(found[RESOURCES]["anchors"]) == {"0", "2", "4"}
    assert found[RESOURCES]["anchors"]["0"] in office.says("rate", "items")


def test_an_answer_is_said_and_taken_back_as_everything_is(office: Office) -> None:
    said = office.json("rate", "answer", "association.resources", "1", "--month", "2024-05")
    shown = office.json("show", said["record"])
    assert shown["values"]["judgement.answer"][0]["value"] == "1"
    assert shown["values"]["judgement.item"][0]["value"] == RESOURCES
    for statement in said["statements"]:
        office.says("withdraw", statement)
    assert all(not one for one in office.json("show", said["record"])["values"].values())


def test_an_answer_that_is_none_is_refused(office: Office) -> None:
    assert "0 to 4" in office.refused(3, "rate", "answer", RESOURCES, "7", "--month", "2024-05")
    assert "month" in office.refused(3, "rate", "answer", RESOURCES, "1", "--month", "2024")


def test_an_index_is_said_once_and_rates_from_then_on(office: Office) -> None:
    office.says("rate", "answer", "association.resources", "1", "--month", "2023-11")
    asked = ("rate", "--profile", "civicus", "--month", "2023-12")
    assert "what sources answer, outside indices" in office.refused(3, *asked)
    said = office.json("rate", "index", "press", "2023", "49.9")
    assert office.json("show", said["record"])["values"]["judgement.index"][0]["value"] == "index.press"
    assert office.json(*asked)["components"]["key_scores"] == 49.9
    office.says("withdraw", said["statements"][-1])
    assert "what sources answer, outside indices" in office.refused(3, *asked)
    asked = ("rate", "index", "vdem_expression", "2023", "58", "--freedom", "expression")
    found = office.json(*asked, "--low", "52", "--high", "64")
    values = office.json("show", found["record"])["values"]
    assert values["judgement.freedom"][0]["value"] == "freedom.expression"
    assert "a number" in office.refused(3, *asked)
    assert "one of freedom_house" in office.refused(3, "rate", "index", "other", "2023", "58")
    office.refused(
        3, "rate", "index", "joy", "2023", "58", "--freedom", "assembly", "--low", "1", "--high", "99"
    )


INDICES = """year,dimension,unit,name,low,score,high
2023,association,,a,30,35,40
2023,assembly,,a,30,35,40
2023,expression,,a,25,30,35
2023,state_duty,,a,20,30,40
2023,key_scores,,freedom_house,,3,
2023,key_scores,,assembly,,2,
2023,key_scores,,press,,49.9,
"""


def test_the_open_rating_needs_more_than_stories_and_says_so(office: Office) -> None:
    assert "could be rated" in office.refused(3, "rate")


@pytest.mark.slow
def test_the_same_archive_gives_the_same_bytes_with_their_watermark(office: Office) -> None:
    sheet = office.write("indices.csv", INDICES)
    office.says("rate", "answer", "association.resources", "1", "--month", "2023-11")
    asked = ("rate", "--indices", sheet, "--without")
    found = office.json(*asked)
    assert office.json(*asked) == found
    assert [(one["part"], one["name"]) for one in found["without"]] == [("rater", 1), ("index", "a")]
    assert found["without"][0]["rating"]["rated"]
    assert found["without"][1]["rating"]["lacking"] == ["assembly", "expression", "state_duty"]
    assert "All answers are those of one rater." in found["doubts"]
    country = found["units"]["country"]
    assert country["interval"][0] < country["score"] < country["interval"][1]
    assert sum(country["bands"].values()) == pytest.approx(1)
    assert (found["agreement"], found["answers"], found["erasures"]) == (None, 1, 0)
    said = office.says(*asked, "--region", "KG-GB")
    assert "Bishkek  not rated" in said
    assert f"entry {found['entries']}, erasures 0" in said
    assert "(Krippendorff's alpha): undefined" in said
    assert "who reports" in said
    assert "Without index a: not rated" in said


@pytest.mark.slow
def test_a_bulletin_of_the_same_entry_has_the_same_bytes_and_names_no_story_that_stays_inside(
    archive: Archive, template: Template, tmp_path: Path
) -> None:
    maker = Maker(archive)
    said = {"freedom": ["freedom.assembly"], "direction": "direction.violation", "start": "2023-05-02"}
    page, person = maker.page(), maker.new("person", identity_name="Chynara")
    maker.new("consent", person=person, given="2023-01-01", purpose=["purpose.record"])
    told = maker.new("information", source=person)
    for basis, title in ((told, "A night in the yard"), (page, "A march is stopped")):
        event = maker.new("event", basis=basis, title=title, **said)  # type: ignore[arg-type]
        maker.add(basis, event=event)
    archive.close()
    office = Office(archive.path, tmp_path)
    sheet = office.write("indices.csv", INDICES)
    entry = str(office.json("rate", "--indices", sheet)["entries"])
    asked = ("rate", "--indices", sheet, "--entry", entry, "--bulletin")
    for language in ("en", "ky", "uz-Cyrl"):
        assert "is written" in office.says(*asked, str(tmp_path / f"{language}.html"), "--language", language)
    office.says(*asked, str(tmp_path / "again.html"))
    office.says(*asked, str(tmp_path / "bulletin.pdf"))
    english = (tmp_path / "en.html").read_text()
    assert (tmp_path / "again.html").read_text() == english
    assert 'lang="uz-Cyrl"' in (tmp_path / "uz-Cyrl.html").read_text()
    assert "A march is stopped" in english
    assert "A night in the yard" not in english
    assert "may not be published: 1." in english
    assert "<script" not in english
    assert (tmp_path / "bulletin.pdf").read_bytes().startswith(b"%PDF")
    with template.open(archive.path) as again:
        assert {one.records for one in every(again)} == {frozenset((event,))}
    office.refused(2, *asked, str(tmp_path / "bulletin.txt"))
    office.refused(2, *asked, str(tmp_path / "en.html"))


def test_the_compatible_profile_names_what_is_missing_and_is_never_theirs(office: Office) -> None:
    sheet = office.write("indices.csv", INDICES)
    asked = ("rate", "--profile", "civicus", "--indices", sheet)
    assert "what sources answer, what analysts answer" in office.refused(3, *asked)
    office.says("rate", "answer", "association.resources", "1", "--month", "2023-11")
    found = office.json(*asked)
    assert found["components"]["key_scores"] == pytest.approx((25 + 50 + 49.9) / 3)
    assert found["score"] == pytest.approx((25 + (25 + 50 + 49.9) / 3) / 2)
    assert (found["rating"], found["declared"]["step"]) == ("repressed", 2)
    assert {"key_analysis", "civicus_analysis.assembly"} <= set(found["missing"])
    said = office.says(*asked)
    assert "not CIVICUS' own number" in said
    assert "sources weigh 3 : 2 : 1" in said
    assert said.startswith("2023-12  The country  33.3  repressed")
    assert "  (2023)\n" in said
    assert found["key_scores_year"] == 2023
    refused = office.refused(3, *asked, "--month", "2023-11")
    assert "what sources answer, outside indices" in refused, "2023 is not over"


def test_as_of_a_day_before_anything_was_said_nothing_is_known(office: Office) -> None:
    office.says("rate", "answer", "association.resources", "1", "--month", "2023-11")
    assert "could be rated" in office.refused(3, "rate", "--as-of", "2001-01-01")
    office.refused(3, "rate", "--as-of", "2001/..")
    office.refused(2, "rate", "--month", "2001")


def test_the_watch_tells_a_wave_with_its_stories_and_sends_nothing(archive: Archive, tmp_path: Path) -> None:
    maker = Maker(archive)
    said = {"freedom": ["freedom.assembly"], "direction": "direction.violation"}
    for number in range(1, 14):
        page = maker.page("Tang")
        of = 8 if number == 13 else 1
        month = f"{2023 + (number - 1) // 12}-{(number - 1) % 12 + 1:02}"
        for _event in range(of):
            march = maker.new("event", basis=page, title=f"A march of {month}", start=month, **said)  # type: ignore[arg-type]
            maker.add(page, event=march)
    archive.close()
    office = Office(archive.path, tmp_path)
    found = {one["dimension"]: one for one in office.json("rate", "watch", "--month", "2024-01")}
    assert found["assembly"]["alert"]
    assert len(found["assembly"]["stories"]) == 8
    assert not found["expression"]["alert"]
    said_of = office.says("rate", "watch", "--month", "2024-01")
    assert said_of.count("A march of 2024-01") == 8
    assert "too few months" in office.says("rate", "watch", "--month", "2023-06")
    office.refused(2, "rate", "watch", "--month", "2024")
