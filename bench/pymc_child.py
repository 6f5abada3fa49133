# SPDX-License-Identifier: Apache-2.0
"""Fit the rating's model with PyMC, in a Python that has it and need not have ours; `bench.rating` calls it.

The same evidence, priors and thresholds; steps are drawn apart from their size, which suits such walks best.
The panels of the bench have no counts and no laws, and whole years of each index.
"""

import json
import sys
import time

import numpy as np
import pymc as pm
import pytensor.tensor as pt

TUNE, DRAWS, CHAINS = 500, 500, 2
SEED = 20_260_101
LEAST, END = 1e-12, 30.0


def normal_below(x: pt.TensorVariable) -> pt.TensorVariable:
    """Φ."""
    return 0.5 * (1 + pt.erf(x / np.sqrt(2)))


def model(told: dict[str, np.ndarray], prior: dict[str, float]) -> pm.Model:
    """The whole model; ``told`` are the arrays of a panel."""
    months, dimensions, units = told["shape"]
    with pm.Model() as made:
        sigma = pm.Uniform("sigma", 0, prior["widest"], shape=(dimensions, 1))
        first = pm.Normal("first", 0, prior["first"], shape=(1, dimensions, units))
        steps = pm.StudentT("steps", nu=prior["freedom"], shape=(months - 1, dimensions, units))
        theta = pt.concatenate([first, first + pt.cumsum(sigma * steps, axis=0)], axis=0)
        flat = theta.reshape((-1,))
        coders, items = int(told["answer_coders"].max()) + 1, int(told["answer_items"].max()) + 1
        leniency = pm.Normal("leniency", 0, prior["leniency"], shape=coders)
        ease = pm.Normal("ease", 0, prior["ease"], shape=items)
        half = prior["trust"] / 2
        error = pm.InverseGamma("error", alpha=half, beta=half * prior["error"], shape=coders)
        mean = flat[told["answer_places"]] + leniency[told["answer_coders"]] + ease[told["answer_items"]]
        size = pt.sqrt(error[told["answer_coders"]])
        # Finite ends: the slope of Φ at infinity times infinity is no number.
        low, high = ((np.clip(told[edge], -END, END) - mean) / size for edge in ("low", "high"))
        pm.Potential("answers", pt.log(pt.maximum(normal_below(high) - normal_below(low), LEAST)).sum())
        bias = pm.Normal("bias", 0, prior["bias"], shape=int(told["index_of"].max()) + 1)
        years = flat[told["index_places"]].reshape((len(told["index_values"]), -1)).mean(1)
        pm.Normal(
            "indices",
            years + bias[told["index_of"]],
            told["index_errors"],
            observed=told["index_values"],
        )
        pm.Deterministic("overall", 100 * normal_below(theta[-1]).mean(0))
    return made


def main(given: str, drawn: str) -> None:
    """Print the seconds of sampling, and of compiling before it; write the draws of the last month."""
    with np.load(given) as file:
        told = {name: file[name] for name in file.files if not name.startswith("prior_")}
        prior = {name[6:]: float(file[name]) for name in file.files if name.startswith("prior_")}
    begun = time.perf_counter()
    with model(told, prior):
        trace = pm.sample(
            DRAWS, tune=TUNE, chains=CHAINS, cores=CHAINS, random_seed=SEED, progressbar=False,
            var_names=["overall"], compute_convergence_checks=False,
        )  # fmt: skip
    np.save(drawn, np.moveaxis(trace.posterior["overall"].to_numpy(), 0, 1))
    print(json.dumps({"seconds": time.perf_counter() - begun}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
