# SPDX-License-Identifier: Apache-2.0
"""Pairs become clusters, and a chain of likeness makes no crowd one person."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from kuzat.linkage.clusters import Rules, Scale, clusters, growth, untangled

START, SAME, ALIKE, DIFFERENT = -10.0, 3, 2, 1
# A name, of which a rare spelling that is alike tells more than a common one that is the same; a birth date.
WEIGHTS = ({SAME: 9.0, ALIKE: 14.0, DIFFERENT: -8.0}, {SAME: 6.0, ALIKE: 3.0, DIFFERENT: -4.0})
NO_RULES = Rules()
Pairs = Mapping[tuple[int, int], tuple[int, int]]
NO_PAIRS: Pairs = {}


def joined(rows: int, pairs: Pairs, rules: Rules = NO_RULES, more: Pairs = NO_PAIRS) -> list[int]:
    """The clusters of rows, of which the levels of name and birth are told by pair; others differ in both.

    The pairs of ``more`` are those that no rule brought together.
    """
    told = {**pairs, **more}

    def evidence(first: Any, second: Any) -> tuple[Any, Any]:
        asked = zip(first.tolist(), second.tolist(), strict=True)
        levels = [told.get(pair, (DIFFERENT, DIFFERENT)) for pair in asked]
        weights = [[WEIGHTS[field][level] for field, level in enumerate(both)] for both in levels]
        return np.array(levels, dtype=np.int8), np.array(weights)

    first, second = (np.array([pair[at] for pair in pairs]) for at in (0, 1))
    odds = START + evidence(first, second)[1].sum(axis=1)
    scale = Scale(start=START, cut=0.0, slips=[0.0] * 3, tops=[SAME, SAME])
    found: list[int] = clusters(rows, (first, second, odds), scale, evidence, rules).tolist()
    return found


SLIP = {(0, 1): (ALIKE, SAME), (1, 2): (ALIKE, DIFFERENT)}


def test_a_slip_that_resembles_two_people_joins_neither_to_the_other() -> None:
    """1 is 0 misspelled and resembles 2 as well; 0 and 2 have a common name and two birth dates."""
    assert joined(3, {**SLIP, (0, 2): (SAME, DIFFERENT)}) == [0, 0, 2]
    assert joined(3, {**SLIP, (0, 2): (SAME, SAME)}) == [0, 0, 0]


def test_pairs_that_were_not_looked_up_are_compared_before_two_clusters_are_joined() -> None:
    assert joined(3, SLIP, more={(0, 2): (SAME, DIFFERENT)}) == [0, 0, 2]
    assert joined(3, SLIP, more={(0, 2): (SAME, SAME)}) == [0, 0, 0]


def test_nobody_is_joined_against_a_word_or_twice_from_one_list() -> None:
    pairs = {(0, 1): (SAME, SAME), (1, 2): (SAME, SAME), (0, 2): (SAME, SAME)}
    assert joined(3, pairs) == [0, 0, 0]
    assert joined(3, pairs, Rules(different=[(0, 2)])) in ([0, 0, 2], [0, 1, 1])
    assert joined(3, pairs, Rules(lists=np.array([1, 2, 2], dtype=np.int32))) == [0, 0, 2]
    assert joined(3, pairs, Rules(alone=[1])) == [0, 1, 0]
    assert joined(4, pairs, Rules(same=[(2, 3)])) == [0, 0, 0, 0]
    assert joined(4, pairs, Rules(same=[(2, 3)], different=[(0, 3)])) == [0, 0, 2, 2]


def test_a_third_record_is_rarer_where_hardly_anybody_stands_thrice() -> None:
    first = np.arange(0, 200, 2)
    assert growth(300, first, first + 1) < -4
    thrice = np.arange(0, 300, 3)
    often = np.concatenate((thrice, thrice)), np.concatenate((thrice + 1, thrice + 2))
    assert growth(300, *often) == 0


def test_what_hangs_together_in_a_crowd_falls_apart_at_its_weakest_pairs() -> None:
    first, second = np.arange(9), np.arange(1, 10)
    odds = np.array([5.0, 5, 1, 5, 5, 2, 5, 5, 5])
    kept, tangled = untangled(10, first, second, odds, 0.0, 4)
    assert tangled == 10
    assert kept.tolist() == [True, True, False, True, True, False, True, True, True]
    whole, none = untangled(10, first, second, odds, 0.0, 10)
    assert whole.all()
    assert none == 0
