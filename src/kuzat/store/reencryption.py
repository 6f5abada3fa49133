# SPDX-License-Identifier: Apache-2.0
"""Put a database file under another key, so that after a crash it lies under the old one or the new one.

A whole copy under the new key is made beside it, checked, and renamed over it while nobody else may
open it. `PRAGMA rekey` would be one command, but could not be checked before the old file is gone.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from kuzat.store.cipher import Database, DatabaseBroken, full_disk
from kuzat.store.publish import sync_folder

FRESH = ".new"


def bring_up(path: Path, keys: Mapping[int, bytes]) -> None:
    """Put a database under the newest of these keys, by epoch, where it lies under an older one.

    Raises what `reencrypt` raises; `DatabaseBroken` where none of them opens it.
    """
    newest, *older = sorted(keys, reverse=True)
    for epoch in (newest, *older):
        if _opens(path, keys[epoch]):
            if epoch != newest:
                reencrypt(path, keys[epoch], keys[newest])
            return
    raise DatabaseBroken(file=path.name)


def _opens(path: Path, key: bytes) -> bool:
    try:
        Database(path, key).close()
    except DatabaseBroken:
        return False
    return True


def reencrypt(path: Path, old: bytes, new: bytes) -> None:
    """Nobody may have it open. Raises `Busy`, `DiskFull` or `DatabaseBroken`, and changes nothing then."""
    fresh = path.with_name(path.name + FRESH)
    fresh.unlink(missing_ok=True)
    database = Database(path, old)
    try:
        database.keep_others_out()
        with full_disk():
            database.copy(fresh, new)
            _check(fresh, new)
            _sync(fresh)
            if os.name == "posix":
                fresh.replace(path)
    finally:
        database.close()
    if os.name != "posix":
        fresh.replace(path)
    sync_folder(path.parent)


def _check(fresh: Path, key: bytes) -> None:
    """Every page of the copy authenticates and its tables are whole."""
    copy = Database(fresh, key)
    try:
        for pragma in ("cipher_integrity_check", "quick_check"):
            if any(finding != "ok" for (finding,) in copy.rows(f"PRAGMA {pragma}")):
                raise DatabaseBroken(file=fresh.name)
    finally:
        copy.close()


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())
