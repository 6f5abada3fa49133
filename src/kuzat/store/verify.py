# SPDX-License-Identifier: Apache-2.0
"""Recompute everything that was signed, from the bytes on disk, and name the first entry that is wrong."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from kuzat.errors import Broken, Phrase
from kuzat.log import entry as entries
from kuzat.log import merkle, note
from kuzat.log.note import Checkpoint
from kuzat.log.signers import SAID, Signers
from kuzat.log.statement import statement_id
from kuzat.store.archive import Archive
from kuzat.store.cipher import translated
from kuzat.store.erasing import tombstoned
from kuzat.store.vaults import check_exhibits

STEP = 1000
PARTIAL = ".p/"
Progress = Callable[[int], None]


class PageBroken(Broken):
    """A page of cases.db was changed on disk: {finding}."""

    code = "page_broken"
    advice = "Keep the file as it is, and restore the newest backup or copy into another folder."


class EntryBroken(Broken):
    """Entry {position} of log {log} is not what was signed: {reason}."""

    code = "entry_broken"
    advice = "Keep every copy of this archive. Entries before this one still verify."


class CheckpointBroken(Broken):
    """The checkpoint at {size} entries of log {log} does not hold: {reason}."""

    code = "checkpoint_broken"
    advice = "Keep every copy of this archive, and compare checkpoints with those who hold one."


class TileBroken(Broken):
    """{path} in the log folder is not what cases.db gives."""

    code = "tile_broken"
    advice = "The log folder was altered or damaged. Compare it with other copies before you mend it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was recomputed: counts of entries, checkpoints and tiles; of values where asked.

    ``disowned`` are checkpoints that count no longer, since the key of who signed them was revoked later.
    """

    entries: int
    checkpoints: int
    tiles: int
    exhibits: int
    root: str
    disowned: int = 0
    checked: int | None = None
    sealed: int | None = None
    erased: int | None = None
    missing: int | None = None


def verify(archive: Archive, *, values: bool = False, progress: Progress = lambda _: None) -> Report:
    """Verify pages, every log with its tree, checkpoints and folder, and exhibits; each value if asked.

    Counts are of all logs, the root is that of the own. Raises the error that names the first thing
    found wrong.
    """
    total: Counter[str] = Counter()
    root, doubtful = b"", []
    with translated(archive.path), archive.database.reading():
        _check_pages(archive)
        for view in reversed(archive.logs()):
            root, size, checkpoints, disowned = _check_tree(view, progress)
            tiles, worn = _check_folder(view, size)
            total.update(entries=size, checkpoints=checkpoints, tiles=tiles, disowned=disowned)
            if worn or not view.folder.in_step():
                doubtful.append((view, worn, size))
        if values:
            total.update(_check_all_values(archive, progress))
        exhibits = check_exhibits(archive)
    for view, worn, size in doubtful:
        _look_again(view, worn, size)
    return Report(exhibits=exhibits, root=root.hex(), **total)


def _check_pages(archive: Archive) -> None:
    for pragma in ("cipher_integrity_check", "quick_check"):
        for (finding,) in archive.database.raw.execute(f"PRAGMA {pragma}"):
            if finding != "ok":
                raise PageBroken(finding=finding)


def _check_tree(archive: Archive, progress: Progress) -> tuple[bytes, int, int, int]:
    """Recompute the tree entry by entry; at each signed size the root and both signatures must hold."""
    raw: Any = archive.database.raw
    signed = raw.execute(
        "SELECT size, note, member_line FROM checkpoint WHERE log = ? ORDER BY size",
        (archive.log_key,),
    ).fetchall()
    due = iter(signed)
    expected = next(due, None)
    signatures = _Signatures(archive)
    edge = merkle.Edge.of(0, [])
    for position, encoded in _entries(archive):
        if position != edge.size:
            reason = Phrase("it is missing")
            raise EntryBroken(position=edge.size, log=archive.log_id, reason=reason)
        edge.append(merkle.leaf_hash(encoded))
        signatures.read(encoded)
        if expected and edge.size == expected[0]:
            signatures.check(edge, bytes(expected[1]), bytes(expected[2]))
            expected = next(due, None)
        if not edge.size % STEP:
            progress(STEP)
    if expected is not None or not signed or signed[-1][0] != edge.size:
        reason = Phrase("the log does not end where it was signed")
        raise EntryBroken(position=edge.size, log=archive.log_id, reason=reason)
    _check_edge(archive, edge)
    return edge.root(), edge.size, len(signed), signatures.signers.disowned()


def _entries(archive: Archive) -> Iterator[tuple[int, bytes]]:
    yield from archive.database.raw.execute(
        "SELECT position, bytes FROM entry WHERE log = ? ORDER BY position", (archive.log_key,)
    )


def _check_edge(archive: Archive, edge: merkle.Edge) -> None:
    rows = archive.database.raw.execute(
        "SELECT hash FROM edge WHERE log = ? ORDER BY place", (archive.log_key,)
    )
    if [row[0] for row in rows] != list(edge.hashes):
        reason = Phrase("the tree's right edge differs")
        raise CheckpointBroken(size=edge.size, log=archive.log_id, reason=reason)


class _Signatures:
    """The keys that the log itself names, and the check of one checkpoint after the other by them."""

    def __init__(self, archive: Archive) -> None:
        self.log = archive.log_id
        genesis = entries.decode(next(_entries(archive))[1])
        self.key = bytes.fromhex(genesis.body["key"])
        self.signers = Signers(self.log)

    def read(self, encoded: bytes) -> None:
        """The next entry; only those that are not statements of people can say who may sign."""
        if not encoded.startswith(SAID):
            self.signers.read(entries.decode(encoded))

    def check(self, edge: merkle.Edge, signed: bytes, member_line: bytes) -> None:
        checkpoint = Checkpoint.parse(signed)
        if checkpoint.size != edge.size or checkpoint.origin != self.log:
            self._refuse(edge.size, Phrase("it speaks of another log or size"))
        if checkpoint.root != edge.root():
            reason = Phrase("the tree up to it does not give the signed root")
            raise EntryBroken(position=edge.size - 1, log=self.log, reason=reason)
        note.open_note(signed, {self.log: self.key})
        member = self.signers.commit(checkpoint.text(), edge.size, member_line)
        if not self.signers.counts(member, edge.size):
            self._refuse(edge.size, Phrase("member {member} signed it, who was revoked", member=member))

    def _refuse(self, size: int, reason: Phrase) -> None:
        raise CheckpointBroken(size=size, log=self.log, reason=reason)


def _check_folder(archive: Archive, size: int) -> tuple[int, list[str]]:
    """Hold every tile and entry bundle against the entries: how many there are, and which differ."""
    folder, count, worn = archive.folder, 0, []
    for path, content in folder.tiles(0, size):
        count += 1
        if folder.read(path) != content:
            worn.append(path)
    return count, worn


def _look_again(archive: Archive, worn: list[str], size: int) -> None:
    """What differed may have been published meanwhile by another program: look while nobody writes."""
    folder = archive.folder
    with archive.database.writing():
        folder.follow()
        full = folder.tiles(0, size) if any(PARTIAL not in path for path in worn) else ()
        due = ((path, content) for path, content in full if PARTIAL not in path)
        for path, content in chain(due, folder.edge(archive.size())):
            if folder.read(path) != content:
                raise TileBroken(path=path)


def _check_all_values(archive: Archive, progress: Progress) -> dict[str, int]:
    """How many values of all logs were checked, and how many are sealed, erased or missing."""
    stones = tombstoned(archive)
    found = Counter({"checked": 0, "sealed": 0, "erased": 0, "missing": 0})
    for view in archive.logs():
        found.update(_check_values(view, stones, progress))
    return found


def _check_values(archive: Archive, stones: set[bytes], progress: Progress) -> dict[str, int]:
    """Every digest of every entry must be a statement, *by*, *at* or a decoy, and nothing be left over."""
    raw: Any = archive.database.raw
    rows = raw.cursor().execute(
        "SELECT bytes, position, salt, by, by_salt, at, at_salt, count FROM entry"
        " WHERE log = ? ORDER BY position",
        (archive.log_key,),
    )
    statements = raw.cursor().execute(
        "SELECT id, salt, op, about, says, type, value, language, basis, position FROM statement"
        " WHERE log = ? ORDER BY seq",
        (archive.log_key,),
    )
    checked = erased = 0
    for encoded, position, salt, by, by_salt, at, at_salt, count in rows:
        entry = entries.decode(encoded)
        own = [
            entries.by_digest(archive.log_id, by_salt, by),
            entries.at_digest(archive.log_id, at_salt, at),
        ]
        for held in islice(statements, count):
            if held[9] != position:
                _bad_value(archive, position, Phrase("one of its statements is missing"))
            if held[1] is None or held[6] is None:
                if bytes(held[0]) not in stones:
                    _bad_value(archive, position, Phrase("a value is missing and was not erased"))
                erased += 1
                own.append(bytes(held[0]))
                continue
            own.append(_digest(archive.log_id, held))
            checked += 1
        if entry.position != position or entry.log != archive.log_id:
            _bad_value(archive, position, Phrase("it speaks of another place"))
        if sorted(entry.digests) != entries.pad(own, salt):
            reason = Phrase("a value or its author is not the one that was signed")
            _bad_value(archive, position, reason)
        if not position % STEP:
            progress(STEP)
    if next(statements, None) is not None:
        _bad_value(archive, archive.size(), Phrase("statements stand outside any entry"))
    return {"checked": checked, "sealed": 0, "erased": erased, "missing": 0}


def _digest(log: str, held: tuple[Any, ...]) -> bytes:
    _, salt, op, about, says, type_, value, language, basis, _ = held
    return statement_id(log, salt, op, about, says, type_, value, language, basis)


def _bad_value(archive: Archive, position: int, reason: Phrase) -> None:
    raise EntryBroken(position=position, log=archive.log_id, reason=reason)
