# SPDX-License-Identifier: Apache-2.0
"""A stored value as a person reads it: a term by its label, a date in words, a place by its name."""

from kuzat.errors import KuzatError
from kuzat.terms import dates, ids, places
from kuzat.terms.vocabulary import Vocabulary


def worded(vocabulary: Vocabulary, type_: str, value: str, language: str) -> str:
    """``value`` of a property's type in en, ru, ky, uz or uz-Cyrl.

    A term that this vocabulary does not know, or a place, stays as it is stored; a record becomes
    its short label.
    """
    match type_:
        case "term":
            term = vocabulary.find_id(value)
            return term.label(language) if term else value
        case "place":
            place = places.get(value)
            return place.label(language) if place else value
        case "date":
            return _date(value, language)
        case "record" | "exhibit" if ids.is_record(value):
            return ids.label(value)
    return value


def _date(value: str, language: str) -> str:
    try:
        return dates.shown(value, language)
    except KuzatError:
        return value
