# SPDX-License-Identifier: Apache-2.0
"""How offices and allied organisations share by a file, and vouch for each other's logs.

In: cards of partners, keys, fresh random bytes, the bytes of notes and requests.
Out: cards and their digits, boxes and tags of a bundle, the forms of its lines, verdicts of witnesses;
entities for the tools of others.
Never: a file, a clock, randomness of its own; a line of a bundle taken in unseen.
"""

from kuzat.exchange.card import Card, CardRefused, read_card, write_card
from kuzat.exchange.entities import Named, Tie, entities, entity_id
from kuzat.exchange.envelope import NotForUs, TooManyReceivers
from kuzat.exchange.witness import Verdict, WitnessBehind, Witnessed, judged, witness

__all__ = [
    "Card",
    "CardRefused",
    "Named",
    "NotForUs",
    "Tie",
    "TooManyReceivers",
    "Verdict",
    "WitnessBehind",
    "Witnessed",
    "entities",
    "entity_id",
    "judged",
    "read_card",
    "witness",
    "write_card",
]
