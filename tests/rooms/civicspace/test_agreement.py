# SPDX-License-Identifier: Apache-2.0
"""Agreement of coders, against the example that its author published."""

import pytest

from kuzat.civicspace import Scale, alpha, monotone

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four observers, twelve units.
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
UNITS = [
    {name: float(value) for name, value in zip("ABCD", column, strict=True) if value != "."}
    for column in zip(*(row.split() for row in OBSERVERS), strict=True)
]


@pytest.mark.parametrize(
    ("scale", "published"), [(Scale.NOMINAL, 0.743), (Scale.ORDINAL, 0.815), (Scale.INTERVAL, 0.849)]
)
def test_the_published_example(scale: Scale, published: float) -> None:
    assert alpha(UNITS, scale) == pytest.approx(published, abs=0.0006)


def test_one_coder_or_one_answer_leaves_it_undefined() -> None:
    assert alpha([{"A": 1.0}, {"A": 3.0}]) is None
    assert alpha([{"A": 2.0, "B": 2.0}, {"A": 2.0, "B": 2.0}]) is None
    assert alpha([]) is None


def test_coders_who_say_the_opposite_agree_less_than_by_chance() -> None:
    found = alpha([{"A": 0.0, "B": 4.0}, {"A": 4.0, "B": 0.0}])
    assert found is not None
    assert found < 0


def test_a_coder_who_gives_one_answer_to_all_is_noticed() -> None:
    questions = [{"A": 2.0, "B": value} for value in (0.0, 2.0, 4.0)]
    assert monotone(questions, "A")
    assert not monotone(questions, "B")
    assert not monotone(questions[:2], "A")
