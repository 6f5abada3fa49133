# SPDX-License-Identifier: Apache-2.0
"""How long the open rating takes, and how that grows with units and months: ``python -m bench.rating``.

Panels are invented: three answers and an index a year for each unit and dimension. 198 units take minutes.
PyMC fits the same model on the same evidence where a Python that has it is named: ``--pymc PYTHON``.
"""

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.table import Figure, Promise, lines
from kuzat.analysis.estimation.mixing import effective_size
from kuzat.civicspace import INDICATORS, Answer, Index, Panel, Prior, months_between, panel_of, sample
from kuzat.civicspace.latent import FIRST as START
from kuzat.civicspace.latent import FREEDOM, THRESHOLDS

SEED = 20_260_101
FIRST = 2015
REGIONS, COUNTRIES, YEARS = 8, 198, 10
PEER_YEARS = 3
ROOT = Path(__file__).resolve().parents[1]


def invented(units: int, years: int) -> Panel:
    """The evidence on so many units, from a level of each that does not move."""
    random = np.random.default_rng(SEED)
    names = [f"unit {number}" for number in range(units)]
    evidence: list[Answer | Index] = []
    for unit in names:
        for dimension in INDICATORS:
            level = float(random.uniform(10, 90))
            for year in range(FIRST, FIRST + years):
                score = min(max(level + float(random.normal(0, 3)), 6.0), 94.0)
                evidence.append(
                    Index(
                        year=year, dimension=dimension, unit=unit, name="index",
                        low=score - 5, score=score, high=score + 5,
                    )
                )  # fmt: skip
                for coder in ("a", "b", "c"):
                    value = int(min(max(level + float(random.normal(0, 10)), 0), 99) // 20)
                    evidence.append(
                        Answer(
                            month=f"{year}-06", dimension=dimension, unit=unit, coder=coder,
                            item=f"of {dimension}", value=value,
                        )
                    )  # fmt: skip
    months = months_between(f"{FIRST}-01", f"{FIRST + years - 1}-12")
    return panel_of(months, INDICATORS, names, evidence)


def seconds(units: int, years: int) -> float:
    """How long the default chains take."""
    panel = invented(units, years)
    begun = time.perf_counter()
    sample(panel, np.random.default_rng(SEED))
    return time.perf_counter() - begun


def figures() -> Iterator[Figure]:
    """Every figure, those with a promise first."""
    yield Figure(name="8 units, 120 months, s", value=seconds(REGIONS, YEARS), promise=Promise(most=10))
    yield Figure(name="198 units, 120 months, s", value=seconds(COUNTRIES, YEARS), promise=Promise(most=300))
    yield Figure(name="8 units, 60 months, s", value=seconds(REGIONS, YEARS // 2), below=True)
    yield Figure(name="50 units, 120 months, s", value=seconds(50, YEARS), below=True)


def beside(pymc: Path | None) -> Iterator[Figure]:
    """Ours and PyMC on one panel of few months: seconds, effective draws a second, how far they differ."""
    panel = invented(REGIONS, PEER_YEARS)
    begun = time.perf_counter()
    draws = sample(panel, np.random.default_rng(SEED))
    took = time.perf_counter() - begun
    turns, _, chains, _, units = draws.theta.shape
    ours = draws.scores()[:, -1].mean(1).reshape(chains, turns, units).swapaxes(0, 1)
    theirs, their_took = _pymc(panel, pymc) if pymc else (None, None)
    size = f"{REGIONS} units, {12 * PEER_YEARS} months"
    yield Figure(name=f"{size}, s", value=took)
    yield Figure(name="PyMC: the same, s", value=their_took, below=True)
    yield Figure(name="effective draws of the last month's score a second", value=_effective(ours) / took)
    speed = _effective(theirs) / their_took if theirs is not None and their_took else None
    yield Figure(name="PyMC: the same", value=speed, below=True)
    if theirs is not None:
        apart = np.abs(ours.mean((0, 1)) - theirs.mean((0, 1))).max()
        yield Figure(name="largest difference of a mean, points", value=float(apart), below=True)


def _effective(draws: npt.NDArray[np.float64]) -> float:
    """The mean over units of the effective size; draws as (draw, chain, unit)."""
    return float(np.mean([effective_size(draws[:, :, unit]) for unit in range(draws.shape[2])]))


def _pymc(panel: Panel, python: Path) -> tuple[npt.NDArray[np.float64], float]:
    prior = {
        name: getattr(Prior(), name) for name in ("leniency", "ease", "bias", "error", "trust", "widest")
    }
    named = {f"prior_{name}": value for name, value in (prior | {"first": START, "freedom": FREEDOM}).items()}
    names = ("answer_places", "answer_coders", "answer_items", "index_places", "index_years", "index_of")
    arrays = {name: getattr(panel, name) for name in (*names, "index_values", "index_errors")}
    edges = {"low": THRESHOLDS[panel.answer_values], "high": THRESHOLDS[panel.answer_values + 1]}
    with tempfile.TemporaryDirectory(prefix="kuzat-bench-") as folder:
        given, drawn = Path(folder) / "given.npz", Path(folder) / "drawn.npy"
        np.savez(given, shape=np.array(panel.shape), **arrays, **edges, **named)
        command = (str(python), str(ROOT / "bench" / "pymc_child.py"), str(given), str(drawn))
        answer = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        told = json.loads(answer.stdout.decode().splitlines()[-1])
        return np.load(drawn), float(told["seconds"])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.rating", description=main.__doc__)
    parser.add_argument("--pymc", type=Path, help="a Python that has PyMC")
    parser.add_argument("--peer-only", action="store_true", help="leave the large panels out")
    asked = parser.parse_args(arguments)
    own = [] if asked.peer_only else list(figures())
    measured = [*own, *beside(asked.pymc)]
    print(*lines({COUNTRIES if own else REGIONS: measured}), sep="\n")
    if asked.pymc is None:
        print("PyMC: skipped, not installed. Make a Python that has it, and name it with --pymc.")


if __name__ == "__main__":
    main()
