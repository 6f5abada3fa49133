# SPDX-License-Identifier: Apache-2.0
"""What ``--where dimension=value`` asks for: a word in any language becomes an id, or is refused.

A word that nothing is filed under would count nothing, and look like an answer.
"""

import re
from collections.abc import Iterable

import click

from kuzat.analysis import DIMENSIONS, ITSELF, UnknownDimension
from kuzat.cli.app import _
from kuzat.errors import Phrase, Refused
from kuzat.terms import places
from kuzat.terms.vocabulary import Vocabulary

# The property whose list of terms a dimension counts by.
TERMS = {
    "act": "act.type",
    "branch": "act.type",
    "confidence": "event.confidence",
    "direction": "event.direction",
    "freedom": "event.freedom",
    "identity": "person.identity",
    "perpetrator": "involvement.perpetrator_kind",
    "role": "person.role",
    "status": "event.status",
    "topic": "event.topic",
}
YEAR = re.compile(r"[0-9]{4}", re.ASCII)
QUARTER = re.compile(r"[0-9]{4}-Q[1-4]", re.ASCII)


class WrongCondition(Refused):
    """--where {dimension}: expected {expected}."""

    code = "wrong_condition"
    advice = "kuzat count --by {dimension} shows what there is to choose from."


def conditions(given: Iterable[str], vocabulary: Vocabulary) -> dict[str, str]:
    """Dimension → value as a `Question` takes them. Raises `UnknownDimension` or `WrongCondition`."""
    found: dict[str, str] = {}
    for text in given:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not sign:
            raise click.UsageError(_("Write --where dimension=value."))
        if name not in DIMENSIONS:
            raise UnknownDimension(given=name, expected=", ".join(DIMENSIONS))
        if name in found:
            raise WrongCondition(dimension=name, expected=Phrase("each dimension once"))
        found[name] = meant(name, value, vocabulary) if value else ""
    return found


def meant(name: str, value: str, vocabulary: Vocabulary) -> str:
    """The id that a word stands for in one dimension. Raises `WrongCondition`."""
    if name in TERMS:
        word = value.removeprefix(ITSELF)
        return value.removesuffix(word) + _term(name, word, vocabulary)
    if name == "region":
        return _region(value)
    if name == "year" and not YEAR.fullmatch(value):
        raise WrongCondition(dimension=name, expected=Phrase("a year such as 2020"))
    if name == "quarter" and not QUARTER.fullmatch(value):
        raise WrongCondition(dimension=name, expected=Phrase("a quarter such as 2020-Q1"))
    return value


def _term(name: str, word: str, vocabulary: Vocabulary) -> str:
    scheme = vocabulary.property(TERMS[name]).scheme
    term = vocabulary.find(word, scheme)
    if term is None:
        expected = Phrase("a term of the list {scheme}", scheme=scheme)
        raise WrongCondition(dimension=name, expected=expected)
    if name == "branch" and term.parent is not None:
        branch = vocabulary.ancestors(term.id)[-1]
        expected = Phrase("a whole branch, such as {branch}", branch=branch)
        raise WrongCondition(dimension=name, expected=expected)
    return term.id


def _region(word: str) -> str:
    place = places.get(word) or places.find(word)
    if place is None:
        expected = Phrase("a region or a large city, such as KG-O or Osh city")
        raise WrongCondition(dimension="region", expected=expected)
    region = places.region(place.id)
    if region != place.id:
        expected = Phrase("the region that it lies in: {region}", region=region)
        raise WrongCondition(dimension="region", expected=expected)
    return place.id
