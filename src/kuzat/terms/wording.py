# SPDX-License-Identifier: Apache-2.0
"""How things are called to people: stored values, and by their ids kinds, units, dimensions and standings.

A phrase is translated where it is shown, by the catalogue of the reader's language.
"""

from kuzat.errors import KuzatError, Phrase
from kuzat.terms import dates, ids, places
from kuzat.terms.vocabulary import Vocabulary

KINDS = {
    "event": Phrase("Event"),
    "act": Phrase("Act"),
    "person": Phrase("Person or body"),
    "involvement": Phrase("Involvement"),
    "information": Phrase("Information"),
    "intervention": Phrase("Intervention"),
    "chain": Phrase("Chain of events"),
    "relation": Phrase("Relation"),
    "claim": Phrase("Claim"),
    "proceeding": Phrase("Proceeding"),
    "step": Phrase("Step of a proceeding"),
    "decision": Phrase("Decision"),
    "obligation": Phrase("Obligation"),
    "assessment": Phrase("Assessment"),
    "recommendation": Phrase("Recommendation"),
    "exhibit": Phrase("Exhibit"),
    "consent": Phrase("Consent"),
    "disclosure": Phrase("What was handed out"),
}
UNITS = {
    "event": Phrase("Events"),
    "act": Phrase("Acts"),
    "person": Phrase("Persons and groups affected"),
    "story": Phrase("Stories"),
    "information": Phrase("Informations"),
    "intervention": Phrase("Interventions"),
}
DIMENSIONS = {
    "act": Phrase("Kind of act"),
    "branch": Phrase("Group of acts"),
    "confidence": Phrase("Confidence"),
    "direction": Phrase("Direction"),
    "freedom": Phrase("Freedom"),
    "identity": Phrase("Victim belongs to"),
    "perpetrator": Phrase("Perpetrator"),
    "quarter": Phrase("Quarter"),
    "region": Phrase("Region"),
    "role": Phrase("Victim's role"),
    "source": Phrase("Source"),
    "status": Phrase("Status"),
    "story": Phrase("Story"),
    "topic": Phrase("Topic"),
    "year": Phrase("Year"),
}
LIMITS = {
    "since": Phrase("From the year"),
    "until": Phrase("To the year"),
    "contested": Phrase("Only where accounts differ"),
}
STANDINGS = {
    "adopted": Phrase("adopted"),
    "agreed": Phrase("agreed"),
    "sole": Phrase("told once"),
    "contested": Phrase("contested"),
    "disputed": Phrase("disputed"),
    "set_aside": Phrase("set aside"),
    "received": Phrase("received, not adopted"),
}
SUPPORTS = {
    "untold": Phrase("no source named"),
    "claimed": Phrase("claimed by one"),
    "official": Phrase("official version"),
    "confirmed": Phrase("confirmed by several"),
}
# The lanes of a line in time.
LANES = {
    "happened": Phrase("What happened"),
    "reported": Phrase("Who told of it"),
    "stepped_in": Phrase("Who stepped in"),
    "answered": Phrase("Filed, decided, answered"),
    "owed": Phrase("What is owed"),
}
# The part of an exhibit or text that a basis names.
PARTS = {
    "row": Phrase("row {number}"),
    "chars": Phrase("signs {number}"),
}


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


def slug(name: str) -> str:
    """A name made for an address, as words: ``the-march`` → ``The march``."""
    words = " ".join(name.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:]


def _date(value: str, language: str) -> str:
    try:
        return dates.shown(value, language)
    except KuzatError:
        return value


def whose(code: str) -> Phrase:
    """Which other organisation says something; the code is empty where the reader may not know it."""
    return Phrase("from {code}", code=code) if code else Phrase("from another organisation")


def uncounted(count: int, code: str) -> Phrase:
    """What stands beside a count: what only another organisation tells of."""
    return Phrase("{count} more received {whose}, not counted.", count=count, whose=whose(code))
