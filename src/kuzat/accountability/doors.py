# SPDX-License-Identifier: Apache-2.0
"""Which doors remain for a claim, and why not the others.

In: what a claim is about, before which bodies it was, today. Out: each body with its reasons, in sentences.
What is not recorded leaves a door `unsure`; only a rule that was written down shuts it. This is no advice.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kuzat.accountability.forums import Forum
from kuzat.accountability.rules import RuleBook
from kuzat.errors import Phrase

LAST_AT_HOME = "kg-supreme-court"
# Bodies of treaties whose complaints exclude each other, as article 5(2)(a) of the Optional Protocol says.
PROCEDURES = ("ccpr-op1", "cedaw-op-communication")
SHUT = {
    "closed": Phrase("As things stand, no case about Kyrgyzstan can come before this body."),
    "states": Phrase("Only States can turn to this body."),
}


class Door(StrEnum):
    """Whether somebody can go to a body with a claim."""

    OPEN = "open"
    UNSURE = "unsure"
    USED = "used"
    SHUT = "shut"


DOORS = {
    Door.OPEN: Phrase("Open"),
    Door.UNSURE: Phrase("Not sure"),
    Door.USED: Phrase("Used"),
    Door.SHUT: Phrase("Shut"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """One proceeding of a claim: before which body, and whether it ended."""

    forum: str
    is_ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a claim is about: terms of acts with all above them, and its proceedings."""

    acts: frozenset[str] = frozenset()
    before: tuple[Before, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One body, whether its door stands open for a claim, and why."""

    forum: Forum
    door: Door
    reasons: tuple[Phrase, ...]


def doors(book: RuleBook, matter: Matter, today: date) -> tuple[Found, ...]:
    """Every body as it is today, those that are open first, each in the order of the list."""
    found = [_found(book.forum(id_, today), matter, today) for id_ in book.forums]
    order = list(Door)
    return tuple(sorted(found, key=lambda one: order.index(one.door)))


def _found(forum: Forum, matter: Matter, today: date) -> Found:
    shut, unsure = tuple(_shut(forum, matter, today)), tuple(_unsure(forum, matter))
    there = [before for before in matter.before if before.forum == forum.id]
    if shut:
        return Found(forum=forum, door=Door.SHUT, reasons=shut)
    if there:
        ended = all(before.is_ended for before in there)
        said = Phrase("The claim was there; that ended.") if ended else Phrase("The claim is there.")
        return Found(forum=forum, door=Door.USED, reasons=(said,))
    if unsure:
        return Found(forum=forum, door=Door.UNSURE, reasons=unsure)
    return Found(forum=forum, door=Door.OPEN, reasons=())


def _shut(forum: Forum, matter: Matter, today: date) -> Iterator[Phrase]:
    if forum.door in SHUT:
        yield SHUT[forum.door]
    if not forum.counts_on(today):
        yield Phrase("It is not there on this day.")
    if forum.matters and matter.acts and not _is_for(forum, matter.acts):
        yield Phrase("It is for other kinds of acts.")
    if forum.alone and any(_runs_elsewhere(forum, before) for before in matter.before):
        yield Phrase("Another international procedure is running.")


def _is_for(forum: Forum, acts: Collection[str]) -> bool:
    return any(act in forum.matters for act in acts)


def _runs_elsewhere(forum: Forum, before: Before) -> bool:
    return before.forum in PROCEDURES and before.forum != forum.id and not before.is_ended


def _unsure(forum: Forum, matter: Matter) -> Iterator[Phrase]:
    if forum.matters and not matter.acts:
        yield Phrase("It is not recorded which kinds of acts the claim is about.")
    ended = any(before.forum == LAST_AT_HOME and before.is_ended for before in matter.before)
    if forum.first == "yes" and not ended:
        yield Phrase("Remedies at home come first; that they are used up is not recorded.")
    if not forum.checked:
        yield Phrase("To be checked by a lawyer: the source was not read or does not settle it.")
