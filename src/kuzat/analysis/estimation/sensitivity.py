# SPDX-License-Identifier: Apache-2.0
"""How far a total moves when something that data cannot settle is chosen otherwise."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kuzat.analysis.estimation.decomposable import FEWEST, MOST, weigh
from kuzat.analysis.estimation.estimate import Estimate, NotEstimable, why
from kuzat.analysis.estimation.heterogeneity import SHAPES, shaped
from kuzat.analysis.estimation.table import MOST_DENSE, CaptureTable, TableUnusable
from kuzat.analysis.estimation.wording import NAMES
from kuzat.errors import Phrase

RATIOS = (0.5, 2.0)
DELTAS = (0.5, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """One other choice, in words, and what it gives: an estimate, or why there is none."""

    choice: Phrase
    estimate: Estimate | None
    reason: Phrase | None = None


def variations(table: CaptureTable, estimator: Callable[[CaptureTable], Estimate]) -> Iterator[Variation]:
    """Each list left out, another prior, another shape of how people differ.

    ``estimator`` is the method whose answer is varied.
    """
    if len(table.lists) > FEWEST:
        for name in table.lists:
            choice = Phrase("without the list {list}", list=name)
            yield _tried(choice, partial(_without, table, name, estimator))
    if FEWEST <= len(table.lists) <= MOST:
        for delta in DELTAS:
            choice = Phrase("graphs, with the prior weight {delta} for each combination", delta=delta)
            yield _tried(choice, partial(_weighed, table, delta))
    if FEWEST <= len(table.lists) <= MOST_DENSE:
        for shape in SHAPES:
            yield _tried(NAMES[shape], partial(shaped, table, shape))


def _without(table: CaptureTable, name: str, estimator: Callable[[CaptureTable], Estimate]) -> Estimate:
    return estimator(table.without(name))


def _weighed(table: CaptureTable, delta: float) -> Estimate:
    return weigh(table, delta=delta).estimate()


def by_ratio(estimate: Estimate, documented: int, ratios: Sequence[float] = RATIOS) -> Iterator[Variation]:
    """What the estimate becomes if those missed are so many times as many as its assumption says.

    The zero cell is identified only by fixing the interaction of all lists, which no data speak about
    (Aleshin-Guendel, Sadinle & Wakefield, "The central role of the identifying assumption in population size
    estimation", Biometrics 80, 2024); another value of it multiplies those missed.
    """
    for ratio in ratios:
        low, middle, high = (
            documented + ratio * (total - documented)
            for total in (estimate.low, estimate.total, estimate.high)
        )
        yield Variation(
            choice=Phrase("the interaction of all lists is {ratio} in place of 1", ratio=f"{ratio:g}"),
            estimate=replace(estimate, low=low, total=middle, high=high, error=None),
        )


def _tried(choice: Phrase, made: Callable[[], Estimate]) -> Variation:
    try:
        return Variation(choice=choice, estimate=made())
    except (NotEstimable, TableUnusable) as error:
        return Variation(choice=choice, estimate=None, reason=why(error))
