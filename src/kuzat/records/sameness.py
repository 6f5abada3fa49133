# SPDX-License-Identifier: Apache-2.0
"""What somebody says of two records of one kind: the same, not the same, unsure. Nothing is merged by it.

The judgement is a statement about the record whose id comes first, and the other record is its value; the
reason stands in the same entry. Taking it back undoes all that followed from it.
"""

from collections.abc import Mapping
from enum import StrEnum

from kuzat.errors import Refused
from kuzat.log.statement import Draft
from kuzat.terms import ids

REASON = "any.same_reason"
KINDS = ("event", "person")


class Verdict(StrEnum):
    """What somebody said of two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


_SAYS = {Verdict.SAME: "same_as", Verdict.DIFFERENT: "other_than", Verdict.UNSURE: "perhaps_same"}
# Property → what it says of the two records.
SAYS: Mapping[str, Verdict] = {f"{kind}.{says}": verdict for kind in KINDS for verdict, says in _SAYS.items()}


class NotComparable(Refused):
    """These two cannot be judged: it takes two different records, both events or both persons."""

    code = "not_comparable"
    advice = "kuzat show RECORD says of what kind a record is."


def judge(first: str, second: str, verdict: Verdict, reason: str, language: str | None = None) -> list[Draft]:
    """The drafts of one judgement and its reason. Raises `NotComparable`."""
    about, other = sorted((first, second))
    kind = ids.kind_of(about)
    if about == other or kind not in KINDS or ids.kind_of(other) != kind:
        raise NotComparable()
    return [
        Draft(about=about, says=f"{kind}.{_SAYS[verdict]}", type="record", value=other),
        Draft(about=about, says=REASON, type="text", value=reason, language=language),
    ]
