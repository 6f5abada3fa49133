# SPDX-License-Identifier: Apache-2.0
"""Write the tables of docs/method/civic-space.md again.

python tools/civic_page.py --data FOLDER [--only NAME …]

FOLDER holds the published tables named in the page, with the peers in a folder `peers`. The worlds take about
ten minutes, the times five, the peers one.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rating_peers
import rating_worlds
from estimation_page import placed
from rating_regressions import FITS, FREEDOM_HOUSE, E, fit, is_number, known, rows, scores, table, value

from kuzat.civicspace import BANDS, label

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.rating import figures
from tests.ratedworlds import false_alarms

PAGE = Path(__file__).resolve().parents[1] / "docs" / "method" / "civic-space.md"
Floats = npt.NDArray[np.float64]
PR_CUTS, CL_CUTS = (36, 30, 24, 18, 12, 6), (53, 44, 35, 26, 17, 8)


def freedom_house_status(political: float, civil: float) -> str:
    """F, PF or NF from the points for political rights (0–40) and civil liberties (0–60), as published."""
    ratings = [
        1 + sum(points < cut for cut in cuts) for points, cuts in ((political, PR_CUTS), (civil, CL_CUTS))
    ]
    mean = sum(ratings) / 2
    return "F" if mean <= 2.5 else "PF" if mean <= 5 else "NF"


def statuses(folder: Path) -> tuple[int, int]:
    """How many of the rows of Freedom House have the status that the formula gives, and of how many."""
    told = [row for row in rows(folder, FREEDOM_HOUSE) if is_number(row["pr_full"])]
    right = [
        freedom_house_status(float(row["pr_full"]), float(row["cl_full"])) == row["status"] for row in told
    ]
    return sum(right), len(right)


def measured(predicted: Floats, actual: Floats) -> dict[str, float]:
    """How well a prediction does: R² (of the actual variance), RMSE, right and neighbouring labels."""
    left = actual - predicted
    bands = [[BANDS.index(label(float(min(max(v, 0), 100)))) for v in of] for of in (predicted, actual)]
    apart = np.abs(np.array(bands[0]) - np.array(bands[1]))
    return {
        "n": len(actual),
        "r2": float(1 - (left**2).sum() / ((actual - actual.mean()) ** 2).sum()),
        "rmse": float(np.sqrt((left**2).mean())),
        "right": float((apart == 0).mean()),
        "near": float((apart <= 1).mean()),
    }


def regression(folder: Path) -> Iterator[str]:
    """What public indices tell of CIVICUS' score of a year."""
    told, scored = known(folder), scores(folder)
    yield "| year | told from | countries | score, about | R² | RMSE | right label | within one label |"
    yield "|---|---|---|---|---|---|---|---|"
    for year, names, is_narrow in FITS:
        x, y = table(told, scored, year, names, is_narrow=is_narrow)
        found, predicted = fit(x, y)
        formula = f"{found[0]:.1f}" + "".join(f" {slope:+.2f}" for slope in found[1:])
        yield f"| {year} | {', '.join(names)} | {_row(measured(predicted, y), formula)} |"


def forecasts(folder: Path) -> dict[str, dict[str, float]]:
    """2024 told from what was known before, and, for what it is worth, from the same year's index."""
    told, scored = known(folder), scores(folder)
    both = sorted(name for name, year in scored if year == 2023 and (name, 2024) in scored)
    before, after = (np.array([scored[name, year] for name in both]) for year in (2023, 2024))
    found, _ = fit(*table(told, scored, 2023, (E,), is_narrow=False))
    with_e = {name: e for name in both if (e := value(told[E], name, 2023)) is not None}
    earlier = found[0] + found[1] * np.array(list(with_e.values()))
    x, y = table(told, scored, 2024, (E,), is_narrow=False)
    return {
        "the score of 2023 (persistence)": measured(before, after),
        "component E of the edition 2023, fitted on 2023": measured(
            earlier, np.array([scored[name, 2024] for name in with_e])
        ),
        "component E of the edition 2024, fitted on 2024 itself": measured(fit(x, y)[1], y),
    }


def forecast(folder: Path) -> Iterator[str]:
    """The table of `forecasts`."""
    yield "| told from | countries | R² | RMSE | right label | within one label |"
    yield "|---|---|---|---|---|---|"
    for name, one in forecasts(folder).items():
        yield f"| {name} | {_row(one)} |"


def alarms(_folder: Path) -> Iterator[str]:
    """How often the watch raises a false alarm in months in which nothing changed."""
    yield "| stories come | false alarms of one dimension, % of months |"
    yield "|---|---|"
    for name, scatter in (("by chance alone (Poisson)", None), ("scattered (φ = 4)", 4.0), ("φ = 1", 1.0)):
        yield f"| {name} | {100 * false_alarms(np.random.default_rng(7), 6000, scatter):.1f} |"


def times(_folder: Path) -> Iterator[str]:
    """How long the rating takes on this machine."""
    yield "| units and months | seconds |"
    yield "|---|---|"
    for one in figures():
        yield f"| {one.name.removesuffix(', s')} | {one.value:.1f} |"


def _row(one: dict[str, float], formula: str = "") -> str:
    told = " | ".join(
        part for part in (f"{one['n']}", formula, f"{one['r2']:.2f}", f"{one['rmse']:.1f}") if part
    )
    return f"{told} | {100 * one['right']:.0f} % | {100 * one['near']:.1f} %"


TABLES: dict[str, Callable[[Path], Iterator[str]]] = {
    "regression": regression,
    "forecast": forecast,
    "peers": rating_peers.rows,
    "worlds": lambda _folder: rating_worlds.rows(),
    "alarms": alarms,
    "times": times,
}


def main() -> None:
    """Write the tables that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", nargs="*", choices=TABLES, default=list(TABLES))
    asked = parser.parse_args()
    for name in asked.only:
        lines = list(TABLES[name](asked.data))
        PAGE.write_text(placed(PAGE.read_text(encoding="utf-8"), name, lines), encoding="utf-8")


if __name__ == "__main__":
    main()
