# SPDX-License-Identifier: Apache-2.0
"""What is known of the conditions for civil society, month by month, as arrays for the model.

A *unit* is a country or a region. Months, dimensions and units are numbered from 0 in the order given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from kuzat.errors import Phrase, Refused

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ANSWERS = 5
# An index that says 0 or 100 says so within its own rounding.
NEAREST_END = 0.01
LEAST_RANGE = 0.1  # on the scale of the model; nobody measures civic space more exactly


class PanelMalformed(Refused):
    """The evidence cannot be read as a panel: {reason}."""

    code = "panel_malformed"
    advice = "Give months, dimensions and units that the panel names, answers from 0 to 4, counts from 0 on."


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One coder's answer, 0 (worst) to 4 (best), to one item of a dimension, on a unit in a month."""

    month: str
    dimension: str
    unit: str
    coder: str
    item: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What an outside index says of a unit in a year, from 0 (worst) to 100 (best).

    ``low`` and ``high`` are one standard error to either side, as published; where an index publishes none,
    as declared.
    """

    year: int
    dimension: str
    unit: str
    name: str
    low: float
    score: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A law in force from a month on: +1 widens the space of a dimension, −1 narrows it."""

    month: str
    dimension: str
    unit: str
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many stories of restrictions began in a month, and how many sources could have told of one.

    Where nobody could report (``sources`` 0) the count says nothing, and is left out.
    """

    month: str
    dimension: str
    unit: str
    stories: int
    sources: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Panel:
    """The evidence as arrays. Places are (month, dimension, unit); ``answers`` and ``indices`` are lists.

    ``counts`` is NaN where nothing is known; ``intensity`` is the logarithm of how many could report. An
    item or index is one for each dimension that it tells of: ``item_dimensions`` and ``index_dimensions``
    say which.
    """

    months: tuple[str, ...]
    dimensions: tuple[str, ...]
    units: tuple[str, ...]
    coders: tuple[str, ...]
    items: tuple[str, ...]
    item_dimensions: Ints
    index_names: tuple[str, ...]
    index_dimensions: Ints
    answer_places: Ints
    answer_coders: Ints
    answer_items: Ints
    answer_values: Ints
    index_places: Ints
    index_years: Ints
    index_of: Ints
    index_values: Floats
    index_errors: Floats
    laws: Floats
    counts: Floats
    intensity: Floats

    @property
    def shape(self) -> tuple[int, int, int]:
        """How many months, dimensions and units there are."""
        return len(self.months), len(self.dimensions), len(self.units)


def panel_of(
    months: Sequence[str],
    dimensions: Sequence[str],
    units: Sequence[str],
    evidence: Iterable[Answer | Index | Law | Count],
) -> Panel:
    """The evidence on these months (`2024-05`), dimensions and units as arrays.

    A year's index tells of the mean of its months, not of its last day. Raises `PanelMalformed`.
    """
    return _Reader(months, dimensions, units, tuple(evidence)).panel()


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every month from the first (`2023-11`) to the last, both included."""
    start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(start, end + 1))


class _Reader:
    def __init__(
        self,
        months: Sequence[str],
        dimensions: Sequence[str],
        units: Sequence[str],
        evidence: tuple[Answer | Index | Law | Count, ...],
    ) -> None:
        self.months, self.dimensions, self.units = tuple(months), tuple(dimensions), tuple(units)
        self.number = [{name: n for n, name in enumerate(names)} for names in (months, dimensions, units)]
        self.answers = [one for one in evidence if isinstance(one, Answer)]
        self.indices = [one for one in evidence if isinstance(one, Index)]
        self.laws = [one for one in evidence if isinstance(one, Law)]
        self.counts = [one for one in evidence if isinstance(one, Count)]

    def panel(self) -> Panel:
        coders = tuple(sorted({one.coder for one in self.answers}))
        items = sorted({(one.dimension, one.item) for one in self.answers})
        names = sorted({(one.dimension, one.name) for one in self.indices})
        indices = self._indices(names)
        laws, counts, intensity = self._monthly()
        return Panel(
            months=self.months,
            dimensions=self.dimensions,
            units=self.units,
            coders=coders,
            items=tuple(item for _, item in items),
            item_dimensions=_ints([self.number[1].get(dimension, 0) for dimension, _ in items]),
            index_names=tuple(name for _, name in names),
            index_dimensions=_ints([self.number[1].get(dimension, 0) for dimension, _ in names]),
            answer_places=_ints([self._place(one.month, one.dimension, one.unit) for one in self.answers]),
            answer_coders=_ints([coders.index(one.coder) for one in self.answers]),
            answer_items=_ints([items.index((one.dimension, one.item)) for one in self.answers]),
            answer_values=_ints([_answer(one.value) for one in self.answers]),
            **indices,
            laws=laws,
            counts=counts,
            intensity=intensity,
        )

    def _place(self, month: str, dimension: str, unit: str) -> int:
        try:
            at = [known[name] for known, name in zip(self.number, (month, dimension, unit), strict=True)]
        except KeyError as error:
            raise PanelMalformed(reason=Phrase("{name} is not in it", name=error.args[0])) from None
        return (at[0] * len(self.dimensions) + at[1]) * len(self.units) + at[2]

    def _indices(self, names: list[tuple[str, str]]) -> dict[str, Any]:
        """The indices as arrays: value, error and name of each year, and the months whose mean it is."""
        places: list[int] = []
        years: list[int] = []
        values: list[float] = []
        errors: list[float] = []
        of: list[int] = []
        for one in self.indices:
            if not one.low <= one.score <= one.high or one.low == one.high:
                raise PanelMalformed(reason=Phrase("an index that does not lie within its error"))
            months = [name for name in self.months if name.startswith(f"{one.year:04}-")]
            if not months:
                raise PanelMalformed(reason=Phrase("{name} is not in it", name=one.year))
            places += [self._place(month, one.dimension, one.unit) for month in months]
            years += [len(values)] * len(months)
            low, value, high = (_on_scale(score) for score in (one.low, one.score, one.high))
            values.append(value)
            errors.append(max(high - low, LEAST_RANGE) / 2)
            of.append(names.index((one.dimension, one.name)))
        return {
            "index_places": _ints(places),
            "index_years": _ints(years),
            "index_of": _ints(of),
            "index_values": np.array(values, dtype=float),
            "index_errors": np.array(errors, dtype=float),
        }

    def _monthly(self) -> tuple[Floats, Floats, Floats]:
        shape = (len(self.months), len(self.dimensions), len(self.units))
        laws, counts, intensity = np.zeros(shape), np.full(shape, np.nan), np.zeros(shape)
        for law in self.laws:
            laws.flat[self._place(law.month, law.dimension, law.unit)] += law.step
        for one in self.counts:
            place = self._place(one.month, one.dimension, one.unit)
            if one.stories < 0 or one.sources < 0 or (one.stories and not one.sources):
                raise PanelMalformed(reason=Phrase("stories without a source, or fewer than none"))
            if one.sources:
                counts.flat[place] = one.stories
                intensity.flat[place] = np.log(one.sources)
        return laws, counts, intensity


def _on_scale(score: float) -> float:
    """A score of 0 to 100 on the scale of the model, which has no ends."""
    return float(ndtri(min(max(score, NEAREST_END), 100 - NEAREST_END) / 100))


def _answer(value: int) -> int:
    if value not in range(ANSWERS):
        raise PanelMalformed(reason=Phrase("an answer outside 0 to 4"))
    return value


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)
