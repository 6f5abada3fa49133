# SPDX-License-Identifier: Apache-2.0
"""Build an archive again from a backup and the newest keys of its subjects.

What was erased after the backup was written stays erased: its key is gone. The restored archive goes on
in a new log whose genesis names the head of the old one, and says there what could not be brought back.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from kuzat import keys, records
from kuzat.log import merkle
from kuzat.log.entry import decode
from kuzat.log.note import Checkpoint
from kuzat.log.statement import Draft, Statement, bind
from kuzat.store.archive import CASES, EXHIBITS, HEADER, Archive, Clock, Random
from kuzat.store.cipher import Database, full_disk
from kuzat.store.commit import SALT, Act
from kuzat.store.container import Reading, Unlock
from kuzat.store.erasing import EACH
from kuzat.store.lines import Own, hand_out
from kuzat.store.opening import (
    keep_vocabulary,
    lay_tables,
    new_folder,
    now,
    open_with_keys,
    public_key,
    put_in_place,
)
from kuzat.store.projections import Projections
from kuzat.store.publish import write_durably
from kuzat.store.unpacking import (
    KEYS_MAGIC,
    MAGIC,
    Keys,
    KeysForeign,
    Progress,
    begin,
    opened,
    opened_box,
    ordinances,
    read_keys,
)
from kuzat.store.verify import verify
from kuzat.terms import vocabulary

LOST = "erasure_ground.lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back: entries, values, originals; ``erased`` went after the backup was written.

    ``lost`` stood in records of which something else was erased, so that their key went with it.
    """

    entries: int
    values: int
    exhibits: int
    erased: int
    lost: int


def restore(
    file: Path,
    keys_file: Path,
    folder: Path,
    unlock: Unlock,
    *,
    unlock_keys: Unlock | None = None,
    clock: Clock = now,
    random: Random = os.urandom,
    progress: Progress = lambda _: None,
) -> Restored:
    """Build the archive of a backup in a new folder, and verify all of it before it gets its name.

    ``unlock`` opens the archive.json of the backup, ``unlock_keys`` that of the keys where passphrases
    have changed since; the restored archive has that of the keys. Raises `ArchiveExists`,
    `CreationUnfinished`, `ContainerBroken`, `LineBroken`, `KeysForeign`, `KeysOlder`, `DiskFull`, and
    whatever `verify` finds.
    """
    fresh = new_folder(folder)
    with Reading(keys_file, KEYS_MAGIC, unlock_keys or unlock) as reading:
        found = read_keys(reading)
        header, unlocked = reading.header, reading.unlocked
    try:
        with Reading(file, MAGIC, unlock) as reading, full_disk():
            if reading.archive != keys.parse(header)[0].archive:
                raise KeysForeign()
            restored = _build(fresh, reading, found, (header, unlocked), (clock, random), progress)
        put_in_place(fresh, folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    open_with_keys(folder, unlocked, clock=clock, random=random).close()
    return restored


def _build(
    fresh: Path,
    reading: Reading,
    found: Keys,
    opened_by: tuple[bytes, keys.Unlocked],
    outside: tuple[Clock, Random],
    progress: Progress,
) -> Restored:
    """The archive of a backup in the folder ``fresh``, closed again."""
    (header, unlocked), (clock, random) = opened_by, outside
    own = begin(reading, found)
    (fresh / EXHIBITS).mkdir(parents=True)
    write_durably(fresh / HEADER, header)
    settings = {
        "archive": bytes.fromhex(reading.archive),
        "log": random(16),
        "origin": bytes.fromhex(own.origin),
        "log_seed": random(32),
    }
    database = Database(fresh / CASES, unlocked.cases_key, fresh=True)
    try:
        with database.writing():
            lay_tables(database, settings, public_key(settings["log_seed"]))
            Projections(database, vocabulary.load()).create()
            unpacked = _Unpack(reading, found, fresh, database, progress)
            unpacked.run(own)
        return _go_on(Archive(fresh, unlocked, database, clock, random), unpacked, own.log, header)
    finally:
        database.close()


class _Unpack:
    """One pass over a backup that fills the tables of the record, log by log."""

    def __init__(
        self, reading: Reading, found: Keys, fresh: Path, database: Database, progress: Progress
    ) -> None:
        self.reading, self.keys, self.fresh, self.database = reading, found, fresh, database
        self.raw: Any = database.raw
        self.progress = progress
        self.log, self.log_key, self.position, self.seq = "", 0, 0, 0
        self.edge = merkle.Edge.of(0, [])
        self.heads: dict[str, Checkpoint] = {}
        self.entries = self.values = self.exhibits = 0
        self.gone: list[tuple[str, bytes]] = []
        self.protected: set[str] = set()
        self.raw.executemany(
            "INSERT INTO subject_key (record, key) VALUES (?, ?)", found.subjects.items()
        )

    def run(self, own: Own) -> None:
        hand_out(self.reading, self, own)
        self._close()

    def _close(self) -> None:
        """Keep the right edge of the log that was read."""
        self.raw.executemany(
            "INSERT INTO edge (log, place, hash) VALUES (?, ?, ?)",
            [(self.log_key, place, node) for place, node in enumerate(self.edge.hashes)],
        )

    def _log(self, log: str, public: str) -> None:
        self._close()
        self.raw.execute(
            "INSERT INTO log (id, public_key) VALUES (?, ?)", (log, bytes.fromhex(public))
        )
        (self.log_key,) = self.raw.execute("SELECT key FROM log WHERE id = ?", (log,)).fetchone()
        self.log, self.position, self.edge = log, 0, merkle.Edge.of(0, [])

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
        content = encoded.encode()
        salts = [one and bytes.fromhex(one) for one in (salt, by_salt, at_salt)]
        self.raw.execute(
            "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (self.log_key, self.position, content, decode(content).lamport, salts[0], by,
             salts[1], at, salts[2], self.seq + 1, int(count)),
        )  # fmt: skip
        self.edge.append(merkle.leaf_hash(content))
        self.position += 1
        self.entries += 1
        self.progress(1)

    def _said(self, *parts: Any) -> None:
        id_, op, about, says, type_, language, basis, sealed = parts
        salt = value = None
        if sealed is not None:
            found = opened(self.keys, self.log, *parts)
            if found is None:
                self.gone.append((about, bytes.fromhex(id_)))
            else:
                salt, value = found
                self.values += 1
        self.seq += 1
        self.raw.execute(
            "INSERT INTO statement VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (self.seq, self.log_key, self.position - 1, bytes.fromhex(id_), salt, op, about, says,
             type_, value, language, basis),
        )  # fmt: skip

    def _sealed(self, id_: str, about: str, epoch: str, box: str | None) -> None:
        """What was erased since comes back without its box."""
        digest = bytes.fromhex(id_)
        opened = opened_box(self.keys, id_, about, box) if box else None
        if box is not None and opened is None:
            self.gone.append((about, digest))
        self.values += opened is not None
        self.raw.execute(
            "INSERT INTO sealed (statement, log, position, about, epoch, box) VALUES (?, ?, ?, ?, ?, ?)",
            (digest, self.log_key, self.position - 1, about, int(epoch), opened),
        )

    def _mark(self, mark: str, exhibit: str) -> None:
        self.protected.add(exhibit)
        self.raw.execute(
            "INSERT INTO exhibit_mark (mark, exhibit) VALUES (?, ?)", (bytes.fromhex(mark), exhibit)
        )

    def _checkpoint(self, size: str, note: str, member: str | None) -> None:
        self.raw.execute(
            "INSERT INTO checkpoint (log, size, note, member_line) VALUES (?, ?, ?, ?)",
            (self.log_key, int(size), note.encode(), member and member.encode()),
        )
        self.heads[self.log] = Checkpoint.parse(note.encode())

    def _exhibit(self, exhibit: str, size: str) -> None:
        key, parts = self.keys.exhibits.get(exhibit), self.reading.raw(int(size))
        if key is None and exhibit not in self.protected:
            for _ in parts:
                pass
            return
        with (self.fresh / EXHIBITS / exhibit).open("xb") as sealed:
            sealed.writelines(parts)
            sealed.flush()
            os.fsync(sealed.fileno())
        if key is not None:
            self.raw.execute("INSERT INTO exhibit_key (exhibit, key) VALUES (?, ?)", (exhibit, key))
        self.exhibits += 1


def _go_on(archive: Archive, unpacked: _Unpack, old: str, header: bytes) -> Restored:
    """Begin the new log, say what could not be brought back, build the readings, verify everything."""
    for view in archive.logs():
        if head := unpacked.heads.get(view.log_id):
            (note,) = archive.database.row(
                "SELECT note FROM checkpoint WHERE log = ? AND size = ?", (view.log_key, head.size)
            )
            view.folder.folder.mkdir(parents=True)
            view.folder.publish(0, head.size, bytes(note))
    archive.folder.folder.mkdir(parents=True)
    body = _genesis(archive, unpacked.heads[old], header, unpacked.keys)
    archive.commit([Act(kind="genesis", body=body)])
    acts = list(_tombstones(archive, unpacked))
    if acts:
        archive.commit_checked(acts)
    with archive.database.writing():
        archive.projections.rebuild()
    keep_vocabulary(archive)
    verify(archive, values=True)
    erased = sum(id_ in unpacked.keys.erased for _, id_ in unpacked.gone)
    return Restored(
        entries=unpacked.entries,
        values=unpacked.values,
        exhibits=unpacked.exhibits,
        erased=erased,
        lost=len(unpacked.gone) - erased,
    )


def _tombstones(archive: Archive, unpacked: _Unpack) -> Iterator[Act]:
    """What was erased after the backup, on the ground that the keys tell; what went with its key."""

    def bound(draft: Draft) -> Statement:
        return bind(draft, archive.log_id, archive.random(SALT))

    pairs = (
        pair
        for about, id_ in unpacked.gone
        for pair in records.tombstones(
            [(about, id_)], unpacked.keys.erased.get(id_) or LOST, bound
        )
    )
    while some := list(islice(pairs, EACH)):
        yield Act(bound=[stone for pair in some for stone in pair])


def _genesis(archive: Archive, head: Checkpoint, header: bytes, found: Keys) -> dict[str, Any]:
    """The new log's first entry: the members of archive.json with the keys that the old log gave them."""
    old = ordinances(archive, head.origin)
    named = {**{id_: key.hex() for id_, key in found.members.items()}, **old.members}
    members = [member.id for member in keys.parse(header)[0].members]
    return {
        "archive": archive.id,
        "header": hashlib.sha256(header).hexdigest(),
        "key": public_key(archive.writer.signer.log_seed).hex(),
        "members": [{"id": id_, "key": named[id_]} for id_ in members if id_ in named],
        "previous": {"log": head.origin, "root": head.root.hex(), "size": head.size},
        **old.trust,
    }
