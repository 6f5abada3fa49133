# SPDX-License-Identifier: Apache-2.0
"""The first steps of a new organisation, and which of them are done, as its archive tells."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.store import Wanted
from kuzat.web.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do: where on the desk, or by which command, and whether it is done."""

    label: Promise
    is_done: bool
    address: str = ""
    command: str = ""


def steps(now: Reading) -> tuple[Step, ...]:
    """The steps in their order; none for who may not see or not say, and none once all are done."""
    if not (now.sees_all and "say" in now.archive.may):
        return ()
    found = now.kept("beginning", lambda: tuple(_steps(now)))
    return () if all(step.is_done for step in found) else found


def _steps(now: Reading) -> Iterator[Step]:
    archive, reader = now.archive, now.reader
    yield Step(
        label=_("Record an incident"),
        is_done=store.access_events(archive, reader, Wanted(), size=1).total > 0,
        address="/incident",
    )
    yield Step(
        label=_("Give each colleague a passphrase and roles of their own"),
        is_done=sum(one.is_member for one in store.access_members(archive, reader).members) > 1,
        command="kuzat member --help",
    )
    yield Step(
        label=_("Write a backup, and keep it in another house"),
        is_done=store.access_upkeep(archive, reader).backup is not None,
        command="kuzat backup --help",
    )
