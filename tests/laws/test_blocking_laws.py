# SPDX-License-Identifier: Apache-2.0
"""What is looked up together and what is left out unmeasured, whatever the values are."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, JaroWinkler

from kuzat.linkage import By, Description, Field
from kuzat.linkage.engine.blocks import blocked
from kuzat.linkage.engine.columns import Table, encoded, rows_of
from kuzat.linkage.engine.likeness import letters

texts = st.lists(st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=12), min_size=2)
near = st.lists(st.text("abcö1-", min_size=1, max_size=9), min_size=2, max_size=12)
cells = st.lists(st.tuples(*[st.sampled_from(["", "a", "b", "c"])] * 2, st.sampled_from("xy")), min_size=1)


@given(texts | near, st.floats(0.1, 1), st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_nothing_is_left_out_that_is_within_the_cut(values: list[str], least: float, most: int) -> None:
    found = letters(values)
    assert found is not None
    a, b = np.array(list(combinations(range(len(values)), 2)), dtype=np.int32).T
    alike, slips = set(found.may_be_alike(a, b, least).tolist()), found.may_be_slips(a, b, most).tolist()
    for at, (one, other) in enumerate(combinations(values, 2)):
        assert at in alike or JaroWinkler.similarity(one, other) < least
        assert at in slips or OSA.distance(one, other) > most


@given(cells, st.booleans(), st.integers(2, 5))
@settings(max_examples=60, deadline=None)
def test_rows_are_brought_together_that_agree_in_every_key_of_a_rule(
    rows: list[tuple[str, str, str]], once: bool, limit: int
) -> None:
    columns = {name: [row[at] for row in rows] for at, name in enumerate(("f", "g", "list"))}
    said = Description((Field("f", By.TEXT),), (("f", "g"),), source="list", once=once, limit=limit)
    coded = {name: encoded(columns[name]) for name in ("f", "g")}
    found = blocked(Table(len(rows), coded, encoded(columns["list"]).codes), said)
    size = {key: sum(row[:2] == key for row in rows) for key in {row[:2] for row in rows}}
    alike = [
        (one, other)
        for one, other in combinations(range(len(rows)), 2)
        if all(rows[one][:2]) and rows[one][:2] == rows[other][:2] and size[rows[one][:2]] <= limit
    ]
    wanted = [pair for pair in alike if not once or rows[pair[0]][2] != rows[pair[1]][2]]
    assert list(zip(*(each.tolist() for each in rows_of(found.pairs)), strict=True)) == wanted
    large = sum(many for key, many in size.items() if all(key) and many > limit)
    assert sum(crowded.rows for crowded in found.crowded) == large
