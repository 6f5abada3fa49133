# SPDX-License-Identifier: Apache-2.0
"""Somebody with an archive's files, a backup and some keys, and a program of their own that asks no role."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kuzat import keys
from kuzat.errors import KuzatError
from kuzat.keys import Unlocked
from kuzat.log import open_box
from kuzat.store import Archive, fetch, now
from kuzat.store.archive import CASES, IDENTITY
from kuzat.store.cipher import Database, DatabaseBroken
from kuzat.store.compartment import open_compartment
from kuzat.store.container import Reading
from kuzat.store.lines import BACKUP, told
from kuzat.store.unpacking import (
    KEYS_MAGIC,
    MAGIC,
    Keys,
    begin,
    opened,
    opened_box,
    read_keys,
)
from kuzat.store.vaults import SEALED_KEY, unsealed
from kuzat.testing import Randomness

COLUMNS = (
    "cases",
    "originals",
    "identities",
    "protected originals",
    "members' names",
    "cases in the backup",
    "identities in the backup",
)


class Loot(NamedTuple):
    """What lies in the office, and what is searched for: one text of each kind, and the two exhibits."""

    folder: Path
    backup: Path
    backup_keys: Path
    exhibit: str
    protected: str
    case: str
    original: bytes
    name: str
    letter: bytes
    member: str

    def in_the_open(self, *files: Path) -> set[str]:
        """What somebody without any key finds in files and folders."""
        content = b"\n".join(
            part.read_bytes()
            for file in files
            for part in sorted({file, *file.rglob("*")})
            if part.is_file()
        )
        wanted = (self.case.encode(), self.original, self.name.encode(), self.letter, self.member.encode())
        return {column for column, text in zip(COLUMNS, wanted, strict=False) if text in content}

    def by(self, unlocked: Unlocked) -> set[str]:
        """What these keys open, in whatever program."""
        return {*self._in_the_archive(unlocked), *self._in_the_backup(unlocked)}

    def _in_the_archive(self, unlocked: Unlocked) -> Iterator[str]:
        for key in unlocked.cases.values():
            with suppress(DatabaseBroken):
                database = Database(self.folder / CASES, key)
                try:
                    archive = Archive(self.folder, unlocked, database, now, Randomness("thief"))
                    yield from self._by_cases(archive)
                    yield from self._by_identity(archive)
                finally:
                    database.close()

    def _by_cases(self, archive: Archive) -> Iterator[str]:
        if archive.database.row("SELECT 1 FROM statement WHERE value = ?", (self.case,)):
            yield "cases"
        with suppress(KuzatError):
            if b"".join(fetch(archive, self.exhibit)) == self.original:
                yield "originals"

    def _by_identity(self, archive: Archive) -> Iterator[str]:
        if not archive.identity_keys:
            return
        try:
            compartment = open_compartment(
                self.folder / IDENTITY, archive.identity_keys, archive.id, archive.vocabulary
            )
        except DatabaseBroken:
            return
        try:
            said = list(compartment.saying("person.identity_name", "member.name", SEALED_KEY))
        finally:
            compartment.close()
        values = {one.value for one in said}
        if self.name in values:
            yield "identities"
        if self.member in values:
            yield "members' names"
        for one in said:
            if one.says == SEALED_KEY and one.about == self.protected:
                content = b"".join(unsealed(archive, self.protected, bytes.fromhex(one.value)))
                if content == self.letter:
                    yield "protected originals"

    def _in_the_backup(self, unlocked: Unlocked) -> Iterator[str]:
        with suppress(KuzatError):
            with Reading(self.backup_keys, KEYS_MAGIC, lambda _: unlocked) as reading:
                found = read_keys(reading)
            with Reading(self.backup, MAGIC, lambda _: unlocked) as reading:
                begin(reading, found)
                yield from self._in_lines(reading, found, unlocked)

    def _in_lines(self, reading: Reading, found: Keys, unlocked: Unlocked) -> Iterator[str]:
        log = ""
        while not reading.at_end():
            kind, *parts = told(reading, BACKUP)
            if kind == "log":
                log = parts[0]
            elif kind == "exhibit":
                for _ in reading.raw(int(parts[1])):
                    pass
            elif kind == "said" and parts[-1] is not None:
                if (opened(found, log, *parts) or (b"", ""))[1] == self.case:
                    yield "cases in the backup"
            elif kind == "sealed" and parts[3] is not None:
                id_, about, epoch, sealed = parts
                box, key = opened_box(found, id_, about, sealed), unlocked.identity.get(int(epoch))
                if box and key:
                    secret = keys.identity_box_secret(key, reading.archive)
                    with suppress(KuzatError):
                        if open_box(box, reading.archive, log, bytes.fromhex(id_), secret).value == self.name:
                            yield "identities in the backup"
