# SPDX-License-Identifier: Apache-2.0
"""Pólya-Gamma draws against the distribution's own Laplace transform and moments."""

import numpy as np
import pytest

from kuzat.civicspace import polyagamma

DRAWS = 40_000


@pytest.mark.parametrize(
    ("shape", "tilt", "at"), [(1, 0, 1), (1, 0, 10), (1, 1, 5), (0.5, 2, 3), (3, 1, 2), (20, 4, 0.5)]
)
def test_the_mean_of_exp_is_the_laplace_transform(shape: float, tilt: float, at: float) -> None:
    drawn = polyagamma.draw(np.full(DRAWS, shape), np.full(DRAWS, float(tilt)), np.random.default_rng(7))
    seen = np.exp(-at * drawn)
    # Polson, Scott & Windle 2013, equation 1 and theorem 1.
    known = (np.cosh(tilt / 2) / np.cosh(np.sqrt((tilt**2 / 2 + at) / 2))) ** shape
    assert seen.mean() == pytest.approx(known, abs=5 * seen.std() / np.sqrt(DRAWS))
    assert drawn.min() > 0


def test_large_tilts_do_not_overflow() -> None:
    drawn = polyagamma.draw(np.ones(100), np.full(100, 2000.0), np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(1 / 4000, rel=0.05)
