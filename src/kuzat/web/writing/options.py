# SPDX-License-Identifier: Apache-2.0
"""What a field offers: the terms of a list, those close to what was typed, the regions of a map."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuzat.terms.text import tokens
from kuzat.terms.vocabulary import Term
from kuzat.web import labels
from kuzat.web.analysis import figures
from kuzat.web.drawing import tiles
from kuzat.web.reading import Reading

INDENT = "\u2003"
HOME = "KG"
MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One region on the map of a form: ``column`` counts half tiles, since rows are shifted by a half."""

    place: str
    label: str
    column: int
    row: int


def terms(reading: Reading, says: str) -> Iterator[tuple[str, str]]:
    """The terms of a property's list, in the vocabulary's order, indented below each other."""
    for term in _listed(reading, says):
        depth = len(reading.vocabulary.ancestors(term.id))
        yield term.id, INDENT * depth + term.label(reading.language)


def close(reading: Reading, says: str, text: str) -> str:
    """A sentence with the terms that hold words beginning like what was typed, in any language and script."""
    found = [term.label(reading.language) for term in _listed(reading, says) if _is_close(term, text)]
    if not found:
        return ""
    return " " + str(_("Close to it: {terms}.")).format(terms="; ".join(found[:MOST]))


def spots(reading: Reading) -> tuple[Spot, ...]:
    """The regions of the countries that the archive speaks of."""
    counts = figures.by_value(figures.events_by(reading, "region"))
    country = next(iter(tiles.countries(counts)), HOME)
    return tuple(
        Spot(place=place, label=labels.place(place), column=round(column * 2), row=row)
        for place, (column, row) in tiles.GRIDS[country].items()
    )


def _listed(reading: Reading, says: str) -> tuple[Term, ...]:
    property_ = reading.vocabulary.property(says)
    if property_.type != "term" or property_.scheme is None:
        return ()
    return reading.vocabulary.terms(property_.scheme)


def _is_close(term: Term, text: str) -> bool:
    """Whether each word that was typed begins a word of one of the labels, or of the definition."""
    typed = tokens(text)
    return bool(typed) and any(
        all(any(word.startswith(begun) for word in tokens(label)) for begun in typed)
        for label in (*term.labels.values(), term.definition)
    )
