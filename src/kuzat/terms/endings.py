# SPDX-License-Identifier: Apache-2.0
"""The endings of Russian, Kyrgyz, Uzbek and English words, cut from words in Latin letters.

In: a word from `kuzat.terms.names.spelled`, of any of the four languages; nobody says which.
Out: what its forms share. Аскаров, Аскаровым and Аскаровдун become one; Карим and Каримов stay two.
Never: a dictionary, or the question which language a word is; a name is in all of them.

An ending goes wherever it could be one, again and again: then a wrong cut is wrong in every form of
the word, and they still meet. Two things tell the languages apart: the letters before an ending
(Kyrgyz has т after к or п, д after м or н) and the harmony of vowels. Of the short Turkic endings
(Бишкекте, судга) the vowel goes first, then the consonant, in nouns that end so by nature too
(факты). docs/decisions/0007-search-folding.md has the measures and what was rejected.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

VOWELS = "aeiouy"
CONSONANTS = "bvgdzlmnrktpsfh"
VOICED = "bgdzlmnr"
VOICELESS = "kptfh"
# The last vowels of a stem that an ending with this vowel can follow: Kyrgyz harmony. Uzbek has
# a and i alone, after any vowel.
HARMONY = {"a": VOWELS, "i": VOWELS, "e": "ei", "o": "ou", "y": "ayu", "u": "ou"}
LOW, HIGH = "aeo", "yiu"
IN_HARMONY = (("a", "y"), ("a", "u"), ("a", "i"), ("e", "i"), ("o", "u"))

CASES = """
a e i o u y ia iu ii yi ie ye oe ee oi ei aia iaia uiu iuiu oiu eiu ogo ego omu emu
yh ih ymi imi ah iah iam ami iami iia iiu iem iei aem eem
"""
SHORT_NOUNS = "sud god dom mer vid isk akt"
# How common nouns end before the -ов of their genitive plural, and names of the region do not.
NOUNS = """
ent ant ist izm nik chik shik tik rik hod vod ort ros isk usk ekt akt ukt vor zor tor kaz iad iod
okat ikat del adk atk otk etk itk tet ret vet het mer ner log ion ezd iv eks tav raf urs lad otr
sud red znak tat erb iuz ert der voz ept fon zov sid art ans god kon ug ks rg pt br zd ial
est organ ror utat ltat iket golos ibor tser ing
"""
VERBS = "t l v vsh las los lis n nn et em iut esh iush"
BEFORE_ES = "sh ch z g v m n k t as es is os us"
# Regions of Kyrgyzstan, and the word for region, that look declined by nature.
REGION = re.compile(
    r"(osh|nar[yi]n|talas|batken|oblus)"
    r"(?:[aeuy]|om|sk(?:aia|uiu|oi|ii|ie|oe|om|omu|ogo|im|imi|ih)"
    r"|[dtgk][aeo]n?|[dtn][yiu]n?|ning|[dt][aeo]g[yiu]|[yiu](?:n?d[aeo]|n[yiu]n|n[aeo]))?"
)


@dataclass(frozen=True, slots=True)
class Ending:
    """How many letters go, how many must stay, after which last vowel, and what comes instead."""

    cut: int
    least: int
    vowels: str = ""
    instead: str = ""


Table = dict[str, Ending]


def cut(word: str) -> str:
    """The word without its endings. Cutting twice changes nothing."""
    region = REGION.fullmatch(word)
    if region is not None:
        return region[1]
    while (shorter := _shorter(word)) != word:
        word = shorter
    return word


def _shorter(word: str) -> str:
    """The word without its longest ending; the word itself where none fits."""
    length = len(word)
    for size in SIZES.get(word[-2:]) or SIZES.get(word[-1:], ()):
        ending = ENDINGS.get(word[-size:])
        if ending is not None and length - ending.cut >= ending.least:
            stem = word[: -ending.cut]
            if not ending.vowels or _last_vowel(stem) in ending.vowels:
                return stem + ending.instead
    return word


def _last_vowel(word: str) -> str:
    return next((sign for sign in reversed(word) if sign in VOWELS), "no vowel")


def _after(before: Iterable[str], endings: str, least: int, vowels: str = "") -> Table:
    """Endings, spaces between them, that follow certain letters only. Those letters stay."""
    return {
        letters + ending: Ending(len(ending), least, vowels)
        for letters, ending in product(before, endings.split())
    }


def _any(endings: str, least: int, vowels: str = "") -> Table:
    """Endings that may follow any letter."""
    return _after([""], endings, least, vowels)


def _russian() -> Table:
    """Cases of nouns and adjectives, verbs in -ать, adjectives made of nouns."""
    table = _any(CASES, 3) | _after(CONSONANTS, "am om em ym im", 4)
    table |= _after(SHORT_NOUNS.split(), "om", 3)
    table |= _after(NOUNS.split(), "ov", 3) | _after(["ts"], "ev ov", 4)
    table |= _any(" ".join(f"a{ending} ia{ending}" for ending in VERBS.split()), 6)
    table |= _any("sia", 5) | _any("sk", 3) | _any("ionn", 4) | _after(["stv"], "enn", 4)
    # Vowels that come and go: забастовок and забастовка, отец and отца, отсрочек and отсрочка.
    table |= {letter + "ok": Ending(2, 2, VOWELS, "k") for letter in CONSONANTS}
    return table | {"ets": Ending(3, 2, "", "t")} | _after(["ch", "sh"], "ek", 4)


def _turkic() -> Table:
    """Plural, possession and case of Kyrgyz and Uzbek nouns."""
    table: Table = {}
    for low in LOW:
        table |= _plural(low) | _from_and_in(low)
    for high in HIGH:
        table |= _after(VOWELS, f"n{high}n", 3, HARMONY[high])
        table |= _after(VOICED, f"d{high}n", 3, HARMONY[high])
        table |= _after(VOICELESS, f"t{high}n", 3, HARMONY[high])
    table |= _any("ning imiz ingiz", 3) | _any("ing miz yn un yna sida siga sini", 4)
    table |= _any("in ida iga ini", 5) | _after(VOWELS, "si", 4)
    table |= _after(["a"], "sy", 5) | _after(["y"], "sy", 3)
    # Vowels before -га and -да: only in words that are too long for бумага and награда.
    table |= _after(["iia"], "da ga ny ni sy", 3) | _after(["ova", "eva"], "ga da ny ni", 5)
    table |= _after([f"{letter}a" for letter in CONSONANTS], "ga", 6)
    table |= _after([f"{letter}a" for letter in "bvgdmnktpsf"], "da", 6)
    ends = "nu nun go do ga da don dan su sun suna suno sunun sunda sundo sunan sunon"
    return table | _after(["oo", "uu"], ends, 2) | _kyrgyz() | _consonants()


def _plural(low: str) -> Table:
    """-лар and its eleven kin, alone or followed by whose (-ы) and case (-ында)."""
    kinds = ((VOWELS + CONSONANTS, "l"), (VOICED + "v", "d"), (VOICELESS + "s", "t"))
    table: Table = {}
    for before, first in kinds:
        plural = f"{first}{low}r"
        table |= _after(before, plural, 3, HARMONY[low])
        for high in HIGH:
            cases = ("", "n", f"n{low}", f"nd{low}", f"n{low}n", f"n{high}n")
            whose = " ".join(plural + high + case for case in cases)
            table |= _after(before, whose, 2, HARMONY[low])
    return table


def _from_and_in(low: str) -> Table:
    """Endings whose last vowel is low: -дан, -нан, -ына, -ында, -сында, -дагы."""
    fits = HARMONY[low]
    table = _after([*VOICED, *"ktpsfhyu", "ov", "ev"], f"d{low}n", 3, fits)
    table |= _after("aeio", f"d{low}n", 5, fits) | _after(VOICELESS, f"t{low}n", 3, fits)
    for high in HIGH:
        table |= _after([high], f"n{low}n", 3, fits) | _after("n", f"{high}n{low}", 3, fits)
        its = (f"s{high}{case}" for case in (f"nd{low}", f"n{low}", f"n{high}n", f"n{low}n", "n"))
        table |= _after(VOWELS, " ".join(its), 3) | _any(f"d{low}g{high} t{low}g{high}", 3, fits)
        if (low, high) in IN_HARMONY:
            table |= _any(f"{high}nd{low}", 3, fits)
    return table


def _kyrgyz() -> Table:
    """Endings with ө and ү, which no other language of the region writes so."""
    table = _any("U O Un UnO UnUn UndO UnOn lOr dOr tOr dOgU tOgU", 2)
    table |= _after([*VOICED, *"OUi"], "dO gO dU dOn dUn", 2)
    table |= _after(VOICELESS + "s", "tO kO tU tOn tUn", 2)
    return table | _after("OU", "nU nUn sU sUn sUnO sUnUn sUndO sUnOn", 2)


def _consonants() -> Table:
    """What stays of -ке, -те, -де, -ге, -ни when their vowel is gone; г and б for к and п."""
    table = _after(VOICELESS + "s", "k", 3) | _after(VOICELESS, "t", 3)
    table |= _after(["ov", "ev"], "d g", 5) | _after("lmnr", "d g", 4)
    table |= _after("zkptsfhbgd", "d g", 3) | _after(CONSONANTS, "n", 3)
    table |= {vowel + "g": Ending(2, 2, VOWELS, vowel + "k") for vowel in VOWELS}
    return table | {vowel + "b": Ending(2, 2, VOWELS, vowel + "p") for vowel in VOWELS}


def _english() -> Table:
    """Plurals, and the -ed of what was done."""
    return _any("ies ed", 4) | _after("tndklpgmvbrz", "s", 4) | _after(BEFORE_ES.split(), "es", 3)


ENDINGS = _english() | _russian() | _turkic()
# How long the endings are that end with one or two letters, the longest first.
SIZES = {
    last: tuple(sorted({len(e) for e in ENDINGS if last.endswith(e) or e.endswith(last)}, reverse=True))
    for last in {ending[-size:] for ending in ENDINGS for size in (1, 2)}
}
