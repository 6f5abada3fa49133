# SPDX-License-Identifier: Apache-2.0
"""Chances where each list holds nobody twice: rivals take from each other, the last ones are left over."""

from collections.abc import Sequence
from itertools import combinations, permutations
from math import comb, factorial

import numpy as np
import pytest

from kuzat.linkage import By, Description, Field, Judgement, Verdict, link
from kuzat.linkage.matching import contested

SURE = 60.0


def odds(told: dict[tuple[int, int], float], size: int, out: Sequence[tuple[int, int]] = ()) -> list[float]:
    """Of two lists of so many rows, the first one's numbered from 0, the second one's from ``size``."""
    first, second = np.array(list(told), dtype=np.int64).T
    lists = np.repeat(np.arange(1, 3, dtype=np.int32), size)
    ruled = np.array([pair in out for pair in told])
    found = contested(np.array(list(told.values())), first, second + size, lists, ruled)
    return [float(one) for one in found]


def test_two_that_are_as_alike_take_from_each_other() -> None:
    one, other = odds({(0, 0): SURE, (0, 1): SURE}, 2)
    assert one == other == pytest.approx(0)


def test_a_sure_rival_leaves_nothing_unless_it_was_ruled_out() -> None:
    told = {(0, 0): SURE, (0, 1): 30.0}
    assert odds(told, 5)[1] < -20
    assert odds(told, 5, out=[(0, 0)])[1] > 20


def test_the_fewer_are_left_the_likelier_they_are_each_others() -> None:
    sure = {(row, row): SURE for row in range(9)}
    assert odds({(9, 9): 3.0}, 10)[0] < -2 < 2 < odds(sure | {(9, 9): 3.0}, 10)[-1]


def test_the_last_two_are_not_each_others_against_what_they_say() -> None:
    sure = {(row, row): SURE for row in range(99)}
    assert odds(sure | {(99, 99): -0.5}, 100)[-1] < 0


def test_a_list_of_three_goes_by_pairs_of_lists() -> None:
    first, second = np.array([[0, 0, 1], [1, 2, 2]])
    lists = np.array([0, 1, 2], dtype=np.int32)
    found = contested(np.full(3, 9.0), first, second, lists, np.zeros(3, dtype=bool))
    assert (found > 5).all()


def every_linkage(told: np.ndarray) -> np.ndarray:
    """How likely each pair is, by all linkages of two lists: each number of links as likely, and each way."""
    weights, whole = np.zeros(told.shape), 0.0
    for links in range(min(told.shape) + 1):
        ways = comb(told.shape[0], links) * comb(told.shape[1], links) * factorial(links)
        for rows in combinations(range(told.shape[0]), links):
            for others in permutations(range(told.shape[1]), links):
                weight = 2.0 ** told[rows, others].sum() / ways
                whole += weight
                weights[rows, others] += weight
    return weights / whole


def test_no_chance_is_much_higher_than_by_every_possible_linkage() -> None:
    random = np.random.default_rng(0)
    for _ in range(40):
        told = random.normal(-6, 3, (3, 4))
        told[np.arange(3), np.arange(3)] += random.choice([0.0, 12.0], 3)
        first, second = np.indices(told.shape).reshape(2, -1)
        lists = np.array([0] * 3 + [1] * 4, dtype=np.int32)
        found = contested(told.ravel(), first, second + 3, lists, np.zeros(told.size, dtype=bool))
        assert (1 / (1 + np.exp2(-found)) <= every_linkage(told).ravel() + 0.05).all()


def test_chances_of_one_record_are_those_of_one_partner() -> None:
    """A record with two partners in another list is nobody's, until somebody rules one of them out."""
    said = Description(
        id="id",
        source="list",
        once=True,
        fields=(Field("name", By.TEXT), Field("born")),
        rules=(("born",),),
    )
    names = ["asan", "bakyt", "temir", "aida", "nurlan"]
    columns = {
        "id": [f"{letter}{n}" for letter in "ab" for n in range(6)],
        "list": ["a"] * 6 + ["b"] * 6,
        "name": [*names, "talant", *names, "asan"],
        "born": ["1", "2", "3", "4", "5", "6", "1", "2", "3", "4", "5", "1"],
    }
    linked = link(columns, said)
    assert linked.chance("a0", "b0") == linked.chance("a0", "b5") < 0.5 < linked.chance("a1", "b1")
    assert linked.cluster("a0") == ("a0",)
    assert linked.cluster("a1") == ("a1", "b1")
    ruled = link(columns, said, [Judgement("a0", "b0", Verdict.DIFFERENT)])
    assert ruled.cluster("a0") == ("a0", "b5")
