# SPDX-License-Identifier: Apache-2.0
"""Bytes of text without a form: which encoding, stated or told from the letters.

UTF-8 proves itself. Between the one-byte encodings of Russian the letters decide: read in the
wrong one, capitals stand inside words and the commonest letters are rare. The choice is said to
be a guess.
"""

import re
from collections import Counter
from typing import NamedTuple

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CANDIDATES = ("windows-1251", "koi8-r", "cp866", "windows-1252")
# Labels as pages and programs write them (WHATWG Encoding), to the codec that reads them.
LABELS = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("windows-1251", "cp1251", "x-cp1251", "win-1251"), "windows-1251"),
    **dict.fromkeys(("koi8-r", "koi8_r", "koi8", "koi"), "koi8-r"),
    **dict.fromkeys(("koi8-u", "koi8-ru"), "koi8-u"),
    **dict.fromkeys(("cp866", "ibm866", "866"), "cp866"),
    **dict.fromkeys(("iso-8859-5", "cyrillic"), "iso-8859-5"),
    **dict.fromkeys(("x-mac-cyrillic", "x-mac-ukrainian"), "mac-cyrillic"),
    **dict.fromkeys(("windows-1252", "cp1252", "iso-8859-1", "latin1", "us-ascii"), "windows-1252"),
    **dict.fromkeys(("windows-1254", "cp1254", "iso-8859-9", "latin5"), "windows-1254"),
}
SAMPLE = 64 * 1024
COMMON = frozenset("оеаинтсрвлкмдп")
RARE = frozenset("ъэфщёѓђќљњџўєѕіј")

_WORD = re.compile(r"[^\W\d_]+")
_SOUND = re.compile(r"[А-ЯЁа-яё]?[а-яё]*|[А-ЯЁ]+|[A-Za-zÀ-ÿ]?[a-zß-ÿ]*|[A-ZÀ-Þ]+")
_MARKED = re.compile(r"[À-ÿ]")
_USUAL = re.compile(r"[\w\x00-\x7f«»“”„’‘–—№…\xa0]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Decoded(NamedTuple):
    """The text, the encoding it was read in, and whether that was a guess."""

    text: str
    encoding: str
    guessed: bool


def decode(content: bytes, stated: str | None = None) -> Decoded | None:
    """Text from bytes: by mark, as stated, as UTF-8, else by the letters; or it is no text."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _as(content.removeprefix(mark), encoding, guessed=False)
    if _CONTROL.search(content):
        return None
    codec = LABELS.get((stated or "").strip().lower())
    if codec and (read := _as(content, codec, guessed=False)):
        return read
    return _as(content, "utf-8", guessed=False) or _guess(content)


def _as(content: bytes, encoding: str, *, guessed: bool) -> Decoded | None:
    try:
        return Decoded(content.decode(encoding), encoding, guessed)
    except UnicodeDecodeError:
        return None


def _guess(content: bytes) -> Decoded | None:
    scored = [
        (_likeness(content[:SAMPLE].decode(encoding, errors="replace")), encoding)
        for encoding in CANDIDATES
    ]
    for score, encoding in sorted(scored, key=lambda pair: -pair[0]):
        if score > 0 and (read := _as(content, encoding, guessed=True)):
            return read
    return None


def _likeness(text: str) -> float:
    """How much a text looks like Russian or a language in Latin letters; higher is likelier."""
    score = 0.0
    for word, times in Counter(_WORD.findall(text)).items():
        letters = word.lower()
        common = sum(letter in COMMON for letter in letters)
        rare = sum(letter in RARE for letter in letters)
        marked = 2 * len(_MARKED.findall(word)) > max(len(word), 2)
        odd = 0 if _SOUND.fullmatch(word) and not marked else len(word)
        score += times * (len(word) / 2 + common - 3 * rare - 2 * odd)
    return score - 3 * sum(not _USUAL.fullmatch(sign) for sign in text)
