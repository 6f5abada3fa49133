# SPDX-License-Identifier: Apache-2.0
"""What each account of a value rests on: claimed by one voice, or confirmed by several."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kuzat.records import Record, Standing, Value
from kuzat.verification.source import Voice


class Support(StrEnum):
    """How an account is carried. Kept apart from what the organisation adopts."""

    UNTOLD = "untold"  # no information is named as its basis
    CLAIMED = "claimed"  # one voice says so
    OFFICIAL = "official"  # only authorities say so
    CONFIRMED = "confirmed"  # at least two independent voices, one of them no authority


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One value of a property, with every statement that says it and the voices behind them."""

    text: str
    language: str | None
    said: tuple[Value, ...]
    voices: tuple[Voice, ...]
    support: Support

    @property
    def standing(self) -> Standing:
        """How the account stands among the others: the strongest standing of its statements."""
        return min((value.standing for value in self.said), key=list(Standing).index)


def accounts(record: Record, says: str, by_basis: Mapping[str, Voice]) -> tuple[Account, ...]:
    """The different values said of one property, in the order in which they were first said.

    ``by_basis`` maps information ids to voices, as `voices` gives it. A statement whose basis names
    no such information adds no voice.
    """
    grouped: dict[tuple[str, str | None], list[Value]] = {}
    for value in record.all(says):
        grouped.setdefault((value.text, value.said.language), []).append(value)
    return tuple(
        _account(text, language, said, by_basis) for (text, language), said in grouped.items()
    )


def _account(
    text: str, language: str | None, said: list[Value], by_basis: Mapping[str, Voice]
) -> Account:
    told = (by_basis.get((value.said.basis or "").split("#", 1)[0]) for value in said)
    heard = {voice.key: voice for voice in told if voice is not None}
    return Account(
        text=text,
        language=language,
        said=tuple(said),
        voices=tuple(heard.values()),
        support=_support(tuple(heard.values())),
    )


def _support(heard: tuple[Voice, ...]) -> Support:
    if not heard:
        return Support.UNTOLD
    if all(voice.official for voice in heard):
        return Support.OFFICIAL
    return Support.CONFIRMED if len(heard) > 1 else Support.CLAIMED
