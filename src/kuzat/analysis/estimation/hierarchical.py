# SPDX-License-Identifier: Apache-2.0
"""All hierarchical log-linear models of three to five lists, fitted at once, compared and averaged.

A model is a set of interactions that holds every part of each of them (Bishop, Fienberg & Holland,
"Discrete Multivariate Analysis", 1975, chapter 6); every list has a main effect, and the interaction of all
lists is never in it, which is the assumption that identifies the total. There are 8 models for three lists,
113 for four, 6,893 for five. Models are averaged with weights exp(−BIC/2).
"""

import functools
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln, ndtr

from kuzat.analysis.estimation import poisson
from kuzat.analysis.estimation.estimate import Estimate, Method, NotEstimable, unseen
from kuzat.analysis.estimation.table import CaptureTable, Flags, Floats, Ints
from kuzat.errors import Phrase

FEWEST = 3
MOST = 5
STEPS = 40
CLOSE = 1e-8
SPARE = 0.5
LONGEST = 2.0
FAR = 12.0
SMALLEST = 1e-6
TAIL = 0.025
NONE = Phrase("no log-linear model has a finite estimate for such a table")


@dataclass(frozen=True, kw_only=True, eq=False)
class Models:
    """Every model of one table, its maximum found; ``exists`` is False where there is none.

    ``terms`` are the interactions as numbers whose bit j says "list j", ``inside`` which model has which.
    """

    table: CaptureTable
    terms: Ints
    inside: Flags
    exists: Flags
    missing: Floats
    spread: Floats
    loglik: Floats

    @property
    def size(self) -> Ints:
        """The number of coefficients: intercept, main effects, interactions."""
        return np.asarray(1 + len(self.table.lists) + self.inside.sum(1))

    def criterion(self, weight: float) -> Floats:
        """AIC with 2, BIC with log n; infinite where the estimate does not exist."""
        return np.where(self.exists, -2 * self.loglik + weight * self.size, np.inf)

    @property
    def bic(self) -> Floats:
        """−2 log likelihood + coefficients · log n."""
        return self.criterion(float(np.log(self.table.documented)))

    def ranked(self) -> Ints:
        """The models whose estimate exists, lowest BIC first."""
        order = np.argsort(self.bic, kind="stable")
        return order[: int(self.exists.sum())]

    def name(self, model: int) -> str:
        """Its largest terms, lists counted from 1: ``[123,14,34]``."""
        terms = [1 << j for j in range(len(self.table.lists))] + self.terms[self.inside[model]].tolist()
        largest = [one for one in terms if not any(one != other and one & other == one for other in terms)]
        named = ["".join(str(j + 1) for j in range(MOST) if one >> j & 1) for one in largest]
        return "[" + ",".join(sorted(named, key=lambda digits: (-len(digits), digits))) + "]"

    def estimate(self, model: int) -> Estimate:
        """What one model says. Raises `NotEstimable` where its estimate does not exist."""
        if not self.exists[model]:
            raise NotEstimable(reason=Phrase("this model has no finite estimate for such a table"))
        return unseen(
            Method.BEST_LOG_LINEAR,
            self.table.documented,
            float(self.missing[model]),
            float(self.spread[model]),
            model=self.name(model),
        )


def fit_all(table: CaptureTable) -> Models:
    """Fit every model. Raises `NotEstimable` below three or above five lists.

    A model exists only if all its parts do, so models are fitted from small to large, and what holds a model
    that has no maximum is left out unfitted.
    """
    if not FEWEST <= len(table.lists) <= MOST:
        reason = Phrase(
            "all log-linear models are compared for {fewest} to {most} lists", fewest=FEWEST, most=MOST
        )
        raise NotEstimable(reason=reason)
    counts = table.dense().astype(float)
    terms, inside, design = _all_models(len(table.lists))
    main = design.shape[1] - len(terms)
    models = Models(
        table=table,
        terms=terms,
        inside=inside,
        exists=np.zeros(len(inside), dtype=np.bool_),
        missing=np.full(len(inside), np.nan),
        spread=np.full(len(inside), np.nan),
        loglik=np.full(len(inside), np.nan),
    )
    never = np.diag(counts @ design[:, main:] == 0)[counts @ design[:, main:] == 0]
    sizes = inside.sum(1)
    for size in np.unique(sizes):
        group = np.flatnonzero(sizes == size)
        group = group[~_hold(inside[group], never)]
        if not len(group):
            continue
        never = np.vstack([never, inside[_fit_group(models, design, counts, group)]])
    return models


def _hold(models: Flags, parts: Flags) -> Flags:
    """Which models hold all terms of any of the ``parts``."""
    held: Flags = (models.astype(float) @ parts.T == parts.sum(1)).any(1)
    return held


def _fit_group(models: Models, design: Floats, counts: Floats, group: Ints) -> Ints:
    """Fit models of one size into their places; those that have no maximum are given back."""
    main = design.shape[1] - len(models.terms)
    columns = np.c_[
        np.tile(np.arange(main), (len(group), 1)),
        np.nonzero(models.inside[group])[1].reshape(len(group), -1) + main,
    ]
    beta, spread, done = _newton(design, counts, columns)
    full = np.zeros((len(group), design.shape[1]))
    np.put_along_axis(full, columns, beta, 1)
    logs = full @ design.T
    models.missing[group], models.spread[group] = np.exp(full[:, 0]), spread
    models.loglik[group] = logs @ counts - np.exp(logs).sum(1) - gammaln(counts + 1).sum()
    models.exists[group] = done
    for place in np.flatnonzero(~done):  # only the linear programme tells whether it is lost or only slow
        found = poisson.fit(design[:, columns[place]], counts)
        one = group[place]
        models.exists[one] = found.exists and found.identified
        if models.exists[one]:
            models.missing[one], models.spread[one], models.loglik[one] = (
                found.missing,
                found.spread,
                found.loglik,
            )
    return group[~models.exists[group]]


def _newton(design: Floats, counts: Floats, columns: Ints) -> tuple[Floats, Floats, Flags]:
    """Newton's method for many models of one size: coefficients, error of the first, and which arrived.

    A mean that falls towards 0 ends a model's search: its maximum may not exist.
    """
    number, size = columns.shape
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    places = (columns[:, :, None] * design.shape[1] + columns[:, None, :]).reshape(number, -1)
    weights = np.tile(counts + SPARE, (number, 1))
    target = weights * np.log(weights)
    beta, spread, done = np.zeros((number, size)), np.full(number, np.nan), np.zeros(number, dtype=np.bool_)
    active = np.arange(number)
    for turn in range(STEPS):
        square = np.take_along_axis(weights @ products, places[active], 1).reshape(-1, size, size)
        right = np.take_along_axis(target @ design, columns[active], 1)
        both = np.stack([right, np.broadcast_to(np.eye(size)[0], right.shape)], 2)
        step, first = np.moveaxis(np.linalg.solve(square, both), 2, 0)
        furthest = np.abs(step).max(1)
        if turn:
            step *= np.minimum(1.0, LONGEST / furthest)[:, None]
        beta[active] += step
        done[active] = furthest < CLOSE
        spread[active] = np.sqrt(first[:, 0])
        full = np.zeros((len(active), design.shape[1]))
        np.put_along_axis(full, columns[active], beta[active], 1)
        weights = np.exp(full @ design.T)
        going = ~done[active] & (weights.min(1) > SMALLEST)
        active, weights = active[going], weights[going]
        if not len(active):
            break
        target = counts - weights
    return beta, spread, done


@functools.cache
def _all_models(lists: int) -> tuple[Ints, Flags, Floats]:
    """The interactions, which model has which of them, and the columns of the largest model."""
    masks = sorted(range(1, 2**lists - 1), key=lambda mask: (mask.bit_count(), mask))
    terms = np.array([mask for mask in masks if mask.bit_count() > 1])
    inside = np.zeros((1, 0), dtype=np.bool_)
    for place, term in enumerate(terms):
        parts = [j for j in range(place) if terms[j] & term == terms[j]]
        allowed = inside[inside[:, parts].all(1)]
        inside = np.vstack(
            [
                np.c_[inside, np.zeros(len(inside), dtype=np.bool_)],
                np.c_[allowed, np.ones(len(allowed), dtype=np.bool_)],
            ]
        )
    cells = np.arange(1, 2**lists)[:, None]
    columns = np.array([0, *(1 << j for j in range(lists)), *terms])
    return terms, inside, ((cells & columns) == columns).astype(float)


def best(models: Models) -> Estimate:
    """The model with the lowest BIC. Raises `NotEstimable` where none exists."""
    if not models.exists.any():
        raise NotEstimable(reason=NONE)
    return models.estimate(int(models.ranked()[0]))


def averaged(models: Models) -> Estimate:
    """The average of all models that exist, by exp(−BIC/2); the interval is that of the mixture.

    Those missed are taken as log-normal under each model. Raises `NotEstimable` where none exists.
    """
    if not models.exists.any():
        raise NotEstimable(reason=NONE)
    ranked = models.ranked()
    weights = np.exp(-(models.bic[ranked] - models.bic[ranked[0]]) / 2)
    weights /= weights.sum()
    means, spreads = models.missing[ranked], models.spread[ranked]
    mean = float(weights @ means)
    variance = float(weights @ (means + (means * spreads) ** 2 + (means - mean) ** 2))
    low, high = (_quantile(np.log(means), spreads, weights, share) for share in (TAIL, 1 - TAIL))
    return Estimate(
        method=Method.LOG_LINEAR,
        total=models.table.documented + mean,
        low=models.table.documented + low,
        high=models.table.documented + high,
        error=float(np.sqrt(variance)),
    )


def _quantile(logs: Floats, spreads: Floats, weights: Floats, share: float) -> float:
    """Where a mixture of log-normal distributions reaches a share."""
    ends = (float((logs - FAR * spreads).min()), float((logs + FAR * spreads).max()))
    return float(np.exp(brentq(lambda at: weights @ ndtr((at - logs) / spreads) - share, *ends)))
