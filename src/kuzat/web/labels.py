# SPDX-License-Identifier: Apache-2.0
"""How terms, places, dates, numbers and records are called in the language that is spoken now."""

from decimal import Decimal

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kuzat.analysis import ITSELF, Unit
from kuzat.terms import vocabulary
from kuzat.terms.wording import worded
from kuzat.web import languages

KINDS: dict[str, Promise] = {
    "event": _("Event"),
    "act": _("Act"),
    "person": _("Person or body"),
    "involvement": _("Involvement"),
    "information": _("Information"),
    "intervention": _("Intervention"),
    "chain": _("Chain of events"),
    "exhibit": _("Exhibit"),
    "consent": _("Consent"),
    "disclosure": _("What was handed out"),
}

DIMENSIONS: dict[str, Promise] = {
    "act": _("Kind of act"),
    "branch": _("Group of acts"),
    "confidence": _("Confidence"),
    "direction": _("Direction"),
    "freedom": _("Freedom"),
    "identity": _("Victim belongs to"),
    "perpetrator": _("Perpetrator"),
    "region": _("Region"),
    "role": _("Victim's role"),
    "source": _("Source"),
    "status": _("Status"),
    "story": _("Story"),
    "topic": _("Topic"),
    "year": _("Year"),
}
LIMITS: dict[str, Promise] = {
    "since": _("From the year"),
    "until": _("To the year"),
    "contested": _("Only where accounts differ"),
}
UNITS: dict[Unit, Promise] = {
    Unit.EVENT: _("Events"),
    Unit.ACT: _("Acts"),
    Unit.PERSON: _("Persons and groups affected"),
    Unit.STORY: _("Stories"),
    Unit.INFORMATION: _("Informations"),
    Unit.INTERVENTION: _("Interventions"),
}


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


def day(edtf: str) -> str:
    """A date as people read it, never more precise than it was told."""
    return value("date", edtf)


def moment(at: str) -> str:
    """When an entry was made: ``2025-06-03T14:05:09Z`` to the minute."""
    return f"{day(at[:10])}, {at[11:16]} UTC"


def decimal(text: str) -> str:
    """A number as the language writes it."""
    return str(format_decimal(Decimal(text), locale=languages.LOCALES[languages.current()]))


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
    if dimension in ("source", "story", "year"):
        return value_
    if value_.startswith(ITSELF):
        return str(gettext("{term} (itself)")).format(term=term(value_.removeprefix(ITSELF)))
    return term(value_)
