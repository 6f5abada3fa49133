# SPDX-License-Identifier: Apache-2.0
"""The public rules of the CIVICUS Monitor, by hand-made examples whose arithmetic is written out."""

from dataclasses import replace

import pytest

from kuzat.civicspace import (
    INDICATORS,
    Declared,
    Evidence,
    KeyScores,
    NotRated,
    Reach,
    Source,
    WrongIndex,
    rate,
)


def answers(value: int) -> dict[str, list[int]]:
    return {name: [value] for name in INDICATORS}


SCORES = KeyScores(year=2023, freedom_house=3, assembly=2.0, press=49.9)
WHOLE = Evidence(
    sources=(
        Source(name="a", reach=Reach.NATIONAL, answers=answers(1)),
        Source(name="b", reach=Reach.INTERNATIONAL, answers=answers(3)),
    ),
    analysis=answers(2),
    scores=SCORES,
)


def test_components_weigh_alike_and_a_national_source_weighs_most() -> None:
    found = rate(WHOLE)
    assert found.components["key_analysis"] == pytest.approx((3 * 25 + 1 * 75) / 4)
    assert found.components["civicus_analysis"] == 50
    assert found.components["key_scores"] == pytest.approx((25 + 50 + 49.9) / 3)
    assert found.score == pytest.approx((37.5 + 50 + 41.633333) / 3)
    assert found.label == "obstructed"
    assert found.missing == ()


def test_the_index_of_terror_gives_way_in_2021_and_the_press_index_turns_in_2022() -> None:
    before = KeyScores(year=2020, freedom_house=12, terror=2, assembly=0, press=30).rebased()
    assert before == {"freedom_house": 100, "terror": 75, "press": 70}
    between = KeyScores(year=2021, terror=2, assembly=1, press=30).rebased()
    assert between == {"freedom_house": None, "assembly": 25, "press": 70}
    after = KeyScores(year=2022, press=30).rebased()
    assert after == {"freedom_house": None, "assembly": None, "press": 30}


def test_what_is_missing_is_named_and_nothing_takes_its_place() -> None:
    found = rate(replace(WHOLE, scores=replace(SCORES, press=None), analysis={"assembly": [2, 3]}))
    assert found.components["key_scores"] == 37.5
    assert found.components["civicus_analysis"] == 62.5
    assert found.missing == (
        "key_scores.press",
        "civicus_analysis.association",
        "civicus_analysis.expression",
        "civicus_analysis.state_duty",
    )
    one = replace(WHOLE, sources=[Source(name="a", reach=Reach.NATIONAL, answers={"assembly": [2]})])
    assert [name for name in rate(one).missing if name.startswith("key_analysis")] == [
        "key_analysis.association",
        "key_analysis.expression",
        "key_analysis.state_duty",
    ]


def test_fewer_than_two_components_are_not_rated() -> None:
    with pytest.raises(NotRated, match="what sources answer, what analysts answer"):
        rate(Evidence(scores=SCORES))


def test_a_trend_moves_the_score_by_declared_steps_up_to_the_declared_most() -> None:
    base = rate(WHOLE).score
    assert rate(replace(WHOLE, trends=(-1, -1, 0))).score == pytest.approx(base - 4)
    assert rate(replace(WHOLE, trends=(-1,) * 12)).score == pytest.approx(base - 10)
    assert rate(replace(WHOLE, trends=(-1,) * 12), Declared(step=0.5)).score == pytest.approx(base - 6)


def test_a_score_stays_between_1_and_100() -> None:
    worst = Evidence(analysis=answers(0), scores=KeyScores(year=2023, freedom_house=0, assembly=0, press=0))
    best = Evidence(analysis=answers(4), scores=KeyScores(year=2023, freedom_house=12, assembly=4, press=100))
    assert rate(replace(worst, trends=(-1,))).score == 1
    assert rate(replace(best, trends=(1,))).score == 100


@pytest.mark.parametrize("scores", [{"freedom_house": 13.0}, {"assembly": -1.0}, {"press": 100.5}])
def test_a_value_that_is_none_of_its_index_is_refused(scores: dict[str, float]) -> None:
    with pytest.raises(WrongIndex):
        KeyScores(year=2023, **scores).rebased()
