# SPDX-License-Identifier: Apache-2.0
"""What a week begins with: who may be at risk, what is due, what the office itself must file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuzat import store
from kuzat.accountability import Whose
from kuzat.store import Upkeep, Waits
from kuzat.web import labels
from kuzat.web.accountability import cases
from kuzat.web.accountability.cases import Due
from kuzat.web.reading import Reading
from kuzat.web.verifying import waiting
from kuzat.web.verifying.waiting import Sort

GROUPS: tuple[tuple[str, Promise, tuple[Waits, ...]], ...] = (
    ("risk", gettext_lazy("Who may be at risk"), (Waits.THREATENED, Waits.HELD)),
    ("due", gettext_lazy("What is due"), (Waits.TO_ERASE, Waits.ENDING)),
    ("waits", gettext_lazy("What waits"), (Waits.SECOND_READER, Waits.CONTESTED)),
)
DUE = "due"
BACKUP_DAYS, STAMP_DAYS = 7, 30
# The kind of what the organisation itself hands in, and how long before and after its term it is named.
FILE, AHEAD, BEHIND = "obligation_kind.file", timedelta(days=31), timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """One thing to do for the archive itself: why, and by which command."""

    sentence: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is asked for under one head: sorts of records, each with its number, and chores."""

    id: str
    head: Promise
    sorts: tuple[Sort, ...]
    chores: tuple[Chore, ...] = ()


def groups(now: Reading) -> tuple[Group, ...]:
    """The groups in which there is something today, within what the reader may see."""
    pressing = {sort.id: sort for sort in waiting.pressing(now)}
    found = (
        Group(
            id=id_,
            head=head,
            sorts=tuple(pressing[waits] for waits in of if waits in pressing),
            chores=_chores(now) if id_ == DUE else (),
        )
        for id_, head, of in GROUPS
    )
    return tuple(group for group in found if group.sorts or group.chores)


def filings(now: Reading) -> tuple[Due, ...]:
    """What the organisation itself must file within a month, or should have filed within the last year.

    That is what it owes by law for itself, and for those it acts for.
    """
    today = date.fromisoformat(now.today)
    first, last = today - BEHIND, today + AHEAD
    found = now.kept("filings", lambda: store.access_due(now.archive, now.reader, last, since=first))
    near = [
        (owed.deadline.earliest, row["id"], cases.due(row, owed))
        for case in found
        for row, owed in case.obligations
        if owed.deadline and not owed.is_answered and (row["kind"] == FILE or owed.whose is Whose.OURS)
        if owed.deadline.earliest <= last and owed.deadline.latest >= first
    ]
    return tuple(due for _day, _id, due in sorted(near, key=lambda one: one[:2]))


def _chores(now: Reading) -> tuple[Chore, ...]:
    """What the archive itself asks for; nothing for who sees only a part of it."""
    if not now.sees_all:
        return ()
    upkeep = now.kept("upkeep", lambda: store.access_upkeep(now.archive, now.reader))
    return tuple(_of_backup(now, upkeep)) + tuple(_of_stamp(now, upkeep))


def _of_backup(now: Reading, upkeep: Upkeep) -> Iterator[Chore]:
    """A first backup is a first step; afterwards one is due once it is old, or keeps what was erased."""
    command = "kuzat backup --help"
    if upkeep.erased:
        yield Chore(
            sentence=_("Something was erased since the newest backup, which can still bring it back."),
            command=command,
        )
    elif upkeep.backup and upkeep.unsaved and _days(now, upkeep.backup) > BACKUP_DAYS:
        sentence = _("The newest backup is of {day}.").format(day=labels.day(upkeep.backup))
        yield Chore(sentence=sentence, command=command)


def _of_stamp(now: Reading, upkeep: Upkeep) -> Iterator[Chore]:
    """Who had the hour vouched for once wants it again."""
    if upkeep.stamp and upkeep.unstamped and _days(now, upkeep.stamp) > STAMP_DAYS:
        sentence = _("The newest timestamp is of {day}.").format(day=labels.day(upkeep.stamp))
        yield Chore(sentence=sentence, command="kuzat timestamp --help")


def _days(now: Reading, day: str) -> int:
    return (date.fromisoformat(now.today) - date.fromisoformat(day)).days
