# SPDX-License-Identifier: Apache-2.0
"""Keys by which records are looked up together: made once for each distinct value of a column.

``birth`` is the value itself, ``birth.year`` what a date begins with, ``name.words`` each folded word.
A date that may lie in several years or weeks has several keys; one that could be almost any day has none.
"""

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from kuzat.linkage.description import START
from kuzat.linkage.engine.columns import MISSING, Column, Numbers, Wide
from kuzat.terms import edtf
from kuzat.terms.names import Part, fold, parts

SPANS = 4
WEEK = 7
VOWELS = str.maketrans("", "", "aeiou")


def _words(text: str) -> Iterable[str]:
    """Each folded word; of a name each reading of its words, without endings and initials."""
    return {key for part in parts(text) if not part.initial for key in _stems(part)}


def _stems(part: Part) -> Iterable[str]:
    return ("".join(reading.sounds).translate(VOWELS) or part.key for reading in part.readings)


def _pair(text: str) -> Iterable[str]:
    """Each word of a name with the first sound of each other one, which may be an initial; each once."""
    told = parts(text)
    found: set[str] = set()
    for part in told:
        firsts = {one.sounds[:1] for other in told if other is not part for one in other.readings}
        if not part.initial:
            found |= {f"{key} {first}" for key in _stems(part) for first in firsts}
    return found


def _sounds(text: str) -> Iterable[str]:
    """The folded letters of all words without vowels."""
    found = fold(text).replace(" ", "").translate(VOWELS)
    return (found,) if found else ()


def _years(text: str) -> Iterable[str]:
    first, last = _span(text)
    return _few(first // 365, last // 365) if first or last else ()


def _near(text: str) -> Iterable[str]:
    """Weeks counted from two beginnings, so that days up to three apart share one."""
    first, last = _span(text)
    if not last:
        return ()
    whole = _few(first // WEEK, last // WEEK)
    shifted = _few((first + WEEK // 2) // WEEK, (last + WEEK // 2) // WEEK)
    return [*whole, *(f"+{week}" for week in shifted)]


def _few(first: int, last: int) -> list[str]:
    return [str(one) for one in range(first, last + 1)] if last - first < SPANS else []


def _span(text: str) -> tuple[int, int]:
    """The first and the last day that a date can mean, counted; (0, 0) where that is open or unknown."""
    try:
        dated = edtf.parse(text.upper())
    except edtf.NotADate:
        return 0, 0
    if dated.earliest is None or dated.latest is None:
        return 0, 0
    return dated.earliest.toordinal(), dated.latest.toordinal()


MADE: Mapping[str, Callable[[str], Iterable[str]]] = {
    "words": _words,
    "pair": _pair,
    "sounds": _sounds,
    "year": _years,
    "near": _near,
}


def keyed(column: Column, key: str) -> tuple[Wide, Numbers]:
    """(row, number of its key) for each key of each row, of one column; the same key never twice of a row."""
    if "." not in key:
        told = np.flatnonzero(column.codes != MISSING)
        return told, column.codes[told]
    way = _way(key)
    numbers: dict[str, int] = {}
    firsts, made = [0], []
    for value in column.values:
        made += [numbers.setdefault(text, len(numbers)) for text in way(value)]
        firsts.append(len(made))
    told = np.flatnonzero(column.codes != MISSING)
    begins, every = np.array(firsts, dtype=np.int64), np.array(made, dtype=np.int32)
    codes = column.codes[told]
    many = begins[codes + 1] - begins[codes]
    rows = np.repeat(told, many)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
    return rows, every[np.repeat(begins[codes], many) + within]


def _way(key: str) -> Callable[[str], Iterable[str]]:
    name = key.partition(".")[2]
    start = START.fullmatch(name)
    if start is None:
        return MADE[name]
    length = int(start[1])
    return lambda text: (text[:length],)
