# SPDX-License-Identifier: Apache-2.0
"""The rating at the desk: answered in a form, drawn with its interval, opened down to the statement."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.browser import PORT, Browser
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.store import Archive
from kuzat.testing import AIZADA, Maker, Randomness
from kuzat.web import application

FORM, INDEX = "/rating/answer/expression", "/rating/index"
DRAWN = "The score over time"
MEDIA, SPEECH = ("civic_item.expression." + name for name in ("media", "speech"))


@dataclass
class Office:
    """An archive with one story and a page that tells of it."""

    path: Path
    template: Template
    page: str

    def desk(self, *roles: str, member: str = "") -> Browser:
        unlocked = self.template.unlocked

        def opener(path: Path, passphrase: str, **beside: object) -> Archive:
            return open_as(path, unlocked, *roles, member=member, random=Randomness(f"desk {member}"))

        return Browser(application(self.path, PORT, opener=opener)).unlock(AIZADA.passphrase)


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page("Tang")
        closed = maker.new(
            "event", basis=page, title="A newspaper is closed", start="2024-05-02", region=["KG-GB"],
            freedom=["freedom.expression"], direction="direction.violation", story="closure",
        )  # fmt: skip
        maker.add(page, event=closed)
    return Office(path, template, page)


def answer(desk: Browser, basis: str, **told: str) -> None:
    fill(desk, FORM, basis, **told)


def fill(desk: Browser, address: str, basis: str, **told: str) -> None:
    desk.get(address)
    assert desk.status == 200
    hidden = {name: re.search(f'name="{name}" value="([^"]*)"', desk.text) for name in ("once", "seen")}
    fields: dict[str, Any] = {name: one[1] for name, one in hidden.items() if one}
    desk.post(address, **fields | {"_basis": basis} | told)


def both(value: str, month: str = "2024-05", **more: str) -> dict[str, str]:
    return {
        "judgement.month": month,
        **{f"{item}.judgement.answer": value for item in (MEDIA, SPEECH)},
        **more,
    }


def test_stories_alone_are_listed_and_rate_nothing(office: Office) -> None:
    desk = office.desk("analyst")
    words = desk.get("/rating").words
    assert "Stories alone do not rate civic space" in words
    assert "A newspaper is closed" in words
    assert "not CIVICUS' own number" in words
    assert "39.67" in words
    assert DRAWN not in desk.get("/rating?counts=1").text


def test_answers_of_two_coders_become_a_rating_with_its_reasons(office: Office) -> None:
    first, second = office.desk("analyst"), office.desk("coder", member=COLLEAGUE)
    answer(first, office.page, **both("1"))
    assert "Said" in first.words or "said" in first.words
    answer(second, office.page, **both("2", **{"judgement.region": ""}))
    words = first.get("/rating").words
    assert "Coders agree (Krippendorff's alpha): undefined" not in words
    assert "coder 1" in words
    assert "coder 2" in words
    statement = re.search(r"/statement/jdg-[0-9a-f]{32}/[0-9a-f]{64}", first.text)
    assert statement
    assert first.get(statement[0]).status == 200
    assert "not rated" in words, "three dimensions of four have no answer"


@pytest.mark.parametrize(
    ("language", "asked"), [("ru", "Могут ли газеты"), ("ky", "Гезиттер"), ("uz-Cyrl", "Газета")]
)
def test_a_coder_is_asked_in_their_own_language(office: Office, language: str, asked: str) -> None:
    desk = office.desk("analyst")
    desk.cookies["kuzat-language"] = language
    assert asked in desk.get(FORM).words


def test_an_outside_index_is_said_in_a_form_and_listed_with_its_statement(office: Office) -> None:
    desk = office.desk("analyst")
    told = {"judgement.index": "index.press", "judgement.year": "2023", "judgement.score": "49.9"}
    fill(desk, INDEX, office.page, **told | {"judgement.score": "101"})
    assert desk.status == 400
    fill(desk, INDEX, office.page, **told)
    assert "Said" in desk.words or "said" in desk.words
    words = desk.get("/rating").words
    assert "Reporters Without Borders, press freedom (0–100) 49.9 · 2023" in words
    (statement,) = re.findall(r"/statement/jdg-[0-9a-f]{32}/[0-9a-f]{64}", desk.text)
    assert desk.get(statement).status == 200


def test_an_answer_about_a_year_or_without_a_month_is_refused_at_the_form(office: Office) -> None:
    desk = office.desk("analyst")
    answer(desk, office.page, **both("1", month="2024"))
    assert desk.status == 400
    assert "a month, such as 2024-05" in desk.words
    answer(desk, office.page, **both("1", month=""))
    assert desk.status == 400
    answer(desk, office.page, **both("9"))
    assert desk.status == 400
    assert "There are none" in desk.get("/rating").words


def test_what_is_not_rated_has_no_score_and_the_compatible_profile_says_what_it_lacks(office: Office) -> None:
    with open_as(office.path, office.template.unlocked, "analyst") as archive:
        maker = Maker(archive)
        for item, reach in (("association.founding", ["reach.national"]), ("assembly.peaceful", [])):
            told = {"reach": reach[0]} if reach else {}
            maker.new(
                "judgement", basis=office.page, item=f"civic_item.{item}", answer="1", month="2024-05", **told
            )
    words = office.desk("analyst").get("/rating").words
    assert "not rated" in words
    assert "The score without one part" not in words
    named = "outside indices, what analysts answer, namely association"
    assert f"25.0 repressed May 2024. Missing: {named}" in words
    assert "outside indices: —" in words
    assert "what sources answer, namely assembly" in words


@pytest.mark.slow
def test_once_every_part_is_known_the_score_is_drawn(office: Office) -> None:
    with open_as(office.path, office.template.unlocked, "analyst") as archive:
        maker = Maker(archive)
        for item in ("association.founding", "assembly.peaceful", "expression.media", "state_duty.torture"):
            for answered in ("1", "1", "2"):
                maker.new("judgement", item=f"civic_item.{item}", answer=answered, month="2024-05")
    desk = office.desk("analyst")
    desk.get("/rating")
    assert DRAWN in desk.text
    assert "What would change this rating" in desk.words
    assert "The score without one part" in desk.words
    assert len(re.findall("/statement/jdg-", desk.text)) == 4, "of three answers of one coder the last counts"
    assert "Points since a year before" in desk.words
    assert "What one part alone would have to read for that" in desk.words
    assert "All answers are those of one rater" in desk.words
    assert "Months of which nobody reported anything, unknown and not quiet: 12 of 13" in desk.words
    assert "without it +" in desk.get("/rating?counts=1").words
    desk.post("/rating/bulletin", **{"as": "html", "receiver": "A radio"})
    assert desk.status == 200
    assert "Closure" in desk.text
    assert "<script" not in desk.text
    assert 'lang="en"' in desk.text
    desk.get("/rating")
    assert desk.post("/rating/bulletin", **{"as": "xlsx"}).status == 400
    words = desk.get("/rating?without=1&region=country").words
    assert "The score without one rater or index coder 1 not rated" in words, "nothing is left without them"
