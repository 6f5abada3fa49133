# SPDX-License-Identifier: Apache-2.0
"""What each kind of form asks: properties of the vocabulary in the order in which they are asked.

None of them must be answered. What a form does not ask, no submission to it may say.
"""

from kuzat.collection.consent import CALLBACK
from kuzat.terms.vocabulary import Vocabulary

WHEN_AND_WHERE = ("event.start", "event.region", "event.place")
ALLOWED = ("consent.purpose", "consent.audience", "consent.identification", *CALLBACK)
TOLD = "information.testimony"
NUMBERS = ("event.affected_min", "event.detained_min", "event.injured_min", "event.killed_min")
ASKED = {
    "form_purpose.testimony": (TOLD, *WHEN_AND_WHERE, "information.connection"),
    "form_purpose.incident": (
        TOLD, *WHEN_AND_WHERE, "act.type", "act.number_min", "involvement.perpetrator_kind",
        "information.connection",
    ),
    "form_purpose.security_incident": (
        TOLD, *WHEN_AND_WHERE, "act.type", "involvement.perpetrator_kind", "information.connection",
    ),
    "form_purpose.checklist": (*WHEN_AND_WHERE, "event.topic", *NUMBERS, TOLD),
}  # fmt: skip


def asked(purpose: str) -> tuple[str, ...]:
    """Every property that a form of this purpose asks, consent last."""
    return (*ASKED[purpose], *ALLOWED)


def takes_several(vocabulary: Vocabulary, says: str) -> bool:
    """Whether several answers may be marked, so that each is allowed or not by itself."""
    return says in ("consent.purpose", "consent.audience") and vocabulary.property(says).many
