# SPDX-License-Identifier: Apache-2.0
"""Dates as people write them, read no more precisely than they were told.

In: a date in EDTF, or in figures and words of English, Russian, Kyrgyz or Uzbek.
Out: EDTF with the days it can mean; a date in words for a reader.
Never: a guess. What can be read in two ways, or names no span of days ("early"), is refused.

"Before" and "after" leave out what they name: before 15 September 2010 is `../2010-09-14`.
"Until", "by" and "or earlier" include it; so does the Russian "до", which people use for both,
since the wider reading claims less.
"""

import functools
import re
from collections.abc import Iterable

from kuzat.errors import Phrase
from kuzat.terms import datesigns
from kuzat.terms.dateshown import shown
from kuzat.terms.datewords import ENGLISH, LEXICONS, PLURAL, Sign
from kuzat.terms.edtf import (
    FIRST_HALF,
    FIRST_QUARTER,
    OPEN,
    WINTER,
    Dated,
    NotADate,
    after,
    before,
    parse,
)

__all__ = ["Dated", "NotADate", "parse", "said", "shown"]

LONGEST = 100
NOTATION = re.compile(r"[0-9X/.?~%-]+")
MIDNIGHT = re.compile(r"[T ]00:00(?::00)?$")
TIME = re.compile(r"[0-9]:[0-9]")
FIELDS = frozenset(("year", "month", "day", "part", "ordinal", "roman", "quarter", "half", "years", "decade"))
QUALIFIERS = {
    frozenset[str](): "",
    frozenset(["about"]): "~",
    frozenset(["perhaps"]): "?",
    frozenset(["about", "perhaps"]): "%",
}
# Marks around one date; Kyrgyz and Uzbek put "since" (the ablative) before the mark that counts.
SINCE = (frozenset(["since"]),)
UNTIL = (frozenset(["until"]), frozenset(["latest"]), frozenset(["since", "latest"]))
BEFORE = (frozenset(["before"]), frozenset(["since", "before"]))
AFTER = (frozenset(["after"]), frozenset(["since", "after"]))
# Marks around two dates that make them a range.
RANGES = (
    frozenset(["range"]),
    frozenset(["until"]),
    frozenset(["since", "until"]),
    frozenset(["since", "range"]),
    frozenset(["between", "joined"]),
    frozenset(["between", "range"]),
)

Fields = dict[str, int]


def said(text: str, language: str) -> Dated:
    """What a person wrote, in words of `language` (en, ru, ky, uz, uz-Cyrl), else of the others.

    Figures are day first: 15/09/2010 is read, 06/07/2010 could be two days and is refused.
    Raises `NotADate`, which says what was expected and never what was written.
    """
    if len(text) > LONGEST:
        raise NotADate(expected=Phrase("at most {number} signs", number=LONGEST))
    return _read(MIDNIGHT.sub("", datesigns.plain(text)), language)


@functools.lru_cache(4096)
def _read(line: str, language: str) -> Dated:
    if TIME.search(line):
        raise NotADate(expected=Phrase("a date without a time of day"))
    if NOTATION.fullmatch(line) and (dated := _noted(line)) is not None:
        return dated
    for lexicon in (LEXICONS.get(language, ENGLISH), *LEXICONS.values()):
        signs = datesigns.signs(line, lexicon)
        if signs is not None:
            return parse(_composed(signs))
    raise _unreadable()


def _noted(line: str) -> Dated | None:
    try:
        return parse(line)
    except NotADate:
        return None


def _unreadable() -> NotADate:
    return NotADate(expected=Phrase("a date such as 15 June 2010, June 2010, summer 2010 or 2010"))


def _composed(signs: Iterable[Sign]) -> str:
    """EDTF from signs: marks part the fields of one date from those of the next."""
    groups: list[Fields] = [{}]
    marks: dict[str, int] = {}
    for kind, number in signs:
        if kind in FIELDS:
            _add(groups[-1], kind, number)
            continue
        marks[kind] = number
        if kind not in ("about", "perhaps"):
            groups.append({})
    around = frozenset(marks) - {"about", "perhaps"}
    qualifier = QUALIFIERS[frozenset(marks) - around]
    match [_settled(group) for group in groups if group]:
        case [only]:
            return _bounded(only, around, qualifier)
        case [first, last] if around in RANGES:
            tight = marks.get("range") == 1
            _complete(first, last)
            _years_of_both(first, last, tight)
            winter = _winter(first, last) if tight else []
            return "/".join(end + qualifier for end in winter or (_edtf(first), _edtf(last)))
    raise _unreadable()


def _add(fields: Fields, kind: str, number: int) -> None:
    if kind == "day" and "day" in fields:
        raise NotADate(expected=Phrase("a year of four digits"))
    if kind in fields:
        raise _unreadable()
    fields[kind] = number


def _settled(fields: Fields) -> Fields:
    """Quarters, halves and Roman months become a part or a month of the year."""
    rest = fields.keys() - {"year"}
    year = {name: fields[name] for name in fields.keys() - rest}
    number = fields.get("ordinal") or fields.get("roman") or fields.get("day") or 0
    for name, many, first in (("quarter", 4, FIRST_QUARTER), ("half", 2, FIRST_HALF)):
        if name in rest and len(rest) == 2 and 1 <= number <= many:
            return year | {"part": first + number - 1}
    if rest == {"roman", "day"}:
        return year | {"month": fields["roman"], "day": fields["day"]}
    return fields


def _bounded(fields: Fields, around: frozenset[str], qualifier: str) -> str:
    base = _edtf(fields)
    if around in SINCE:
        return f"{base}{qualifier}/{OPEN}"
    if around in UNTIL:
        return f"{OPEN}/{base}{qualifier}"
    if around in BEFORE:
        return f"{OPEN}/{before(base)}{qualifier}"
    if around in AFTER:
        return f"{after(base)}{qualifier}/{OPEN}"
    if around:
        raise _unreadable()
    return base + qualifier


def _edtf(fields: Fields) -> str:
    if "year" not in fields:
        raise NotADate(expected=Phrase("a year of four digits"))
    year = f"{fields['year']:04}"
    match sorted(fields.keys() - {"year"}):
        case []:
            return year
        case ["years"] | ["decade"] | ["decade", "years"]:
            return _decade(year)
        case ["month"] | ["part"] as kind:
            return f"{year}-{fields[kind[0]]:02}"
        case ["day", "month"]:
            return f"{year}-{fields['month']:02}-{fields['day']:02}"
    raise _unreadable()


def _decade(year: str) -> str:
    """1990s is 199X. 1900s may be a century, so it is one; 2000s cannot be one yet."""
    if year[3] != "0":
        raise NotADate(expected=Phrase("a decade that begins with a year ending in 0"))
    return f"{year[:2]}XX" if year.endswith("00") and year < "2000" else f"{year[:3]}X"


def _complete(first: Fields, last: Fields) -> None:
    """Each side takes the year, and a bare day the month, that only the other has."""
    for one, other in ((first, last), (last, first)):
        if "year" not in one and "year" in other:
            one["year"] = other["year"]
        if "day" in one and "day" in other and "month" not in one and "month" in other:
            one["month"] = other["month"]


def _years_of_both(first: Fields, last: Fields, tight: bool) -> None:
    """In 2009–2011-жылдар one word says that both are years, and no decade."""
    may_be_decade = last.get("years") == PLURAL and last.get("year", 1) % 10 == 0
    if may_be_decade and first.keys() == {"year"} and tight:
        if first["year"] % 10 == 0:
            raise NotADate(expected=Phrase("years or decades, as 1990–2000 or 1990s–2000s"))
        may_be_decade = False
    if not may_be_decade:
        last.pop("years", None)


def _winter(first: Fields, last: Fields) -> list[str]:
    """The ends of a winter over two years, as in winter 2009/2010; none for another range."""
    parts = [one["part"] for one in (first, last) if "part" in one]
    if parts != [WINTER] or first.keys() | last.keys() != {"year", "part"}:
        return []
    start, end = first["year"], last["year"]
    return [f"{start:04}-12", f"{end:04}-02"] if end == start + 1 else []
