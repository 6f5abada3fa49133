# SPDX-License-Identifier: Apache-2.0
"""How far coders agree: Krippendorff's alpha.

Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): α = 1 − observed/expected disagreement over
the matrix of coincidences, in which every pair of answers to one question counts 1/(answers to it − 1).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Scale(StrEnum):
    """What the numbers of answers mean: mere names, an order, or distances."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def alpha(answers: Iterable[Mapping[str, float]], scale: Scale = Scale.ORDINAL) -> float | None:
    """Krippendorff's alpha of the answers to each question, by coder; 1 is perfect, 0 is chance.

    None, undefined, where no question has two answers or all answers are the same: then nothing can tell
    agreement from habit.
    """
    questions = [list(one.values()) for one in answers if len(one) > 1]
    values = sorted({value for question in questions for value in question})
    if len(values) < 2:
        return None
    place = {value: number for number, value in enumerate(values)}
    coincidences = np.zeros((len(values), len(values)))
    for question in questions:
        counts = np.bincount([place[value] for value in question], minlength=len(values)).astype(float)
        coincidences += (np.outer(counts, counts) - np.diag(counts)) / (len(question) - 1)
    totals = coincidences.sum(0)
    distance = DISTANCES[scale](np.array(values), totals)
    expected = (np.outer(totals, totals) * distance).sum() / (totals.sum() - 1)
    return float(1 - (coincidences * distance).sum() / expected)


def _nominal(values: Floats, totals: Floats) -> Floats:
    distance: Floats = (values[:, None] != values).astype(float)
    return distance


def _ordinal(values: Floats, totals: Floats) -> Floats:
    """Squares of how many answers lie between two, their own counted half."""
    below = np.cumsum(totals) - totals / 2
    distance: Floats = (below[:, None] - below) ** 2
    return distance


def _interval(values: Floats, totals: Floats) -> Floats:
    distance: Floats = (values[:, None] - values) ** 2
    return distance


DISTANCES: Mapping[Scale, Callable[[Floats, Floats], Floats]] = {
    Scale.NOMINAL: _nominal,
    Scale.ORDINAL: _ordinal,
    Scale.INTERVAL: _interval,
}


def monotone(answers: Sequence[Mapping[str, float]], coder: str) -> bool:
    """Whether a coder gave one answer to all of several questions: that says more of the coder."""
    given = [question[coder] for question in answers if coder in question]
    return len(given) > 2 and len(set(given)) == 1
