# SPDX-License-Identifier: Apache-2.0
"""Measure how many names, numbers and villages the check before a release finds, on invented ones."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kuzat.collection import Kind, Known, Register
from kuzat.testing.naming import (
    PEOPLE,
    TELEPHONE,
    VILLAGES,
    english,
    kyrgyz,
    numbers,
    russian,
    uzbek,
)

PETS = "pet name"
OF_A_FATHER = ("кызы", "уулу", "qizi", "oʻgʻli", "kyzy", "uulu")
CASES = {"ky": kyrgyz, "ru": russian, "uz": uzbek, "en": english}
SENTENCES = {
    "ky": "Ошол түнү {} жөнүндө сурашты, мен көргөнүмдү айттым.",
    "ru": "В ту ночь спрашивали про {}, и я рассказала, что видела.",
    "uz": "Oʻsha kecha {} haqida soʻrashdi, men koʻrganimni aytdim.",
    "en": "That night they asked about {}, and I told them what I saw.",
}
WHO, WHERE, WHOSE = "per-" + "01" * 16, "per-" + "02" * 16, "per-" + "03" * 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Of so many mentions of each kind, those of which no word was left unfound."""

    found: Mapping[str, int]
    of: Mapping[str, int]

    def share(self, kind: str) -> float:
        """The part of a kind that was found, from 0 to 1."""
        return self.found[kind] / self.of[kind]


def measure() -> Recall:
    """Look for every mention in a sentence of its own, by a register that knows the plain form only."""
    found: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for known, kind, language, mention in mentions():
        register = Register([known])
        text = SENTENCES[language].format(mention)
        of[kind] += 1
        found[kind] += _is_found(register, text, mention, kind)
    return Recall(found=found, of=of)


def mentions() -> Iterator[tuple[Known, str, str, str]]:
    """What the register knows, the kind of mention, the language of the text, and the mention."""
    for person in PEOPLE:
        known = Known(kind=Kind.NAME, text=person.known, record=WHO)
        for language, cases in CASES.items():
            spelled = getattr(person, language)
            for part in dict.fromkeys((spelled, *_parts(spelled))):
                for mention in dict.fromkeys(cases(part)):
                    yield known, Kind.NAME.value, language, mention
        yield known, PETS, "ru", person.pet
    for village in VILLAGES:
        known = Known(kind=Kind.PLACE, text=f"{village} айылы, 12-үй", record=WHERE)
        for mention in (*kyrgyz(village), *uzbek(village), village.lower()):
            yield known, Kind.PLACE.value, "ky", mention
    known = Known(kind=Kind.PHONE, text=TELEPHONE, record=WHOSE)
    for number in numbers():
        yield known, Kind.PHONE.value, "ru", number


def _parts(name: str) -> list[str]:
    """A given name alone and a surname alone; a father's name is not said alone."""
    words = name.split()
    return words if len(words) == 2 else words[:1]


def _is_found(register: Register, text: str, mention: str, kind: str) -> bool:
    """Whether each word of a name, or any word of the rest, lies in a span."""
    start = text.index(mention)
    spans = register.spans(text)
    hit = [
        any(span.start < start + word.end() and start + word.start() < span.end for span in spans)
        for word in re.finditer(r"\S+", mention)
        if not word[0].startswith(OF_A_FATHER)
    ]
    return all(hit) if kind == Kind.NAME else any(hit)
