# SPDX-License-Identifier: Apache-2.0
"""Write the tables of docs/method/civic-space.md again.

python tools/civic_page.py --data FOLDER [--only NAME …]

FOLDER holds the published tables named in the page: civicus_scores_2022_2024.csv and
peers/freedomhouse_fiw_components.csv.
"""

import argparse
import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from estimation_page import placed

from kuzat.civicspace import BANDS, label

PAGE = Path(__file__).resolve().parents[1] / "docs" / "method" / "civic-space.md"
Floats = npt.NDArray[np.float64]
# How Freedom House calls the countries that CIVICUS calls otherwise.
CALLED = {
    "Bosnia & Herzegovina": "Bosnia and Herzegovina",
    "Brunei Darussalam": "Brunei",
    "Cape Verde": "Cabo Verde",
    "Côte d'Ivoire": "Cote d'Ivoire",
    "Democratic Republic of the Congo": "Congo (Kinshasa)",
    "Gambia": "The Gambia",
    "Guinea Bissau": "Guinea-Bissau",
    "Republic of the Congo": "Congo (Brazzaville)",
    "St Kitts and Nevis": "St. Kitts and Nevis",
    "Saint Lucia": "St. Lucia",
    "St Vincent and the Grenadines": "St. Vincent and the Grenadines",
    "United States of America": "United States",
}
PR_CUTS, CL_CUTS = (36, 30, 24, 18, 12, 6), (53, 44, 35, 26, 17, 8)


def freedom_house_status(political: float, civil: float) -> str:
    """F, PF or NF from the points for political rights (0–40) and civil liberties (0–60), as published."""
    ratings = [
        1 + sum(points < cut for cut in cuts) for points, cuts in ((political, PR_CUTS), (civil, CL_CUTS))
    ]
    mean = sum(ratings) / 2
    return "F" if mean <= 2.5 else "PF" if mean <= 5 else "NF"


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """A published table."""
    with (folder / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def scores(folder: Path) -> dict[tuple[str, int], float]:
    """(country, year) → CIVICUS' published score."""
    told = rows(folder, "civicus_scores_2022_2024.csv")
    return {(row["country_name"], int(row["year"])): float(row["civicus_score"]) for row in told}


def statuses(folder: Path) -> tuple[int, int]:
    """How many of the rows of Freedom House have the status that the formula gives, and of how many."""
    told = [
        row for row in rows(folder, "peers/freedomhouse_fiw_components.csv") if _is_number(row["pr_full"])
    ]
    right = [
        freedom_house_status(float(row["pr_full"]), float(row["cl_full"])) == row["status"] for row in told
    ]
    return sum(right), len(right)


def component_e(folder: Path) -> dict[tuple[str, int], float]:
    """(country, edition) → component E of Freedom in the World as 0 to 100."""
    told = rows(folder, "peers/freedomhouse_fiw_components.csv")
    return {
        (row["fh_full_country"], int(float(row["edition"]))): float(row["E"]) / 12 * 100
        for row in told
        if _is_number(row["E"]) and _is_number(row["edition"])
    }


def pairs(folder: Path, year: int) -> tuple[Floats, Floats]:
    """Component E of a year's edition and CIVICUS' score of that year, by country."""
    known, told = component_e(folder), scores(folder)
    both = [
        (known[CALLED.get(name, name), year], score)
        for (name, of), score in sorted(told.items())
        if of == year and (CALLED.get(name, name), year) in known
    ]
    x, y = np.array(both).T
    return x, y


def fitted(x: Floats, y: Floats) -> Floats:
    """Least squares on one predictor, as fitted values."""
    slope, level = np.polyfit(x, y, 1)
    found: Floats = level + slope * x
    return found


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
    """What one public index tells of CIVICUS' score of the same year."""
    yield "| year | countries | R² | RMSE | right label | within one label |"
    yield "|---|---|---|---|---|---|"
    for year in (2023, 2024):
        x, y = pairs(folder, year)
        yield f"| {year} | {_row(measured(fitted(x, y), y))} |"


def forecasts(folder: Path) -> dict[str, dict[str, float]]:
    """2024 told from what was known before, and, for what it is worth, from the same year's index."""
    told = scores(folder)
    names = sorted(name for name, year in told if year == 2023 and (name, 2024) in told)
    before, after = (np.array([told[name, year] for name in names]) for year in (2023, 2024))
    x, y = pairs(folder, 2024)
    older, past = pairs(folder, 2023)
    slope, level = np.polyfit(older, past, 1)
    known = component_e(folder)
    with_e = [n for n, name in enumerate(names) if (CALLED.get(name, name), 2023) in known]
    e = np.array([known[CALLED.get(names[n], names[n]), 2023] for n in with_e])
    return {
        "the score of 2023 (persistence)": measured(before, after),
        "component E of the edition 2023, fitted on 2023": measured(level + slope * e, after[with_e]),
        "component E of the edition 2024, fitted on 2024 itself": measured(fitted(x, y), y),
    }


def forecast(folder: Path) -> Iterator[str]:
    """The table of `forecasts`."""
    yield "| told from | countries | R² | RMSE | right label | within one label |"
    yield "|---|---|---|---|---|---|"
    for name, one in forecasts(folder).items():
        yield f"| {name} | {_row(one)} |"


def _row(one: dict[str, float]) -> str:
    told = f"{one['n']} | {one['r2']:.2f} | {one['rmse']:.1f}"
    return f"{told} | {100 * one['right']:.0f} % | {100 * one['near']:.1f} %"


def _is_number(text: str) -> bool:
    try:
        return text != "" and float(text) == float(text)
    except ValueError:
        return False


TABLES: dict[str, Callable[[Path], Iterator[str]]] = {
    "regression": regression,
    "forecast": forecast,
}


def main() -> None:
    """Write the tables that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", nargs="*", choices=TABLES, default=list(TABLES))
    asked = parser.parse_args()
    for name in asked.only:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(placed(page, name, list(TABLES[name](asked.data))), encoding="utf-8")


if __name__ == "__main__":
    main()
