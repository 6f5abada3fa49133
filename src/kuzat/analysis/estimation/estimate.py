# SPDX-License-Identifier: Apache-2.0
"""What a method answers: a total with its interval, and the assumption under which it holds."""

import math
from dataclasses import dataclass
from enum import StrEnum

from kuzat.errors import KuzatError, Phrase, Reason, Refused

Z = 1.959963984540054


class Method(StrEnum):
    """How a total was reached."""

    LINCOLN_PETERSEN = "lincoln_petersen"
    CHAPMAN = "chapman"
    CHAO = "chao"
    CHAO_LISTS = "chao_lists"
    INDEPENDENT = "independent"
    EQUAL = "equal"
    STEPWISE = "stepwise"
    LOG_LINEAR = "log_linear"
    BEST_LOG_LINEAR = "best_log_linear"
    DECOMPOSABLE = "decomposable"
    LATENT_CLASSES = "latent_classes"
    HETEROGENEITY_POISSON = "heterogeneity_poisson"
    HETEROGENEITY_DARROCH = "heterogeneity_darroch"
    HETEROGENEITY_GAMMA = "heterogeneity_gamma"


class NotEstimable(Refused):
    """No total is estimated: {reason}."""

    code = "not_estimable"
    advice = (
        "Say what was documented, and that it is not all. docs/method/estimation.md says what would help."
    )


def why(error: KuzatError) -> Phrase:
    """The reason that a refusal gives, as part of another sentence."""
    reason = error.details.get("reason")
    return reason if isinstance(reason, Phrase) else Reason(error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A total with its 95 % interval. ``bound`` says that it is a lower bound, ``model`` which model."""

    method: Method
    total: float
    low: float
    high: float
    error: float | None = None
    model: str = ""
    bound: bool = False


def unseen(
    method: Method, documented: int, missing: float, spread: float, *, model: str = "", bound: bool = False
) -> Estimate:
    """An estimate from those missed and the error of their logarithm, which is taken to be normal.

    The error of the total counts the Poisson spread of those missed too (Rivest & Lévesque, Canadian
    Journal of Statistics 29, 2001).
    """
    return Estimate(
        method=method,
        total=documented + missing,
        low=documented + missing * math.exp(-Z * spread),
        high=documented + missing * math.exp(min(Z * spread, 700.0)),
        error=math.sqrt(missing + (missing * spread) ** 2),
        model=model,
        bound=bound,
    )
