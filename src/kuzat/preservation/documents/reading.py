# SPDX-License-Identifier: Apache-2.0
"""One document from its bytes to its text: told what it is, then read by the one reader for it.

Runs inside the sandbox only; whoever wants a document's text asks `kuzat.store.sandbox`.
"""

from kuzat.preservation.documents import docx, kinds, markup, pdf, plain
from kuzat.preservation.documents.extracted import (
    Extracted,
    Limits,
    Silence,
    Unread,
    cleaned,
    paged,
)
from kuzat.preservation.documents.packed import Packed

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
        packed = Packed(content)
        if docx.is_docx(packed):
            return _docx(packed, limits)
    if media_type in (kinds.HTML, kinds.UNKNOWN):
        return _written(content, media_type, limits)
    raise Unread(kinds.silent(media_type) or Silence.UNKNOWN)


def _docx(packed: Packed, limits: Limits) -> Extracted:
    try:
        return _told(kinds.DOCX, [cleaned(docx.read(packed, limits.text))])
    except Unread as unread:
        return Extracted(media_type=kinds.DOCX, silence=unread.silence)


def _written(content: bytes, media_type: str, limits: Limits) -> Extracted:
    """A page or a file of letters."""
    page = media_type == kinds.HTML
    decoded = markup.read(content) if page else plain.decode(content)
    if decoded is None:
        raise Unread(Silence.DAMAGED if page else Silence.UNKNOWN)
    text = cleaned(decoded.text)
    if len(text) > limits.text:
        raise Unread(Silence.LARGE)
    told = _told(kinds.HTML if page else kinds.TEXT, [text])
    return Extracted(
        media_type=told.media_type,
        text=told.text,
        pages=told.pages,
        encoding=decoded.encoding,
        guessed=decoded.guessed,
        silence=told.silence,
    )


def _told(media_type: str, texts: list[str], *, unread: tuple[int, ...] = ()) -> Extracted:
    if not any(text.strip() for text in texts):
        return Extracted(media_type=media_type, silence=Silence.EMPTY)
    text, pages = paged(texts)
    return Extracted(media_type=media_type, text=text, pages=pages, unread=unread)
