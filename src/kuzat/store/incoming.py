# SPDX-License-Identifier: Apache-2.0
"""Exports of other programs in the inbox: kept sealed and whole, read for a reason, item by item.

An export becomes an information of which only this is said: when it came, how many items it has, and what
became of it. Its files are sealed exhibits. A message or form becomes an information of its own, with the
words and whoever told them, when a member takes it up; or one that was refused, with the reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from kuzat import keys
from kuzat.collection import incoming
from kuzat.collection.incoming import Layout, Part, Survey, Told
from kuzat.collection.offline.submission import PACKED, SEEN_OR_HEARD
from kuzat.errors import Missing
from kuzat.log.statement import Draft
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.commit import Act
from kuzat.store.exportfiles import Source, of_file, of_path
from kuzat.store.identity import admitted
from kuzat.store.inbox import (
    ABOUT,
    DISGUISED,
    FLOOD,
    MOST_A_DAY,
    OPENS,
    QUARANTINED,
    REASON,
    SAME_CONTENT,
    STATUS,
    WAITING,
)
from kuzat.store.permitting import today
from kuzat.store.sandbox import Sandbox
from kuzat.store.sounds import examined, is_hostile, whole
from kuzat.store.vaults import Original, keep, known
from kuzat.terms import ids

NOTE_TYPE = "application/json"
UNKNOWN = "application/octet-stream"
TYPES = {
    ".json": "application/json", ".html": "text/html", ".txt": "text/plain", ".csv": "text/csv",
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp",
    ".mp4": "video/mp4", ".ogg": "audio/ogg", ".opus": "audio/ogg", ".oga": "audio/ogg", ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg", ".amr": "audio/amr", ".pdf": "application/pdf",
}  # fmt: skip
CHUNK, HEARD = 1 << 20, "audio/"
ITEMS, EXHIBIT, RECEIVED = "information.items", "information.exhibit", "information.received"
EXPORTS = "SELECT id FROM information WHERE items IS NOT NULL AND intake IS NOT NULL ORDER BY received, id"


class NoSuchExport(Missing):
    """There is no such export in the inbox."""

    code = "no_such_export"
    advice = "List them with: kuzat inbox exports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """An export as the inbox lists it; of what it tells, nothing. ``note`` says how it is read."""

    information: str
    note: str
    day: str
    items: int
    status: str
    reasons: tuple[str, ...] = ()


def take_export(
    archive: Archive, reader: Reader, path: Path, told: Told
) -> tuple[Export, Survey, bool]:
    """Take in a file, a ZIP file or a folder that another program exported, with its survey; is it new?

    It is read to its end first: what cannot be read is not kept. The same again adds nothing. Raises
    `ExportUnsafe`, `PackedUnsafe`, `IdentityShut`, `NotForThisRole`, and what `kuzat.collection.incoming`
    raises.
    """
    admitted(archive, reader)
    return _taken(archive, of_path(archive, path), told)


def take_sent(
    archive: Archive, reader: Reader, name: str, content: bytes, told: Told
) -> tuple[Export, Survey, bool]:
    """The same of a file or a ZIP file that somebody sent to the desk, which lies nowhere but in memory."""
    admitted(archive, reader)
    return _taken(archive, of_file(name, lambda: BytesIO(content)), told)


def _taken(
    archive: Archive, files: Mapping[str, Source], told: Told
) -> tuple[Export, Survey, bool]:
    parts = {name: _part(name, one) for name, one in files.items()}
    found = incoming.layout(parts)
    digests = {name: _digest(parts[name]) for name in sorted(parts)}
    note = incoming.note(found, told, digests)
    survey = replace(incoming.survey(found, parts, told), disguised=_disguised(found, parts))
    if before := _noted(archive, sha256(note).hexdigest()):
        return before, survey, False
    day = today(archive).isoformat()
    kept = {name: _kept(archive, name, files[name], digests[name], day) for name in digests}
    read = [kept[name] for name in found.read]
    record = ids.record_id("information", archive.random(ids.RANDOM_BYTES))
    reasons = _doubts(found, survey)

    def arrival(exhibit: str) -> list[Act]:
        drafts = _arrival(record, (exhibit, *read), day, str(survey.items), reasons)
        return [Act(drafts=archive.check(list(drafts)))]

    note_of_it = Original(name="export", media_type=NOTE_TYPE, content=BytesIO(note), protected=True)
    keep(archive, note_of_it, arrival)
    return find_export(archive, record), survey, True


def _part(name: str, source: Source) -> Part:
    return Part(name=name, open=lambda: _chunks(source))


def _chunks(source: Source) -> Iterator[bytes]:
    with source() as content:
        while chunk := content.read(CHUNK):
            yield chunk


def _digest(part: Part) -> str:
    measured = sha256()
    for chunk in part.open():
        measured.update(chunk)
    return measured.hexdigest()


def _noted(archive: Archive, digest: str) -> Export | None:
    """The export that was taken in with this note, so with these files and read the same way."""
    note = known(archive, digest, protected=True)
    found = (one for one in _exports(archive) if one.note == note)
    return next(found, None) if note else None


def _kept(archive: Archive, name: str, source: Source, digest: str, day: str) -> str:
    """The sealed exhibit of one file, and with it that it waits."""
    with source() as content:
        original = Original(
            name=name.rsplit("/", 1)[-1],
            media_type=media_type(name),
            content=content,
            protected=True,
            sha256=digest,
        )
        return keep(archive, original, lambda exhibit: [waiting(archive, exhibit, day)]).id


def media_type(name: str) -> str:
    """What a file of an export is by its name, as the programs give them."""
    return TYPES.get("." + name.rsplit(".", 1)[-1].lower(), UNKNOWN)


def waiting(archive: Archive, exhibit: str, day: str) -> Act:
    """What is said of each file of an export: it waits too, so that none leaves, also after a crash."""
    record = ids.record_id("information", archive.random(ids.RANDOM_BYTES))
    told = ((EXHIBIT, "record", exhibit), (RECEIVED, "date", day), (STATUS, "term", WAITING))
    return Act(drafts=archive.check(list(_said(record, exhibit, *told))))


def _arrival(
    record: str, exhibits: Sequence[str], day: str, items: str, reasons: Sequence[str]
) -> Iterator[Draft]:
    """What is said of an export: the note first, then its files, each resting on itself."""
    for exhibit in exhibits:
        yield from _said(record, exhibit, (EXHIBIT, "record", exhibit))
    status = QUARANTINED if reasons else WAITING
    yield from _said(
        record,
        exhibits[0],
        (RECEIVED, "date", day),
        (ITEMS, "decimal", items),
        (STATUS, "term", status),
        *((REASON, "term", reason) for reason in reasons),
    )


def _said(record: str, exhibit: str, *told: tuple[str, str, str]) -> Iterator[Draft]:
    for says, type_, value in told:
        yield Draft(about=record, says=says, type=type_, value=value, basis=exhibit)


def _doubts(found: Layout, survey: Survey) -> tuple[str, ...]:
    """Why an export is set apart until somebody looks at it; many messages on a day are no flood."""
    is_flood = found.kind.is_of_forms and survey.most_a_day > MOST_A_DAY
    is_copied = found.kind.is_of_forms and survey.alike > 0
    doubts = {SAME_CONTENT: is_copied, FLOOD: is_flood, DISGUISED: bool(survey.disguised)}
    return tuple(reason for reason, holds in doubts.items() if holds)


def _disguised(found: Layout, parts: Mapping[str, Part]) -> tuple[str, ...]:
    """The files that are to be seen or heard by their names and are something else, or more than they say."""
    with Sandbox() as sandbox:
        return tuple(name for name in found.beside if _is_disguised(sandbox, parts[name]))


def _is_disguised(sandbox: Sandbox, part: Part) -> bool:
    called = media_type(part.name)
    if not called.startswith(SEEN_OR_HEARD):
        return False
    if next(part.open(), b"").startswith(PACKED):
        return True
    return called.startswith(HEARD) and is_hostile(examined(sandbox, whole(part.open())))


def access_exports(archive: Archive, reader: Reader) -> tuple[Export, ...]:
    """The exports that came in, the newest last. Raises `NotForThisRole`, as `access_inbox`."""
    archive = admit(archive, reader)
    keys.check_may(archive.roles, OPENS)
    return tuple(_exports(archive))


def _exports(archive: Archive) -> Iterator[Export]:
    return (_export(archive, id_) for (id_,) in archive.database.rows(EXPORTS))


def find_export(archive: Archive, information: str) -> Export:
    """The export of an information. Raises `NoSuchExport`."""
    found = _export(archive, information)
    if not found.items or not found.note:
        raise NoSuchExport()
    return found


def _export(archive: Archive, information: str) -> Export:
    said: dict[str, list[str]] = {}
    for says, value in archive.database.rows(ABOUT, (information,)):
        said.setdefault(says, []).append(value)
    return Export(
        information=information,
        note=said.get(EXHIBIT, [""])[0],
        day=said.get(RECEIVED, [""])[0],
        items=int(said.get(ITEMS, ["0"])[0]),
        status=said.get(STATUS, [""])[-1],
        reasons=tuple(said.get(REASON, ())),
    )
