# SPDX-License-Identifier: Apache-2.0
"""Processes that change members or keys, and die before the n-th thing that they do to the outside.

What counts as a thing: a file that is opened for writing, renamed or removed, fresh randomness, the
clock, and each step of the publication of the log.
"""

import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.lives import Dying

from kuzat.keys import Login, Unlocked
from kuzat.store import Archive, open_with_keys, reader_of
from kuzat.store.members import (
    access_members,
    add_member,
    remove_member,
    rewrap,
    set_officers,
    set_roles,
)
from kuzat.store.opening import now
from kuzat.store.rekeying import begin_crisis, new_epoch, rekey

WORDS = "a ladder made of seven rivers"
WATCHED = ("open", "os.rename", "os.remove", "os.truncate")


def _others(archive: Archive) -> list[str]:
    listed = access_members(archive, reader_of(archive)).members
    return sorted(one.id for one in listed if one.is_member and one.id != archive.member)


def _add(archive: Archive) -> None:
    add_member(archive, Login(passphrase=WORDS), ["lawyer"])


ACTS: dict[str, Callable[[Archive], object]] = {
    "add": _add,
    "remove": lambda archive: remove_member(archive, _others(archive)[0]),
    "roles": lambda archive: set_roles(archive, _others(archive)[0], ["coder"]),
    "rewrap": lambda archive: rewrap(archive, Login(passphrase=WORDS)),
    "quorum": lambda archive: set_officers(archive, 2, _others(archive)[:2]),
    "crisis": begin_crisis,
    "epoch": new_epoch,
    "rekey": rekey,
}


class Death:
    """Counts what is done, and ends the process before the n-th."""

    def __init__(self, number: int) -> None:
        self.left, self.armed = number, False

    def step(self) -> None:
        """One thing is about to be done."""
        if self.armed:
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            self.left -= 1

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        """What Python tells of files, before it touches them."""
        if event in WATCHED and not (event == "open" and args[1] == "rb"):
            self.step()

    def random(self, size: int) -> bytes:
        self.step()
        return os.urandom(size)

    def clock(self) -> str:
        self.step()
        return now()


class Publishing(Dying):
    """The log folder, whose every stage is one more thing."""

    death: Death

    def _die_at(self, stage: str) -> None:
        self.death.step()


def changing(tell: Connection, path: Path, unlocked: Unlocked, act: str, number: int) -> None:
    """Do one change of members or keys, and die on the way; tell when it is done."""
    death = Death(number)
    sys.addaudithook(death.hook)
    with open_with_keys(path, unlocked, clock=death.clock, random=death.random) as archive:
        Publishing.death = death
        archive.folder = Publishing(archive.folder.folder, archive.database, archive.log_key)
        death.armed = True
        ACTS[act](archive)
        death.armed = False
        tell.send("done")
