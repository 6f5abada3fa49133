# SPDX-License-Identifier: Apache-2.0
"""Sampled linkages: as often one as the odds say, and never against a word or a list."""

from collections import Counter

import numpy as np
import pytest

from kuzat.linkage import By, Description, Field, Judgement, Verdict, link
from kuzat.linkage.clusters import Rules
from kuzat.linkage.sampling import UNTOLD, Doubt, closed, drawn

DRAWS = 4000


def doubt(rows: int, pairs: dict[tuple[int, int], float], rules: Rules | None = None) -> Doubt:
    first, second = np.array(list(pairs), dtype=np.int64).T
    return Doubt(rows, first, second, np.array(list(pairs.values())), [0] * rows, rules or Rules())


def shares(doubt: Doubt, draws: int = DRAWS) -> dict[tuple[int, ...], float]:
    found = Counter(tuple(labels.tolist()) for labels in drawn(doubt, np.random.default_rng(5), draws))
    return {labels: count / draws for labels, count in found.items()}


def test_two_records_are_one_as_often_as_their_weights_say() -> None:
    # One cluster of two weighs 2³ · 2! (its two places), two of one 2! (two persons of a kind).
    assert shares(doubt(2, {(0, 1): 3.0}))[0, 0] == pytest.approx(8 / 9, abs=0.02)
    assert shares(doubt(2, {(0, 1): -1.0}))[0, 0] == pytest.approx(1 / 3, abs=0.03)


def test_three_records_are_drawn_by_the_weight_of_every_way_to_gather_them() -> None:
    told = {(0, 1): 2.0, (0, 2): 1.0, (1, 2): -1.0}
    weights = {
        (0, 1, 2): 6.0,  # 3!
        (0, 0, 2): 2.0**2 * 2,
        (0, 1, 0): 2.0**1 * 2,
        (0, 1, 1): 2.0**-1 * 2,
        (0, 0, 0): 2.0 ** (2 * (2 + 1 - 1) / 3) * 6,
    }
    found = shares(doubt(3, told), 2 * DRAWS)
    for labels, weight in weights.items():
        assert found[labels] == pytest.approx(weight / sum(weights.values()), abs=0.025)


def test_what_somebody_said_is_never_drawn_otherwise() -> None:
    told = {(0, 1): 9.0, (1, 2): 9.0, (0, 2): 9.0, (3, 4): 9.0}
    rules = Rules(same={(0, 1)}, different={(1, 2)}, alone={3})
    assert set(shares(doubt(5, told, rules), 200)) == {(0, 0, 2, 3, 4)}


def test_a_list_that_holds_nobody_twice_is_never_drawn_so() -> None:
    told = {(0, 1): 30.0, (0, 2): 30.0, (1, 2): UNTOLD}
    found = shares(doubt(3, told, Rules(lists=np.array([1, 2, 2], dtype=np.int32))), 400)
    assert set(found) <= {(0, 0, 2), (0, 1, 0), (0, 1, 2)}
    assert found[0, 0, 2] == pytest.approx(0.5, abs=0.1)


def test_rows_that_hang_together_are_compared_with_each_other() -> None:
    first, second = closed(5, np.array([0, 1]), np.array([1, 2]))
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2)]


def table() -> dict[str, list[str]]:
    names = ["Темир Байсалов", "Temir Baysalov", "Нурлан Мамытов", "Нурлан Маматов", "Айгүл Сыдыкова"] * 6
    days = [f"2020-{1 + n // 5:02}-1{n % 5 // 2}" for n in range(30)]
    return {"id": [f"r{n}" for n in range(30)], "name": names, "day": days}


FIELDS = (Field("name", By.NAME), Field("day", By.DAY, rarity=False))
DESCRIPTION = Description(fields=FIELDS, rules=(("name.words",),), id="id")


def test_a_linkage_is_drawn_from_a_table_and_a_seed_repeats() -> None:
    linked = link(table(), DESCRIPTION, [Judgement("r0", "r1", Verdict.DIFFERENT)])

    def of(seed: int) -> list[list[int]]:
        sampled = linked.sampled(np.random.default_rng(seed), 5)
        return [[root(id_) for id_ in linked.ids] for root in sampled]

    assert of(1) == of(1) != of(2)
    assert all(labels[0] != labels[1] for labels in of(1))
    assert any(labels[5] == labels[6] for labels in of(1)), "the same pair of another day is drawn as one"


def test_many_copies_of_one_record_stay_with_it() -> None:
    copies = {"id": [str(n) for n in range(40)], "name": ["Темир Байсалов"] * 40, "day": ["2020-01-01"] * 40}
    linked = link(copies, DESCRIPTION)
    (root,) = linked.sampled(np.random.default_rng(1), 1)
    assert linked.copies == 39
    assert {root(id_) for id_ in linked.ids} in ({0}, set(range(40)))
