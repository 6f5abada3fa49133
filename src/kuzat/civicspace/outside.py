# SPDX-License-Identifier: Apache-2.0
"""Outside indices, said one by one or listed in a sheet: with errors for the open profile, raw for the other.

In: year, dimension, unit, name, low, score, high, as rows of a sheet or as statements of a record.
Out: indices from 0 to 100 with their errors; and where the dimension reads `key_scores`, the raw values that
the CIVICUS-compatible profile takes; the drafts of one index.
Never: an error that nobody gave.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kuzat.civicspace.civicus import INDICATORS, KeyScores
from kuzat.civicspace.evidence import COUNTRY, Given
from kuzat.civicspace.items import REGION, WrongAnswer
from kuzat.civicspace.panel import Index
from kuzat.errors import KuzatError, Phrase, Refused
from kuzat.log.statement import Draft
from kuzat.terms import places

COLUMNS = ("year", "dimension", "unit", "name", "low", "score", "high")
RAW = "key_scores"
OLDEST = 2  # years between the year of a raw value and that of the month that it rates
NAMES = ("freedom_house", "terror", "assembly", "press")
INDEX, FREEDOM = "judgement.index", "judgement.freedom"
YEAR, LOW, SCORE, HIGH = (f"judgement.{name}" for name in ("year", "low", "score", "high"))
INDEX_TERM, FREEDOM_TERM = "index.", "freedom."

Row = Mapping[str, str]
Wrong = Callable[[Phrase], KuzatError]


class WrongIndexRow(Refused):
    """Row {row} of the indices: expected {expected}."""

    code = "wrong_index_row"
    advice = "The columns are year, dimension, unit, name, low, score, high: see docs/method/civic-space.md."


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What is known from outside: ``indices`` of the open profile, year → ``raw`` values of the other one."""

    indices: tuple[Index, ...]
    raw: Mapping[int, KeyScores] = field(hash=False)


def outside(given: Iterable[Given], rows: Iterable[Row] = ()) -> Outside:
    """The indices of an archive and those of a sheet, which come last. Raises `WrongIndexRow`.

    Of two values of one index for one year and unit the last counts.
    """
    found: dict[tuple[object, ...], Index] = {}
    raw: dict[int, dict[str, float]] = defaultdict(dict)
    listed = ((0, one.row) for one in given)
    for number, row in (*listed, *enumerate(rows, 1)):
        one = _read(row, _at(number))
        if isinstance(one, Index):
            found[one.year, one.dimension, one.unit, one.name] = one
        else:
            year, name, value = one
            raw[year][name] = value
    return Outside(
        indices=tuple(found.values()),
        raw={year: KeyScores(year=year, **values) for year, values in sorted(raw.items())},
    )


def scores_of(known: Mapping[int, KeyScores], month: str) -> KeyScores | None:
    """The newest raw values of a year that is over by the end of a month, at most two years back; or None."""
    years: Sequence[int] = [
        year for year in known if f"{year:04}-12" <= month and int(month[:4]) - year <= OLDEST
    ]
    return known[max(years)] if years else None


def say_index(record: str, row: Row, *, basis: str | None = None) -> list[Draft]:
    """The drafts of one index, given as a row of a sheet, its name being a term of the scheme `index`.

    Raises `WrongAnswer`, or `WrongIndex` for a raw value that is none.
    """
    one = _read(row, lambda expected: WrongAnswer(expected=expected))
    if isinstance(one, Index):
        region = one.unit if one.unit != COUNTRY else None
        more = [(FREEDOM, "term", FREEDOM_TERM + one.dimension), (LOW, "decimal", row["low"])]
        more += [(HIGH, "decimal", row["high"]), *([(REGION, "place", region)] if region else [])]
    else:
        year, name, value = one
        KeyScores(year=year, **{name: value}).rebased()
        more = []
    index = (INDEX, "term", INDEX_TERM + row["name"])
    return [
        Draft(
            about=record,
            says=says,
            type=type_,
            value=value,
            basis=basis,
        )
        for says, type_, value in (
            index,
            (YEAR, "date", row["year"]),
            (SCORE, "decimal", row["score"]),
            *more,
        )
    ]


def row_of(told: Mapping[str, str | None]) -> Row:
    """What a record tells of an index, by property, as a row of a sheet."""
    return {
        "year": told.get(YEAR) or "",
        "dimension": (told.get(FREEDOM) or RAW).removeprefix(FREEDOM_TERM),
        "unit": told.get(REGION) or "",
        "name": (told.get(INDEX) or "").removeprefix(INDEX_TERM),
        "low": told.get(LOW) or "",
        "score": told.get(SCORE) or "",
        "high": told.get(HIGH) or "",
    }


def is_whole(row: Row) -> bool:
    """Whether a row can be read as an index."""
    try:
        _read(row, lambda expected: WrongAnswer(expected=expected))
    except WrongAnswer:
        return False
    return True


def _at(number: int) -> Wrong:
    return lambda expected: WrongIndexRow(row=number, expected=expected)


def _read(row: Row, wrong: Wrong) -> Index | tuple[int, str, float]:
    year, name, dimension = row.get("year", ""), row.get("name", ""), row.get("dimension", "")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise wrong(Phrase("a year, such as 2023"))
    if dimension == RAW:
        if name not in NAMES:
            raise wrong(Phrase("one of {names}", names=", ".join(NAMES)))
        return int(year), name, _number(row, "score", wrong)
    if dimension not in INDICATORS:
        raise wrong(Phrase("one of {names}", names=", ".join((*INDICATORS, RAW))))
    low, score, high = (_number(row, column, wrong) for column in ("low", "score", "high"))
    if not 0 <= low <= score <= high <= 100 or low == high:
        raise wrong(Phrase("a score within its error, from 0 to 100"))
    unit = row.get("unit") or COUNTRY
    if unit != COUNTRY and places.get(unit) is None:
        raise wrong(Phrase("the id of a place, such as KG-GB"))
    return Index(year=int(year), dimension=dimension, unit=unit, name=name, low=low, score=score, high=high)


def _number(row: Row, name: str, wrong: Wrong) -> float:
    try:
        return float(row.get(name, ""))
    except ValueError:
        raise wrong(Phrase("a number, such as 12 or 0.5")) from None
