# SPDX-License-Identifier: Apache-2.0
"""A bulletin from an account made by hand: what is on it, and what never is."""

from dataclasses import replace

import pytest

from kuzat.civicspace import (
    BANDS,
    COUNTRY,
    INDICATORS,
    Account,
    Band,
    LatentRating,
    Level,
    Moved,
    Nearest,
    Part,
    Story,
    Without,
)
from kuzat.errors import Phrase
from kuzat.reporting import Document, Table, as_docx, as_html, as_pdf, curve
from kuzat.reporting.bulletin import Bulletin
from kuzat.terms import load
from kuzat.terms.messages import translator

SCORE = Level(mean=38, low=30, high=46)
RATING = LatentRating(
    month="2024-05",
    unit=COUNTRY,
    overall=SCORE,
    dimensions=dict.fromkeys(INDICATORS, SCORE),
    bands=dict(zip(BANDS, (0.0, 0.7, 0.3, 0.0, 0.0), strict=True)),
    change=Level(mean=-4, low=-9, high=1),
    fell=0.91,
    rose=0.09,
    relabelled=0.4,
    rated=True,
    lacking=("state_duty",),
)
NEAREST = Nearest(band=Band.OBSTRUCTED, points=2.5, alone={"assembly": 45.5, "expression": None})
MEMBER = "4c346adeaff3ab839b679ca6981bc468"


def story(name: str) -> Moved:
    told = Story(
        name=name,
        dimension="assembly",
        unit=COUNTRY,
        month="2024-05",
        events=("e",),
        voices=frozenset("ab"),
        step=0,
    )
    return Moved(story=told, points=1.25)


ACCOUNT = Account(
    unit=COUNTRY,
    rating=RATING,
    history={"2023-12": RATING, "2024-01": replace(RATING, rated=False), "2024-05": RATING},
    moved=(story("march"), story("night")),
    stories=2,
    parts={"assembly": 39.0},
    nearest=NEAREST,
    regions={"KG-GB": RATING, "KG-N": None},
    unsteady=1.01,
    agreement=None,
    doubts=(Phrase("All answers are those of one rater."),),
    entries=123_456,
    erasures=7,
)
TOLD = Bulletin(
    account=ACCOUNT,
    compatible=None,
    without=(
        Without(part=Part.RATER, name=MEMBER, rating=None),
        Without(part=Part.INDEX, name="press", rating=RATING),
        Without(part=Part.INDEX, name="v2x_of_a_sheet", rating=RATING),
    ),
    names={"march": "The march"},
    counted=True,
)


def document(told: Bulletin = TOLD, language: str = "en") -> Document:
    return told.document(load(), language, translator(language))


def test_everything_of_a_rating_is_on_it() -> None:
    page = as_html(document()).decode()
    for words in (
        "Civic space · The country · May 2024",
        "38 (30 – 46)",
        "repressed 70 %",
        "Points since a year before: -4 (-9 – +1).",
        "with probability 91 %",
        "2.5 points more or less, and it reads “obstructed”.",
        "<td>38</td><td>46</td>",
        "The march",
        "<td>The march</td><td>2</td><td>+1.2</td>",
        "All answers are those of one rater.",
        "Reporters Without Borders",
        "<td>v2x_of_a_sheet</td>",
        "39.67",
    ):
        assert words in page, words


def test_what_stays_inside_is_not_on_it() -> None:
    page = as_html(document()).decode()
    assert "night" not in page.lower()
    assert "do not move the score" not in page
    assert "do not move the score" in as_html(document(replace(TOLD, counted=False))).decode()
    assert "may not be published: 1." in page
    assert "of the newest" not in page
    assert "newest 2 of 70" in as_html(document(replace(TOLD, account=replace(ACCOUNT, stories=70)))).decode()
    for inside in (MEMBER, "123456", "123,456", "erasures"):
        assert inside not in page


def test_the_same_figures_give_the_same_bytes_and_others_another_figure() -> None:
    assert [as_write(document()) == as_write(document()) for as_write in (as_html, as_pdf, as_docx)] == [
        True
    ] * 3
    other = document(replace(TOLD, account=replace(ACCOUNT, agreement=0.5)))
    assert other.blocks[-1] != document().blocks[-1]


@pytest.mark.parametrize("language", ["ru", "ky", "uz", "uz-Cyrl"])
def test_each_language_says_it_with_its_own_names(language: str) -> None:
    made = document(language=language)
    assert made.language == language
    assert load().term("freedom.assembly").label(language) in as_html(made).decode()
    assert "`" not in as_html(made).decode()
    assert load().term("freedom.assembly").label("en") not in as_html(made).decode()


def test_a_unit_that_is_not_rated_has_no_score_and_no_drawing() -> None:
    bare = replace(ACCOUNT, rating=replace(RATING, rated=False), nearest=None, parts={}, moved=())
    page = as_html(document(replace(TOLD, account=bare, without=()))).decode()
    assert "not rated" in page
    assert "data:image" not in page
    assert "Points since" not in page
    assert not [
        block
        for block in document(replace(TOLD, account=bare)).blocks
        if isinstance(block, Table) and not block.rows
    ]


def test_the_drawing_shows_each_rated_month_between_labels() -> None:
    drawn = curve.svg(ACCOUNT.history, ["closed", "<b>", "c", "d", "open"])
    assert drawn.count("#135") == 2
    assert "&lt;b&gt;" in drawn
    assert ">2024<" in drawn
    picture = curve.png(drawn)
    assert [int.from_bytes(picture[at : at + 4]) for at in (16, 20)] == [1280, 500]
