# SPDX-License-Identifier: Apache-2.0
"""Tables and descriptions as people have them: data frames, mappings of columns, sheets, YAML."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import yaml

from kuzat.collection import Sheet
from kuzat.errors import Phrase, Refused
from kuzat.linkage.description import By, Description, DescriptionUnusable, Field, check
from kuzat.terms import edtf

Columns = Mapping[str, Sequence[Any]]
NAMES = {"id", "source", "once", "needs", "limit", "likely", "seed", "born", "compare", "rules"}
PARTS = {"field", "by", "cuts", "rarity"}


class LinkTableUnusable(Refused):
    """These records cannot be compared: {reason}."""

    code = "link_table_unusable"
    advice = "Give every record an id of its own and name the columns as the table does."


def columns_of(frame: Any) -> Columns:
    """A data frame of pandas or polars, or a mapping of columns, as lists. Raises `LinkTableUnusable`."""
    names = tuple(map(str, getattr(frame, "columns", frame)))
    found = {name: list(frame[name]) for name in names}
    if len(set(map(len, found.values()))) > 1:
        raise LinkTableUnusable(reason=Phrase("its columns have not the same length"))
    return found


def columns_in(sheet: Sheet) -> Columns:
    """The columns of a sheet. Raises what is wrong with a row."""
    found: dict[str, list[Any]] = {name: [] for name in sheet.columns}
    for row in sheet.rows:
        if row.problem:
            raise row.problem
        for name, cells in found.items():
            cells.append(row.cells[name])
    return found


def ids_of(columns: Columns, description: Description) -> tuple[str, ...]:
    """What tells the records apart, by row; their places where no column does.

    Raises `LinkTableUnusable` where an id is blank or there twice, or where a column is not there.
    """
    wanted = [*description.columns(), *(description.born or ())]
    absent = next((name for name in wanted if name not in columns and not _is_made(name, description)), None)
    if absent:
        raise LinkTableUnusable(reason=Phrase("it has no column “{column}”", column=absent))
    if description.id is None:
        return tuple(map(str, range(1, len(next(iter(columns.values()), [])) + 1)))
    cells = columns[description.id]
    if set(map(type, cells)) != {str}:
        cells = ["" if cell is None else str(cell) for cell in cells]
    ids = tuple(map(str.strip, cells))
    if blank := ids.count(""):
        raise LinkTableUnusable(reason=Phrase("{number} records have no id", number=blank))
    if twice := len(ids) - len(set(ids)):
        raise LinkTableUnusable(reason=Phrase("{number} records have the id of another one", number=twice))
    return ids


def _is_made(name: str, description: Description) -> bool:
    return description.born is not None and name == description.born[0]


def births(columns: Columns, description: Description) -> Columns:
    """The columns with birth dates filled in from ages, where a description says how."""
    if description.born is None:
        return columns
    birth, age, on = description.born
    told = columns.get(birth, [None] * len(columns[age]))
    found = [
        str(known) if known else born(str(years or ""), str(day or ""))
        for known, years, day in zip(told, columns[age], columns[on], strict=True)
    ]
    return {**columns, birth: found}


def born(age: str, on: str) -> str:
    """The days on which somebody was born who was ``age`` years old on a date (EDTF); empty if not known."""
    try:
        years, dated = int(float(age)), edtf.parse(on.strip())
    except (ValueError, OverflowError, edtf.NotADate):
        return ""
    if dated.earliest is None or dated.latest is None or not 0 <= years <= 120:
        return ""
    # Whoever is 30 has had the thirtieth birthday, and not yet the next one.
    first = _before(dated.earliest, years + 1) + timedelta(days=1)
    return f"{first.isoformat()}/{_before(dated.latest, years).isoformat()}"


def _before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February where there was no 29."""
    is_leap_day = (day.month, day.day) == (2, 29) and not calendar.isleap(day.year - years)
    return day.replace(year=day.year - years, day=28 if is_leap_day else day.day)


def described(text: str) -> Description:
    """A description from YAML. Raises `DescriptionUnusable`."""
    try:
        told = yaml.safe_load(text)
    except yaml.YAMLError:
        raise DescriptionUnusable(expected=Phrase("YAML")) from None
    if not isinstance(told, dict) or not {"compare", "rules"} <= set(told) <= NAMES:
        known = ", ".join(sorted(NAMES))
        raise DescriptionUnusable(expected=Phrase("compare, rules, and nothing but {names}", names=known))
    try:
        rest = {name: told[name] for name in set(told) - {"compare", "rules", "needs", "born"}}
        return check(
            Description(
                fields=tuple(map(_field, told["compare"])),
                rules=tuple(tuple(map(str, rule)) for rule in told["rules"]),
                needs=tuple(map(str, told.get("needs", ()))),
                born=tuple(told["born"]) if "born" in told else None,
                **rest,
            )
        )
    except (TypeError, ValueError, KeyError):
        raise DescriptionUnusable(expected=Phrase("lists of fields and of keys")) from None


def _field(told: Mapping[str, Any]) -> Field:
    if not {"field"} <= set(told) <= PARTS:
        raise DescriptionUnusable(expected=Phrase("of a field: {names}", names=", ".join(sorted(PARTS))))
    try:
        by = By(told.get("by", "exact"))
    except ValueError:
        raise DescriptionUnusable(expected=Phrase("by one of: {names}", names=", ".join(By))) from None
    cuts = tuple(map(float, told["cuts"])) if "cuts" in told else None
    return Field(str(told["field"]), by, cuts, bool(told.get("rarity", True)))
