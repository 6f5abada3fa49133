# SPDX-License-Identifier: Apache-2.0
"""Walks drawn by filtering against the same normal distribution inverted as one matrix."""

import numpy as np

from kuzat.civicspace import walk


def test_draws_have_the_mean_and_variance_of_the_whole_normal_distribution() -> None:
    random = np.random.default_rng(5)
    length, copies = 6, 60_000
    precision, seen = np.array([2.0, 0, 1, 0, 0, 4]), random.normal(size=length)
    shift, spread = np.array([0.0, 0.2, 0, -0.4, 0, 0]), np.array([1.0, 0.5, 0.1, 2, 0.3, 0.2])
    drawn = walk.draw(
        *(np.repeat(a[:, None], copies, 1) for a in (precision, precision * seen, shift, spread)), 1.5, random
    )
    steps = np.eye(length) - np.eye(length, k=-1)
    weights = np.diag(1 / np.array([1.5**2, *spread[1:]]))
    covariance = np.linalg.inv(steps.T @ weights @ steps + np.diag(precision))
    mean = covariance @ (steps.T @ weights @ np.array([0, *shift[1:]]) + precision * seen)
    assert np.abs(drawn.mean(1) - mean).max() < 0.02
    assert np.abs(np.cov(drawn) - covariance).max() < 0.03
