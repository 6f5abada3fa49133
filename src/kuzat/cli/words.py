# SPDX-License-Identifier: Apache-2.0
"""How kinds, units, dimensions and standings are called in the language of the messages."""

from kuzat.analysis import Unit
from kuzat.cli.app import _
from kuzat.records import Standing
from kuzat.verification import Support

KINDS = {
    "event": _("Event"),
    "act": _("Act"),
    "person": _("Person or body"),
    "involvement": _("Involvement"),
    "information": _("Information"),
    "intervention": _("Intervention"),
    "chain": _("Chain of events"),
    "exhibit": _("Exhibit"),
    "consent": _("Consent"),
    "disclosure": _("Handed out"),
}
UNITS = {
    Unit.EVENT: _("Events"),
    Unit.ACT: _("Acts"),
    Unit.PERSON: _("Persons and groups affected"),
    Unit.STORY: _("Stories"),
    Unit.INFORMATION: _("Informations"),
    Unit.INTERVENTION: _("Interventions"),
}
DIMENSIONS = {
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
STANDINGS = {
    Standing.ADOPTED: _("adopted"),
    Standing.AGREED: _("agreed"),
    Standing.SOLE: _("told once"),
    Standing.CONTESTED: _("contested"),
    Standing.DISPUTED: _("disputed"),
    Standing.SET_ASIDE: _("set aside"),
}
SUPPORTS = {
    Support.UNTOLD: _("no source named"),
    Support.CLAIMED: _("claimed by one"),
    Support.OFFICIAL: _("official version"),
    Support.CONFIRMED: _("confirmed by several"),
}
PARTS = {
    "row": _("row {number}"),
    "chars": _("signs {number}"),
}


def kind(of: str) -> str:
    """What a kind of record is called."""
    return KINDS.get(of, of)


def part(place: str) -> str:
    """The part of an exhibit that a basis names, such as ``row=12``; any other stays as written."""
    name, _sign, number = place.partition("=")
    return PARTS[name].format(number=number) if name in PARTS else place
