# SPDX-License-Identifier: Apache-2.0
"""A name taken apart: which word is an initial, a family name, a father's name, or says nothing.

In: a name as written, in any order of its words.
Out: its parts, each with the readings its spelling allows: the name without ending, one letter for
one sound, and what the ending tells. Аскаров, Askarova and Аскаровдун are readings of `askar`.
Never: a dictionary of names; what is read here is told by letters and endings alone.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from kuzat.terms.names.folding import FIRST_GREEK, WORD, plain, spelled, words

MOST = 32  # words of a name that are read
EITHER = "?"  # gender: f, or m in another case
SOUNDS = (("zh", "J"), ("sh", "S"), ("ch", "C"))
FIRST_CYRILLIC, LAST_CYRILLIC = "\u0400", "\u052f"


def _keys(listed: str) -> frozenset[str]:
    return frozenset(plain(spelled(word)) for word in words(listed))


# Whoever is named before these is the father.
SON = _keys("уулу uulu ўғли oʻgʻli o'g'li огли оглы ogli ogly oğlu")
DAUGHTER = _keys("кызы kyzy kyzy қизи qizi кизи гызы qızı kızı")
# Little words, titles and forms of companies: two names share them without being alike.
SILENT = _keys(
    """
    al el ibn bin ben bint de la le du del der den von van dos and the of mr mrs ms dr jr sr prof sir
    аль эль бин бен ибн фон ва
    ltd limited inc incorporated llc plc ag aktiengesellschaft gmbh nv bv sa co company corp corporation jsc
    ojsc ооо оао зао ао пао осоо оасо жчк аак жак мчж аж
    """
)

# Cases as letters after folding. English, German and French texts do not decline names, so Russian
# endings are looked for in Cyrillic only; the Turkic ones also in Uzbek Latin.
RUSSIAN = "a|u|om|em|im|e|oi|oiu|ei|i|ia|iu"
TURKIC = "n[iu]n|d[iu]n|t[iu]n|ning|[gk][aeo]|[nt][iu]|d[iu]|[dt][aeo]n?"
CASE = {
    True: re.compile(rf"(?<=...)(?:{RUSSIAN})$|(?<=....)(?:{TURKIC})$"),
    False: re.compile(r"(?<=....)(?:ning|dan)$"),
}
FAMILY = {
    True: re.compile(rf"(?<=..)(?:i?[oe]v)(a?)((?:{RUSSIAN}|{TURKIC})?)$"),
    False: re.compile(r"(?<=..)(?:i?[oe]v)(a?)((?:ning|ga|ni|da|dan)?)$"),
}
ADJECTIVE = re.compile(r"(?<=.sk)(?:i|aia|ogo|omu|im|oi|uiu)$")
CHILD = re.compile(r"(?<=....)(?:[kg]izi|uli|[ou]gli|oglu)$")  # Kazakh and Turkish write it as one
FATHER = re.compile(r"(?<=..)(?:i?[oe]v)(iC|n)(?:a|u|e|em|oi|i)?$")


class Form(StrEnum):
    """What the ending of a word makes of a name."""

    BARE = "bare"
    CASE = "case"
    FAMILY = "family"
    FATHER = "father"
    OF = "of"  # named with уулу, кызы, oʻgʻli, qizi


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: the name by its sounds, its form, and m, f or `EITHER` if it tells."""

    sounds: str
    form: Form = Form.BARE
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a name as written, its key, its readings; an initial has one letter or one sound."""

    text: str
    key: str
    readings: tuple[Reading, ...]
    initial: bool = False


def parts(name: str) -> tuple[Part, ...]:
    """The words of a name that tell somebody apart, in the order written; of the first 32 words.

    Silent words (bin, von, Ltd) are left out unless there is no other; уулу, кызы, oʻgʻli and qizi
    turn the word before them into a father's name.
    """
    found: list[Part] = []
    silent: list[Part] = []
    for match in islice(WORD.finditer(name), MOST):
        for part in _read(match[0], dotted=name[match.end() : match.end() + 1] == "."):
            if found and part.key in SON | DAUGHTER:
                found[-1] = _child(found[-1], "m" if part.key in SON else "f")
            else:
                (silent if part.key in SILENT and not part.initial else found).append(part)
    return tuple(found or silent)


def sounds(key: str) -> str:
    """A key with one letter for one sound: zh is J, sh is S, ch is C."""
    for letters, sound in SOUNDS:
        key = key.replace(letters, sound)
    return key


def _read(text: str, *, dotted: bool) -> list[Part]:
    return [part for word in words(text) if (part := _part(text, word, dotted))]


def _part(text: str, word: str, dotted: bool) -> Part | None:
    cyrillic = FIRST_CYRILLIC <= word[0] <= LAST_CYRILLIC
    if not cyrillic and word[0] >= FIRST_GREEK:
        return Part(text, word, (Reading(word),))
    key = plain(spelled(word))
    if not key:
        return None
    keys = dict.fromkeys((key, plain(spelled(word.replace("j", "y")))))
    initial = len(word) == 1 or (dotted and len(sounds(key)) <= 2 and key not in SILENT)
    if initial:
        return Part(text, key, tuple(Reading(sounds(key)[:1]) for key in keys), initial=True)
    return Part(text, key, tuple(one for key in keys for one in _readings(sounds(key), cyrillic)))


def _readings(word: str, cyrillic: bool) -> list[Reading]:
    if found := CHILD.search(word):
        return [Reading(word[: found.start()], Form.OF, "f" if found[0] in DAUGHTER else "m")]
    if found := FATHER.search(word):
        return [Reading(word[: found.start()], Form.FATHER, "m" if found[1] == "iC" else "f")]
    if found := FAMILY[cyrillic].search(word):
        return [Reading(word[: found.start()], Form.FAMILY, _gender(found[1], found[2], cyrillic))]
    if found := ADJECTIVE.search(word):
        return [Reading(word[: found.start()], Form.FAMILY)]
    bare = [Reading(word)]
    if found := CASE[cyrillic].search(word):
        bare.append(Reading(word[: found.start()], Form.CASE))
    return bare


def _gender(a: str, case: str, cyrillic: bool) -> str:
    """Of an ending after -ов: in Cyrillic Аскарова and Аскарову are a woman, or a man in a Russian case."""
    if cyrillic and (case == "u" if case else a):
        return EITHER
    return "f" if a or case in ("oi", "oiu") else "m"


def _child(father: Part, gender: str) -> Part:
    readings = tuple(Reading(one.sounds, Form.OF, gender) for one in father.readings)
    return Part(father.text, father.key, readings)
