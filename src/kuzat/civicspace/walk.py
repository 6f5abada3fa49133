# SPDX-License-Identifier: Apache-2.0
"""Draws of random walks that are seen through normal errors: forward filtering, backward sampling.

Carter & Kohn, "On Gibbs sampling for state space models", Biometrika 81 (1994); Frühwirth-Schnatter,
Journal of Time Series Analysis 15 (1994). Many walks side by side: time is the first axis, the rest are
independent walks.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def draw(
    precision: Floats, pull: Floats, shift: Floats, spread: Floats, first: float, random: np.random.Generator
) -> Floats:
    """One draw of every walk given its observations.

    ``precision`` and ``pull`` (precision × what was observed, summed over observations; 0 where there are
    none) are the observations of each time; ``shift`` and ``spread`` the mean and variance of the step into
    each time, of which the first is not used: a walk begins at N(0, first²).
    """
    length = len(precision)
    means, variances = np.empty_like(precision), np.empty_like(precision)
    mean, variance = np.zeros_like(precision[0]), np.full_like(precision[0], first**2)
    for t in range(length):
        if t:
            mean, variance = mean + shift[t], variance + spread[t]
        variances[t] = variance / (1 + variance * precision[t])
        means[t] = variances[t] * (mean / variance + pull[t])
        mean, variance = means[t], variances[t]
    noise = random.standard_normal(precision.shape)
    drawn = np.empty_like(precision)
    drawn[-1] = means[-1] + np.sqrt(variances[-1]) * noise[-1]
    for t in range(length - 2, -1, -1):
        gain = variances[t] / (variances[t] + spread[t + 1])
        mean = means[t] + gain * (drawn[t + 1] - shift[t + 1] - means[t])
        drawn[t] = mean + np.sqrt(variances[t] * (1 - gain)) * noise[t]
    return drawn
