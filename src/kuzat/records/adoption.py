# SPDX-License-Identifier: Apache-2.0
"""Following one account after another: the earlier choice is taken back in the same entry.

In: a record, the statement to follow, and the logs that are the organisation's own.
Out: the judgements to take back first, which would contradict the new choice.
Never: another organisation's choice taken back; a choice in another language, which contradicts nothing.
"""

from collections.abc import Callable, Collection, Iterator

from kuzat.log.statement import Draft
from kuzat.records.record import ADOPTS, ADOPTS_REASON, Record, Said


def earlier(
    record: Record, said: bytes, many: Callable[[str], bool], own: Collection[str]
) -> tuple[Said, ...]:
    """The adoptions of other values of the same property and language that stand in the ``own`` logs.

    There are none where the property may hold several values, as ``many(says)`` tells, and none where
    the statement ``said`` does not stand.
    """
    values = {value.said.id.hex(): value.said for its in record.values.values() for value in its}
    new = values.get(said.hex())
    if new is None or many(new.says):
        return ()
    followed = {
        id_
        for id_, old in values.items()
        if (old.says, old.language) == (new.says, new.language)
        and (old.type, old.value) != (new.type, new.value)
    }
    return tuple(j for j in record.judgements if j.says == ADOPTS and j.value in followed and j.log in own)


def taken_back(record: Record, adoptions: tuple[Said, ...]) -> Iterator[Draft]:
    """Withdraw adoptions, and the reasons that stand in their entries and belong to no other adoption."""
    going = {judgement.id for judgement in adoptions}
    kept = {(j.log, j.position) for j in record.judgements if j.says == ADOPTS and j.id not in going}
    entries = {(j.log, j.position) for j in adoptions} - kept
    for judgement in record.judgements:
        is_reason = judgement.says == ADOPTS_REASON and (judgement.log, judgement.position) in entries
        if judgement.id in going or is_reason:
            yield Draft(
                op="withdraw",
                about=judgement.about,
                says=judgement.says,
                type="statement",
                value=judgement.id.hex(),
            )
