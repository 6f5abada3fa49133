# SPDX-License-Identifier: Apache-2.0
"""How far complaints went: each stage with its denominator, and printed figures kept as they disagree."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

from kuzat.accountability import Case, Stage, attrition, published
from kuzat.terms import load


def case(*steps: str, act: str = "act.integrity.torture", outcome: str = "", year: str = "2018") -> Case:
    taken: Any = [
        {"type": f"step_type.{step}", "date_from": f"{year}-01-01", "date_to": f"{year}-12-31"}
        for step in steps
    ]
    decided: Any = [{"outcome": outcome}] if outcome else []
    none: Any = {}
    return Case(claim=none, acts=(act,), steps=tuple(taken), decisions=tuple(decided))


CASES = [
    case("filing"),
    case("filing", "registered"),
    case("court"),
    case("filing", "registered", outcome="outcome.convicted", year="2019"),
    case("filing", "payment", act="act.environment"),
    case("reminder"),
]


def counted(stages: tuple[Stage, ...]) -> dict[str, tuple[int, int]]:
    return {one.step.removeprefix("step_type."): (one.reached, one.of) for one in stages}


def test_each_stage_is_counted_of_the_one_before_it() -> None:
    assert counted(attrition(CASES)[None]) == {
        "filing": (5, 6),
        "registered": (3, 5),
        "investigation": (2, 3),
        "court": (2, 2),
        "sentence": (1, 2),
        "served": (0, 1),
        "award": (1, 5),
        "payment": (1, 1),
    }


def test_what_follows_from_a_later_step_alone_is_counted_apart() -> None:
    inferred = {one.step.removeprefix("step_type."): one.inferred for one in attrition(CASES)[None]}
    assert inferred == {
        "filing": 1,
        "registered": 1,
        "investigation": 2,
        "court": 1,
        "sentence": 0,
        "served": 0,
        "award": 1,
        "payment": 0,
    }


def test_claims_apart_by_act_and_year_add_up_where_each_has_one() -> None:
    by_year = attrition(CASES, "year")
    assert list(by_year) == ["2018", "2019"]
    assert counted(by_year["2019"])["sentence"] == (1, 1)
    assert sum(counted(stages)["filing"][1] for stages in attrition(CASES, "act").values()) == len(CASES)


def test_a_first_step_of_some_year_between_two_is_of_no_year() -> None:
    step: Any = {"type": "step_type.filing", "date_from": "2017-01-01", "date_to": "2019-12-31"}
    vague = replace(case("filing"), steps=(step, *case("court").steps))
    assert list(attrition([vague], "year")) == [None]
    since: Any = step | {"date_to": None}
    assert list(attrition([replace(vague, steps=(since,))], "year")) == [None]


def test_every_stage_is_a_kind_of_step() -> None:
    for stage in attrition(CASES)[None]:
        assert load().term(stage.step)


def test_printed_figures_are_those_of_the_list_with_their_disagreements(shared: Path) -> None:
    with (shared / "data/accountability/attrition_and_kg_statistics.csv").open(encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert {one.id: one.value for one in published()} == {id_: row["value"] for id_, row in rows.items()}
    registered = {one.value for one in published() if (one.period, one.indicator) == ("2018", "registered")}
    assert registered == {"377", "238"}
    assert all(one.publisher != "same" for one in published())
