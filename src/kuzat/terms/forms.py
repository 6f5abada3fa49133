# SPDX-License-Identifier: Apache-2.0
"""Texts that are no words of a person: a code, an address, a digest, each of a form that holds nothing else.

A text without such a form may name somebody, so that it lies in the open on a public basis only.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from kuzat.errors import Phrase

LONGEST_CODE = 64
SCHEMES = ("http", "https", "ftp")
PATH = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)+")
_CODE = re.compile(rf"[^\W_][\w./-]{{0,{LONGEST_CODE - 1}}}")
_PARTS = re.compile(r"[-_./]")
_HOST = re.compile(r"[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)+\.?")
_INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)"


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


def is_code(text: str) -> bool:
    """Whether a text can be a code of the organisation: ``KG-023``, ``ДЕЛО-7/2020``, ``B-parliament``.

    Letters, digits and - _ . /, at most 64; with a digit, or each part of it all small or all capital
    letters. A name as people write it is none, so that it is not taken for a code by mistake.
    """
    if _CODE.fullmatch(text) is None:
        return False
    parts = _PARTS.split(text)
    return any(sign.isdigit() for sign in text) or all(part in (part.lower(), part.upper()) for part in parts)


def is_address(text: str) -> bool:
    """Whether a text is the address of a page that others can ask for: http, https or ftp, and a host."""
    if not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in SCHEMES and "@" not in parts.netloc and _HOST.fullmatch(host) is not None


def is_published(text: str) -> bool:
    """Whether a text says where something is published: an address, or a path beside the archive."""
    return is_address(text) or PATH.fullmatch(text) is not None


FORMS: dict[str, tuple[Callable[[str], bool], Phrase]] = {
    "address": (is_address, Phrase("an address such as https://example.org/page")),
    "authority": (_matches(r"[A-Za-z0-9.]+=[^\x00-\x1f]{1,512}"), Phrase("a name such as CN=…,O=…")),
    "card": (_matches("kuzat-card-1:[A-Za-z0-9_-]{262}"), Phrase("a card as kuzat peer card prints it")),
    "code": (is_code, Phrase("a code such as KG-023: at most 64 letters, digits and - _ . /, no spaces")),
    "digest": (_matches("[0-9a-f]{64}"), Phrase("64 digits from 0 to f")),
    "instant": (_matches(_INSTANT), Phrase("an hour such as 2020-03-08T12:00:00+00:00")),
    "language": (
        _matches("[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?"),
        Phrase("a language tag such as ky or uz-Cyrl"),
    ),
    "media_type": (_matches("[a-z]+/[A-Za-z0-9.+-]+"), Phrase("a media type such as text/csv")),
    "programs": (
        _matches(r"[A-Za-z][\w.+-]* [0-9][\w.+-]*(, [A-Za-z][\w.+-]* [0-9][\w.+-]*)*"),
        Phrase("programs with their versions, such as pypdfium2 4.30.0"),
    ),
    "published": (is_published, Phrase("an address such as https://example.org/page, or a path")),
}


def expected(form: str, text: str) -> Phrase | None:
    """What a text of a form should have been; None where it is right."""
    fits, phrase = FORMS[form]
    return None if fits(text) else phrase
