# SPDX-License-Identifier: Apache-2.0
"""Two lists: the total follows from their overlap alone, if they are independent. Nothing can test that."""

import math
from dataclasses import replace

from kuzat.analysis.estimation.estimate import Estimate, Method, NotEstimable, unseen
from kuzat.analysis.estimation.table import CaptureTable
from kuzat.errors import Phrase


def lincoln_petersen(table: CaptureTable) -> Estimate:
    """n₁n₂/m. The logarithm of n₁₀n₀₁/n₁₁ (those missed) has variance 1/n₁₀ + 1/n₀₁ + 1/n₁₁ for Poisson
    cells.

    Raises `NotEstimable` where there are not two lists, or nobody stands in both (the estimate is infinite).
    """
    first, second, both = _numbers(table)
    if both == 0:
        raise NotEstimable(reason=Phrase("nobody stands in both lists"))
    cells = (first - both, second - both, both)
    spread = math.sqrt(sum(1 / cell for cell in cells)) if all(cells) else 0.0
    return unseen(Method.LINCOLN_PETERSEN, table.documented, cells[0] * cells[1] / both, spread)


def chapman(table: CaptureTable) -> Estimate:
    """(n₁+1)(n₂+1)/(m+1) − 1, nearly free of bias, with Seber's variance (1970); finite for m = 0.

    Raises `NotEstimable` where there are not two lists.
    """
    first, second, both = _numbers(table)
    total = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    missing = total - table.documented
    # The spread that gives those missed this variance if their logarithm is normal (Chao 1987).
    spread = math.sqrt(math.log1p(variance / missing**2)) if missing > 0 else 0.0
    return replace(unseen(Method.CHAPMAN, table.documented, missing, spread), error=math.sqrt(variance))


def _numbers(table: CaptureTable) -> tuple[int, int, int]:
    if len(table.lists) != 2:
        raise NotEstimable(reason=Phrase("this method takes two lists"))
    return int(table.sizes[0]), int(table.sizes[1]), int(table.shared[0, 1])
