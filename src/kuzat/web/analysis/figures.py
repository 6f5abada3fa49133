# SPDX-License-Identifier: Apache-2.0
"""Numbers that open the records behind them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuzat import store
from kuzat.analysis import ITSELF, Answer, Cell, Question
from kuzat.terms import places
from kuzat.web import labels
from kuzat.web.drawing import bars, tiles
from kuzat.web.reading import Reading
from kuzat.web.records import names
from kuzat.web.records.filters import Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number with its unit, and the count that it opens."""

    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a table of counts; ``share`` is the length of its bar in per cent."""

    values: tuple[str, ...]
    count: int
    sources: int
    address: str
    share: float


def totals(reading: Reading) -> list[Figure]:
    """How many there are of each unit."""
    counted = reading.kept("totals", lambda: store.access_totals(reading.archive, reading.reader))
    return [
        Figure(label=str(labels.UNITS[unit]), count=count, address=f"/count?unit={unit.value}&by=year")
        for unit, count in counted.items()
    ]


def events_by(reading: Reading, dimension: str) -> Answer:
    """Events by one dimension."""
    return reading.count(Question(by=(dimension,)))


def lines(reading: Reading, answer: Answer, asked: Filters) -> tuple[Line, ...]:
    """The cells of an answer as lines; each opens the events of its cell."""
    most = max((cell.count for cell in answer.cells), default=0)
    shown = [
        names.values(reading, name, [cell.values[n] for cell in answer.cells])
        for n, name in enumerate(answer.question.by)
    ]
    return tuple(
        Line(
            values=tuple(called[value] for called, value in zip(shown, cell.values, strict=True)),
            count=cell.count,
            sources=cell.sources,
            address=behind(reading, answer.question, cell, asked),
            share=bars.share(cell.count, most),
        )
        for cell in answer.cells
    )


def behind(reading: Reading, question: Question, cell: Cell, asked: Filters) -> str:
    """The list of events in which the counted things are found."""
    more = {
        name: _condition(reading, name, value) for name, value in zip(question.by, cell.values, strict=True)
    }
    return f"/events?{asked.behind(question.unit, more).query(reading.session.seal)}"


def _condition(reading: Reading, name: str, value: str | None) -> str:
    """The condition that finds what a cell counted: the term itself, where terms stand below it."""
    known = reading.vocabulary.find_id(value or "")
    if known is not None and name != "branch" and reading.vocabulary.descendants(known.id):
        return f"{ITSELF}{known.id}"
    return value or ""


def by_value(answer: Answer) -> dict[str, int]:
    """Value → count, for an answer of one dimension; what is not known is left out."""
    return {cell.values[0]: cell.count for cell in answer.cells if cell.values[0]}


def unknown(answer: Answer) -> int:
    """How many have no known value, for an answer of one dimension."""
    return sum(cell.count for cell in answer.cells if not cell.values[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """One country's tiles, and a sentence on the regions of which nothing is recorded."""

    name: str
    drawing: tiles.Tiles
    silent: str


def maps(counts: dict[str, int]) -> tuple[Map, ...]:
    """A map for each country that has a region in the counts."""
    return tuple(_map(country, counts) for country in tiles.countries(counts))


def _map(country: str, counts: dict[str, int]) -> Map:
    drawing = tiles.draw(country, counts)
    return Map(
        name=labels.place(country),
        drawing=drawing,
        silent=silence(tile.place for tile in drawing.tiles if not tile.count),
    )


def silence(ids: Iterable[str]) -> str:
    """What to say of places of which nothing is recorded; empty where there is none."""
    names = ", ".join(map(labels.place, ids))
    sentence = _("Nothing is recorded of: {places}. That is silence, not calm.")
    return sentence.format(places=names) if names else ""


def in_country_order(ids: Iterable[str]) -> list[str]:
    """Places with the regions of a country together, in the order of its map."""
    order = [place for grid in tiles.GRIDS.values() for place in grid]
    known = {place: n for n, place in enumerate(order)}
    return sorted(ids, key=lambda id_: (known.get(places.region(id_), len(order)), labels.place(id_)))
