# SPDX-License-Identifier: Apache-2.0
"""Which act of `kuzat.keys` a role must include to say something; asked of everything that people say.

What a reader sees is asked in `kuzat.store.access.admit`; what a role may do otherwise, at the door of it.
"""

from collections.abc import Collection, Iterable

from kuzat import keys
from kuzat.log.statement import Draft, Statement
from kuzat.records.sameness import REASON, SAYS

SAY = "say"
RATED = tuple(
    f"judgement.{name}"
    for name in (
        *("item", "answer", "month", "region", "reach"),
        *("index", "freedom", "year", "low", "score", "high"),
    )
)
NEEDED = {
    "any.adopts": "adopt",
    "any.adopts_reason": "adopt",
    "any.proposes": "adopt",
    "any.proposes_reason": "adopt",
    "any.disputes": "dispute",
    "any.disputes_reason": "dispute",
    "any.hold": "hold",
    **dict.fromkeys((*SAYS, REASON), "adopt"),
    # Who judges civic space must see what all others recorded.
    **dict.fromkeys(RATED, "dispute"),
}
# What a door writes down of itself, after it asked whether its act may be done.
NOTED = ("any.read", "any.read_reason", "any.read_words", "disclosure.", "member.")


def check_said(roles: Collection[str], drafts: Iterable[Draft | Statement]) -> None:
    """Refuse what none of these roles may say. Raises `NotForThisRole`."""
    for act in {needed(draft) for draft in drafts}:
        if act is not None:
            keys.check_may(roles, act)


def needed(draft: Draft | Statement) -> str | None:
    """The act that a role must include for one statement; None for what a door notes of itself."""
    if draft.says.startswith(NOTED):
        return None
    return NEEDED.get(draft.says, SAY)
