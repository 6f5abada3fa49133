# SPDX-License-Identifier: Apache-2.0
"""How probable a table is in the mode that a chain of the latent class model is in.

Importance sampling: parameters are drawn from their posterior given who was in which class at some turn of
the chain, and weighed by likelihood times prior over the average of such posteriors (a mixture that covers
what the chain saw). α has Gamma prior and is summed out: ∫ p(α) ∏ α(1 − V)^(α−1) dα = bᵃ Γ(a + K − 1) eˢ /
(Γ(a) (b + s)^(a+K−1)), with s = −Σ log(1 − V). The mean weight is the evidence of the mode that the chain
stays in; it is too low rather than too high.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, gammaln, logsumexp

from kuzat.analysis.estimation.table import CaptureTable, Floats, Ints

NEAR = 1e-12
REPEATED = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """Of each chain: members per class, how many of them each list caught, and α."""

    members: Ints
    caught: Ints
    alpha: Floats


def fit_of(counts: Ints, p_seen: Floats, p_none: Floats) -> Floats:
    """The logarithm of ∏ pₓ^nₓ / (1 − p₀)^n, a row per chain."""
    fit: Floats = (counts * np.log(p_seen)).sum(-1) - counts.sum(-1) * np.log(np.maximum(1 - p_none, NEAR))
    return fit


def log_evidence(
    table: CaptureTable,
    snapshots: Sequence[Snapshot],
    random: np.random.Generator,
    *,
    shape: float,
    rate: float,
) -> Floats:
    """The logarithm of each chain's evidence, less the constant log((n − 1)!/∏ nₓ!) of the table."""
    return np.array(
        [_of_chain(table, snapshots, chain, random, shape, rate) for chain in range(len(snapshots[0].alpha))]
    )


def _of_chain(
    table: CaptureTable,
    snapshots: Sequence[Snapshot],
    chain: int,
    random: np.random.Generator,
    shape: float,
    rate: float,
) -> float:
    members = np.array([one.members[chain] for one in snapshots])
    caught = np.array([one.caught[chain] for one in snapshots])
    alpha = np.array([one.alpha[chain] for one in snapshots])[:, None]
    # A beta distribution for each chance and each stick, a row per snapshot.
    first = np.c_[(1 + caught).reshape(len(members), -1), 1 + members[:, :-1]].astype(float)
    second = np.c_[(1 + members[..., None] - caught).reshape(len(members), -1), alpha + later(members)]
    hit, missed = beta_logs(random, np.repeat(first, REPEATED, 0), np.repeat(second, REPEATED, 0))
    # The logarithm of the density of each drawn point under each snapshot, as two products of matrices.
    density = hit @ (first - 1).T + missed @ (second - 1).T - betaln(first, second).sum(1)
    proposed = logsumexp(density, axis=1) - np.log(len(first))
    inner = caught[0].size
    sticks = hit.shape[1] - inner
    steep = -missed[:, inner:].sum(1)
    prior = shape * np.log(rate) + gammaln(shape + sticks) - gammaln(shape) + steep
    prior -= (shape + sticks) * np.log(rate + steep)
    chances = (len(hit), *caught[0].shape)
    weights = stick_weights(hit[:, inner:], missed[:, inner:])
    fits = _fits(table, hit[:, :inner].reshape(chances), missed[:, :inner].reshape(chances), weights)
    return float(logsumexp(fits + prior - proposed) - np.log(len(fits)))


def _fits(table: CaptureTable, hit: Floats, missed: Floats, weights: Floats) -> Floats:
    """How well each drawn point explains the table, from logarithms of chances, complements, weights."""
    none = missed.sum(2) + weights
    seen = np.exp(table.patterns.astype(float) @ (hit - missed).swapaxes(1, 2) + none[:, None, :])
    return fit_of(table.counts, seen.sum(2), np.exp(none).sum(1))


def later(members: Ints) -> Ints:
    """How many are in later classes on the stick, for each class but the last."""
    after: Ints = members[:, ::-1].cumsum(1)[:, ::-1][:, 1:]
    return after


def beta_logs(random: np.random.Generator, first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """The logarithms of a beta variate and of its complement, also where one of them is next to nothing."""
    one, other = _gamma_log(random, first), _gamma_log(random, second)
    whole = np.logaddexp(one, other)
    return one - whole, other - whole


def _gamma_log(random: np.random.Generator, shape: Floats) -> Floats:
    """The logarithm of a gamma variate: G(a) = G(a + 1)·U^(1/a) does not vanish for the smallest a."""
    drawn: Floats = np.log(random.gamma(shape + 1)) - random.exponential(size=shape.shape) / shape
    return drawn


def stick_weights(taken: Floats, left: Floats) -> Floats:
    """The logarithms of the weights of classes, from those of V and 1 − V."""
    ends = np.zeros((len(taken), 1))
    weights: Floats = np.hstack([ends, left.cumsum(1)]) + np.hstack([taken, ends])
    return weights
