# SPDX-License-Identifier: Apache-2.0
"""Names and words in one plain alphabet, so that one name in many scripts is one key.

In: text in Cyrillic or Latin letters of any language of the region, or in any other script.
Out: words of a to z and digits, one space between them; letters only, no ending is cut.
Never: an opinion on which two people are one.
"""

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = "'ʻʼ’‘`´ʹ′"
WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{APOSTROPHES}](?=[^\W_]|[\u0300-\u036f]))*")
CACHED = 1 << 17

# Cyrillic of Russian, Kyrgyz, Uzbek, Tajik, Kazakh and Ukrainian; Latin letters with marks.
ROMAN = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziiklmnoprstufhie", strict=True)),
        **dict(zip("ңөүўқғҳәіїұһӣӯєґҕҥѓќ", "nouukghaiiuhiuegngk", strict=False)),
        **{"ё": "yo", "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": ""},
        **{"ю": "iu", "я": "ia", "ҷ": "zh", "җ": "zh", "ј": "i", "ӷ": "g", "ҫ": "s"},
        **{"ı": "i", "ə": "a", "ø": "o", "æ": "e", "œ": "e", "đ": "d", "ł": "l", "þ": "t"},
        **{"ð": "d", "ş": "sh", "š": "sh", "ș": "sh", "ç": "ch", "č": "ch", "ć": "ch", "ž": "zh"},
        **{"ğ": "g", "ñ": "n"},
    }
)
OKINA = re.compile(rf"o[{APOSTROPHES}](?=[^\W_])")
SPELLINGS = {
    "dzh": "zh", "dj": "zh", "tsch": "ch", "tch": "ch", "shch": "sh", "sch": "sh", "kh": "h",
    "gh": "g", "ph": "f", "th": "t", "ck": "k", "ou": "u", "q": "k", "w": "v", "x": "h", "y": "i",
}  # fmt: skip
SPELLED = re.compile(
    r"dzh|dj|tsch|tch|shch|sch|kh|gh|ph|th|ck|ou|(?<=[aeiou])ye|^ye|(?<=[^aeiouy])yo"
    r"|j(?=[aeiouy])|j|ch|c(?=[eiy])|c|[qwxy]"
)
DOUBLED = re.compile(r"([a-z])\1+")


def fold(text: str) -> str:
    """The words of a text in the plain alphabet: Аскаров, Askarov and Asqarov are `askarov`.

    Letters only: the ending of a declined word stays (`kuzat.terms.text.tokens` cuts it).
    """
    return " ".join(fold_word(word) for word in words(text))


def words(text: str) -> list[str]:
    """The words of a text, in small letters, composed (NFC), apostrophes inside a word kept."""
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return WORD.findall(small)


@lru_cache(CACHED)
def fold_word(word: str) -> str:
    """One word from `words`, in the plain alphabet."""
    plain = _plain(OKINA.sub("u", word).translate(ROMAN))
    while (respelled := DOUBLED.sub(r"\1", SPELLED.sub(_spelling, plain))) != plain:
        plain = respelled
    return plain


def _plain(word: str) -> str:
    """Letters that have no rule lose their marks, or become u and the number of the code point."""
    if word.isascii() and word.isalnum():
        return word
    bare = unicodedata.normalize("NFKD", word).translate(ROMAN)
    return "".join(
        sign if sign.isascii() and sign.isalnum() else f"u{ord(sign)}" if sign.isalnum() else ""
        for sign in bare
        if sign not in APOSTROPHES
    )


def _spelling(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in ("ye", "yo"):
        return "e"
    if sign == "ch":
        return sign
    if sign == "j":
        return "zh" if found.string[found.end() : found.end() + 1] in (*"aeiouy",) else "i"
    if sign == "c":
        return "s" if found.string[found.end() : found.end() + 1] in (*"eiy",) else "k"
    return SPELLINGS[sign]
