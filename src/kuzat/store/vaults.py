# SPDX-License-Identifier: Apache-2.0
"""The archive's exhibits on disk: each original sealed under a key of its own, its measure in the log."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kuzat.errors import Broken, Missing, NotAllowed, Refused
from kuzat.log.statement import Draft
from kuzat.preservation import Exhibit, Measured, vault
from kuzat.preservation.custody import Told
from kuzat.store.archive import EXHIBITS, Archive
from kuzat.store.cipher import full_disk
from kuzat.store.commit import Act
from kuzat.store.publish import sync_folder
from kuzat.store.sealing import IDENTITY
from kuzat.terms import ids

KEY = 32
DIGEST, SIZE, PUBLIC = "exhibit.sha256", "exhibit.size", "exhibit.public"
SEALED_KEY = "exhibit.key"
# What is kept and still said to be this content.
KNOWN = (
    "SELECT e.id FROM exhibit e JOIN exhibit_key k ON k.exhibit = e.id"
    " WHERE e.sha256 = ? ORDER BY (SELECT min(seq) FROM statement s WHERE s.about = e.id), e.id"
)
MARKED = "SELECT exhibit FROM exhibit_mark WHERE mark = ?"
# What each exhibit measured when it was kept; saying otherwise later, or taking it back, changes no original.
MEASURED = (
    "SELECT k.exhibit, k.key, (SELECT s.value FROM statement s WHERE s.about = k.exhibit"
    "  AND s.says = 'exhibit.sha256' AND s.op = 'set' ORDER BY s.seq LIMIT 1)"
    " FROM exhibit_key k ORDER BY k.exhibit"
)


# An exhibit that is erased is measured no more, so that a key is missed only where nobody erased it.
# What only others keep, as their logs say, has none here.
KEYLESS = (
    "SELECT e.id, s.log FROM exhibit e JOIN statement s ON s.about = e.id AND s.says = 'exhibit.sha256'"
    " WHERE e.sha256 IS NOT NULL AND e.id NOT IN (SELECT exhibit FROM exhibit_key) ORDER BY e.id"
)


class NoSuchExhibit(Missing):
    """There is no exhibit {exhibit} here."""

    code = "no_such_exhibit"
    advice = "List them with: kuzat exhibits"


class ExhibitGone(Broken):
    """The sealed original {exhibit} is missing from the folder exhibits, or is not what was recorded."""

    code = "exhibit_gone"
    advice = "Look for it in a copy of the archive; the log still proves what it measured."


class ExhibitSealed(NotAllowed):
    """The original {exhibit} lies in the compartment identity."""

    code = "exhibit_sealed"
    advice = "Say with --reason why you read it; that needs a role which opens identities."


class OriginalChanged(Refused):
    """It was changed while it was read."""

    code = "original_changed"
    advice = "Wait until nobody writes to the file, then run the command again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """What is to be kept: its name, media type, content, and where it is published, if it is.

    Of a ``protected`` one the key and what it is lie in the compartment identity. ``told`` is what else is
    said of it, such as how it came in. Where it was made from another exhibit, that is the ``basis``. With a
    ``sha256``, no other content is kept.
    """

    name: str
    media_type: str
    content: BinaryIO
    public: str | None = None
    protected: bool = False
    told: tuple[Told, ...] = ()
    basis: str | None = None
    sha256: str | None = None


Also = Callable[[str], Sequence[Act]]


def keep(archive: Archive, original: Original, also: Also = lambda _: ()) -> Exhibit:
    """Seal an original into the vault and say what it is; the same content again is the same `known` one.

    Of one that was kept before it is said where it is published, if that is new.

    A protected one is known again to the member who kept it and to whoever opens identities. ``also`` gives,
    for the exhibit's id, acts whose drafts came out of `Archive.check`, for the same commit if the exhibit is
    new. Raises `DiskFull` or `OriginalChanged`; then neither the file nor a statement about it stays.
    """
    id_, key = ids.record_id("exhibit", archive.random(16)), archive.random(KEY)
    fresh = archive.path / EXHIBITS / f"{id_}.new"
    try:
        with full_disk():
            measured = seal(fresh, id_, key, original.content)
        if original.sha256 not in (None, measured.sha256):
            raise OriginalChanged()
        acts = (_act(archive, (id_, key), original, measured), *also(id_))
        kept = _take_in(archive, fresh, original, measured, acts)
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
    archive: Archive, fresh: Path, original: Original, measured: Measured, acts: Sequence[Act]
) -> str:
    """The exhibit of this content: the one that is known, or the new one, put in its place and said."""
    place = fresh.with_suffix("")
    id_ = place.name
    try:
        with archive.turn() as append:
            if it := known(archive, measured.sha256, protected=original.protected):
                if original.public and not _was_public(archive, it, original.public):
                    append([_published(archive, it, original.public)])
                return it
            with full_disk():
                fresh.replace(place)
                sync_folder(place.parent)
            append(acts)
    except BaseException:
        # Whatever broke in, even Ctrl+C after the commit: what was said stays and is kept.
        if not is_kept(archive, id_):
            place.unlink(missing_ok=True)
        raise
    return id_


def _was_public(archive: Archive, exhibit: str, public: str) -> bool:
    """Whether it was ever said of an exhibit; what was taken back or erased is not said again."""
    query = "SELECT 1 FROM statement WHERE about = ? AND says = ? AND (value = ? OR value IS NULL)"
    return archive.database.row(query, (exhibit, PUBLIC, public)) is not None


def _published(archive: Archive, exhibit: str, public: str) -> Act:
    draft = Draft(about=exhibit, says=PUBLIC, type="text", value=public)
    return Act(drafts=archive.check([draft]))


def _act(
    archive: Archive, keeps: tuple[str, bytes], original: Original, measured: Measured
) -> Act:
    """What is said of a new exhibit, and how its key is kept."""
    id_, key = keeps
    drafts = _drafts(id_, original, measured)
    told = [
        Draft(about=id_, says=says, type=type_, value=value, basis=original.basis)
        for says, type_, value in original.told
    ]
    if not original.protected:
        # Its name is for whom the original is.
        return Act(drafts=archive.check(drafts + told, also_public=(id_,)), keeps=keeps)
    sealed = [
        draft if draft.says == PUBLIC else draft._replace(compartment=IDENTITY) for draft in drafts
    ]
    secret = Draft(about=id_, says=SEALED_KEY, type="text", value=key.hex(), basis=original.basis)
    return Act(drafts=archive.check([*sealed, secret, *told]), marks=(archive.mark(measured.sha256), id_))


def seal(path: Path, id_: str, key: bytes, content: BinaryIO) -> Measured:
    """Seal content into a file that is durable when this returns, and measure it on the way."""
    with path.open("wb") as sealed:
        measured = vault.put(id_, key, content, sealed)
        sealed.flush()
        os.fsync(sealed.fileno())
    return measured


def is_kept(archive: Archive, exhibit: str) -> bool:
    """Whether an exhibit has a key here, or a sign by which it is known again."""
    query = "SELECT 1 FROM {table} WHERE exhibit = ?"
    return any(
        archive.database.row(query.format(table=table), (exhibit,))
        for table in ("exhibit_key", "exhibit_mark")
    )


def known(archive: Archive, sha256: str, *, protected: bool) -> str | None:
    """The exhibit with this content, as far as it may be known and may be taken for this one.

    Who does not see all knows only what they kept themselves: else they could try contents, say that others'
    exhibits are published, or correct their rows.
    """
    for (exhibit,) in archive.database.rows(KNOWN, (sha256,)):
        if archive.knows(exhibit, sha256):
            return str(exhibit)
    if protected and (row := archive.database.row(MARKED, (archive.mark(sha256),))):
        return str(row[0])
    if protected and archive.compartment is not None:
        return min((one.about for one in archive.compartment.telling(DIGEST, sha256)), default=None)
    return None


def _drafts(id_: str, original: Original, measured: Measured) -> list[Draft]:
    said = {
        "exhibit.name": ("text", original.name),
        "exhibit.media_type": ("text", original.media_type),
        SIZE: ("decimal", str(measured.size)),
        DIGEST: ("text", measured.sha256),
        PUBLIC: ("text", original.public or ""),
    }
    return [
        Draft(about=id_, says=says, type=type_, value=value, basis=original.basis)
        for says, (type_, value) in said.items()
        if value
    ]


def fetch(archive: Archive, exhibit: str) -> Iterator[bytes]:
    """The content of an exhibit, each frame checked.

    Raises `NoSuchExhibit`, `ExhibitBroken`, or `ExhibitSealed` for a protected one.
    """
    row = archive.database.row("SELECT key FROM exhibit_key WHERE exhibit = ?", (exhibit,))
    if row is None:
        refusal = ExhibitSealed if is_protected(archive, exhibit) else NoSuchExhibit
        raise refusal(exhibit=exhibit)
    yield from unsealed(archive, exhibit, bytes(row[0]))


def is_protected(archive: Archive, exhibit: str) -> bool:
    """Whether the key of an exhibit lies in the compartment identity."""
    query = "SELECT 1 FROM exhibit_mark WHERE exhibit = ?"
    return archive.database.row(query, (exhibit,)) is not None


def unsealed(archive: Archive, exhibit: str, key: bytes) -> Iterator[bytes]:
    """The content of an exhibit by its key, each frame checked. Raises `ExhibitBroken`, `ExhibitGone`."""
    with _opened(archive, exhibit) as sealed:
        yield from vault.get(exhibit, key, sealed)


def _opened(archive: Archive, exhibit: str) -> BinaryIO:
    try:
        return (archive.path / EXHIBITS / exhibit).open("rb")
    except FileNotFoundError:
        raise ExhibitGone(exhibit=exhibit) from None


def check_exhibits(archive: Archive) -> int:
    """Open every exhibit and compare it with what was said when it was kept; how many there are.

    Where that was erased, only the seal is checked.

    A protected one that is shut to this member must at least be there. Raises `ExhibitGone` or
    `ExhibitBroken` at the first that does not hold.
    """
    exhibits = [*archive.database.rows(MEASURED), *_protected(archive)]
    for exhibit, key, sha256 in exhibits:
        with _opened(archive, exhibit) as sealed:
            if key is None:
                continue
            measured = vault.measure(exhibit, bytes(key), sealed)
        if sha256 not in (measured.sha256, None):
            raise ExhibitGone(exhibit=exhibit)
    own = archive.own_logs()
    for exhibit, log in archive.database.rows(KEYLESS):
        if log in own:
            raise ExhibitGone(exhibit=exhibit)
    return len(exhibits)


def _protected(archive: Archive) -> list[tuple[str, bytes | None, str | None]]:
    """Protected exhibits, each with its key and measure as far as they can be opened."""
    found = []
    for (exhibit,) in archive.database.rows("SELECT DISTINCT exhibit FROM exhibit_mark ORDER BY 1"):
        sealed = archive.compartment.about(exhibit) if archive.compartment else []
        said = {one.says: one.value for one in sealed}
        key = said.get(SEALED_KEY)
        found.append((exhibit, bytes.fromhex(key) if key else None, said.get(DIGEST)))
    return found
