# SPDX-License-Identifier: Apache-2.0
"""Events, answers and reports brought to the dimensions of a rating."""

from dataclasses import replace

import pytest

from kuzat.civicspace import (
    COUNTRY,
    Answer,
    Coded,
    Count,
    CountsAlone,
    Effort,
    Happened,
    Heard,
    Index,
    KeyScores,
    Law,
    Material,
    NothingKnown,
    Reach,
    WrongAnswer,
    WrongIndex,
    WrongIndexRow,
    alpha,
    by_coder,
    civicus_evidence,
    evidence,
    months_between,
    newest,
    outside,
    rate,
    rate_openly,
    row_of,
    say_index,
    scores_of,
    stories,
)

SHORT = Effort(chains=2, turns=60, dropped=20, step=1)
CLOSURE = "the-closure"


def happened(event: str, month: str | None, story: str = "", **more: object) -> Happened:
    given = {
        "freedoms": ("expression",),
        "regions": frozenset({"KG-GB"}),
        "direction": "direction.violation",
        "is_law": False,
        "voices": frozenset({"a"}),
    }
    return Happened(event=event, story=story or event, month=month, **(given | more))  # type: ignore[arg-type]


def coded(coder: str, value: int, month: str = "2024-05", **more: str | None) -> Coded:
    given = {"item": "civic_item.expression.media", "region": None, "reach": None, "voice": None}
    record = f"{coder} {month} {more}"
    return Coded(record=record, statement="s", value=value, month=month, coder=coder, **(given | more))  # type: ignore[arg-type]


def material(*events: Happened, answers: tuple[Coded, ...] = (), heard: tuple[Heard, ...] = ()) -> Material:
    return Material(answers=answers, events=events, heard=heard, unclear=0, entries=9, erasures=0)


def test_seven_rows_of_one_closure_are_one_story_of_its_first_month() -> None:
    rows = [happened(f"e{n}", f"2024-0{n}", CLOSURE) for n in range(2, 9)]
    found = stories(material(*rows))
    assert {(one.unit, one.month, one.step) for one in found} == {
        (COUNTRY, "2024-02", 0),
        ("KG-GB", "2024-02", 0),
    }
    assert len(found[0].events) == 7


def test_a_story_counts_once_for_each_freedom_and_not_where_it_has_no_month_or_is_good_news() -> None:
    both = happened("e1", "2024-02", freedoms=("assembly", "expression"))
    undated, good = happened("e2", None), happened("e3", "2024-02", direction="direction.positive")
    found = [one for one in stories(material(both, undated, good)) if one.unit == COUNTRY]
    assert [(one.name, one.dimension) for one in found] == [("e1", "assembly"), ("e1", "expression")]


def test_a_law_in_force_is_a_step_and_no_count() -> None:
    narrower = happened("e1", "2024-04", is_law=True)
    wider = happened("e2", "2024-05", is_law=True, direction="direction.positive")
    heard = (Heard(month="2024-04", voice="a", regions=frozenset()),)
    known = evidence(material(narrower, wider, heard=heard), ["2024-04", "2024-05"], {COUNTRY}, counts=True)
    told = list(known)
    assert {(one.month, one.step) for one in told if isinstance(one, Law)} == {
        ("2024-04", -1),
        ("2024-05", 1),
    }
    assert sum(one.stories for one in told if isinstance(one, Count)) == 0


def test_a_law_that_names_no_region_is_a_step_in_each_and_one_of_a_region_there_alone() -> None:
    everywhere = happened("e1", "2024-04", is_law=True, regions=frozenset())
    there = happened("e2", "2024-05", is_law=True)
    known = evidence(material(everywhere, there), ["2024-04", "2024-05"], (COUNTRY, "KG-GB", "KG-N"))
    assert {(one.month, one.unit) for one in known if isinstance(one, Law)} == {
        *(("2024-04", unit) for unit in (COUNTRY, "KG-GB", "KG-N")),
        *(("2024-05", unit) for unit in (COUNTRY, "KG-GB")),
    }


def test_a_law_that_names_no_region_is_a_step_in_each_though_its_story_took_place_in_one() -> None:
    law = happened("e1", "2024-04", CLOSURE, is_law=True, regions=frozenset())
    there = happened("e2", "2024-04", CLOSURE)
    known = evidence(material(law, there), ["2024-04"], (COUNTRY, "KG-GB", "KG-N"))
    assert {one.unit for one in known if isinstance(one, Law)} == {COUNTRY, "KG-GB", "KG-N"}


def test_a_month_in_which_nobody_told_anything_is_unknown_and_not_quiet() -> None:
    heard = (
        Heard(month="2024-04", voice="a", regions=frozenset({"KG-GB"})),
        Heard(month="2024-04", voice="b", regions=frozenset()),
    )
    units = (COUNTRY, "KG-GB")
    known = evidence(
        material(happened("e1", "2024-04"), heard=heard), ["2024-04", "2024-05"], units, counts=True
    )
    expression = [one for one in known if isinstance(one, Count) and one.dimension == "expression"]
    assert [(one.month, one.unit, one.stories, one.sources) for one in expression] == [
        ("2024-04", COUNTRY, 1, 2),
        ("2024-04", "KG-GB", 1, 1),
        ("2024-05", COUNTRY, 0, 0),
        ("2024-05", "KG-GB", 0, 0),
    ]


def test_of_several_answers_of_one_rater_the_last_counts_and_a_report_rates_for_itself() -> None:
    answers = (coded("m", 1), coded("m", 3), coded("m", 0, reach="national", voice="paper"), coded("n", 2))
    found = [
        one for one in evidence(material(answers=answers), ["2024-05"], {COUNTRY}) if isinstance(one, Answer)
    ]
    assert [(one.coder, one.value) for one in found] == [("m", 3), ("report paper", 0), ("n", 2)]
    assert alpha(by_coder(answers[:2])) is None


def test_coders_disagree_of_one_report_and_not_because_two_reports_do() -> None:
    paper, agency = ({"reach": "national", "voice": voice} for voice in ("paper", "agency"))
    told = (coded("m", 0, **paper), coded("n", 0, **paper), coded("m", 4, **agency), coded("n", 4, **agency))
    assert alpha(by_coder(told)) == 1
    assert alpha(by_coder(told[::3])) is None
    assert alpha(by_coder((*told, coded("k", 4, **paper)))) != 1


def test_the_compatible_profile_takes_reports_apart_from_the_analyst() -> None:
    answers = (
        coded("m", 2),
        coded("m", 4, month="2023-05"),
        coded("m", 1, reach="national", voice="paper"),
        coded("m", 3, reach="international", voice="agency"),
    )
    found = civicus_evidence(material(answers=answers), "2024-05", None)
    assert found.analysis == {"expression": [2]}
    assert [(one.name, one.reach, one.answers) for one in found.sources] == [
        ("agency", Reach.INTERNATIONAL, {"expression": [3]}),
        ("paper", Reach.NATIONAL, {"expression": [1]}),
    ]
    assert rate(found).score == pytest.approx(((3 * 25 + 75) / 4 + 50) / 2)


def test_indices_of_the_country_rate_no_region_of_it() -> None:
    scores = KeyScores(year=2023, freedom_house=4)
    there = material(answers=(coded("m", 2, region="KG-GB"),))
    assert civicus_evidence(there, "2024-05", scores).scores == scores
    assert civicus_evidence(there, "2024-05", scores, "KG-GB").scores is None


def test_without_a_source_what_only_it_told_is_gone() -> None:
    alone, shared_ = happened("e1", "2024-04"), happened("e2", "2024-04", voices=frozenset({"a", "b"}))
    left = material(alone, shared_, heard=(Heard(month="2024-04", voice="a", regions=frozenset()),)).without(
        "a"
    )
    assert [one.event for one in left.events] == ["e2"]
    assert left.heard == ()


def test_counts_alone_and_nothing_at_all_are_refused() -> None:
    with pytest.raises(CountsAlone):
        rate_openly(material(happened("e1", "2024-04")), counts=True, effort=SHORT)
    with pytest.raises(NothingKnown):
        rate_openly(material(), effort=SHORT)


def test_the_same_evidence_gives_the_same_rating_and_regions_that_nobody_judged_have_none() -> None:
    known = material(happened("e1", "2024-04"), answers=tuple(coded(by, 1) for by in "mno"))
    first, second = (rate_openly(known, effort=SHORT) for _ in range(2))
    assert first.of(COUNTRY) == second.of(COUNTRY)
    assert first.units == (COUNTRY,)
    assert (first.months[0], first.months[-1], len(first.months)) == ("2023-05", "2024-05", 13)
    assert first.of(COUNTRY).lacking == ("association", "assembly", "state_duty")
    other = rate_openly(replace(known, answers=known.answers[:2]), effort=SHORT)
    assert other.of(COUNTRY).overall != first.of(COUNTRY).overall


ROW = {
    "year": "2023",
    "dimension": "expression",
    "unit": "",
    "name": "x",
    "low": "30",
    "score": "40",
    "high": "50",
}


def test_outside_indices_are_read_from_rows_with_their_errors_or_raw() -> None:
    raw = {"year": "2023", "dimension": "key_scores", "name": "press", "score": "49.9"}
    found = outside([], [ROW | {"score": "45"}, ROW, raw])
    scores = found.raw
    assert found.indices == (
        Index(year=2023, dimension="expression", unit=COUNTRY, name="x", low=30, score=40, high=50),
    )
    assert scores_of(scores, "2024-05") == KeyScores(year=2023, press=49.9)
    assert scores_of(scores, "2022-12") is None


def test_a_raw_value_counts_once_its_year_is_over_and_for_two_years() -> None:
    known = {2021: KeyScores(year=2021, press=40), 2024: KeyScores(year=2024, press=30)}
    found = {month: scores_of(known, month) for month in ("2023-12", "2024-01", "2024-11", "2024-12")}
    years = {month: one.year if one else None for month, one in found.items()}
    assert years == {"2023-12": 2021, "2024-01": None, "2024-11": None, "2024-12": 2024}
    analysed = material(answers=(coded("m", 2, month="2023-12"),))
    assert rate(civicus_evidence(analysed, "2023-12", found["2023-12"])).year == 2021
    reported = material(
        answers=(*analysed.answers, coded("m", 1, reach="national", voice="paper", month="2023-12"))
    )
    assert rate(civicus_evidence(reported, "2023-12", None)).year is None


def test_the_index_of_a_year_says_nothing_before_the_year_is_over() -> None:
    months = months_between("2023-03", "2024-11")
    given = [
        Index(year=year, dimension="expression", unit=COUNTRY, name="x", low=30, score=40, high=50)
        for year in (2022, 2023, 2024)
    ]
    assert list(evidence(material(), months, {COUNTRY}, given)) == []
    whole = months_between("2023-01", "2024-11")
    assert list(evidence(material(), whole, {COUNTRY}, given)) == [given[1]]
    known = material(answers=(coded("m", 1, month="2024-06"),))
    now, later = (rate_openly(known, of, until="2024-11", effort=SHORT) for of in (given[:2], given))
    assert now.of(COUNTRY) == later.of(COUNTRY)


def test_a_law_of_the_first_month_is_a_step_from_the_month_before() -> None:
    law = happened("e1", "2022-04", is_law=True)
    found = rate_openly(material(law, answers=(coded("m", 1),)), effort=SHORT)
    assert found.months[0] == "2022-03"
    assert found.draws.panel.laws[1].sum() == -1


def test_an_index_that_is_said_reads_as_its_row_of_a_sheet() -> None:
    raw = {"year": "2023", "dimension": "key_scores", "unit": "", "name": "press", "score": "49.9"}
    for row in (ROW, ROW | {"unit": "KG-GB"}, raw | {"low": "", "high": ""}):
        drafts = say_index("jdg-" + "0" * 32, row, basis="inf-" + "1" * 32)
        assert row_of({one.says: one.value for one in drafts}) == row
        assert {one.basis for one in drafts} == {"inf-" + "1" * 32}
    with pytest.raises(WrongAnswer, match="within its error"):
        say_index("jdg-" + "0" * 32, ROW | {"low": "45"})
    with pytest.raises(WrongIndex):
        say_index("jdg-" + "0" * 32, raw | {"score": "101"})


def test_the_newest_month_is_that_of_an_answer_or_the_last_of_a_years_index() -> None:
    known = outside([], [ROW])
    assert newest(material(answers=(coded("m", 1),)), known) == "2024-05"
    assert newest(material(), known) == "2023-12"
    with pytest.raises(NothingKnown):
        newest(material(), outside([]))


@pytest.mark.parametrize(
    "wrong",
    [
        {"year": "23"},
        {"unit": "Atlantis"},
        {"dimension": "happiness"},
        {"low": "45"},
        {"low": "40", "high": "40"},
        {"score": "forty"},
        {"dimension": "key_scores", "name": "joy"},
    ],
)
def test_a_row_that_is_no_index_is_refused_by_its_number(wrong: dict[str, str]) -> None:
    with pytest.raises(WrongIndexRow, match="Row 2"):
        outside([], [ROW, ROW | wrong])
