# SPDX-License-Identifier: Apache-2.0
"""Names and words in one plain alphabet, so that one name in many scripts is one key.

In: text in Cyrillic or Latin letters of any language of the region, or in any other script.
Out: words of a to z and digits. No ending is cut here: `kuzat.terms.text` does that.
Never: an opinion on which two people are one.

The letters follow how names of the region are printed: BGN and passport spelling of Russian and
Kyrgyz, Uzbek Latin of 1995 and 2026, Turkish, German and French press. Where one letter hides two
(German s for з, sch for ж), the more frequent one is taken.
"""

import re
import unicodedata

APOSTROPHES = "'ʻʼ’‘`´ʹ′"
LONGEST = 64

# Chinese and Japanese signs, written without spaces: each is a word.
ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
LETTER = rf"[^\W_{ALONE}]"
WORD = re.compile(rf"[{ALONE}]|{LETTER}+(?:[{APOSTROPHES}\u0300-\u036f]+{LETTER}+)*")

# ң ө ү stay capitals and ы stays y until endings are cut: Russian has no such endings.
ROMAN = (
    dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziiklmnoprstufhye", strict=True))
    | {"ё": "yo", "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": ""}
    | {"ю": "iu", "я": "ia", "ҷ": "zh", "җ": "zh"}
    | dict(zip("ңөүўқғҳәіұһӣӯїєґҕҥј", "NOUukghaiuhiuieggni", strict=True))
    | dict(zip("ıəøæœđłþð", "iaoeedltd", strict=True))
    | dict.fromkeys("şšșś", "sh")
    | dict.fromkeys("çčć", "ch")
    | {"ž": "zh", "ğ": "g"}
)
LETTERS = str.maketrans(ROMAN | dict.fromkeys(APOSTROPHES, ""))

SAME = {"kh": "h", "gh": "g", "ph": "f", "th": "t", "ck": "k", "tz": "ts", "ou": "u"}
SAME |= {"dzh": "zh", "dj": "zh", "j": "zh", "tsch": "ch", "tch": "ch", "sch": "sh", "shch": "sh"}
SAME |= {"q": "k", "w": "v", "x": "h", "ye": "e", "yo": "e", "y": "i", "ts": "s"}
SPELLING = re.compile(
    # Each way begins with a letter, not with a look behind, so that most places are passed over quickly.
    r"dzh|dj|tsch|tch|shch|sch|kh|gh|ph|th|ck|tz|ou|ye|yo(?<=[^aeiouy]yo)|c(?!h)|[jqwx]"
    r"|y(?<=[aeiou]y)|y(?=[aeiou])"
    # Uzbek Latin has s for ц after these: aksiya, konsert.
    r"|ts(?<=[kpn]ts)(?=[ei])"
)
DOUBLED = re.compile(r"(zh|sh|ch|ts|[a-z])\1+")
FIRST_GREEK = "\u0370"  # Latin letters lie before it, Cyrillic after.
TURNED_O = re.compile(rf"o[{APOSTROPHES}](?=\w)")
OWNER = re.compile(rf"(?<![og])[{APOSTROPHES}]s$")
EX = re.compile(r"(?<=^e)x|(?<=^ale)x|(?<=^ma)x(?=im)")
GERMAN = re.compile(r"[oe]w(?:a|itsch|na)?$")
FRENCH = re.compile(r"(?=.*(?:ou|dj)).*[oe]va?$")
SURNAME_OR_GIVEN = re.compile(r"(?:[oe]va?|[bl]aj|ij|(?<!l)ej)$")
J_BEFORE_CONSONANT = re.compile(r"j(?![aeiouy])")


def fold(text: str) -> str:
    """The words of a text in the plain alphabet: Аскаров, Askarov and Asqarov are `askarov`.

    Letters only; the ending of a declined word stays. Folding twice changes nothing.
    """
    return " ".join(folded for word in words(text) if (folded := plain(spelled(word))))


def words(text: str) -> list[str]:
    """The words of a text in small letters, each cut to its first 64 signs.

    Apostrophes and accents inside a word belong to it. Composition (NFC or NFD) makes no
    difference, nor does width or any other compatible form (NFKC).
    """
    if text.isascii():
        small = text.lower()
    else:
        small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return [word[:LONGEST] for word in WORD.findall(small)]


def spelled(word: str) -> str:
    """A word from `words` in Latin letters, one spelling for one sound.

    Still apart, for whoever cuts endings: y (ы) and i, O (ө) and o, U (ү) and u, N (ң) and n,
    and doubled letters. A sign without a rule is u and its number: 中 is u20013.
    """
    if word[0] < FIRST_GREEK:
        word = EX.sub("ks", _of_the_press(TURNED_O.sub("u", OWNER.sub("s", word))))
    word = _bare(word.translate(LETTERS))
    while (respelled := SPELLING.sub(_same, word)) != word:
        word = respelled
    return word


def plain(word: str) -> str:
    """A spelled word in its last form: a to z and digits, no letter twice in a row."""
    word = word.lower().replace("y", "i")
    while (plainer := DOUBLED.sub(r"\1", SPELLING.sub(_same, word))) != word:
        word = plainer
    return word[:LONGEST]


def _same(found: re.Match[str]) -> str:
    sign = found[0]
    if sign == "c":
        return "s" if found.string[found.end() : found.end() + 1] in ("e", "i", "y") else "k"
    return SAME[sign]


def _of_the_press(word: str) -> str:
    """German, French and Turkish habits that contradict the English ones, told by the ending."""
    if "ö" in word:
        # Uzbek ö is ў, which others write u or o; the ö of Turkish comes with its like.
        word = word.replace("ö", "u" if word.count("ö") == 1 and "ü" not in word else "o")
    word = word.replace("ï", "y").replace("ı", "i")
    if "w" in word and GERMAN.search(word):
        word = word.replace("dsch", "zh").replace("tsch", "č").replace("sch", "š")
        return word.replace("ch", "h").replace("j", "y")
    if "j" in word and SURNAME_OR_GIVEN.search(word):
        word = J_BEFORE_CONSONANT.sub("i", word)
    if "ch" in word and FRENCH.match(word):
        word = word.replace("tch", "č").replace("ch", "š")
    return word


def _bare(word: str) -> str:
    """Only ASCII letters and digits: marks go, a sign without a rule becomes u and its number."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word).translate(LETTERS)
    return "".join(sign if sign.isascii() else f"u{ord(sign)}" if sign.isalnum() else "" for sign in parts)
