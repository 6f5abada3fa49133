# SPDX-License-Identifier: Apache-2.0
"""What of a partner's log is taken in: what they were told and say of it, and nothing that decides for us.

So no partner follows an account, judges whether two records are of the same, lifts a hold, gives a consent or
notes a disclosure in our place. Of our
own offices everything is taken in.
"""

from kuzat.records.sameness import SAYS
from kuzat.terms.ids import RECORD_KINDS

KINDS = (
    "event", "act", "person", "involvement", "information", "intervention", "chain", "relation", "exhibit",
    "claim", "proceeding", "step", "decision", "obligation", "assessment",
    "recommendation",
)  # fmt: skip
ANY = "any."
# Tombstones, which count for their own statements only, and what makes a text a translation.
TAKEN = frozenset(
    ("any.erased", "any.erasure_ground", "any.translates", "any.translator", "any.translation_reviewer")
)
# How something came into an archive, and which rows of a sheet it took: each tells it for itself.
OWN = frozenset((
    "information.form", "information.intake", "information.intake_reason", "information.likeness",
    "information.receipt", "exhibit.bundle", "exhibit.bundle_from", "exhibit.taken_entries",
))  # fmt: skip
# What decides what may be told of a record to whom, where others speak of it too.
DECIDES = frozenset(("information.source", "information.url", "exhibit.public"))
_PREFIXES = frozenset(RECORD_KINDS[kind] for kind in KINDS)


def is_taken(about: str, says: str = "") -> bool:
    """Whether a partner's statement about a record is taken in; a sealed one does not tell what it says."""
    if about[:3] not in _PREFIXES or says in OWN or says in SAYS:
        return False
    return not says.startswith(ANY) or says in TAKEN
