# SPDX-License-Identifier: Apache-2.0
"""The archive's exhibits on disk: each original sealed under a key of its own, its measure in the log."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kuzat.errors import Broken, Missing
from kuzat.log.statement import Draft
from kuzat.preservation import Exhibit, Measured, vault
from kuzat.store.archive import EXHIBITS, Archive
from kuzat.store.cipher import full_disk
from kuzat.store.commit import Act
from kuzat.store.publish import sync_folder
from kuzat.terms import ids

KEY = 32
# What is kept and still said to be this content.
KNOWN = (
    "SELECT e.id FROM exhibit e JOIN exhibit_key k ON k.exhibit = e.id"
    " WHERE e.sha256 = ? ORDER BY e.id LIMIT 1"
)
# What each exhibit measured when it was kept; saying otherwise later, or taking it back, changes no original.
MEASURED = (
    "SELECT k.exhibit, k.key, (SELECT s.value FROM statement s WHERE s.about = k.exhibit"
    "  AND s.says = 'exhibit.sha256' AND s.op = 'set' ORDER BY s.seq LIMIT 1)"
    " FROM exhibit_key k ORDER BY k.exhibit"
)


# An exhibit that is erased is measured no more, so that a key is missed only where nobody erased it.
KEYLESS = (
    "SELECT id FROM exhibit WHERE sha256 IS NOT NULL"
    " AND id NOT IN (SELECT exhibit FROM exhibit_key) LIMIT 1"
)


class NoSuchExhibit(Missing):
    """There is no exhibit {exhibit} here."""

    code = "no_such_exhibit"
    advice = "List them with: kuzat exhibits"


class ExhibitGone(Broken):
    """The sealed original {exhibit} is missing from the folder exhibits, or is not what was recorded."""

    code = "exhibit_gone"
    advice = "Look for it in a copy of the archive; the log still proves what it measured."


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """What is to be kept: its name, media type, content, and where it is published, if it is."""

    name: str
    media_type: str
    content: BinaryIO
    public: str | None = None


def keep(archive: Archive, original: Original) -> Exhibit:
    """Seal an original into the vault and say what it is; the same content again is the same exhibit.

    Raises `DiskFull`; then neither the file nor a statement about it stays.
    """
    id_, key = ids.record_id("exhibit", archive.random(16)), archive.random(KEY)
    fresh = archive.path / EXHIBITS / f"{id_}.new"
    try:
        with full_disk():
            measured = _seal(fresh, id_, key, original.content)
        kept = _take_in(archive, fresh, (id_, key), original, measured)
    finally:
        fresh.unlink(missing_ok=True)
    return Exhibit(
        id=kept,
        name=original.name,
        media_type=original.media_type,
        size=measured.size,
        sha256=measured.sha256,
    )


def _take_in(
    archive: Archive, fresh: Path, keeps: tuple[str, bytes], original: Original, measured: Measured
) -> str:
    """The exhibit of this content: the one that is known, or the new one, put in its place and said."""
    id_, place = keeps[0], fresh.with_suffix("")
    drafts = _drafts(id_, original, measured)
    archive.check(drafts)
    try:
        with archive.turn() as append:
            if known := _known(archive, measured):
                return known
            with full_disk():
                fresh.replace(place)
                sync_folder(place.parent)
            append([Act(drafts=drafts, keeps=keeps)])
    except BaseException:
        # Whatever broke in, even Ctrl+C after the commit: what was said stays and is kept.
        if not _is_kept(archive, id_):
            place.unlink(missing_ok=True)
        raise
    return id_


def _seal(path: Path, id_: str, key: bytes, content: BinaryIO) -> Measured:
    with path.open("wb") as sealed:
        measured = vault.put(id_, key, content, sealed)
        sealed.flush()
        os.fsync(sealed.fileno())
    return measured


def _is_kept(archive: Archive, exhibit: str) -> bool:
    query = "SELECT 1 FROM exhibit_key WHERE exhibit = ?"
    return archive.database.row(query, (exhibit,)) is not None


def _known(archive: Archive, measured: Measured) -> str | None:
    row = archive.database.row(KNOWN, (measured.sha256,))
    return row[0] if row else None


def _drafts(id_: str, original: Original, measured: Measured) -> list[Draft]:
    said = {
        "exhibit.name": ("text", original.name),
        "exhibit.media_type": ("text", original.media_type),
        "exhibit.size": ("decimal", str(measured.size)),
        "exhibit.sha256": ("text", measured.sha256),
        "exhibit.public": ("text", original.public or ""),
    }
    return [
        Draft(about=id_, says=says, type=type_, value=value)
        for says, (type_, value) in said.items()
        if value
    ]


def fetch(archive: Archive, exhibit: str) -> Iterator[bytes]:
    """The content of an exhibit, each frame checked. Raises `NoSuchExhibit`, `ExhibitBroken`."""
    row = archive.database.row("SELECT key FROM exhibit_key WHERE exhibit = ?", (exhibit,))
    if row is None:
        raise NoSuchExhibit(exhibit=exhibit)
    with _opened(archive, exhibit) as sealed:
        yield from vault.get(exhibit, bytes(row[0]), sealed)


def _opened(archive: Archive, exhibit: str) -> BinaryIO:
    try:
        return (archive.path / EXHIBITS / exhibit).open("rb")
    except FileNotFoundError:
        raise ExhibitGone(exhibit=exhibit) from None


def check_exhibits(archive: Archive) -> int:
    """Open every exhibit and compare it with what was said when it was kept; how many there are.

    Where that was erased, only the seal is checked.

    Raises `ExhibitGone` or `ExhibitBroken` at the first that does not hold.
    """
    rows = archive.database.rows(MEASURED)
    for exhibit, key, sha256 in rows:
        with _opened(archive, exhibit) as sealed:
            measured = vault.measure(exhibit, bytes(key), sealed)
        if sha256 not in (measured.sha256, None):
            raise ExhibitGone(exhibit=exhibit)
    for (exhibit,) in archive.database.rows(KEYLESS):
        raise ExhibitGone(exhibit=exhibit)
    return len(rows)
