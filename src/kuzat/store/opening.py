# SPDX-License-Identifier: Apache-2.0
"""The archive on disk: make one, open one, and settle what a crash left behind.

    bishkek.archive/
      archive.json   key wraps; authenticated, its digest in the log
      cases.db       statements, entries, readings, search (SQLCipher)
      exhibits/      encrypted originals, one key each
      log/<log id>/  the log as a tlog-tiles folder with its newest checkpoint
"""

import hashlib
import io
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kuzat import keys
from kuzat.errors import Broken, Missing, Refused
from kuzat.store import headers, schema
from kuzat.store.archive import CASES, EXHIBITS, HEADER, IDENTITY, LOG, Archive, Clock, Random
from kuzat.store.cipher import Busy, Database, DatabaseBroken, DiskFull, full_disk, translated
from kuzat.store.commit import Act
from kuzat.store.compartment import Compartment, lay, open_compartment, renewed
from kuzat.store.erasing import finish, is_due
from kuzat.store.projections import Projections
from kuzat.store.publish import sync_folder, write_durably
from kuzat.store.received import publish_received
from kuzat.store.settling import is_settled
from kuzat.store.vaults import Original, keep
from kuzat.terms import vocabulary


class NoArchive(Missing):
    """There is no archive at {path}."""

    code = "no_archive"
    advice = "Name the folder with --archive or KUZAT_ARCHIVE, or make one: kuzat init --archive FOLDER"


class ArchiveExists(Refused):
    """{path} is there already."""

    code = "archive_exists"
    advice = "Choose another folder; an archive is never overwritten."


class IdentityGone(Broken):
    """identity.db is not in the archive's folder."""

    code = "identity_gone"
    advice = "Look for it in a copy of this archive and put it back; cases.db is whole without it."


class NoNameOfItsOwn(Refused):
    """{path} is no name for a new folder."""

    code = "no_name_of_its_own"
    advice = "Name a folder that is not there yet: kuzat init --archive bishkek.archive"


class CreationUnfinished(Refused):
    """{path} is left from an archive whose making was interrupted."""

    code = "creation_unfinished"
    advice = "Nothing was ever kept in it. Delete that folder, then run the command again."


def now() -> str:
    """The machine's clock in UTC to the second; untrusted, as every clock is."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def create(
    path: Path,
    passphrase: str,
    *,
    clock: Clock = now,
    random: Random = os.urandom,
    cost: keys.Cost | None = None,
) -> Archive:
    """Make a new archive with one member and open it.

    The vocabulary that entries pin is its first exhibit. Raises `ArchiveExists` where something is,
    `NoNameOfItsOwn` for a path such as ``.``, `CreationUnfinished` beside what an interrupted attempt left.
    """
    fresh = new_folder(path)
    archive_id, member = random(16).hex(), random(16).hex()
    header, unlocked = keys.create(
        archive=archive_id, passphrase=passphrase, member=member, random=random, cost=cost
    )
    with full_disk(), being_made(fresh):
        archive = _lay(fresh, header, unlocked, archive_id, clock, random)
        keep_vocabulary(archive)
        archive.close()
        put_in_place(fresh, path)
    return open_with_keys(path, unlocked, clock=clock, random=random)


def new_folder(path: Path) -> Path:
    """Where an archive is made before it gets its place.

    Raises `NoNameOfItsOwn`, `ArchiveExists`, `CreationUnfinished`.
    """
    if path.name in ("", ".."):
        raise NoNameOfItsOwn(path=path)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ArchiveExists(path=path)
    fresh = path.with_name(path.name + ".new")
    if fresh.exists():
        raise CreationUnfinished(path=fresh)
    return fresh


def put_in_place(fresh: Path, path: Path) -> None:
    """Give a finished archive its name."""
    if path.exists():
        path.rmdir()
    fresh.rename(path)
    sync_folder(path.parent.resolve())


def _lay(
    fresh: Path,
    header: bytes,
    unlocked: keys.Unlocked,
    archive_id: str,
    clock: Clock,
    random: Random,
) -> Archive:
    """The files of a new archive, and its genesis entry."""
    settings = {
        "archive": bytes.fromhex(archive_id),
        "log": random(16),
        "origin": random(16),
        "log_seed": random(32),
    }
    (fresh / EXHIBITS).mkdir(parents=True)
    (fresh / LOG / settings["log"].hex()).mkdir(parents=True)
    write_durably(fresh / HEADER, header)
    genesis = _genesis(archive_id, header, settings["log_seed"], unlocked)
    database = Database(fresh / CASES, unlocked.cases_key, fresh=True)
    with database.writing():
        lay_tables(database, settings, bytes.fromhex(genesis["key"]))
        Projections(database, vocabulary.load()).create()
    archive = Archive(fresh, unlocked, database, clock, random)
    archive.compartment = _lay_identity(archive)
    archive.commit([Act(kind="genesis", body=genesis)])
    return archive


@contextmanager
def being_made(fresh: Path) -> Iterator[None]:
    """What fails on the way to an archive leaves nothing behind."""
    try:
        yield
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _lay_identity(archive: Archive) -> Compartment:
    path = archive.path / IDENTITY
    return lay(path, archive.identity_keys, archive.id, archive.vocabulary)


def keep_vocabulary(archive: Archive) -> None:
    """Keep the vocabulary that entries pin by digest as an exhibit, so that it can be read in it."""
    content = io.BytesIO(archive.vocabulary.canonical)
    keep(archive, Original(name="vocabulary.json", media_type="application/json", content=content))


def is_archive(path: Path) -> bool:
    """Whether a folder has the files of an archive; nothing is opened."""
    return (path / HEADER).is_file() and (path / CASES).is_file()


def open_archive(
    path: Path,
    passphrase: str,
    *,
    file: bytes = b"",
    others: Sequence[keys.Login] = (),
    clock: Clock = now,
    random: Random = os.urandom,
) -> Archive:
    """Unlock an archive, settle what a crash left behind.

    ``file`` is the content of the member's key file, ``others`` are officers or trustees who are there
    and put their shares beside. Raises `NoArchive`, the errors of `kuzat.keys.open_header`,
    `OpensNothing`, `HeaderReplaced`, `LogAhead`, `LogBehind` or `LogForked`.
    """
    if not is_archive(path):
        raise NoArchive(path=path)
    login = keys.Login(passphrase=passphrase, file=file)
    unlocked = headers.unlock(path, login, others)
    return open_with_keys(path, unlocked, clock=clock, random=random)


def open_with_keys(
    path: Path, unlocked: keys.Unlocked, *, clock: Clock = now, random: Random = os.urandom
) -> Archive:
    """Open with keys that are unlocked already. Where that raises an alarm, no file is touched.

    Raises `MemberUnknown` where the member was removed since.
    """
    unlocked = headers.fresh(path, unlocked)
    database = open_cases(path, unlocked)
    try:
        with translated(path / CASES):
            unlocked = headers.current(path, database, unlocked)
            archive = Archive(path, unlocked, database, clock, random)
            settle(archive)
            _read_anew(archive)
        if archive.identity_keys:
            _open_identity(archive)
        with translated(path / CASES):
            _forget_on(archive)
    except Broken:
        database.abandon()
        raise
    except BaseException:
        database.close()
        raise
    return archive


def open_cases(path: Path, unlocked: keys.Unlocked) -> Database:
    """``cases.db`` under the newest key, or under an older one while a rekey is unfinished."""
    if not unlocked.cases:
        raise keys.OpensNothing()
    *newer, oldest = sorted(unlocked.cases, reverse=True)
    for epoch in newer:
        with suppress(DatabaseBroken):
            return Database(path / CASES, unlocked.cases[epoch])
    return Database(path / CASES, unlocked.cases[oldest])


def _open_identity(archive: Archive) -> None:
    """Open identity.db, settle the boxes of those who could not, raise the alarm if it is another one."""
    path, held = archive.path / IDENTITY, archive.identity_keys
    if path.exists():
        compartment = open_compartment(path, held, archive.id, archive.vocabulary)
    elif is_settled(archive.database):
        raise IdentityGone()
    else:
        compartment = _lay_identity(archive)
    try:
        settler = archive.settler(compartment)
        settler.check()
        if settler.is_due() or compartment.epoch < max(held):
            with archive.database.writing():
                archive.compartment = renewed(compartment, held, archive.id)
                archive.settle_boxes()
        archive.compartment = archive.compartment or compartment
    except Broken:
        compartment.abandon()
        raise
    except BaseException:
        compartment.close()
        raise


def _read_anew(archive: Archive) -> None:
    """After the program brought another vocabulary or other tables: build the readings, and keep it."""
    if not archive.projections.current():
        with archive.database.writing():
            archive.projections.rebuild()
        keep_vocabulary(archive)


def _forget_on(archive: Archive) -> None:
    """Go on with an erasure that was interrupted; if others keep us from it now, next time."""
    if is_due(archive):
        with suppress(Busy, DiskFull):
            finish(archive)


def settle(archive: Archive) -> None:
    """Republish a checkpoint that is one commit behind; raise the alarm on anything else.

    What looks wrong is looked at again under the writer's lock, since a program that writes beside us
    may be between commit and publication; where nothing is, nobody has to wait for it. Where the disk
    takes no more, the archive can still be read: whoever writes publishes first, or is refused.
    """
    if not archive.folder.in_step():
        with suppress(DiskFull, OSError), archive.database.writing():
            archive.folder.follow()
    with suppress(Busy, DiskFull, OSError):
        publish_received(archive)


def _genesis(
    archive_id: str, header: bytes, log_seed: bytes, unlocked: keys.Unlocked
) -> dict[str, Any]:
    return {
        "archive": archive_id,
        "header": hashlib.sha256(header).hexdigest(),
        "key": public_key(log_seed).hex(),
        "members": [{"id": unlocked.member, "key": public_key(unlocked.member_seed).hex()}],
        "trustees": [],
        "witnesses": [],
        "threshold": 0,
        "previous": None,
    }


def public_key(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def lay_tables(database: Database, settings: dict[str, bytes], public_key: bytes) -> None:
    for statement in schema.laid(schema.log_tables):
        database.raw.execute(statement)
    database.raw.executemany("INSERT INTO setting (name, value) VALUES (?, ?)", settings.items())
    database.raw.execute(
        "INSERT INTO log (id, public_key) VALUES (?, ?)", (settings["log"].hex(), public_key)
    )
