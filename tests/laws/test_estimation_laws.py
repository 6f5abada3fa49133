# SPDX-License-Identifier: Apache-2.0
"""What holds for any capture table: the order of lists is nothing, nobody vanishes, a bound is a bound."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuzat.analysis.estimation import (
    CaptureTable,
    NotEstimable,
    averaged,
    capture_table,
    chao_lists,
    chapman,
    fit_all,
    lincoln_petersen,
    stepwise,
    weigh,
)
from kuzat.analysis.estimation.poisson import fit

COUNTS = st.lists(st.integers(0, 60), min_size=7, max_size=7)


def table_of(counts: list[int], order: tuple[int, ...] = (0, 1, 2)) -> CaptureTable:
    cells = [[place >> j & 1 for j in order] for place in range(1, 8)]
    return capture_table([f"L{j}" for j in order], zip(cells, counts, strict=True))


def full(counts: list[int]) -> list[int]:
    """No empty cell, so that every model exists."""
    return [count + 1 for count in counts]


@settings(max_examples=25)
@given(COUNTS, st.permutations(range(3)))
def test_the_order_of_lists_changes_nothing(counts: list[int], order: list[int]) -> None:
    one, other = table_of(full(counts)), table_of(full(counts), tuple(order))
    for method in (lambda t: averaged(fit_all(t)), chao_lists, stepwise, lambda t: weigh(t).estimate()):
        try:
            told = method(one)
        except NotEstimable:
            with pytest.raises(NotEstimable):
                method(other)
            continue
        again = method(other)
        assert (again.total, again.low, again.high) == pytest.approx(
            (told.total, told.low, told.high), rel=1e-6
        )


@settings(max_examples=25)
@given(COUNTS)
def test_nobody_documented_vanishes_and_the_total_lies_above_the_low_end(counts: list[int]) -> None:
    table = table_of(full(counts))
    for told in (averaged(fit_all(table)), chao_lists(table), stepwise(table)):
        assert table.documented <= told.low <= told.high
        assert told.low <= told.total


@settings(max_examples=25)
@given(COUNTS)
def test_all_models_at_once_say_what_each_says_alone(counts: list[int]) -> None:
    """And at each maximum, also one at the edge, fitted margins are the observed ones."""
    table = table_of([count + (place in (0, 1, 3)) for place, count in enumerate(counts)])
    models = fit_all(table)
    seen = table.dense().astype(float)
    cells = np.arange(1, 8)[:, None]
    for one, inside in enumerate(models.inside):
        columns = np.array([0, 1, 2, 4, *models.terms[inside]])
        design = ((cells & columns) == columns).astype(float)
        alone = fit(design, seen)
        assert models.exists[one] == (alone.exists and alone.identified)
        assert design.T @ alone.means == pytest.approx(design.T @ seen, abs=1e-4)
        if models.exists[one]:
            assert models.missing[one] == pytest.approx(alone.missing, rel=1e-4)
            assert models.loglik[one] == pytest.approx(alone.loglik, abs=1e-4)


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 500))
def test_two_lists_by_hand(both: int, first: int, second: int) -> None:
    table = capture_table("AB", [((1, 1), both), ((1, 0), first), ((0, 1), second)])
    assert lincoln_petersen(table).total == pytest.approx((both + first) * (both + second) / both)
    assert chapman(table).total <= lincoln_petersen(table).total + 1e-9
    assert chapman(table).total >= table.documented - 1e-9
