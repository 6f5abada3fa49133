# SPDX-License-Identifier: Apache-2.0
"""The endings of Russian, Kyrgyz, Uzbek and English words, cut from words in Latin letters.

In: a word from `kuzat.terms.names.spelled`, of any of the four languages; nobody says which.
Out: what its forms share. Аскаров, Аскаровым and Аскаровдун become one; Карим and Каримов stay two.
Never: a dictionary, or the question which language a word is; a name is in all of them.

An ending goes wherever it could be one, again and again: then a wrong cut is wrong in every form of
the word, and they still meet. Two things tell the languages apart: the letters before an ending
(Kyrgyz has т after к or п, д after м or н) and the harmony of vowels. Of the short Turkic endings
(Бишкекте, судга) the vowel goes first, then the consonant, in nouns that end so by nature too
(факты). docs/decisions/0007 has the measures and what was rejected.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

VOWELS = "aeiouy"
CONSONANTS = "bvgdzlmnrktpsfh"
VOICED = "bgdzlmnr"
VOICELESS = "kptfh"
ANY = VOWELS
# The last vowels of a stem that an ending with this vowel can follow: Kyrgyz harmony, which Uzbek
# does not have; Uzbek has a and i alone.
HARMONY = {"a": ANY, "i": ANY, "e": "ei", "o": "ou", "y": "ayu", "u": "ou"}
LOW, HIGH = "aeo", "yiu"

RUSSIAN = """
a e i o u y ia iu ii yi ie ye oe ee oi ei aia iaia uiu iuiu oiu eiu ogo ego omu emu
yh ih ymi imi ah iah iam ami iami iia iiu iem iei aem eem
"""
AFTER_CONSONANT = "am om em ym im"
SHORT_NOUNS = "sud god dom mer vid isk akt"
# How common nouns end before the -ов of their genitive plural, and names of the region do not.
NOUNS = """
ent ant ist izm nik chik shik tik rik hod vod ort ros isk usk ekt akt ukt vor zor tor kaz iad iod
okat ikat del adk atk otk etk itk tet ret vet het mer ner log ion ezd iv eks tav raf urs lad otr
sud red znak tat erb iuz ert der voz ept fon zov sid art ans god kon ug ks rg pt br zd ial
"""
VERBS = "t l v vsh las los lis n nn et em iut esh iush"
PLURALS_IN_ES = "sh ch z g v m n k t as es is os us"
# Regions of Kyrgyzstan, and the word region, that look declined by nature.
REGION = re.compile(
    r"(osh|nar[yi]n|talas|batken|oblus)"
    r"(?:[aeuy]|om|sk(?:aia|uiu|oi|ii|ie|oe|om|omu|ogo|im|imi|ih)"
    r"|[dtgk][aeo]n?|[dtn][yiu]n?|ning|[dt][aeo]g[yiu]|[yiu](?:nda|nde|ndo|nyn|nin|nun|na|ne|no))?"
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
    for size in range(min(LONGEST, length), 0, -1):
        ending = ENDINGS.get(word[-size:])
        if ending is not None and length - ending.cut >= ending.least:
            stem = word[: -ending.cut]
            if not ending.vowels or _last_vowel(stem) in ending.vowels:
                return stem + ending.instead
    return word


def _last_vowel(word: str) -> str:
    # "none" is in no set of vowels; an empty text would be in all.
    return next((sign for sign in reversed(word) if sign in VOWELS), "none")


def _after(before: Iterable[str], endings: Iterable[str], least: int, vowels: str = "") -> Table:
    """Endings that only follow certain letters; those letters stay."""
    return {
        letters + ending: Ending(len(ending), least, vowels)
        for letters, ending in product(before, endings)
    }


def _russian() -> Table:
    """Cases of nouns and adjectives, past and infinitive of verbs in -ать, adjectives of nouns."""
    table = _after([""], RUSSIAN.split(), 3)
    table |= _after(CONSONANTS, AFTER_CONSONANT.split(), 4)
    table |= _after(SHORT_NOUNS.split(), ["om"], 3)
    table |= _after(NOUNS.split(), ["ov"], 3) | _after(["ts"], ["ev", "ov"], 4)
    table |= _after([""], [a + b for a, b in product(["a", "ia"], VERBS.split())], 6)
    table |= _after([""], ["sia"], 5)
    table |= _after([""], ["sk"], 3) | _after(["stv"], ["enn"], 4) | _after([""], ["ionn"], 4)
    # Vowels that come and go: забастовок and забастовка, отец and отца, отсрочек.
    table |= {letter + "ok": Ending(2, 2, ANY, "k") for letter in CONSONANTS}
    table |= {"ets": Ending(3, 2, "", "t")} | _after(["ch", "sh"], ["ek"], 4)
    return table


def _turkic() -> Table:
    """Plural, possession and case of Kyrgyz and Uzbek nouns."""
    table: Table = {}
    for low in LOW:
        table |= _plural(low) | _low(low)
    for high in HIGH:
        table |= _after(VOWELS, [f"n{high}n"], 3, HARMONY[high])
        table |= _after(VOICED, [f"d{high}n"], 3, HARMONY[high])
        table |= _after(VOICELESS, [f"t{high}n"], 3, HARMONY[high])
    table |= _after(["iia"], ["da", "ga", "ny", "ni", "sy"], 3)
    table |= _after([""], ["ning", "imiz", "ingiz"], 3) | _after([""], ["ing", "miz"], 4)
    table |= _after([""], ["yn", "un", "yna"], 4) | _after([""], ["in"], 5)
    table |= _after([""], ["sida", "siga", "sini"], 4) | _after([""], ["ida", "iga", "ini"], 5)
    table |= _after(VOWELS, ["si"], 4) | _after(["a"], ["sy"], 5) | _after(["y"], ["sy"], 3)
    table |= _after([letter + "a" for letter in CONSONANTS], ["ga"], 6)
    table |= _after([letter + "a" for letter in "bvgdmnktpsf"], ["da"], 6)
    table |= _after(["ova", "eva"], ["ga", "da", "ny", "ni"], 5)
    ends = "nu nun go do ga da don dan su sun suna suno sunun sunda sundo sunan sunon"
    table |= _after(["oo", "uu"], ends.split(), 2)
    return table | _kyrgyz() | _consonants()


def _plural(low: str) -> Table:
    """-лар and its eleven kin, alone or followed by whose (-ы) and case (-ында)."""
    tails = ["", "n", f"n{low}", f"nd{low}", f"n{low}n"]
    kinds = [(VOWELS + CONSONANTS, "l"), (VOICED + "v", "d"), (VOICELESS + "s", "t")]
    table: Table = {}
    for before, first in kinds:
        plural = f"{first}{low}r"
        table |= _after(before, [plural], 3, HARMONY[low])
        for high in HIGH:
            whose = [plural + high + tail for tail in (*tails, f"n{high}n")]
            table |= _after(before, whose, 2, HARMONY[low])
    return table


def _low(low: str) -> Table:
    """Endings whose last vowel is low: from, in, of its, to its."""
    fits = HARMONY[low]
    table = _after([*VOICED, *"ktpsfhyu", "ov", "ev"], [f"d{low}n"], 3, fits)
    table |= _after("aeio", [f"d{low}n"], 5, fits) | _after(VOICELESS, [f"t{low}n"], 3, fits)
    for high in HIGH:
        table |= _after([high], [f"n{low}n"], 3, fits) | _after("n", [f"{high}n{low}"], 3, fits)
        tails = [f"nd{low}", f"n{low}", f"n{high}n", f"n{low}n", "n"]
        table |= _after(VOWELS, [f"s{high}{tail}" for tail in tails], 3)
        table |= _after([""], [f"{first}{low}g{high}" for first in "dt"], 3, fits)
        if (low, high) in (("a", "y"), ("e", "i"), ("o", "u"), ("a", "u"), ("a", "i")):
            table |= _after([""], [f"{high}nd{low}"], 3, fits)
    return table


def _kyrgyz() -> Table:
    """Endings with ө and ү, which no other language of the region writes so."""
    table = _after([""], "U O Un UnO UnUn UndO UnOn lOr dOr tOr dOgU tOgU".split(), 2)
    table |= _after([*VOICED, *"OUi"], ["dO", "gO", "dU", "dOn", "dUn"], 2)
    table |= _after(VOICELESS + "s", ["tO", "kO", "tU", "tOn", "tUn"], 2)
    return table | _after("OU", "nU nUn sU sUn sUnO sUnUn sUndO sUnOn".split(), 2)


def _consonants() -> Table:
    """What stays of -ке, -те, -де, -ге, -ни when their vowel is gone; г and б for к and п."""
    table = _after(VOICELESS + "s", "k", 3) | _after(VOICELESS, "t", 3)
    table |= _after(["ov", "ev"], "dg", 5) | _after("lmnr", "dg", 4)
    table |= _after("zkptsfhbgd", "dg", 3) | _after(CONSONANTS, "n", 3)
    for vowel in VOWELS:
        table[vowel + "g"] = Ending(2, 2, ANY, vowel + "k")
        table[vowel + "b"] = Ending(2, 2, ANY, vowel + "p")
    return table


def _english() -> Table:
    """Plurals, and the -ed of what was done."""
    table = _after([""], ["ies", "ed"], 4) | _after("tndklpgmvbrz", "s", 4)
    return table | _after(PLURALS_IN_ES.split(), ["es"], 4)


ENDINGS = _english() | _russian() | _turkic()
LONGEST = max(map(len, ENDINGS))
