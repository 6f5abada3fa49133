# SPDX-License-Identifier: Apache-2.0
"""Log-linear models of counts: the estimate, its error, and whether there is one at all.

Cells are independent Poisson counts with log mean ``design @ beta``; that is the multinomial model given
the total. The likelihood is concave, so Newton's method finds the one maximum, if there is one. There is
none where some direction raises the likelihood for ever: Fienberg & Rinaldo, "Maximum likelihood estimation
in log-linear models", Annals of Statistics 40 (2012). A linear programme finds that direction, and with it
the cells whose mean goes to 0; on the others the maximum exists.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.special import gammaln

from kuzat.analysis.estimation.table import Flags, Floats

STEPS = 60
CLOSE = 1e-9
SPARE = 0.5
HIGHEST = 700.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """One model at its maximum: coefficients, their covariance, and how it stands to other models.

    ``left`` are the cells whose mean did not go to 0; ``identified`` says whether the cell in no list, whose
    mean is the exponential of the first coefficient, follows from them.
    """

    beta: Floats
    covariance: Floats
    means: Floats
    loglik: float
    terms: int
    left: Flags
    identified: bool

    @property
    def exists(self) -> bool:
        """False where some cells' means went to 0, so that their coefficients have no value."""
        return bool(self.left.all())

    @property
    def missing(self) -> float:
        """The estimated count in the cell in no list."""
        return float(np.exp(self.beta[0]))

    @property
    def spread(self) -> float:
        """The error of the logarithm of `missing`."""
        return float(np.sqrt(self.covariance[0, 0]))


def fit(design: Floats, counts: Floats, offset: Floats | None = None) -> Fit:
    """Fit one model on the cells where its maximum exists (all of them, if it exists as a whole).

    The first column of ``design`` is the intercept; ``offset`` is a known part of the log mean.
    """
    offset = np.zeros(len(counts)) if offset is None else offset
    left = supported(design, counts)
    kept, seen, known = design[left], counts[left], offset[left]
    free = _independent(kept)
    beta = np.zeros(design.shape[1])
    beta[free] = newton(kept[:, free], seen, known)
    means = np.zeros(len(counts))
    means[left] = np.exp(kept @ beta + known)
    covariance = np.zeros((len(beta), len(beta)))
    information = (kept[:, free] * means[left][:, None]).T @ kept[:, free]
    covariance[np.ix_(free, free)] = np.linalg.inv(information)
    return Fit(
        beta=beta,
        covariance=covariance,
        means=means,
        loglik=loglik(means[left], seen),
        terms=len(free),
        left=left,
        identified=bool(np.linalg.matrix_rank(np.vstack([kept, np.eye(len(beta))[0]])) == len(free)),
    )


def newton(design: Floats, counts: Floats, offset: Floats) -> Floats:
    """The coefficients at the maximum of the likelihood; the columns must be independent."""
    weights = counts + SPARE
    start = np.log(weights) - offset
    beta = np.asarray(np.linalg.solve((design * weights[:, None]).T @ design, design.T @ (weights * start)))
    for _ in range(STEPS):
        means = np.exp(design @ beta + offset)
        step = np.linalg.solve((design * means[:, None]).T @ design, design.T @ (counts - means))
        height = _height(design, counts, offset, beta)
        while np.abs(step).max() > CLOSE and _height(design, counts, offset, beta + step) < height:
            step = step / 2
        beta += step
        if np.abs(step).max() < CLOSE:
            break
    return beta


def _height(design: Floats, counts: Floats, offset: Floats, beta: Floats) -> float:
    logs = np.minimum(design @ beta + offset, HIGHEST)
    return float(counts @ logs - np.exp(logs).sum())


def loglik(means: Floats, counts: Floats) -> float:
    """The Poisson log likelihood, factorials included, so that models of one table compare."""
    return float((counts * np.log(means) - means - gammaln(counts + 1)).sum())


def supported(design: Floats, counts: Floats) -> Flags:
    """The cells on which the maximum exists: all, unless a direction lowers empty cells and moves no other.

    The direction that lowers most cells at once is the solution of a linear programme (Fienberg & Rinaldo).
    """
    empty = counts == 0
    left = np.ones(len(counts), dtype=np.bool_)
    if not empty.any():
        return left
    terms, cells = design.shape[1], int(empty.sum())
    found = linprog(
        np.r_[np.zeros(terms), -np.ones(cells)],
        A_ub=np.c_[design[empty], np.eye(cells)],
        b_ub=np.zeros(cells),
        A_eq=np.c_[design[~empty], np.zeros((int((~empty).sum()), cells))],
        b_eq=np.zeros(int((~empty).sum())),
        bounds=[(None, None)] * terms + [(0, 1)] * cells,
    )
    left[np.flatnonzero(empty)[found.x[terms:] > SPARE]] = False
    return left


def _independent(design: Floats) -> list[int]:
    """Columns that carry the model, first ones first: a term that no cell is left for drops out."""
    kept: list[int] = []
    for column in range(design.shape[1]):
        if np.linalg.matrix_rank(design[:, [*kept, column]]) > len(kept):
            kept.append(column)
    return kept
