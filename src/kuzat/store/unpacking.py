# SPDX-License-Identifier: Apache-2.0
"""Read a backup and its file of keys to their ends, and compute again whatever was signed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kuzat.errors import Refused
from kuzat.log import merkle
from kuzat.log.entry import Entry, decode
from kuzat.log.note import Checkpoint, NoteBad, open_note
from kuzat.log.statement import statement_id
from kuzat.preservation import vault
from kuzat.store import lines
from kuzat.store.archive import Archive
from kuzat.store.container import ContainerBroken, Pulled, Reading, Unlock
from kuzat.store.subjects import open_sealed_box, open_value
from kuzat.store.values import Given, holds

MAGIC, KEYS_MAGIC = b"kuzat-backup/1\n", b"kuzat-backup-keys/1\n"
Progress = Callable[[int], None]


class KeysOlder(Refused):
    """These keys were written before the backup: at entry {keys}, the backup at entry {backup}."""

    code = "keys_older"
    advice = "Use the file of keys that was written with this backup, or a newer one."


class KeysForeign(Refused):
    """These keys belong to another archive."""

    code = "keys_foreign"
    advice = "A file of keys is called by its archive's id; take the one beside the backup."


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """A file of keys: which log it was written at, and what it opens.

    ``members`` gives the public key of each member's signatures, ``erased`` what was erased, and why.
    """

    log: str
    size: int
    subjects: Mapping[str, bytes] = field(repr=False)
    exhibits: Mapping[str, bytes] = field(repr=False)
    members: Mapping[str, bytes] = field(repr=False)
    erased: Mapping[bytes, str | None] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinances:
    """What a log says of itself: members with their public keys in hex, trustees and witnesses."""

    members: Mapping[str, str]
    trust: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How much a backup holds."""

    entries: int
    values: int
    exhibits: int


def read_keys(reading: Reading) -> Keys:
    """Read a file of keys to its end. Raises `ContainerBroken`, `LineBroken`, `KeysForeign`."""
    first = lines.told(reading, lines.KEYS)
    found: dict[str, dict[str, bytes]] = {"subject": {}, "exhibit": {}, "member": {}}
    erased: dict[bytes, str | None] = {}
    while not reading.at_end():
        kind, name, other = lines.told(reading, lines.OPENED_BY)
        if name in found.get(kind, ()):
            raise reading.line_broken()
        if kind == "erased":
            erased[bytes.fromhex(name)] = other
        else:
            found[kind][name] = bytes.fromhex(other)
    if first[1] != reading.archive:
        raise KeysForeign()
    return Keys(
        log=first[2],
        size=int(first[3]),
        subjects=found["subject"],
        exhibits=found["exhibit"],
        members=found["member"],
        erased=erased,
    )


def begin(reading: Reading, found: Keys) -> lines.Own:
    """Read the first line of a backup. Raises `ContainerBroken`, `KeysOlder`."""
    _, archive, origin, log, size = lines.told(reading, lines.ARCHIVE)
    if archive != reading.archive:
        raise ContainerBroken(file=reading.path.name)
    if found.log == log and found.size < int(size):
        raise KeysOlder(keys=found.size, backup=size)
    return lines.Own(origin=origin, log=log, size=int(size))


def check(file: Path, keys_file: Path, unlock: Unlock) -> Counted:
    """Read a backup and its keys to their ends, and recompute ids, roots and measures.

    Raises `ContainerBroken` or `LineBroken` where anything is not what was signed.
    """
    with Reading(keys_file, KEYS_MAGIC, unlock) as reading:
        found = read_keys(reading)
    with Reading(file, MAGIC, unlock) as reading:
        return _Check(reading, found, begin(reading, found)).run()


class _Check:
    """One pass over a backup that recomputes what was signed."""

    def __init__(self, reading: Reading, found: Keys, own: lines.Own) -> None:
        self.reading, self.keys, self.own = reading, found, own
        self.log, self.key, self.edge = "", b"", merkle.Edge.of(0, [])
        self.entries = self.values = self.exhibits = 0
        self.entry: tuple[Entry, Given, int] | None = None
        self.follow: list[bytes] = []
        self.noted = b""
        self.protected: set[str] = set()

    def run(self) -> Counted:
        lines.hand_out(self.reading, self, self.own)
        try:
            self._close()
        except NoteBad:
            raise self.reading.line_broken() from None
        return Counted(entries=self.entries, values=self.values, exhibits=self.exhibits)

    def _need(self, holds: bool) -> None:
        if not holds:
            raise self.reading.line_broken()

    def _close(self) -> None:
        """The newest checkpoint of a log must be signed by it, and give the root of its entries."""
        self._end_entry()
        if self.log:
            head = Checkpoint.parse(open_note(self.noted, {self.log: self.key}).text)
            signed = (self.log, self.edge.size, self.edge.root())
            self._need((head.origin, head.size, head.root) == signed)

    def _log(self, log: str, key: str) -> None:
        self._close()
        self.log, self.key, self.noted = log, bytes.fromhex(key), b""
        self.edge = merkle.Edge.of(0, [])

    def _end_entry(self) -> None:
        """Just the statements of an entry must have followed it."""
        if self.entry is not None:
            entry, given, count = self.entry
            is_own = self.log == self.own.log
            self._need(len(self.follow) == count and holds(entry, self.follow, given, is_own=is_own))
        self.entry, self.follow = None, []

    def _entry(
        self,
        encoded: str,
        salt: str | None,
        by: str | None,
        by_salt: str | None,
        at: str | None,
        at_salt: str | None,
        count: str,
    ) -> None:
        self._end_entry()
        entry = decode(encoded.encode())
        self._need((entry.log, entry.position) == (self.log, self.edge.size))
        given = Given(_bytes(salt), by, _bytes(by_salt), at, _bytes(at_salt))
        self.entry = (entry, given, int(count))
        self.edge.append(merkle.leaf_hash(encoded.encode()))
        self.entries += 1

    def _said(self, *parts: Any) -> None:
        self._count(parts[0], parts[-1])
        self._need(parts[-1] is None or opened(self.keys, self.log, *parts) is not None)

    def _sealed(self, id_: str, about: str, _epoch: str, box: str | None) -> None:
        self._count(id_, box)
        self._need(box is None or opened_box(self.keys, id_, about, box) is not None)

    def _count(self, id_: str, value: str | None) -> None:
        """One statement of the newest entry."""
        self._need(self.entry is not None and len(self.follow) < self.entry[-1])
        self.follow.append(bytes.fromhex(id_))
        self.values += value is not None

    def _checkpoint(self, size: str, note: str, _member: str | None) -> None:
        self.noted = note.encode()
        self._need(Checkpoint.parse(self.noted).size == int(size))

    def _mark(self, _mark: str, exhibit: str) -> None:
        self.protected.add(exhibit)

    def _exhibit(self, exhibit: str, size: str) -> None:
        key = self.keys.exhibits.get(exhibit)
        if key is None and exhibit in self.protected:
            for _ in self.reading.raw(int(size)):
                pass
            self.exhibits += 1
            return
        if key is None:
            raise self.reading.line_broken()
        vault.measure(exhibit, key, Pulled(self.reading.raw(int(size))))  # type: ignore[arg-type]
        self.exhibits += 1


def _bytes(given: str | None) -> bytes | None:
    return None if given is None else bytes.fromhex(given)


def opened(
    found: Keys,
    log: str,
    id_: str,
    op: str,
    about: str,
    says: str,
    type_: str,
    language: str | None,
    basis: str | None,
    sealed: str,
) -> tuple[bytes, str] | None:
    """Salt and value of a statement whose id was computed again from them.

    None where its subject's key is another one by now.
    """
    key, digest = found.subjects.get(about), bytes.fromhex(id_)
    told = open_value(key, digest, bytes.fromhex(sealed)) if key else None
    if told is None:
        return None
    salt, value = told
    if statement_id(log, salt, op, about, says, type_, value, language, basis) != digest:
        return None
    return salt, value


def opened_box(found: Keys, id_: str, about: str, sealed: str) -> bytes | None:
    """The box of a statement of the compartment identity; None where its subject's key is another one."""
    key = found.subjects.get(about)
    return open_sealed_box(key, bytes.fromhex(id_), bytes.fromhex(sealed)) if key else None


def ordinances(archive: Archive, log: str) -> Ordinances:
    """Who may sign in a log, and whom it trusts, by all of its entries."""
    members: dict[str, str] = {}
    trust: dict[str, Any] = {}
    for (encoded,) in archive.database.rows(
        "SELECT e.bytes FROM entry e JOIN log l ON l.key = e.log WHERE l.id = ? AND e.count = 0"
        " ORDER BY e.position",
        (log,),
    ):
        entry = json.loads(encoded)
        kind, body = entry["kind"], entry["body"]
        if kind == "genesis":
            members = {member["id"]: member["key"] for member in body["members"]}
        if kind == "member":
            members.setdefault(body["id"], body["key"])
        if kind in ("genesis", "trust"):
            trust = {name: body[name] for name in ("threshold", "trustees", "witnesses")}
    return Ordinances(members=members, trust=trust)
