# SPDX-License-Identifier: Apache-2.0
"""One document from its bytes to its text: told what it is, then read by the one reader for it.

Runs inside the sandbox only; whoever wants a document's text asks `kuzat.store.sandbox`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from kuzat.preservation import sound
from kuzat.preservation.documents import docx, kinds, mail, markup, odt, pdf, plain
from kuzat.preservation.documents.extracted import (
    Extracted,
    Limits,
    Silence,
    Unread,
    cleaned,
    paged,
)
from kuzat.preservation.documents.packed import Packed
from kuzat.preservation.documents.plain import Decoded

READERS: Mapping[str, Callable[[bytes], Decoded | None]] = {
    kinds.HTML: markup.read,
    kinds.MAIL: mail.read,
    kinds.UNKNOWN: plain.decode,
}
# What is held to be a recording until it is found that it also has pictures, or that no browser plays it.
SOUNDS, MAYBE_SOUND = "audio/", "video/mp4"
OFFICE_LOCKED = "EncryptedPackage".encode("utf-16-le")


def extract(content: bytes, limits: Limits) -> Extracted:
    """What the document is and says; a silence with its reason, never an error."""
    media_type = kinds.UNKNOWN
    try:
        if len(content) > limits.size:
            raise Unread(Silence.LARGE)
        media_type = kinds.kind(content)
        return _read(content, media_type, limits)
    except Unread as unread:
        return Extracted(media_type=media_type, silence=unread.silence)
    except (MemoryError, RecursionError):
        return Extracted(media_type=media_type, silence=Silence.HEAVY)


def _read(content: bytes, media_type: str, limits: Limits) -> Extracted:
    if media_type == kinds.OLE and OFFICE_LOCKED in content:
        raise Unread(Silence.LOCKED)
    if media_type == kinds.PDF:
        texts, unread = pdf.read(content, limits.text, limits.pages)
        return _told(media_type, texts, unread=tuple(unread))
    if media_type == kinds.ZIP:
        return _packed(Packed(content), limits)
    if media_type in READERS:
        return _written(content, media_type, limits)
    if media_type.startswith(SOUNDS) or media_type == MAYBE_SOUND:
        return sound.described(content, media_type)
    raise Unread(kinds.silent(media_type) or Silence.UNKNOWN)


def _packed(packed: Packed, limits: Limits) -> Extracted:
    """A document that is an archive of parts."""
    if docx.is_docx(packed):
        media_type, read = kinds.DOCX, docx.read
    elif odt.is_odt(packed):
        media_type, read = kinds.ODT, odt.read
    else:
        raise Unread(Silence.UNKNOWN)
    try:
        return _told(media_type, [cleaned(read(packed, limits.text))])
    except Unread as unread:
        return Extracted(media_type=media_type, silence=unread.silence)


def _written(content: bytes, media_type: str, limits: Limits) -> Extracted:
    """A page, a message or a file of letters."""
    decoded = READERS[media_type](content)
    if decoded is None:
        raise Unread(Silence.UNKNOWN if media_type == kinds.UNKNOWN else Silence.DAMAGED)
    text = cleaned(decoded.text)
    if len(text) > limits.text:
        raise Unread(Silence.LARGE)
    told = _told(kinds.TEXT if media_type == kinds.UNKNOWN else media_type, [text])
    return replace(told, encoding=decoded.encoding, guessed=decoded.guessed)


def _told(media_type: str, texts: list[str], *, unread: tuple[int, ...] = ()) -> Extracted:
    if not any(text.strip() for text in texts):
        return Extracted(media_type=media_type, silence=Silence.EMPTY)
    text, pages = paged(texts)
    return Extracted(media_type=media_type, text=text, pages=pages, unread=unread)
