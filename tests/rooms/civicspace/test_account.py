# SPDX-License-Identifier: Apache-2.0
"""What is told with a rating: what would change it, what it is without each part, what weakens it."""

from dataclasses import replace

import pytest
from tests.rooms.civicspace.test_evidence import ROW, SHORT, coded, happened, material

from kuzat.civicspace import (
    COUNTRY,
    Band,
    Heard,
    Part,
    account,
    doubts,
    months_between,
    outside,
    rate_openly,
    without_each,
)

MONTHS = months_between("2023-05", "2024-05")
ITEMS = ("association.founding", "assembly.peaceful", "expression.media", "state_duty.torture")
ANSWERS = tuple(coded(by, 1, item=f"civic_item.{item}") for item in ITEMS for by in ("m", "n"))


def test_the_nearest_label_and_what_each_part_alone_would_have_to_read() -> None:
    known = material(happened("e1", "2024-05"), answers=ANSWERS)
    told = account(known, outside([]), rate_openly(known, effort=SHORT))
    near, rating = told.nearest, told.rating
    assert rating.rated
    assert near is not None
    assert near.band in (Band.CLOSED, Band.OBSTRUCTED)
    towards = 1 if near.band is Band.OBSTRUCTED else -1
    for name, alone in near.alone.items():
        assert alone is not None
        assert alone - rating.dimensions[name].mean == pytest.approx(4 * towards * near.points)
    assert told.parts.keys() == rating.dimensions.keys()
    assert told.stories == len(told.moved) == 1
    assert told.regions["KG-N"] is None
    assert told.reading == "rating/country/2024-05/entry-9/erasures-0"


def test_nothing_is_told_of_a_month_that_is_later_than_the_one_rated() -> None:
    later = tuple(replace(one, month="2024-06", coder="later") for one in ANSWERS[:1])
    events = (happened("e1", "2024-05"), happened("e2", "2024-06"), happened("e3", None))
    told, all_of_it = (
        account(known, outside([]), rate_openly(known, until="2024-05", effort=SHORT))
        for known in (material(events[0], answers=ANSWERS), material(*events, answers=(*ANSWERS, *later)))
    )
    assert replace(all_of_it, doubts=()) == replace(told, doubts=())
    assert list(map(str, all_of_it.doubts)) == list(map(str, told.doubts))
    assert [one.story.name for one in told.moved] == ["e1"]


def test_without_a_rater_or_an_index_the_others_rate_and_without_the_last_nothing_does() -> None:
    known, given = material(answers=ANSWERS[:2]), outside([], [ROW])
    left = without_each(known, given.indices, unit=COUNTRY, until="2024-05", effort=SHORT)
    assert [(one.part, one.name) for one in left] == [(Part.RATER, "m"), (Part.RATER, "n"), (Part.INDEX, "x")]
    assert all(one.rating for one in left)
    (alone,) = without_each(material(answers=ANSWERS[:1]), (), unit=COUNTRY, until="2024-05", effort=SHORT)
    assert alone.rating is None


def test_what_weakens_a_rating_is_said() -> None:
    rows = [ROW, ROW | {"year": "2020"}, *(
        {"year": year, "dimension": "key_scores", "name": "press", "score": "40"} for year in ("2021", "2022")
    )]  # fmt: skip
    alone = replace(material(answers=ANSWERS[::2]), unclear=2)
    said = [str(one) for one in doubts(alone, outside([], rows), MONTHS, COUNTRY)]
    assert said == [
        "All answers are those of one rater.",
        "Raters who gave one answer to everything, which says more of them: 1.",
        "Years without the index x: 2021, 2022.",
        "The index of Reporters Without Borders turned in 2022: before, low was good.",
        "Months of which nobody reported anything, unknown and not quiet: 13 of 13.",
        "Answers and indices that contradict themselves or lack a part, and count for nothing: 2.",
    ]
    there = (*ANSWERS, replace(ANSWERS[0], region="KG-N"))
    said = [str(one) for one in doubts(material(answers=there), outside([], rows[:2]), MONTHS, "KG-N")]
    assert said[0] == "All answers are those of one rater."
    assert not any("index" in one for one in said)
    past = [str(one) for one in doubts(alone, outside([], rows[:2]), MONTHS[:3], COUNTRY)]
    assert not any("index" in one for one in past)
    heard = tuple(Heard(month=month, voice="a", regions=frozenset()) for month in MONTHS)
    two = (*ANSWERS[::2], *(replace(one, value=n) for n, one in enumerate(ANSWERS[1::2])))
    assert [str(one) for one in doubts(material(answers=two, heard=heard), outside([]), MONTHS, COUNTRY)] == [
        "Raters who gave one answer to everything, which says more of them: 1."
    ]
