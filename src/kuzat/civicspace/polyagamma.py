# SPDX-License-Identifier: Apache-2.0
"""Draws from the Pólya-Gamma distribution, which turns counts into observations with normal errors.

Polson, Scott & Windle, "Bayesian inference for logistic models using Pólya-Gamma latent variables", JASA 108
(2013): PG(b, c) is the sum over k = 1, 2, … of g_k / (2π²((k − ½)² + c²/(4π²))) with g_k ~ Gamma(b, 1). The
first terms are drawn; all later ones together are drawn as one gamma with their exact mean and variance.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

TERMS = 6
_PLACES = (np.arange(1, TERMS + 1) - 0.5) ** 2
_SMALL = 1e-3


def draw(shape: Floats, tilt: Floats, random: np.random.Generator) -> Floats:
    """One draw of PG(shape, tilt) for each pair; ``shape`` is positive."""
    tilt = np.maximum(np.abs(tilt), _SMALL)
    drawn = np.zeros(np.broadcast(shape, tilt).shape)
    mean, variance = shape * _mean(tilt), shape * _variance(tilt)
    for place in _PLACES:
        weight = 1 / (2 * np.pi**2 * (place + tilt**2 / (4 * np.pi**2)))
        drawn += weight * random.standard_gamma(shape, size=drawn.shape)
        mean = mean - shape * weight
        variance = variance - shape * weight**2
    return drawn + random.standard_gamma(mean**2 / variance, size=drawn.shape) * variance / mean


def _mean(tilt: Floats) -> Floats:
    """The mean of PG(1, c): tanh(c/2) / 2c."""
    found: Floats = np.tanh(tilt / 2) / (2 * tilt)
    return found


def _variance(tilt: Floats) -> Floats:
    """The variance of PG(1, c): (sinh c − c) / (4c³ cosh²(c/2)), neither overflowing nor cancelling."""
    small = tilt < 0.1
    c = np.where(small, 0.1, tilt)
    # (sinh c)/cosh²(c/2) is 2·tanh(c/2).
    exact = (2 * np.tanh(c / 2) - c / np.cosh(np.minimum(c, 700.0) / 2) ** 2) / (4 * c**3)
    return np.where(small, 1 / 24 - tilt**2 / 120, exact)
