# SPDX-License-Identifier: Apache-2.0
"""How terms, places, dates, numbers and records are called in the language that is spoken now."""

from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from kuzat.accountability import rule_book
from kuzat.analysis import ITSELF
from kuzat.errors import Phrase
from kuzat.terms import vocabulary, wording
from kuzat.terms.wording import worded
from kuzat.web import languages


def lazily(phrases: Mapping[str, Phrase]) -> dict[str, Promise]:
    """Phrases that are translated when a page shows them."""
    return {id_: gettext_lazy(phrase.template) for id_, phrase in phrases.items()}


KINDS = lazily(wording.KINDS)
UNITS = lazily(wording.UNITS)
DIMENSIONS = lazily(wording.DIMENSIONS)
LANES = lazily(wording.LANES)
LIMITS = lazily(wording.LIMITS)
STANDINGS = lazily(wording.STANDINGS)
SUPPORTS = lazily(wording.SUPPORTS)
PARTS = lazily(wording.PARTS)


def term(id_: str) -> str:
    """A term's label; an id that the vocabulary does not know comes back as it is."""
    return value("term", id_)


def place(id_: str) -> str:
    """A place's label; an id that nobody knows comes back as it is."""
    return value("place", id_)


def property_(id_: str) -> str:
    """The label of something that can be said."""
    known = vocabulary.load()
    return known.property(id_).label(languages.current()) if known.has_property(id_) else id_


def kind(of: str) -> str:
    """What a kind of record is called."""
    return str(KINDS.get(of, of))


def forum(id_: str | None) -> str:
    """A body before which somebody can be held to account; a name that is in no list comes back as it is."""
    known = rule_book().forums.get(id_ or "")
    return known.labels[languages.current()] if known else id_ or ""


def day(edtf: str) -> str:
    """A date as people read it, never more precise than it was told."""
    return value("date", edtf)


def moment(at: str) -> str:
    """When an entry was made: ``2025-06-03T14:05:09Z`` to the minute."""
    return f"{day(at[:10])}, {at[11:16]} UTC"


def decimal(text: str) -> str:
    """A number as the language writes it."""
    return str(format_decimal(Decimal(text), locale=languages.LOCALES[languages.current()]))


def whose(code: str) -> str:
    """Which other organisation says something; the code is empty where the reader may not know it."""
    return wording.whose(code).said(gettext)


def value(type_: str, text: str) -> str:
    """A typed value as people read it. Records are called by their short label."""
    if type_ == "decimal":
        return decimal(text)
    return worded(vocabulary.load(), type_, text, languages.current())


def in_dimension(dimension: str, value_: str | None) -> str:
    """A value of a dimension that one can count and filter by; an unknown one says so."""
    if value_ is None:
        return str(gettext("not known"))
    if dimension == "region":
        return place(value_)
    if dimension in ("quarter", "source", "story", "year"):
        return value_
    if value_.startswith(ITSELF):
        return str(gettext("{term} (itself)")).format(term=term(value_.removeprefix(ITSELF)))
    return term(value_)
