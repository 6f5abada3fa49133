# SPDX-License-Identifier: Apache-2.0
"""Open the encrypted database file with a raw key; the only door to the driver."""

import errno
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from kuzat.errors import Broken, Refused

# A row was to be put in that can stand only once.
StandsOnce = driver.IntegrityError
WAIT_MS, PAUSE_MS = 10_000, 50
CACHE, WIDE_CACHE = -64 * 1024, -192 * 1024  # KiB, where negative
WAL_PAGES, WIDE_WAL_PAGES = 4000, 20_000  # how long the write-ahead log grows before it is copied back
NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG))
# A fault of this program, not of the file.
WRONG_QUERY = re.compile(r"no such column|near .*syntax error|ambiguous column")
PRAGMAS = (
    "cipher_log_level = NONE",
    "synchronous = FULL",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    f"cache_size = {CACHE}",
    f"busy_timeout = {WAIT_MS}",
    f"wal_autocheckpoint = {WAL_PAGES}",
)


class DatabaseBroken(Broken):
    """The database file {file} cannot be read: it is damaged, cut short, or belongs to another archive."""

    code = "database_broken"
    advice = "Keep the file as it is, and restore the newest backup or copy into another folder."


class Busy(Refused):
    """Another program is writing to this archive."""

    code = "busy"
    advice = "Wait until the other program has finished, then try again; nothing was written."


class KeysChanged(Refused):
    """Members or keys of this archive were changed by another program."""

    code = "keys_changed"
    advice = "Close the archive and open it again; nothing was written."


class DiskFull(Refused):
    """The disk is full or cannot be written; nothing was changed."""

    code = "disk_full"
    advice = "Make room on the disk, then try again."


class Database:
    """One connection to one encrypted file. ``raw`` is the driver's own, for the hot path.

    Whatever is read by ``raw`` is read inside `reading` or `writing`, or else by `rows` and `row`.
    """

    def __init__(self, path: Path, key: bytes, *, fresh: bool = False) -> None:
        """``fresh`` makes a new file; otherwise a file without tables is no archive, and left alone."""
        self.path = path
        self._key = key
        with translated(path):
            self.raw: Any = driver.connect(str(path), check_same_thread=False, isolation_level=None)
            try:
                self._unlock(key, fresh)
            except BaseException:
                self.raw.close()
                raise
        engine = create_engine(
            "sqlite://",
            creator=lambda: self.raw,
            module=driver,
            poolclass=StaticPool,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,  # an error must not repeat what people said
        )
        self.connection: Connection = engine.connect()

    def _unlock(self, key: bytes, fresh: bool) -> None:
        self.raw.execute(_unlocking(key))
        for pragma in PRAGMAS:
            self.raw.execute(f"PRAGMA {pragma}")
        (tables,) = self.row("SELECT count(*) FROM sqlite_master")
        if not tables and not fresh:
            raise DatabaseBroken(file=self.path.name)
        self.raw.execute("PRAGMA journal_mode = WAL")
        self.file = _file(self.path)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction that holds the writer's lock from its first moment; all or nothing.

        Raises `KeysChanged` where the file was exchanged for one under another key since it was opened.
        """
        with translated(self.path):
            self.raw.execute("BEGIN IMMEDIATE")
            try:
                if _file(self.path) != self.file:
                    raise KeysChanged()
                yield
                self.check()
                self.raw.execute("COMMIT")
            except BaseException:
                if self.raw.in_transaction:
                    self.raw.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One snapshot for several reads; within another one or a writer's turn, that one's."""
        if self.raw.in_transaction:
            yield
            return
        with translated(self.path):
            self.raw.execute("BEGIN")
            try:
                yield
            finally:
                if self.raw.in_transaction:
                    self.raw.execute("COMMIT")
                self.check()

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """More memory and a longer write-ahead log, for work that touches the file everywhere."""
        self._allow(WIDE_CACHE, WIDE_WAL_PAGES)
        try:
            yield
        finally:
            self._allow(CACHE, WAL_PAGES)

    def _allow(self, cache: int, wal_pages: int) -> None:
        with translated(self.path):
            self.raw.execute(f"PRAGMA cache_size = {cache}")
            self.raw.execute(f"PRAGMA wal_autocheckpoint = {wal_pages}")

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows that a query finds, read to the end and checked."""
        with translated(self.path):
            found: list[Any] = self.raw.execute(query, values).fetchall()
            self.check()
        return found

    def row(self, query: str, values: Sequence[Any] = ()) -> Any:
        """The first row that a query finds, checked; None where it finds none."""
        return next(iter(self.rows(query, values)), None)

    def check(self) -> None:
        """Raise `DatabaseBroken` if something that was read is not what was written.

        Of a long value whose later pages cannot be authenticated, SQLCipher hands out zeros and says
        nothing; it only remembers. So no reading leaves the store without this question.
        """
        (sound,) = self.raw.execute("PRAGMA cipher_status").fetchone()
        if sound != "1":
            raise DatabaseBroken(file=self.path.name)

    def broken_page(self) -> str:
        """What the cipher says of the first page of the file that it cannot authenticate; else nothing.

        A connection of its own is asked, since one such page stops a connection for good.
        """
        with closing(self._witness("ro")) as witness:
            try:
                found = witness.execute("PRAGMA cipher_integrity_check").fetchall()
            except driver.DatabaseError as error:
                return str(error)
        return next((finding for (finding,) in found if finding != "ok"), "")

    def fold(self) -> None:
        """Fold the write-ahead log into the file, or wait until another program has folded it.

        The caller holds the writer's lock, so that nothing is added meanwhile.
        """
        with closing(self._witness("rw")) as witness, suppress(driver.DatabaseError):
            for _ in range(WAIT_MS // PAUSE_MS):
                (busy, _, _) = witness.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if not busy:
                    return
                sleep(PAUSE_MS / 1000)

    def _witness(self, mode: str) -> Any:
        """Another connection to the same file, which may only read (``ro``) or write too (``rw``)."""
        place = f"{self.path.resolve().as_uri()}?mode={mode}"
        witness = driver.connect(place, uri=True, isolation_level=None)
        witness.execute(_unlocking(self._key))
        witness.execute("PRAGMA cipher_log_level = NONE")
        return witness

    def write_anew(self) -> None:
        """Write every page of the file anew and empty the write-ahead log. Raises `Busy`, `DiskFull`.

        ``secure_delete`` clears what is deleted, not the copies that moving rows between pages left
        in the unused part of a page; new pages have none. Memory for the whole file is needed, since
        nothing may lie beside it.
        """
        with translated(self.path):
            self.raw.execute("VACUUM")
            (busy, _, _) = self.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self.check()
        if busy:
            raise Busy()

    def keep_others_out(self) -> None:
        """From now until it is closed nobody else opens the file, and all of it lies in one place.

        Raises `Busy` where somebody has it open.
        """
        with translated(self.path):
            for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = DELETE"):
                self.raw.execute(f"PRAGMA {pragma}").fetchone()
            self.raw.execute("BEGIN EXCLUSIVE")
            self.raw.execute("COMMIT")

    def copy(self, path: Path, key: bytes) -> None:
        """Everything again in a new file, under another key."""
        with translated(path):
            name = str(path)
            self.raw.execute("ATTACH ? AS fresh KEY ?", (name, f"x'{key.hex()}'"))
            try:
                self.raw.execute("SELECT sqlcipher_export('fresh')")
                self.check()
            finally:
                self.raw.execute("DETACH fresh")

    def abandon(self) -> None:
        """Let go of the file as it is. Folding a write-ahead log that was torn would cut what is behind.

        The last connection to close folds it; a witness that may only read cannot.
        """
        with closing(self._witness("ro")) as witness:
            with suppress(driver.DatabaseError):
                witness.execute("BEGIN")
                witness.execute("SELECT count(*) FROM sqlite_master").fetchone()
            self.close()

    def close(self) -> None:
        """Fold the write-ahead log back into the file and let go of it."""
        self.connection.close()
        self.raw.close()


def _file(path: Path) -> tuple[int, int]:
    """Which file a path leads to; another one after it was replaced."""
    found = path.stat()
    return found.st_dev, found.st_ino


def _unlocking(key: bytes) -> str:
    return f"PRAGMA key = \"x'{key.hex()}'\""


@contextmanager
def full_disk() -> Iterator[None]:
    """Turn the system's refusal to write into a sentence that says so."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise DiskFull() from None


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the driver's errors into sentences that name the file, never its content."""
    try:
        yield
    except (driver.DatabaseError, DBAPIError, UnicodeDecodeError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        text = str(cause)
        if "lock" in text or "busy" in text:
            raise Busy() from None
        if "full" in text or "disk I/O" in text or "readonly" in text:
            raise DiskFull() from None
        if isinstance(cause, (driver.IntegrityError, driver.ProgrammingError)) or WRONG_QUERY.match(text):
            raise
        raise DatabaseBroken(file=path.name) from None
