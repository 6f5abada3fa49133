# SPDX-License-Identifier: Apache-2.0
"""Dates and numbers as spans: the first and the last that a value can mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kuzat.linkage.engine.columns import Reals
from kuzat.terms import edtf

NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:\s*[-–/]\s*([0-9]+(?:\.[0-9]+)?))?")


@dataclass(frozen=True)
class Spans:
    """For each distinct value the ends of its span; not a number where it could not be read.

    ``parts`` are year, month and day of values that are one day, else zeros.
    """

    low: Reals
    high: Reals
    parts: NDArray[np.int16]


def days(values: Iterable[str]) -> Spans:
    """The days that dates in EDTF can mean, counted; an open end is as far as can be."""
    return _spans([_days(text) for text in values])


def quantities(values: Iterable[str]) -> Spans:
    """Numbers, and ranges of numbers such as 25-30."""
    return _spans([_quantities(text) for text in values])


def _spans(rows: list[tuple[float, ...]]) -> Spans:
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 5)
    return Spans(table[:, 0], table[:, 1], table[:, 2:].astype(np.int16))


def _days(text: str) -> tuple[float, ...]:
    try:
        dated = edtf.parse(text.upper())
    except edtf.NotADate:
        return np.nan, np.nan, 0, 0, 0
    first, last = dated.earliest, dated.latest
    low = -np.inf if first is None else float(first.toordinal())
    high = np.inf if last is None else float(last.toordinal())
    if first is None or first != last:
        return low, high, 0, 0, 0
    return low, high, first.year, first.month, first.day


def _quantities(text: str) -> tuple[float, ...]:
    found = NUMBER.fullmatch(text)
    if found is None:
        return np.nan, np.nan, 0, 0, 0
    low = float(found[1])
    return low, float(found[2] or low), 0, 0, 0
