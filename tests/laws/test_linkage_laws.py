# SPDX-License-Identifier: Apache-2.0
"""What holds of clusters whatever was compared and whatever people said."""

from itertools import combinations
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kuzat.linkage import Judgement, Verdict, ruled
from kuzat.linkage.clusters import Rules, Scale, clusters
from kuzat.linkage.matching import contested
from kuzat.linkage.weights import chances

ROWS = 7
PAIRS = list(combinations(range(ROWS), 2))
names = st.sampled_from([str(row) for row in range(ROWS)])
judgements = st.lists(
    st.builds(Judgement, names, names, st.sampled_from(Verdict)).filter(lambda one: one.first != one.second),
    max_size=8,
)
weights = st.lists(st.floats(-8, 8), min_size=len(PAIRS), max_size=len(PAIRS))
lists = st.none() | st.lists(st.integers(0, 3), min_size=ROWS, max_size=ROWS)


def clustered(told: list[float], rules: Rules) -> list[int]:
    """The clusters of rows of which one field says of each pair how likely it is."""
    worth = dict(zip(PAIRS, told, strict=True))

    def evidence(first: Any, second: Any) -> tuple[Any, Any]:
        asked = list(zip(first.tolist(), second.tolist(), strict=True))
        return np.ones((len(asked), 1), dtype=np.int8), np.array([[worth[pair]] for pair in asked])

    first, second = (np.array([pair[at] for pair in PAIRS]) for at in (0, 1))
    scale = Scale(start=0.0, cut=0.0, slips=[0.0, 0.0], tops=[1])
    found: list[int] = clusters(ROWS, (first, second, np.array(told)), scale, evidence, rules).tolist()
    return found


@given(weights, judgements, lists)
@settings(max_examples=200, deadline=None)
def test_every_judgement_is_respected(told: list[float], said: list[Judgement], of: list[int] | None) -> None:
    ruling = ruled(said)
    same, different = (
        [(int(a), int(b)) for a, b in sorted(every)] for every in (ruling.same, ruling.different)
    )
    alone = [int(record) for record in ruling.alone]
    held = None if of is None else np.array(of, dtype=np.int32)
    found = clustered(told, Rules(same, different, held, alone))
    assert all(found[a] == found[b] for a, b in same)
    assert all(found[a] != found[b] for a, b in different)
    assert all(found.count(found[row]) == 1 for row in alone)
    assert all(found[found[row]] == found[row] <= row for row in range(ROWS))
    joined_by_word = {row for pair in same for row in pair}
    if of is not None:
        for a, b in PAIRS:
            both_free = a not in joined_by_word and b not in joined_by_word
            assert not (both_free and of[a] == of[b] and found[a] == found[b])


@given(judgements)
def test_what_is_ruled_contradicts_nothing(said: list[Judgement]) -> None:
    ruling = ruled(said)
    group = {str(row): str(row) for row in range(ROWS)}
    for a, b in ruling.same:
        old, new = group[a], group[b]
        group = {record: new if its == old else its for record, its in group.items()}
    assert all(group[a] != group[b] for a, b in ruling.different if not {a, b} & ruling.alone)
    assert not any({a, b} & ruling.alone for a, b in ruling.same)
    assert ruled(reversed(said)).same == ruling.same
    assert ruled(reversed(said)).alone == ruling.alone


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.floats(-30, 90)), min_size=1, max_size=20))
@settings(max_examples=100, deadline=None)
def test_the_chances_of_one_record_are_never_more_than_one(told: list[tuple[int, int, float]]) -> None:
    pairs = {(a, b + 5): bits for a, b, bits in told}
    first, second = np.array(list(pairs)).T
    lists = np.array([0] * 5 + [1] * 4, dtype=np.int32)
    odds = contested(np.array(list(pairs.values())), first, second, lists, np.zeros(len(pairs), dtype=bool))
    for rows in (first, second):
        assert np.bincount(rows, chances(odds)).max() <= 1 + 1e-9
