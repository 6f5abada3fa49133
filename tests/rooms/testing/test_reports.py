# SPDX-License-Identifier: Apache-2.0
"""Simulated reports: they repeat, spell one person several ways, and break the assumption they say."""

import json

import numpy as np
import pytest

from kuzat.analysis.estimation import from_members, independent
from kuzat.cli.practising import MOST
from kuzat.cli.practising import WORLDS as OFFERED
from kuzat.testing.naming import PEOPLE
from kuzat.testing.reports import TRUTH, WORLDS, Report, files, reports


def told(people: int = 300, world: str = "assumed", seed: int = 4) -> list[Report]:
    return reports(np.random.default_rng(seed), people, WORLDS[world])


def total(people: int, world: str) -> float:
    members: dict[int, set[str]] = {}
    for one in told(people, world):
        members.setdefault(one.person, set()).add(one.list)
    return independent(from_members(members.values())).total


def test_a_seed_repeats_and_the_truth_lies_beside_the_reports() -> None:
    once, again = (dict(files(told(), 300, "assumed")) for _ in range(2))
    assert once == again
    truth = json.loads(once[TRUTH])
    assert truth["people"] == 300
    assert truth["documented"] == len(set(truth["reports"])) < 300
    assert str(truth["people"]).encode() not in once["dossier.yaml"] + once["reports.yaml"]


def test_one_person_is_spelt_in_four_languages() -> None:
    names: dict[int, set[str]] = {}
    for one in told():
        names.setdefault(one.person, set()).add(one.name)
    assert {one.language for one in told()} == {"ky", "ru", "uz", "en"}
    assert sum(len(spelt) > 1 for spelt in names.values()) > 60


@pytest.mark.parametrize(
    ("world", "low", "high"),
    [("assumed", 440, 528), ("hidden", 300, 440), ("copied", 300, 420), ("moving", 484, 900)],
)
def test_independence_finds_the_total_where_it_holds_and_misses_it_elsewhere(
    world: str, low: float, high: float
) -> None:
    assert low < total(484, world) < high


def test_the_command_offers_every_world_and_as_many_people_as_have_names() -> None:
    assert set(OFFERED) == set(WORLDS)
    assert len(PEOPLE) ** 2 == MOST
