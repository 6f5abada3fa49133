# SPDX-License-Identifier: Apache-2.0
"""Where accounts of one thing part, and whether the organisation has said which one it follows."""

from collections.abc import Mapping
from dataclasses import dataclass

from kuzat.records import Record, Standing
from kuzat.verification.corroboration import Account, accounts
from kuzat.verification.source import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A property of which accounts differ. ``adopted`` is the text that the organisation follows."""

    record: str
    says: str
    accounts: tuple[Account, ...]
    adopted: str | None


def contradictions(record: Record, by_basis: Mapping[str, Voice]) -> tuple[Contradiction, ...]:
    """The properties of a record of which accounts differ, open ones first, in vocabulary order."""
    found = []
    for says, values in record.values.items():
        standings = {value.standing for value in values}
        if standings & {Standing.CONTESTED, Standing.SET_ASIDE}:
            found.append(_contradiction(record, says, by_basis))
    return tuple(sorted(found, key=lambda c: c.adopted is not None))


def _contradiction(record: Record, says: str, by_basis: Mapping[str, Voice]) -> Contradiction:
    told = accounts(record, says, by_basis)
    adopted = [account.text for account in told if account.standing is Standing.ADOPTED]
    return Contradiction(
        record=record.id,
        says=says,
        accounts=told,
        adopted=adopted[0] if adopted else None,
    )
