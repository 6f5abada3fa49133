# SPDX-License-Identifier: Apache-2.0
"""Latent classes: people fall into groups that nobody observed; within a group the lists are independent.

Manrique-Vallier, "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72
(2016). Each of at most K classes has its own chance λ of coming into each list, uniform a priori; class
weights break a stick, V ~ Beta(1, α), α ~ Gamma(¼, ¼); the total N has prior 1/N. The sampler draws in turn
everybody's class, those missed (negative binomial given the chance p₀ of being in no list), λ, V and α, all
chains at once as one array, and then takes the steps of `shifting`.

With classes and those missed summed out, what was documented has probability ∏ pₓ^nₓ / (1 − p₀)^n; its
logarithm says how well a chain's parameters explain the table, and tells modes apart.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, expit, log_expit

from kuzat.analysis.estimation.evidence import (
    NEAR,
    Snapshot,
    beta_logs,
    fit_of,
    later,
    log_evidence,
    stick_weights,
)
from kuzat.analysis.estimation.shifting import Shifting
from kuzat.analysis.estimation.table import CaptureTable, Flags, Floats, Ints

RARELY = 1e-9
SWAPS = 3
SNAPSHOTS = 120
TELL = 100


@dataclass(frozen=True, kw_only=True)
class Prior:
    """At most so many classes; shape and rate of α; at most ``reach`` times the documented are missed."""

    classes: int = 10
    shape: float = 0.25
    rate: float = 0.25
    reach: int = 100


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How many chains and turns of each; how many turns are dropped first, and one in how many is kept."""

    chains: int = 24
    turns: int = 18_000
    dropped: int = 4_500
    step: int = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class Trace:
    """What the chains drew, a row per kept turn and a column per chain.

    ``missing`` are those missed, ``fit`` the logarithm of ∏ pₓ^nₓ / (1 − p₀)^n, ``classes`` how many
    classes hold somebody documented. ``evidence`` is what each chain says of the logarithm of the
    probability of the table (up to a constant of the table) in the mode that it is in.
    """

    documented: int
    missing: Floats
    fit: Floats
    classes: Ints
    evidence: Floats


def sample(
    table: CaptureTable,
    random: np.random.Generator,
    *,
    prior: Prior | None = None,
    effort: Effort | None = None,
    told: Callable[[int], None] = lambda turns: None,
) -> Trace:
    """Run the chains; ``told`` hears how many turns were made since it was last told."""
    prior, effort = prior or Prior(), effort or Effort()
    chains = Chains(table, random, prior, effort.chains)
    kept: list[tuple[Ints, Floats, Ints]] = []
    snapshots: list[Snapshot] = []
    every = max((effort.turns - effort.dropped) // SNAPSHOTS, 1)
    for turn in range(effort.turns):
        chains.turn()
        if turn >= effort.dropped and turn % effort.step == 0:
            kept.append((chains.missing, chains.fit, chains.occupied))
        if turn >= effort.dropped and turn % every == 0:
            snapshots.append(chains.snapshot())
        if turn % TELL == TELL - 1:
            told(TELL)
    missing, fit, classes = (np.array(rows) for rows in zip(*kept, strict=True))
    return Trace(
        documented=table.documented,
        missing=missing.astype(float),
        fit=fit,
        classes=classes,
        evidence=log_evidence(table, snapshots, random, shape=prior.shape, rate=prior.rate),
    )


class Chains:
    """Chains side by side that start far apart; ``turn`` moves each by one sweep.

    ``random`` is handed in, so that a run can be repeated.
    """

    def __init__(self, table: CaptureTable, random: np.random.Generator, prior: Prior, chains: int) -> None:
        self.prior = prior
        self.random = random
        self.inside = table.patterns.astype(float)
        self.counts = np.broadcast_to(table.counts, (chains, len(table.counts)))
        self.documented = table.documented
        self.classes = min(2 ** len(table.lists) - 1, prior.classes)
        shape = (chains, self.classes, len(table.lists))
        # Chains begin with few to all classes, and from almost nobody missed to almost everybody.
        self.chance = random.uniform(NEAR, 1 - NEAR, shape) * np.geomspace(0.02, 1, chains)[:, None, None]
        begun = random.permutation(chains) % self.classes + 1
        weights = random.uniform(0.1, 1, shape[:2]) * (np.arange(self.classes) < begun[:, None]) + NEAR
        self.weights = np.log(weights / weights.sum(1, keepdims=True))
        self.sticks = np.zeros((chains, self.classes - 1))
        self.alpha = np.ones(chains)
        self.missing = np.zeros(chains, dtype=np.int64)
        self.members = np.zeros(shape[:2], dtype=np.int64)
        self.caught = np.zeros(shape)
        self.occupied = np.zeros(chains, dtype=np.int64)
        self.fit = np.zeros(chains)

    def snapshot(self) -> Snapshot:
        """Who is in which class, and α, as the evidence needs them."""
        return Snapshot(members=self.members, caught=self.caught.astype(np.int32), alpha=self.alpha)

    def turn(self) -> None:
        """One sweep of the sampler over every chain."""
        self._missed(*self._classes())
        for _ in range(SWAPS):
            self._swap()
        self._concentrate()
        self._chances()
        self._sticks()
        if self.classes > 1:
            self._shift()

    def _classes(self) -> tuple[Floats, Floats]:
        """Everybody's class; gives back the chances of a class to miss somebody, and their sum p₀."""
        never = np.log1p(-self.chance)
        missed = never.sum(2) + self.weights
        shares = np.exp(self.inside @ (np.log(self.chance) - never).swapaxes(1, 2) + missed[:, None, :])
        whole = shares.sum(2, keepdims=True)
        drawn = self.random.multinomial(self.counts, shares / whole)
        self.members = drawn.sum(1)
        self.caught = drawn.swapaxes(1, 2) @ self.inside
        self.occupied = (self.members > 0).sum(1)
        none = np.exp(missed)
        p_none = none.sum(1)
        self.fit = fit_of(self.counts, whole[..., 0], p_none)
        return none, p_none

    def _missed(self, none: Floats, p_none: Floats) -> None:
        """Those missed and their classes; a number out of reach is not taken, and the last one stays."""
        drawn = self.random.negative_binomial(self.documented, np.maximum(1 - p_none, RARELY))
        self.missing = np.where(drawn <= self.prior.reach * self.documented, drawn, self.missing)
        self.members = self.members + self.random.multinomial(self.missing, none / p_none[:, None])

    def _chances(self) -> None:
        drawn = self.random.beta(1 + self.caught, 1 + self.members[..., None] - self.caught)
        self.chance = np.clip(drawn, NEAR, 1 - NEAR)

    def _swap(self) -> None:
        """Exchange the places of two classes on the stick, so that large ones come first; V is summed out."""
        rows = np.arange(len(self.members))
        one, other = self.random.integers(0, self.classes, (2, len(rows)))
        order = np.tile(np.arange(self.classes), (len(rows), 1))
        order[rows, one], order[rows, other] = other, one
        gain = self._stick(np.take_along_axis(self.members, order, 1)) - self._stick(self.members)
        order = np.where(self._taken(gain)[:, None], order, np.arange(self.classes))
        self.members = np.take_along_axis(self.members, order, 1)
        self.caught = np.take_along_axis(self.caught, order[..., None], 1)

    def _concentrate(self) -> None:
        """α given who is in which class, V summed out: a step of its logarithm, taken or not (Metropolis)."""
        before = self.alpha
        held = self._stick(self.members) + self.prior.shape * np.log(before) - self.prior.rate * before
        self.alpha = before * np.exp(self.random.normal(0, 1, len(before)))
        gain = (
            self._stick(self.members)
            + self.prior.shape * np.log(self.alpha)
            - self.prior.rate * self.alpha
            - held
        )
        self.alpha = np.where(self._taken(gain), self.alpha, before)

    def _taken(self, gain: Floats) -> Flags:
        """Metropolis: what is likelier is taken, else with the probability of the ratio."""
        taken: Flags = np.log(self.random.uniform(size=len(gain))) < gain
        return taken

    def _stick(self, members: Ints) -> Floats:
        """The logarithm of the prior of who is in which class: ∏ α·B(1 + n_k, α + n_after)."""
        alpha = self.alpha[:, None]
        sums: Floats = (np.log(alpha) + betaln(1 + members[:, :-1], alpha + later(members))).sum(1)
        return sums

    def _sticks(self) -> None:
        """The weights given who is in which class."""
        second = self.alpha[:, None] + later(self.members)
        taken, left = beta_logs(self.random, 1.0 + self.members[:, :-1], second)
        self.sticks = taken - left
        self.weights = stick_weights(taken, left)
        shape = self.prior.shape + self.classes - 1
        self.alpha = self.random.gamma(shape, 1 / (self.prior.rate - left.sum(1)))

    def _shift(self) -> None:
        """Steps in which nobody's class is fixed; the next turn draws the classes anew."""
        shifting = Shifting(
            inside=self.inside,
            counts=self.counts,
            odds=np.log(self.chance) - np.log1p(-self.chance),
            sticks=self.sticks,
            alpha=self.alpha,
        )
        shifting.steps(self.random)
        self.chance = np.clip(expit(shifting.odds), NEAR, 1 - NEAR)
        self.weights = stick_weights(log_expit(shifting.sticks), log_expit(-shifting.sticks))
