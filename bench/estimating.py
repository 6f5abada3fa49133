# SPDX-License-Identifier: Apache-2.0
"""How long estimates take, and how that grows with lists and classes: ``python -m bench.estimating``.

Tables are generated. The peers' times in the last column were measured once with R 4.2.2 on two cores, or,
where it says so, published; they are not run here, since they are GPL packages of another language.
"""

import time
from collections.abc import Callable, Iterator

import numpy as np

from bench.table import Figure, Promise, lines
from kuzat.analysis.estimation import CaptureTable, Effort, Prior, capture_table, fit_all, stepwise, weigh
from kuzat.analysis.estimation.latent import Chains

PEOPLE = 4400
STRATUM = 982
TURNS = 400
REPEATED = 5
RARE = 0.15
LEAST = 0.005


def generated(lists: int, people: int, often: float = 1.0) -> CaptureTable:
    """A table of people of three kinds; most of many lists hold only few, as in Colombia (103
    combinations).
    """
    random = np.random.default_rng(1)
    kinds = np.maximum(random.beta(often, 4, (3, lists)), LEAST)
    rows: list[tuple[int, ...]] = []
    while len(rows) < people:
        caught = random.uniform(size=lists) < kinds[random.choice(3, p=(0.3, 0.3, 0.4))]
        if caught.any():
            rows.append(tuple(caught.astype(int).tolist()))
    return capture_table([f"L{number}" for number in range(lists)], ((row, 1) for row in rows))


def spent(made: Callable[[], object]) -> float:
    """The shortest of five runs in seconds, after one that only warms up."""
    made()
    times = []
    for _ in range(REPEATED):
        begun = time.perf_counter()
        made()
        times.append(time.perf_counter() - begun)
    return min(times)


def chains(table: CaptureTable, classes: int) -> float:
    """Seconds for the default number of turns of 24 chains, at the pace of 400 turns."""
    running = Chains(table, np.random.default_rng(1), Prior(classes=classes), Effort().chains)
    for _ in range(TURNS // 4):
        running.turn()
    begun = time.perf_counter()
    for _ in range(TURNS):
        running.turn()
    return (time.perf_counter() - begun) / TURNS * Effort().turns


def figures() -> Iterator[Figure]:
    """Every figure, those with a promise first."""
    four, five, many = generated(4, PEOPLE), generated(5, PEOPLE), generated(20, STRATUM, RARE)
    yield Figure(name="combinations of 20 lists", value=len(many.counts), below=True)
    yield Figure(name="113 models on four lists, ms", value=1000 * spent(lambda: fit_all(four)),
                 promise=Promise(most=20))  # fmt: skip
    yield Figure(name="6,893 models on five lists, s", value=spent(lambda: fit_all(five)),
                 promise=Promise(most=1))  # fmt: skip
    yield Figure(name="24 chains, 20 lists, 15 classes, s", value=chains(many, 15), promise=Promise(most=60))
    yield Figure(name="R LCMCR, one chain of such a stratum, s", value=524, below=True)
    yield Figure(name="61 graphs on four lists, ms", value=1000 * spent(lambda: weigh(four)))
    yield Figure(name="R dga, ms", value=30, below=True)
    yield Figure(name="822 graphs on five lists, ms", value=1000 * spent(lambda: weigh(five)))
    yield Figure(name="R dga, ms (UK table)", value=2810, below=True)
    yield Figure(name="pairs of five lists stepwise, ms", value=1000 * spent(lambda: stepwise(five)))
    for lists in (4, 8, 16):
        yield Figure(
            name=f"24 chains, {lists} lists, 10 classes, s", value=chains(generated(lists, STRATUM, RARE), 10)
        )
    for classes in (5, 20):
        yield Figure(name=f"24 chains, 20 lists, {classes} classes, s", value=chains(many, classes))


if __name__ == "__main__":
    print(*lines({STRATUM: list(figures())}), sep="\n")
