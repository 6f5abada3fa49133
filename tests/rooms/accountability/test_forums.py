# SPDX-License-Identifier: Apache-2.0
"""Bodies are data in versions, held against the founders' list; a claim is told which doors remain."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kuzat.accountability import Before, Door, ForumMissing, Found, Matter, doors, rule_book
from kuzat.terms import load

BOOK = rule_book()
TODAY = date(2026, 11, 25)
NAMED_OTHERWISE = {"kg-administrative-court": "kg-administrative-courts"}


def found(forum: str, *acts: str, before: tuple[Before, ...] = (), today: date = TODAY) -> Found:
    matter = Matter(acts=frozenset(acts), before=before)
    return next(one for one in doors(BOOK, matter, today) if one.forum.id == forum)


def test_every_body_of_the_list_is_here_and_no_doubt_is_dropped(shared: Path) -> None:
    with (shared / "data/accountability/forums.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            forum = BOOK.forums[NAMED_OTHERWISE.get(row["id"], row["id"])]
            assert forum.level == row["level"]
            assert forum.words["may_file"] == row["who_may_file"]
            assert row["verification"] == "verified" or not forum.checked, forum.id
            if row["kyrgyzstan_status"].startswith("not accepted"):
                assert forum.door == "closed"


def test_a_law_that_nobody_read_leaves_its_version_to_be_checked() -> None:
    old, new = (BOOK.forum("kg-ombudsman", day) for day in (date(2025, 10, 2), date(2025, 10, 3)))
    assert old.checked
    assert not new.checked


def test_what_a_body_is_for_is_a_kind_of_act() -> None:
    for forum in BOOK.bodies:
        for matter in forum.matters:
            assert load().term(matter).scheme == "act"


def test_no_door_to_the_committee_against_torture_even_for_torture() -> None:
    assert found("cat-22", "act.integrity").door is Door.SHUT
    assert found("cat-20", "act.integrity").door is Door.UNSURE


@pytest.mark.parametrize(
    ("before", "door"),
    [
        ((), Door.UNSURE),
        ((Before(forum="kg-supreme-court", is_ended=False),), Door.UNSURE),
        ((Before(forum="kg-supreme-court", is_ended=True),), Door.OPEN),
        ((Before(forum="cedaw-op-communication", is_ended=False),), Door.SHUT),
        ((Before(forum="cedaw-op-communication", is_ended=True),), Door.UNSURE),
        ((Before(forum="ccpr-op1", is_ended=False),), Door.USED),
        ((Before(forum="wgad", is_ended=False), Before(forum="kg-supreme-court", is_ended=True)), Door.OPEN),
    ],
)
def test_the_human_rights_committee_comes_after_the_courts_and_not_beside_another(
    before: tuple[Before, ...], door: Door
) -> None:
    assert found("ccpr-op1", "act.liberty", before=before).door is door


def test_a_body_for_other_acts_is_shut_and_one_of_unrecorded_acts_unsure() -> None:
    assert found("wgad", "act.liberty.arrest", "act.liberty").door is Door.OPEN
    assert found("wgad", "act.environment").door is Door.SHUT
    assert found("wgad").door is Door.UNSURE


def test_sanctions_of_the_united_kingdom_are_for_life_torture_and_slavery_alone() -> None:
    for act in ("act.life", "act.integrity", "act.labour.slavery", "act.labour.forced_labour"):
        assert found("uk-sanctions", act).door is Door.OPEN
    assert found("uk-sanctions", "act.labour", "act.labour.wages").door is Door.SHUT


def test_a_body_has_the_version_of_the_day() -> None:
    assert BOOK.forum("kg-npm", date(2020, 1, 1)).labels["en"].startswith("National Centre")
    assert BOOK.forum("kg-npm", TODAY).since == date(2025, 10, 3)
    assert found("ccpr-op2", "act.life", today=date(2010, 12, 5)).door is Door.SHUT
    assert found("ccpr-op2", "act.life", today=date(2010, 12, 6)).door is Door.OPEN


def test_a_body_that_is_not_listed_is_named() -> None:
    with pytest.raises(ForumMissing, match="the-moon"):
        BOOK.forum("the-moon", TODAY)
