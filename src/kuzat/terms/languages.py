# SPDX-License-Identifier: Apache-2.0
"""The languages of the house, and Uzbek written in Cyrillic letters.

In: text in Uzbek Latin (the alphabet of 1995, any apostrophe).
Out: the same text in Uzbek Cyrillic; what is neither a letter nor an apostrophe stays.
Source: the letter table and spelling rules of the Uzbek Cyrillic alphabet of 1940 and of the law of
1995 that replaced it; the words that keep their ц are listed, since Latin writes s for it.
"""

import re

LANGUAGES = ("en", "ru", "ky", "uz", "uz-Cyrl")

APOSTROPHES = "'ʻʼ’‘`´ʹ′"
LETTERS = dict(zip("abdefghijklmnopqrstuvxyz", "абдефгҳижклмнопқрстувхйз", strict=True), c="с", w="в")
DIGRAPHS = {"sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я", "ye": "е", "ts": "ц"}
SIGNS = re.compile(rf"(?:sh|ch|yo(?![{APOSTROPHES}])|yu|ya|ye|ts|[a-z])[{APOSTROPHES}]?", re.I)
WORD = re.compile(rf"[a-z{APOSTROPHES}]+", re.I)
VOWELS = "aeiou"


def to_cyrillic(text: str) -> str:
    """Uzbek Latin in Cyrillic letters, keeping capitals, digits and punctuation as they are."""
    return WORD.sub(lambda found: _word(found[0]), text)


def _word(word: str) -> str:
    written: list[str] = []
    before = ""
    upper = word.isupper() and len(word) > 1
    for found in SIGNS.finditer(word):
        sign = found[0].lower()
        letters = _letters(sign, before)
        if upper:
            letters = letters.upper()
        elif found[0][0].isupper():
            letters = letters[0].upper() + letters[1:]
        written.append(letters)
        before = sign
    return "".join(written)


def _letters(sign: str, before: str) -> str:
    base, mark = (sign[:-1], sign[-1]) if sign[-1] in APOSTROPHES else (sign, "")
    if mark and base in ("o", "g"):
        return {"o": "ў", "g": "ғ"}[base]
    if base == "e" and (not before or before[-1] in VOWELS):
        letters = "э"
    else:
        letters = DIGRAPHS.get(base) or LETTERS[base]
    return letters + "ъ" if mark else letters
