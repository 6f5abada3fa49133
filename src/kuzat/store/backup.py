# SPDX-License-Identifier: Apache-2.0
"""A backup: the log and every value under the key of its subject, never a copy of the database.

The subjects' keys lie in a second, small file. Erasing a value replaces its subject's key, so with the
next file of keys no older backup gives anything of that record back. One place holds at most two files
of keys, and after an erasure one.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from kuzat import keys
from kuzat.store.access import Reader, admit
from kuzat.store.archive import EXHIBITS, HEADER, Archive
from kuzat.store.cipher import Busy, DiskFull
from kuzat.store.container import SALT, ContainerBroken, Reading, line, write
from kuzat.store.due import DONE
from kuzat.store.erasing import finish, is_due, tombstoned
from kuzat.store.given import handed_out
from kuzat.store.identity import IdentityShut
from kuzat.store.permitting import gate
from kuzat.store.publish import sync_folder
from kuzat.store.subjects import make_missing, seal_box, seal_value
from kuzat.store.unpacking import KEYS_MAGIC, MAGIC, Keys, check, ordinances, read_keys

PART = 1024 * 1024
BACKUP = "handed_out.backup"
ENTRIES = (
    'SELECT position, bytes, salt, "by", by_salt, at, at_salt, count FROM entry'
    " WHERE log = ? AND position < ? ORDER BY position"
)
STATEMENTS = (
    "SELECT s.id, s.salt, s.op, s.about, s.says, s.type, s.value, s.language, s.basis, k.key"
    " FROM statement s LEFT JOIN subject_key k ON k.record = s.about"
    " WHERE s.log = ? AND s.position < ? ORDER BY s.seq"
)
SEALED = (
    "SELECT position, statement, about, epoch, box FROM sealed WHERE log = ? AND position < ?"
    " ORDER BY position, statement"
)
TOMBSTONES = (
    "SELECT t.value, g.value FROM statement t LEFT JOIN statement g ON g.about = t.about"
    " AND g.says = 'any.erasure_ground' AND g.basis = 'stm-' || lower(hex(t.id))"
    " WHERE t.says = 'any.erased' AND t.op = 'set' ORDER BY t.seq"
)
KEPT = "SELECT exhibit FROM exhibit_key UNION SELECT exhibit FROM exhibit_mark ORDER BY exhibit"
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What was written: the file and its keys, and how much is in them.

    ``older_keys`` is the file of keys that the place had before and keeps for one backup more;
    ``withdrawn`` are persons in it whose consent to be kept is withdrawn or over, and who wait for
    erasure.
    """

    file: Path
    keys: Path
    older_keys: Path | None
    entries: int
    values: int
    exhibits: int
    withdrawn: tuple[str, ...] = ()


def back_up(
    archive: Archive,
    reader: Reader,
    file: Path,
    *,
    receiver: str | None = None,
    progress: Progress = lambda _: None,
) -> Backup:
    """Write a backup to a new file and the keys beside it, and read both again to their ends.

    The keys are ``<archive id>.keys`` in the same folder; those that lay there become
    ``<archive id>.keys.older``, unless something was erased since: then they go. That it was given
    to ``receiver`` is said first, and that it was made to its end is kept last. Identities go into it sealed
    to those who open them, so that needs a member who can. Raises `FileExists`, `DiskFull`, `Busy`,
    `ContainerBroken` or `IdentityShut`.
    """
    admit(archive, reader)
    if is_due(archive):
        finish(archive)
    noted = handed_out(archive, BACKUP, receiver)
    with archive.database.writing():
        make_missing(archive.database.raw, archive.random)
        logs = [(view, view.size()) for view in archive.logs()]
    header = (archive.path / HEADER).read_bytes()
    place = file.resolve().parent / f"{archive.id}.keys"
    fresh = place.with_name(f"{place.name}.new")
    fresh.unlink(missing_ok=True)

    def sealed(path: Path, magic: bytes, parts: Iterator[bytes]) -> None:
        write(path, magic, header, archive.unlocked, archive.random(SALT), parts)

    with archive.database.reading():
        sealed(file, MAGIC, _parts(archive, logs, progress))
        sealed(fresh, KEYS_MAGIC, _key_parts(archive))
    try:
        counted = check(file, fresh, lambda _: archive.unlocked)
    except BaseException:
        for written in (file, fresh):
            written.unlink(missing_ok=True)
        raise
    older_keys = _put(fresh, place, lambda _: archive.unlocked)
    _done(archive, noted)
    return Backup(
        file=file,
        keys=place,
        older_keys=older_keys,
        entries=counted.entries,
        values=counted.values,
        exhibits=counted.exhibits,
        withdrawn=tuple(sorted(r for r in gate(archive).refused if r.startswith("per-"))),
    )


def _done(archive: Archive, noted: str) -> None:
    """Keep which backup was made to its end; where that cannot be written, another one is asked for."""
    with suppress(Busy, DiskFull), archive.database.writing():
        archive.database.raw.execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (DONE, noted.encode())
        )


def _parts(archive: Archive, logs: list[tuple[Archive, int]], progress: Progress) -> Iterator[bytes]:
    """The lines of a backup, as docs/format/backup.md lists them."""
    origin = archive.writer.signer.origin
    yield line("archive", archive.id, origin, archive.log_id, str(logs[0][1]))
    raw: Any = archive.database.raw
    for view, size in logs:
        (public_key,) = raw.execute(
            "SELECT public_key FROM log WHERE key = ?", (view.log_key,)
        ).fetchone()
        yield line("log", view.log_id, bytes(public_key).hex())
        yield from _entries(archive, (view.log_key, size), progress)
        for noted, text, member in raw.execute(
            "SELECT size, note, member_line FROM checkpoint WHERE log = ? AND size <= ? ORDER BY size",
            (view.log_key, size),
        ):
            signed = member and bytes(member).decode()
            yield line("checkpoint", str(noted), bytes(text).decode(), signed)
    for mark, exhibit in raw.execute("SELECT mark, exhibit FROM exhibit_mark ORDER BY mark").fetchall():
        yield line("mark", bytes(mark).hex(), exhibit)
    for (exhibit,) in raw.execute(KEPT).fetchall():
        yield from _exhibit(archive.path / EXHIBITS / exhibit)


def _entries(archive: Archive, of: tuple[int, int], progress: Progress) -> Iterator[bytes]:
    raw: Any = archive.database.raw
    statements = raw.cursor().execute(STATEMENTS, of)
    boxes = raw.cursor().execute(SEALED, of)
    due = next(boxes, None)
    for position, encoded, salt, by, by_salt, at, at_salt, count in raw.cursor().execute(ENTRIES, of):
        salts = [one and bytes(one).hex() for one in (salt, by_salt, at_salt)]
        yield line("entry", bytes(encoded).decode(), salts[0], by, salts[1], at, salts[2], str(count))
        while due is not None and due[0] == position:
            yield _boxed(archive, *due[1:])
            due, count = next(boxes, None), count - 1
        for row in islice(statements, count):
            yield _statement(row)
        progress(1)


def _boxed(archive: Archive, id_: bytes, about: str, epoch: int, box: bytes | None) -> bytes:
    """A statement of the compartment identity as its box; one that was settled is boxed again.

    Raises `IdentityShut` where that needs a key that this member does not hold.
    """
    if box is None and archive.compartment is not None:
        statement = archive.compartment.statement(bytes(id_))
        if statement is not None:
            (*_, epoch, box) = archive.writer.sealer.row(statement, 0, 0)
    elif box is None and bytes(id_) not in tombstoned(archive):
        raise IdentityShut()
    if box is not None:
        (key,) = archive.database.raw.execute(
            "SELECT key FROM subject_key WHERE record = ?", (about,)
        ).fetchone()
        box = seal_box(bytes(key), bytes(id_), bytes(box))
    return line("sealed", bytes(id_).hex(), about, str(epoch), box.hex() if box else None)


def _statement(row: tuple[Any, ...]) -> bytes:
    id_, salt, op, about, says, type_, value, language, basis, key = row
    id_ = bytes(id_)
    sealed = None if value is None else seal_value(bytes(key), id_, bytes(salt), value).hex()
    return line("said", id_.hex(), op, about, says, type_, language, basis, sealed)


def _exhibit(path: Path) -> Iterator[bytes]:
    with path.open("rb") as sealed:
        yield line("exhibit", path.name, str(path.stat().st_size))
        while part := sealed.read(PART):
            yield part


def _key_parts(archive: Archive) -> Iterator[bytes]:
    """The lines of a file of keys: keys of subjects and exhibits, and what is erased and why."""
    raw: Any = archive.database.raw
    yield line("keys", archive.id, archive.log_id, str(archive.size()))
    for record, key in raw.execute("SELECT record, key FROM subject_key ORDER BY record"):
        yield line("subject", record, bytes(key).hex())
    for exhibit, key in raw.execute("SELECT exhibit, key FROM exhibit_key ORDER BY exhibit"):
        yield line("exhibit", exhibit, bytes(key).hex())
    for member, public in ordinances(archive, archive.log_id).members.items():
        yield line("member", member, public)
    for statement, ground in raw.execute(TOMBSTONES):
        yield line("erased", statement, ground)


def _put(fresh: Path, place: Path, unlock: Callable[[bytes], keys.Unlocked]) -> Path | None:
    """Put the new keys in their place; the older ones stay for one backup more if nothing was erased."""
    older = place.with_name(f"{place.name}.older")
    older.unlink(missing_ok=True)
    stays = False
    with suppress(ContainerBroken):  # under a key that is no longer ours
        stays = place.exists() and _erased(place, unlock) == _erased(fresh, unlock)
    if stays:
        place.replace(older)
    fresh.replace(place)
    sync_folder(place.parent)
    return older if stays else None


def _erased(path: Path, unlock: Callable[[bytes], keys.Unlocked]) -> frozenset[bytes]:
    with Reading(path, KEYS_MAGIC, unlock) as reading:
        found: Keys = read_keys(reading)
    return frozenset(found.erased)
