# SPDX-License-Identifier: Apache-2.0
"""Outside indices as somebody lists them in a sheet: with errors for the open profile, raw for the other one.

In: rows of year, dimension, unit, name, low, score, high. Out: indices from 0 to 100 with their errors; and
where the dimension reads `key_scores`, the raw values that the CIVICUS-compatible profile takes.
Never: an error that nobody gave.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kuzat.civicspace.civicus import INDICATORS, KeyScores
from kuzat.civicspace.evidence import COUNTRY
from kuzat.civicspace.panel import Index
from kuzat.errors import Phrase, Refused
from kuzat.terms import places

COLUMNS = ("year", "dimension", "unit", "name", "low", "score", "high")
RAW = "key_scores"
OLDEST = 2  # years between the year of a raw value and that of the month that it rates
NAMES = ("freedom_house", "terror", "assembly", "press")


class WrongIndexRow(Refused):
    """Row {row} of the indices: expected {expected}."""

    code = "wrong_index_row"
    advice = "The columns are year, dimension, unit, name, low, score, high: see docs/method/civic-space.md."


def indices(rows: Iterable[Mapping[str, str]]) -> tuple[tuple[Index, ...], Mapping[int, KeyScores]]:
    """Indices of the open profile, and year → raw values of the other one. Raises `WrongIndexRow`."""
    found: list[Index] = []
    raw: dict[int, dict[str, float]] = defaultdict(dict)
    for number, row in enumerate(rows, 1):
        year, name, dimension = row.get("year", ""), row.get("name", ""), row.get("dimension", "")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise WrongIndexRow(row=number, expected=Phrase("a year, such as 2023"))
        if dimension == RAW:
            if name not in NAMES:
                raise WrongIndexRow(row=number, expected=Phrase("one of {names}", names=", ".join(NAMES)))
            raw[int(year)][name] = _number(number, row, "score")
            continue
        if dimension not in INDICATORS:
            expected = Phrase("one of {names}", names=", ".join((*INDICATORS, RAW)))
            raise WrongIndexRow(row=number, expected=expected)
        low, score, high = (_number(number, row, name) for name in ("low", "score", "high"))
        if not 0 <= low <= score <= high <= 100 or low == high:
            raise WrongIndexRow(row=number, expected=Phrase("a score within its error, from 0 to 100"))
        unit = row.get("unit") or COUNTRY
        if unit != COUNTRY and places.get(unit) is None:
            raise WrongIndexRow(row=number, expected=Phrase("the id of a place, such as KG-GB"))
        one = Index(
            year=int(year), dimension=dimension, unit=unit, name=name, low=low, score=score, high=high
        )
        found.append(one)
    return tuple(found), {year: KeyScores(year=year, **values) for year, values in raw.items()}


def scores_of(known: Mapping[int, KeyScores], month: str) -> KeyScores | None:
    """The newest raw values of a year that is over by the end of a month, at most two years back; or None."""
    years: Sequence[int] = [
        year for year in known if f"{year:04}-12" <= month and int(month[:4]) - year <= OLDEST
    ]
    return known[max(years)] if years else None


def _number(row: int, of: Mapping[str, str], name: str) -> float:
    try:
        return float(of.get(name, ""))
    except ValueError:
        raise WrongIndexRow(row=row, expected=Phrase("a number, such as 12 or 0.5")) from None
