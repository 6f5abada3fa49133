# SPDX-License-Identifier: Apache-2.0
"""Keep the log folder (C2SP tlog-tiles) in step with ``cases.db``.

The durable commit comes first; then tiles, then the checkpoint by rename. So the folder is in step or one
commit behind, after whatever crash; anything else is an alarm. It holds entries and hashes only: copying it
is mirroring the log.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import BinaryIO

from kuzat.errors import Broken
from kuzat.log import merkle, tiles
from kuzat.log.note import Checkpoint
from kuzat.store.cipher import Database, full_disk

WIDTH, HASH = tiles.WIDTH, merkle.HASH
CHECKPOINT, FRESH = "checkpoint", "checkpoint.new"
TOGETHER = 32  # files that are open before they are synced, far below what any system allows
FLUSHES = ThreadPoolExecutor(max_workers=3, thread_name_prefix="flush")  # bundle, tile and checkpoint
EMPTY = b""


class LogAhead(Broken):
    """The published log has {published} entries, cases.db has {held}: an older cases.db was put back, or its last commits were lost."""  # noqa: E501

    code = "log_ahead"
    advice = "Do not write to this archive. Look for the newer cases.db, and keep every copy."


class LogBehind(Broken):
    """The published log has {published} entries, cases.db has {held}: more than one commit is missing from the log folder."""  # noqa: E501

    code = "log_behind"
    advice = "Somebody replaced the log folder. Keep it as it is, and compare it with other copies."


class LogForked(Broken):
    """The published checkpoint at {published} entries is not the one that cases.db signed."""

    code = "log_forked"
    advice = "Two histories of one log exist. Keep both, and ask which one your partners have seen."


class LogFolder:
    """One log's folder. It reads entries from the database and never decides what is true."""

    def __init__(self, folder: Path, database: Database, log_key: int) -> None:
        self.folder = folder
        self.database = database
        self.log_key = log_key
        self._unsynced: list[BinaryIO] = []
        self._newest = (0, EMPTY, EMPTY)  # how many leaves; bundle and hashes of the lowest tile

    def checkpoint(self) -> bytes:
        """The published note, empty where none is."""
        return self.read(CHECKPOINT)

    def signed(self) -> dict[int, bytes]:
        """The two newest checkpoints of the database: size → note, the newest first."""
        rows = self.database.rows(
            "SELECT size, note FROM checkpoint WHERE log = ? ORDER BY size DESC LIMIT 2",
            (self.log_key,),
        )
        return {int(size): bytes(note) for size, note in rows}

    def in_step(self) -> bool:
        """Whether the newest checkpoint is published; needs no lock."""
        return self.checkpoint() == next(iter(self.signed().values()), EMPTY)

    def follow(self) -> None:
        """Publish the newest checkpoint if it is the next one. The caller holds the writer's lock.

        Raises `LogAhead`, `LogBehind` or `LogForked`, and repairs nothing then; `DiskFull`.
        """
        known = self.signed()
        held = max(known, default=0)
        note = self.checkpoint()
        size = Checkpoint.parse(note).size if note else 0
        if size > held:
            raise LogAhead(published=size, held=held)
        if size in known and known[size] != note:
            raise LogForked(published=size)
        if size not in known and (size or len(known) > 1):
            raise LogBehind(published=size, held=held)
        if size < held:
            with full_disk():
                self.publish(size, held, known[held])

    def publish(self, old: int, new: int, note: bytes) -> None:
        """Write the tiles that entries ``old`` up to ``new`` touch, then the checkpoint.

        All of it is durable before the new checkpoint takes the old one's name.
        """
        try:
            narrower = {_whole(path): path for path in self._partial(old)}
            for path, content in self.tiles(old, new):
                self._write(path, content, narrower.get(_whole(path)))
            self._write(FRESH, note)
            self._sync()
        finally:
            self._close()
        self._replace_checkpoint()

    def tiles(self, old: int, new: int) -> Iterator[tuple[str, bytes]]:
        """(path, bytes) of each tile and entry bundle that differs between two sizes.

        Those below come before those above them, which are made from their files.
        """
        level = 0
        while new:
            for number in range(old // WIDTH, -(-new // WIDTH)):
                kept = max(old - number * WIDTH, 0)
                width = min(new - number * WIDTH, WIDTH)
                if width > kept:
                    yield from self._tile(level, number, width, kept)
            level, old, new = level + 1, old // WIDTH, new // WIDTH

    def edge(self, size: int) -> Iterator[tuple[str, bytes]]:
        """(path, bytes) of the tiles and the bundle at the right edge that are not full yet."""
        level = 0
        while size:
            if width := size % WIDTH:
                yield from self._tile(level, size // WIDTH, width, 0)
            level, size = level + 1, size // WIDTH

    def _tile(self, level: int, number: int, width: int, kept: int) -> Iterator[tuple[str, bytes]]:
        """One tile, and at level 0 its bundle; ``kept`` hashes of it stand in the narrower one."""
        if level == 0:
            bundle, hashes = self._leaves(number * WIDTH, width, kept)
            yield tiles.bundle_path(number, width), bundle
        else:
            hashes = self._nodes(level, number, width, kept)
        yield tiles.tile_path(level, number, width), hashes

    def _leaves(self, first: int, width: int, kept: int) -> tuple[bytes, bytes]:
        """Bundle and hashes of a lowest tile; what was read for a narrower one is not read again."""
        size, bundle, hashes = self._newest
        if not kept or size != first + kept:
            kept, bundle, hashes = 0, EMPTY, EMPTY
        encoded = self.entries(first + kept, first + width)
        bundle += tiles.bundle(encoded)
        hashes += b"".join(map(merkle.leaf_hash, encoded))
        self._newest = (first + width, bundle, hashes)
        return bundle, hashes

    def _nodes(self, level: int, number: int, width: int, kept: int) -> bytes:
        """The hashes of a higher tile: those of the narrower one, and the roots of what came since."""
        hashes = self.read(tiles.tile_path(level, number, kept)) if kept else EMPTY
        if len(hashes) != kept * HASH:
            hashes, kept = EMPTY, 0
        below = range(number * WIDTH + kept, number * WIDTH + width)
        return hashes + b"".join(self._root(level - 1, n) for n in below)

    def _root(self, level: int, number: int) -> bytes:
        """The root of one full tile."""
        content = self.read(tiles.tile_path(level, number))
        return merkle.root([content[at : at + HASH] for at in range(0, len(content), HASH)])

    def read(self, path: str) -> bytes:
        """What one file of the folder holds, nothing where it is missing."""
        try:
            return (self.folder / path).read_bytes()
        except FileNotFoundError:
            return EMPTY

    def entries(self, first: int, last: int) -> list[bytes]:
        """The bytes of entries ``first`` up to, not including, ``last``."""
        rows = self.database.rows(
            "SELECT bytes FROM entry WHERE log = ? AND position >= ? AND position < ?"
            " ORDER BY position",
            (self.log_key, first, last),
        )
        return [row[0] for row in rows]

    def widest(self, path: str) -> bytes:
        """The widest form of a tile that is kept: the full one, else the newest partial one; or nothing."""
        full = self.folder / path
        if full.is_file():
            return full.read_bytes()
        partial = full.with_name(full.name + ".p").glob("[1-9]*")
        widest = max(partial, key=lambda file: int(file.name), default=None)
        return widest.read_bytes() if widest else EMPTY

    def _write(self, path: str, content: bytes, narrower: str | None = None) -> None:
        """Write a file that is durable after `_sync`; it takes the place of its narrower form."""
        if len(self._unsynced) == TOGETHER:
            self._sync()
        target = self.folder / path
        begun = self._grow(self.folder / narrower, target, content) if narrower else 0
        if not begun:
            target.parent.mkdir(parents=True, exist_ok=True)
        file = target.open("ab" if begun else "wb")
        self._unsynced.append(file)
        file.write(content[begun:])
        file.flush()

    def _grow(self, narrower: Path, target: Path, content: bytes) -> int:
        """Let a file that begins like its wider form become it: with each entry it is the whole but one.

        Returns how many bytes stand. A file that does not begin so is removed.
        """
        try:
            held = narrower.read_bytes()
        except FileNotFoundError:
            return 0
        if not content.startswith(held):
            narrower.unlink()
            return 0
        narrower.replace(target)
        return len(held)

    def _sync(self) -> None:
        """Make what was written durable, all at once: three files then cost a form little more than one."""
        syncing = [FLUSHES.submit(os.fsync, file.fileno()) for file in self._unsynced]
        wait(syncing)
        for done in syncing:
            done.result()
        self._close()

    def _close(self) -> None:
        while self._unsynced:
            self._unsynced.pop().close()

    def _partial(self, size: int) -> Iterator[str]:
        """The paths of the tiles and of the bundle at the right edge that are not full yet."""
        level = 0
        while size:
            if width := size % WIDTH:
                yield tiles.tile_path(level, size // WIDTH, width)
                if level == 0:
                    yield tiles.bundle_path(size // WIDTH, width)
            level, size = level + 1, size // WIDTH

    def _replace_checkpoint(self) -> None:
        """Rename, fsync of the folder: a reader sees the old note or the new one."""
        (self.folder / FRESH).replace(self.folder / CHECKPOINT)
        sync_folder(self.folder)


def _whole(path: str) -> str:
    """The path of a tile or bundle once it is full."""
    return path.partition(".p/")[0]


def write_durably(path: Path, content: bytes) -> None:
    """A file whose content is on the disk when this returns."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename durable where the system lets a folder be synced (not on Windows)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
