# SPDX-License-Identifier: Apache-2.0
"""A folder of documents becomes exhibits, and what can be read of them informations.

One file is one step, durable before the next begins: what was interrupted goes on where it ended, and the
same content again adds nothing. No link is followed and nothing but a file is opened. A document that does
what no honest one needs is refused; where documents cannot be opened safely, they are kept shut.
"""

import mimetypes
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from typing import Any, BinaryIO

from kuzat import __version__
from kuzat.errors import Phrase, Reason
from kuzat.log.statement import LONGEST_VALUE, Draft
from kuzat.preservation import vault
from kuzat.preservation.custody import Receipt, Told
from kuzat.preservation.documents.extracted import Extracted, Silence
from kuzat.preservation.folder import HOSTILE, Fate, Taken, pieces
from kuzat.store import vaults
from kuzat.store.archive import Archive
from kuzat.store.commit import Act
from kuzat.store.custody import say_receipt
from kuzat.store.folders import UNREADABLE, Found, NoDocument, opened
from kuzat.store.sandbox import NoSandbox, Sandbox
from kuzat.store.vaults import Also, Original, OriginalChanged
from kuzat.terms import ids

UNKNOWN, TEXT, PDF = "application/octet-stream", "text/plain", "application/pdf"
EXHIBIT = "information.exhibit"
# What one act says at most; an entry holds a few more.
MOST_SAID = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What all documents of a folder have in common.

    ``source`` and ``event`` are the records that the informations name, ``language`` is that of the texts.
    What is neither ``public`` nor ``for_all`` is sealed.
    """

    public: str | None = None
    for_all: bool = False
    source: str | None = None
    event: str | None = None
    language: str | None = None
    receipt: Receipt = field(default_factory=Receipt)

    @property
    def protected(self) -> bool:
        return self.public is None and not self.for_all


def take_in(
    archive: Archive, sandbox: Sandbox, found: Found, batch: Batch, *, dry: bool = False
) -> Taken:
    """Take one file in and say what became of it; ``dry`` looks and writes nothing. Raises `DiskFull`."""
    try:
        with opened(found) as content:
            return _taken(archive, sandbox, found.name, content, batch, dry=dry)
    except NoDocument as error:
        return Taken(name=found.name, fate=Fate.REFUSED, reason=error.reason)
    except OriginalChanged as error:
        return Taken(name=found.name, fate=Fate.REFUSED, reason=Reason(error))


def _taken(
    archive: Archive, sandbox: Sandbox, name: str, content: BinaryIO, batch: Batch, *, dry: bool
) -> Taken:
    """What became of one open file."""
    measured = sha256()
    deque(_chunks(content, measured), maxlen=0)
    digest = measured.hexdigest()
    kept = vaults.known(archive, digest, protected=batch.protected)
    if kept is not None and _is_told(archive, kept):
        return _already(archive, name, kept, batch, dry=dry)
    read, reason = _read(sandbox, content, digest)
    if kept is not None and reason is not None:
        return _already(archive, name, kept, batch, dry=dry)
    media_type = _media_type(name, read)
    taken = Taken(name=name, fate=_fate(read), reason=reason, media_type=media_type, exhibit=kept)
    if taken.fate is Fate.TAKEN and read is not None:
        guessed = read.encoding if read.guessed else None
        taken = replace(taken, pages=len(read.pages), unread=read.unread, guessed=guessed)
    if dry or taken.fate is Fate.REFUSED:
        return taken
    if kept is not None:
        say_receipt(archive, kept, batch.receipt)
    original = Original(
        name=name.rsplit("/", 1)[-1],
        media_type=media_type,
        content=content,
        public=batch.public,
        protected=batch.protected,
        told=tuple(batch.receipt.told()),
        sha256=digest,
    )
    if taken.fate is Fate.KEPT or read is None:
        return replace(taken, exhibit=_placed(archive, original, lambda _: ()))
    return _told(archive, taken, original, read, batch)


def _fate(read: Extracted | None) -> Fate:
    """What becomes of a new document, by what was read."""
    if read is None:
        return Fate.KEPT
    if read.silence is None:
        return Fate.TAKEN
    return Fate.REFUSED if read.silence in HOSTILE else Fate.KEPT


def _already(archive: Archive, name: str, exhibit: str, batch: Batch, *, dry: bool) -> Taken:
    """Nothing is added but that it came in again, where that is told with its day and is new."""
    if not dry:
        say_receipt(archive, exhibit, batch.receipt)
    return Taken(name=name, fate=Fate.ALREADY, exhibit=exhibit)


def _is_told(archive: Archive, exhibit: str) -> bool:
    """Whether an information already rests on an exhibit as a whole."""
    query = "SELECT 1 FROM facet WHERE says = ? AND value = ? LIMIT 1"
    return archive.database.row(query, (EXHIBIT, exhibit)) is not None


def _read(sandbox: Sandbox, content: BinaryIO, digest: str) -> tuple[Extracted | None, Phrase | None]:
    """What a document says, or why it says nothing here. Raises `OriginalChanged`."""
    measured = sha256()
    try:
        read = sandbox.extract(_chunks(content, measured))
    except NoSandbox as error:
        return None, Reason(error)
    if read.silence is not Silence.LARGE and measured.hexdigest() != digest:
        raise OriginalChanged()
    return read, read.silence.phrase if read.silence else None


def _chunks(content: BinaryIO, measured: Any) -> Iterator[bytes]:
    """The content from its beginning, measured on the way. Raises `NoDocument` where the disk fails."""
    try:
        content.seek(0)
        while chunk := content.read(vault.FRAME):
            measured.update(chunk)
            yield chunk
    except OSError:
        raise NoDocument(reason=UNREADABLE) from None


def _media_type(name: str, read: Extracted | None) -> str:
    """The type by the content; by the name, where the content tells none."""
    if read is not None and read.media_type != UNKNOWN:
        return read.media_type
    return mimetypes.guess_type(name)[0] or UNKNOWN


def _placed(archive: Archive, original: Original, also: Also) -> str:
    """The exhibit of an original, new or known, with what else is said of it."""
    digest = original.sha256 or ""
    exhibit = vaults.known(archive, digest, protected=original.protected)
    if exhibit is None:
        original.content.seek(0)
        return vaults.keep(archive, original, also).id
    if acts := also(exhibit):
        archive.commit_checked(acts)
    return exhibit


def _told(archive: Archive, taken: Taken, original: Original, read: Extracted, batch: Batch) -> Taken:
    """Keep an original with the information that has its text; a long text becomes an exhibit of its own."""
    information = ids.record_id("information", archive.random(ids.RANDOM_BYTES))
    content = read.text.encode()
    digest = sha256(content).hexdigest()
    if len(content) <= LONGEST_VALUE or digest == original.sha256:
        exhibit = _placed(
            archive, original, lambda id_: _acts(archive, batch, information, read, (id_, id_))
        )
    else:
        exhibit = _placed(archive, original, lambda _: ())
        made = replace(
            original,
            name=f"{original.name}.txt",
            media_type=TEXT,
            content=BytesIO(content),
            told=(("exhibit.made_on", "date", archive.clock()[:10]),),
            basis=exhibit,
            sha256=digest,
        )
        _placed(archive, made, lambda id_: _acts(archive, batch, information, read, (exhibit, id_)))
    return replace(taken, exhibit=exhibit, information=information)


def _acts(
    archive: Archive, batch: Batch, information: str, read: Extracted, exhibits: tuple[str, str]
) -> list[Act]:
    """What is said of an information and of the text made for it.

    ``exhibits`` are the original and the exhibit of its text, which are one where the text is short.
    """
    original, text = exhibits
    program = _program(read)
    drafts = [
        Draft(about=information, says=says, type=type_, value=value, basis=original)
        for says, type_, value in _heading(batch, original, program)
    ]
    if text != original:
        drafts += _made(information, original, text, program)
    drafts += [
        Draft(
            about=information,
            says="information.text",
            type="text",
            value=read.text[start:end],
            language=batch.language,
            basis=f"{text}#chars={start},{end}",
        )
        for start, end in pieces(read)
    ]
    public = exhibits if batch.public else ()
    checked = archive.check(drafts, also_public=public)
    return [Act(drafts=checked[at : at + MOST_SAID]) for at in range(0, len(checked), MOST_SAID)]


def _heading(batch: Batch, original: str, program: str) -> Iterator[Told]:
    for name, type_, value in (
        ("exhibit", "record", original),
        ("source", "record", batch.source),
        ("event", "record", batch.event),
        ("url", "text", batch.public),
        ("received", "date", batch.receipt.received_on),
        ("read_with", "text", program),
    ):
        if value:
            yield f"information.{name}", type_, value


def _program(read: Extracted) -> str:
    """What read a text: this program, and the library that it asked."""
    library = f", pypdfium2 {version('pypdfium2')}" if read.media_type == PDF else ""
    return f"Kuzat {__version__}{library}"


def _made(information: str, original: str, text: str, program: str) -> list[Draft]:
    """That a text was made from its original, and with what; and that the information has it."""
    return [
        Draft(about=information, says=EXHIBIT, type="record", value=text, basis=text),
        Draft(about=text, says="exhibit.made_from", type="record", value=original, basis=original),
        Draft(about=text, says="exhibit.made_with", type="text", value=program, basis=original),
    ]
