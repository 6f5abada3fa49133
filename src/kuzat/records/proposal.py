# SPDX-License-Identifier: Apache-2.0
"""The second reader: one member proposes to follow an account that others contradict, another adopts it.

So it is with taking that back: a proposal that names the adoption is one to follow that account no longer.

In: a record, and the logs that are the organisation's own.
Out: the proposals that nobody has answered yet, with their reasons.
Never: a proposal that counts; one that a later adoption has decided.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from kuzat.records.record import ADOPTS, DISPUTES, PROPOSES, PROPOSES_REASON, Record, Said, Value

Question = tuple[str, str | None, tuple[str, str] | None]
Moment = tuple[int, str, int]
NEVER: Moment = (-1, "", -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One member's word for an account that waits for another's; ``said`` is the statement of it.

    Where it ``ends`` an adoption, by the id of that, it is a word for following the account no longer.
    """

    said: Said
    reasons: tuple[str, ...]
    ends: bytes | None = None


def is_second_needed(record: Record, said: bytes, many: Callable[[str], bool], by: str) -> bool:
    """Whether following a statement that stands contradicts somebody: others say otherwise or dispute it.

    An account that is disputed says otherwise still, and so does what the member ``by`` took back: nobody
    clears the way for their own choice. ``many(says)`` tells whether a property may hold several values.
    """
    values = [value.said for its in record.values.values() for value in its]
    followed = next((one for one in values if one.id == said), None)
    if followed is None:
        return False
    against = [*values, *record.judgements, *(one for one, who in record.withdrawn if who == by)]
    return any(
        (one.says == DISPUTES and one.value == said.hex())
        or (not many(followed.says) and _differs(one, followed))
        for one in against
    )


def _differs(one: Said, other: Said) -> bool:
    """Whether two statements of the same property and language say different things."""
    alike = (one.says, one.language) == (other.says, other.language)
    return alike and (one.type, one.value) != (other.type, other.value)


def proposals(
    record: Record, own: Collection[str], many: Callable[[str], bool]
) -> Mapping[bytes, tuple[Proposal, ...]]:
    """Statement → the proposals to follow it, or to do so no longer, that stand in the ``own`` logs and wait,
    in causal order.

    An adoption decides those about its property, or about its value where there may be several; one to end an
    adoption waits as long as that stands.
    """
    values = {value.said.id.hex(): value for its in record.values.values() for value in its}
    adoptions = {one.id.hex(): one for one in record.judgements if one.says == ADOPTS}
    decided = _decided(record, values, many)
    waiting: dict[bytes, tuple[Proposal, ...]] = {}
    for one in record.judgements:
        ended = adoptions.get(one.value)
        value = values.get(ended.value if ended else one.value)
        if one.says != PROPOSES or one.log not in own or value is None:
            continue
        if ended or _moment(one) > decided.get(_question(value.said, many), NEVER):
            reasons = tuple(_reasons(record.judgements, one))
            proposal = Proposal(said=one, reasons=reasons, ends=ended.id if ended else None)
            waiting[value.said.id] = (*waiting.get(value.said.id, ()), proposal)
    return waiting


def _decided(
    record: Record, values: Mapping[str, Value], many: Callable[[str], bool]
) -> Mapping[Question, Moment]:
    """Question → the moment of the last adoption that stands and answers it."""
    last: dict[Question, Moment] = {}
    for one in record.judgements:
        if one.says == ADOPTS and one.value in values:
            question = _question(values[one.value].said, many)
            last[question] = max(last.get(question, NEVER), _moment(one))
    return last


def _question(said: Said, many: Callable[[str], bool]) -> Question:
    """What following a statement decides: the whole property in its language, or this value of several."""
    value = (said.type, said.value) if many(said.says) else None
    return said.says, said.language, value


def _moment(said: Said) -> Moment:
    return said.lamport, said.log, said.position


def _reasons(judgements: Iterable[Said], one: Said) -> Iterable[str]:
    entry = (one.log, one.position)
    return (j.value for j in judgements if j.says == PROPOSES_REASON and (j.log, j.position) == entry)
