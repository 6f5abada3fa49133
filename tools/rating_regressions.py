# SPDX-License-Identifier: Apache-2.0
"""CIVICUS' score of a year told from public indices by least squares."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Values = Mapping[tuple[str, int], float]

SCORES = "civicus_scores_2022_2024.csv"
FREEDOM_HOUSE = "peers/freedomhouse_fiw_components.csv"
V_DEM = "peers/vdem_v14_six_indices_1968_2023.csv"
PRESS = "peers/rsf_press_freedom_owid_2013_2022.csv"
# How others call the countries that CIVICUS calls otherwise; each table has some of these.
CALLED = {
    "Bosnia & Herzegovina": ("Bosnia and Herzegovina",),
    "Brunei Darussalam": ("Brunei",),
    "Cape Verde": ("Cabo Verde", "Cape Verde"),
    "Czech Republic": ("Czechia", "Czech Republic"),
    "Côte d'Ivoire": ("Cote d'Ivoire", "Ivory Coast"),
    "Democratic Republic of the Congo": ("Democratic Republic of Congo", "Congo (Kinshasa)"),
    "Eswatini": ("Swaziland", "Eswatini"),
    "Gambia": ("The Gambia",),
    "Guinea Bissau": ("Guinea-Bissau",),
    "Myanmar": ("Burma/Myanmar",),
    "Republic of the Congo": ("Congo", "Congo (Brazzaville)"),
    "St Kitts and Nevis": ("St. Kitts and Nevis",),
    "Saint Lucia": ("St. Lucia",),
    "St Vincent and the Grenadines": ("St. Vincent and the Grenadines",),
    "Timor-Leste": ("Timor",),
    "Turkey": ("Türkiye",),
    "United States of America": ("United States",),
}
E, D, TOTAL = "component E", "component D", "Freedom House, total"
CIVIL, VOICE, PRESS_2021 = "V-Dem civil society", "V-Dem expression", "press 2021"
# Year, what it is told from, and whether only countries of V-Dem count.
FITS = (
    (2022, (E, PRESS_2021), True),
    (2023, (E,), False),
    (2023, (E,), True),
    (2023, (E, CIVIL, VOICE), True),
    (2023, (E, PRESS_2021), True),
    (2024, (E,), False),
    (2024, (E,), True),
    (2024, (D, E, CIVIL, VOICE), True),
    (2024, (TOTAL,), True),
)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """A published table."""
    with (folder / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def known(folder: Path) -> dict[str, Values]:
    """Each index from 0 to 100, high is good, by country and year."""
    house, dem = rows(folder, FREEDOM_HOUSE), rows(folder, V_DEM)
    press = {(one["country_name"], 2021): one for one in rows(folder, PRESS) if one["year"] == "2021"}
    return {
        **{
            called: {
                (one["fh_full_country"], int(float(one["edition"]))): float(one[column]) / most * 100
                for one in house
                if is_number(one[column]) and is_number(one["edition"])
            }
            for called, column, most in ((E, "E", 12), (D, "D", 16), (TOTAL, "total", 100))
        },
        **{
            called: {
                (one["country_name"], int(one["year"])): float(one[column]) * 100
                for one in dem
                if is_number(one[column])
            }
            for called, column in ((CIVIL, "v2xcs_ccsi"), (VOICE, "v2x_freexp_altinf"))
        },
        PRESS_2021: {place: 100 - float(one["press_freedom_score_rsf"]) for place, one in press.items()},
    }


@cache
def scores(folder: Path) -> dict[tuple[str, int], float]:
    """(country, year) → CIVICUS' published score."""
    told = rows(folder, SCORES)
    return {(one["country_name"], int(one["year"])): float(one["civicus_score"]) for one in told}


def value(of: Values, country: str, year: int) -> float | None:
    """What an index says of a country that CIVICUS names so."""
    names = (country, *CALLED.get(country, ()))
    return next((of[name, year] for name in names if (name, year) in of), None)


def year_of(name: str, year: int) -> int:
    """Which year of an index stands beside a year of CIVICUS: the edition; V-Dem's last; press of 2021."""
    return 2021 if name == PRESS_2021 else year - 1 if name in (CIVIL, VOICE) else year


def table(
    told: Mapping[str, Values], scores_: Values, year: int, names: tuple[str, ...], *, is_narrow: bool
) -> tuple[Floats, Floats]:
    """Predictors and scores of the countries that have all of them."""
    xs, ys = [], []
    for (country, of), score in sorted(scores_.items()):
        row = [value(told[name], country, year_of(name, year)) for name in names]
        inside = not is_narrow or value(told[CIVIL], country, year_of(CIVIL, year)) is not None
        if of == year and inside and None not in row:
            xs.append(row)
            ys.append(score)
    return np.array(xs, dtype=float), np.array(ys)


def fit(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Least squares: level and slopes, and the fitted values."""
    design = np.column_stack([np.ones(len(y)), x])
    found = np.linalg.lstsq(design, y, rcond=None)[0]
    return found, design @ found


def is_number(text: str) -> bool:
    """Whether a cell holds a number."""
    try:
        return text != "" and float(text) == float(text)
    except ValueError:
        return False
