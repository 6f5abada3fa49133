# SPDX-License-Identifier: Apache-2.0
"""What a file is, by its content and never by its name.

A file that opens as two things at once, such as a PDF that ends as a ZIP archive, is made so that
two readers see two documents. It is refused.
"""

import re

from kuzat.preservation.documents.extracted import Silence, Unread

PDF, HTML, TEXT = "application/pdf", "text/html", "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT, MAIL = "application/vnd.oasis.opendocument.text", "message/rfc822"
ZIP, OLE = "application/zip", "application/x-ole-storage"
UNKNOWN = "application/octet-stream"

HEAD = 1024  # a PDF reader looks this far for %PDF-
TAIL = 4096
LONGEST_COMMENT = 0xFFFF
END_OF_ZIP = 22

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"PK\x03\x04", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "video/x-matroska"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf'\x1c", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
)
_RIFF = {b"WAVE": "audio/wav", b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}
_BRANDS = (
    (b"M4A", "audio/mp4"),
    (b"hei", "image/heic"),
    (b"mif", "image/heic"),
    (b"avi", "image/avif"),
)
_MPEG = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")
_ADTS = re.compile(rb"\xff[\xf0\xf1\xf8\xf9]")
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<!--.{0,2000}?-->|<\?xml[^>]{0,200}\?>)*"
    rb"<(!doctype\s+html|html|head|body|title|meta|script|style|table|div|h1|p|br|a|svg)\b",
    re.IGNORECASE | re.DOTALL,
)
# Heading lines, folded ones too, of which one is written by what carries mail or writes it.
_HEADING = rb"[A-Za-z][A-Za-z-]{0,60}:[^\r\n]{0,998}\r?\n(?:[ \t][^\r\n]{0,998}\r?\n){0,50}"
_MAIL = re.compile(
    rb"(?:From [^\r\n]{1,200}\r?\n)?(?:" + _HEADING + rb"){0,100}?"
    rb"(?:From|Received|Return-Path|Delivered-To|Message-ID|MIME-Version):[^\r\n]{0,998}\r?\n"
    rb"(?:[ \t]|[A-Za-z][A-Za-z-]{0,60}:)",
    re.IGNORECASE,
)
MAIL_HEAD = 16 * 1024


def kind(content: bytes) -> str:
    """The media type. Raises `Unread` for a file that is two things at once."""
    first = _magic(content[:HEAD])
    found = {first} if first else set()
    if first != PDF and b"%PDF-" in content[:HEAD] and b"startxref" in content[-TAIL:]:
        found.add(PDF)
    if _ends_as_zip(content):
        found.add(ZIP)
    if len(found) > 1:
        raise Unread(Silence.TWOFOLD)
    if not found:
        return MAIL if _MAIL.match(content[:MAIL_HEAD]) else UNKNOWN
    return found.pop()


def _magic(head: bytes) -> str | None:
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        brands = (media_type for brand, media_type in _BRANDS if head[8:].startswith(brand))
        return next(brands, "video/mp4")
    if _MPEG.match(head):
        return "audio/mpeg"
    if _ADTS.match(head):
        return "audio/aac"
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return "image/bmp"
    markup = _MARKUP.match(head)
    if markup:
        return "image/svg+xml" if markup[1].lower() == b"svg" else HTML
    return None


def _ends_as_zip(content: bytes) -> bool:
    """Whether an archive's directory ends exactly where the file does."""
    start = max(0, len(content) - END_OF_ZIP - LONGEST_COMMENT)
    at = content.find(b"PK\x05\x06", start)
    while at >= 0:
        comment = int.from_bytes(content[at + 20 : at + END_OF_ZIP], "little")
        if at + END_OF_ZIP + comment == len(content):
            return True
        at = content.find(b"PK\x05\x06", at + 1)
    return False


def silent(media_type: str) -> Silence | None:
    """Why files of this type have no text, or nothing where they may have."""
    if media_type.startswith("image/"):
        return Silence.IMAGE
    if media_type.startswith(("audio/", "video/")):
        return Silence.RECORDING
    return None if media_type in (PDF, DOCX, ODT, HTML, MAIL, TEXT) else Silence.UNKNOWN
