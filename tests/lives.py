# SPDX-License-Identifier: Apache-2.0
"""Lives of other processes that share an archive with a test, and how they end.

Each life is a function that a fresh process runs. It tells through a pipe what was acknowledged to it:
what was told before the process was killed is still in the pipe afterwards.
"""

import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from kuzat.errors import KuzatError
from kuzat.keys import FLOOR, Unlocked
from kuzat.store import (
    Archive,
    SheetFile,
    create,
    erase,
    import_sheet,
    importing,
    open_with_keys,
    publish,
    reader_of,
    verify,
)
from kuzat.store.publish import LogFolder
from kuzat.testing import AIZADA, Maker

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["kuzat.store", "kuzat.testing", "tests.lives"])
ROWS_A_COMMIT = 20
PATIENCE = 60.0


class Life:
    """A process that runs ``life(path, unlocked, tell, *given)``; leaving the block kills it."""

    def __init__(self, life: Callable[..., None], *given: Any) -> None:
        self._receiver, sender = CONTEXT.Pipe(duplex=False)
        self.process = CONTEXT.Process(target=life, args=(sender, *given), daemon=True)
        self.process.start()
        sender.close()

    def __enter__(self) -> "Life":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def hear(self) -> Any:
        """The next thing that it tells."""
        assert self._receiver.poll(PATIENCE), "it tells nothing"
        return self._receiver.recv()

    def hear_up_to(self, count: int) -> list[Any]:
        """The next things that it tells, fewer where it ends before."""
        told: list[Any] = []
        with suppress(EOFError):
            while len(told) < count:
                told.append(self.hear())
        return told

    def rest(self) -> list[Any]:
        """All that it told until its end."""
        told: list[Any] = []
        try:
            while self._receiver.poll(PATIENCE):
                told.append(self._receiver.recv())
        except (EOFError, OSError):
            pass
        self.process.join(PATIENCE)
        return told

    def kill(self) -> list[Any]:
        """``kill -9``, and what was told before."""
        self.process.kill()
        return self.rest()


def saying(tell: Connection, path: Path, unlocked: Unlocked, count: int, pause: float = 0.0) -> None:
    """Say one form after another; tell the number of entries after each, and how it ended."""
    with open_with_keys(path, unlocked) as archive:
        tell.send(archive.size())
        for _ in range(count):
            Maker(archive).new("event", start="2020", story="gate")
            tell.send(archive.size())
            time.sleep(pause)


def import_all(tell: Connection, path: Path, unlocked: Unlocked, sheet: SheetFile) -> None:
    """Take over a sheet in many small commits; tell the number of entries after each."""
    importing.ROWS_A_COMMIT = ROWS_A_COMMIT
    with open_with_keys(path, unlocked) as archive:
        tell.send(archive.size())
        report = import_sheet(archive, sheet, progress=lambda _: tell.send(archive.size()))
        tell.send((report.taken, report.skipped))


def holding(tell: Connection, path: Path, unlocked: Unlocked, seconds: float) -> None:
    """Hold the writer's lock for a while."""
    with open_with_keys(path, unlocked) as archive, archive.database.writing():
        tell.send("holds")
        time.sleep(seconds)


def verifying(tell: Connection, path: Path, unlocked: Unlocked, count: int) -> None:
    """Open and verify again and again; tell what was found wrong."""
    for _ in range(count):
        try:
            with open_with_keys(path, unlocked) as archive:
                verify(archive, values=True)
                tell.send("")
        except KuzatError as error:
            tell.send(f"{error.code}: {error}")


class Dying(LogFolder):
    """The log folder of a process that dies while it publishes."""

    stage = ""

    def publish(self, old: int, new: int, note: bytes) -> None:
        self._die_at("before tiles")
        super().publish(old, new, note)

    def _write(self, path: str, content: bytes, narrower: str | None = None) -> None:
        super()._write(path, content, narrower)
        self._die_at("between tiles")

    def _sync(self) -> None:
        self._die_at("before the sync")
        super()._sync()

    def _replace_checkpoint(self) -> None:
        self._die_at("before the rename")
        super()._replace_checkpoint()
        self._die_at("after the rename")

    def _die_at(self, stage: str) -> None:
        if stage == self.stage:
            die()


def die(*_: object) -> NoReturn:
    """End as by ``kill -9``: nothing is closed, flushed or rolled back."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("it lives")


def dying(tell: Connection, path: Path, unlocked: Unlocked, stage: str) -> None:
    """Die at one point of a commit or of its publication."""
    with open_with_keys(path, unlocked) as archive:
        archive.folder = Dying(archive.folder.folder, archive.database, archive.log_key)
        Dying.stage = stage
        if stage == "before begin":
            archive.database.writing = die  # type: ignore[method-assign]
        elif stage == "inside the transaction":
            archive.database.check = die  # type: ignore[method-assign]
        elif stage == "before the folder is synced":
            publish.sync_folder = die
        Maker(archive).new("event", start="2020")
        tell.send("alive")


def erasing(tell: Connection, path: Path, unlocked: Unlocked, what: str, stage: str) -> None:
    """Erase, and die while the tombstones are published."""
    with open_with_keys(path, unlocked) as archive:
        archive.folder = Dying(archive.folder.folder, archive.database, archive.log_key)
        Dying.stage = stage
        erase(archive, reader_of(archive), what, "erasure_ground.asked")
        tell.send("alive")


def making(tell: Connection, path: Path, calls: int) -> None:
    """Make an archive and die when randomness is asked for the n-th time."""
    left = iter(range(calls))

    def random(size: int) -> bytes:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.urandom(size)

    create(path, AIZADA.passphrase, random=random, cost=FLOOR).close()
    tell.send("made")


def crowded(
    tell: Connection, path: Path, unlocked: Unlocked, limit: int, work: Callable[[Archive], None]
) -> None:
    """Work on a disk that takes no file larger than ``limit``; tell the sizes and then the error."""
    with open_with_keys(path, unlocked) as archive:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            while True:
                work(archive)
                tell.send(archive.size())
        except KuzatError as error:
            tell.send(error.code)
            tell.send(error.sentence())


def say_one(archive: Archive) -> None:
    """One form with a text that fills some pages."""
    maker = Maker(archive)
    maker.new("event", basis=maker.page(), description="The gate was shut. " * 400)
