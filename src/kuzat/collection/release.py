# SPDX-License-Identifier: Apache-2.0
"""What in a text still names somebody, as far as the names, numbers and addresses known here go.

In: what the identity compartment knows of people; a text that somebody pseudonymised.
Out: the spans of the text in which a name, a telephone number or a place of living stands.
Never: the promise that a text names nobody. A nickname, a trade or a rare story names people too.

A name is found by each of its words, in any script and case ending, as `kuzat.terms.text` folds them.
"""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kuzat.terms import phones, places
from kuzat.terms.names import WORD, fold
from kuzat.terms.places import KIND_WORDS, RANK_OF_REGION
from kuzat.terms.text import tokens


class Kind(StrEnum):
    """What a span of a text is."""

    NAME = "name"
    PHONE = "phone"
    PLACE = "place"


# A shorter token stands for a record only where its word has a capital letter: Ли is a name, ли a word.
SURE = 4
# How much of a word must be there to know it by its beginning; without regard to vowels one more, or a
# capital letter.
BEGINNING, COARSE = 4, 5
TOKEN, PLAIN, ALIKE = "=", "<", "~"
VOWELS, ANY_VOWEL = "aeiou", "*"
VOWEL = re.compile(f"[{VOWELS}]+")
JOINED = re.compile(r"[\s.,\u00a0-]{0,3}")
# Between a name and a father's name, and in an address: they name nobody.
OF_NAMES = "уулу кызы оглы огли углы кизи ugli ogli oʻgʻli oglu ogly qizi kizi kyzy uulu uly bin von де"
OF_ADDRESSES = """
улица ул проспект пр переулок пер дом д квартира кв село с аил айыл айылы аймак аймагы айыл өкмөтү кыштак
кыштагы көчө көчөсү үй үйү батир батири микрорайон мкр жилмассив махалла посёлок пос
koʻchasi koʻcha uy xonadon qishloq qishlogʻi mahalla mahallasi mavze daha
street st road avenue house flat apartment village lane block near
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Something that is known of a record, usually a person: a name, a number or an address."""

    kind: Kind
    text: str
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of a text, from one character up to another, and the records that it may name.

    A telephone number that nobody is known by names no record, and is a span all the same.
    """

    start: int
    end: int
    kind: Kind
    records: frozenset[str] = frozenset()


class _Words:
    """Words that stand for records, each by its token, by how it begins, and by its consonants.

    The token forgives script and grammar; the beginning forgives endings that no rule foresaw; the
    consonants forgive vowels that each language writes in its own way (Юлдашева, Yoʻldosheva).
    """

    def __init__(self, passed: frozenset[str]) -> None:
        self._passed = passed
        self._by: dict[str, set[str]] = defaultdict(set)

    def add(self, known: Known) -> None:
        """Learn every word of a name or an address that is not passed over."""
        for word in WORD.findall(known.text):
            token = "".join(tokens(word))
            if fold(word) not in self._passed and len(token) > 1 and not token.isdigit():
                for key in (TOKEN + token, *_beginnings(word)):
                    self._by[key].add(known.record)

    def named_by(self, word: str) -> frozenset[str]:
        """The records that a word of a text may name."""
        token, plain, coarse = "".join(tokens(word)), fold(word), _coarse(word)
        capital = word[:1].isupper()
        asked = [TOKEN + token] if len(token) >= SURE or capital else []
        asked += [PLAIN + plain[:size] for size in range(BEGINNING, len(plain) + 1)]
        least = COARSE if capital else COARSE + 1
        asked += [ALIKE + coarse[:size] for size in range(least, len(coarse) + 1)]
        return frozenset(record for key in asked for record in self._by.get(key, ()))


def _beginnings(word: str) -> Iterator[str]:
    """How every form of a word begins: all of it but its last vowels, plain and without vowels."""
    plain, coarse = fold(word), _coarse(word)
    stem = plain.rstrip(VOWELS)
    for beginning in (stem, plain):
        if len(beginning) >= BEGINNING:
            yield PLAIN + beginning
            break
    stem = coarse.rstrip(ANY_VOWEL)
    if len(stem) >= COARSE:
        yield ALIKE + stem


def _coarse(word: str) -> str:
    """A folded word in which every vowel is any vowel."""
    return VOWEL.sub(ANY_VOWEL, fold(word))


class Register:
    """The words and numbers by which people are known, looked for in a text."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._words = {
            Kind.NAME: _Words(_nameless()),
            Kind.PLACE: _Words(_placeless()),
        }
        self._numbers: dict[str, set[str]] = defaultdict(set)
        for one in known:
            if one.kind is Kind.PHONE:
                for number in phones.find(one.text):
                    self._numbers[number.key].add(one.record)
            else:
                self._words[one.kind].add(one)

    def spans(self, text: str) -> tuple[Span, ...]:
        """What in the text names somebody, in order; words of one name that touch are one span."""
        numbers = list(self._numbers_in(text))
        words = [
            span
            for span in _joined(list(self._words_in(text)), text)
            if not any(n.start < span.end and span.start < n.end for n in numbers)
        ]
        return tuple(sorted((*numbers, *words), key=lambda span: span.start))

    def _words_in(self, text: str) -> Iterator[Span]:
        for found in WORD.finditer(text):
            for kind, words in self._words.items():
                if records := words.named_by(found[0]):
                    yield Span(start=found.start(), end=found.end(), kind=kind, records=records)
                    break

    def _numbers_in(self, text: str) -> Iterator[Span]:
        for number in phones.find(text):
            records = frozenset(
                record
                for key, its in self._numbers.items()
                if number.is_same(key)
                for record in its
            )
            if records or number.is_whole:
                yield Span(start=number.start, end=number.end, kind=Kind.PHONE, records=records)


def counted(spans: Sequence[Span]) -> dict[Kind, int]:
    """How many spans there are of each kind."""
    found = Counter(span.kind for span in spans)
    return {kind: found[kind] for kind in Kind}


def _joined(spans: list[Span], text: str) -> list[Span]:
    """Spans of one kind with nothing but a space, a point or a hyphen between become one.

    It names those records that all of its words name; where none is left, those that any names.
    """
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last and last.kind is span.kind and JOINED.fullmatch(text[last.end : span.start]):
            records = last.records & span.records or last.records | span.records
            found[-1] = Span(start=last.start, end=span.end, kind=span.kind, records=records)
        else:
            found.append(span)
    return found


def _large_places() -> Iterator[str]:
    """The words of countries, regions and cities, which tell too little of where somebody lives."""
    for place in places.every():
        if place.kind in RANK_OF_REGION:
            yield from (*place.labels.values(), *place.names)
    for words in KIND_WORDS.values():
        yield from words


@functools.cache
def _nameless() -> frozenset[str]:
    return frozenset(fold(OF_NAMES).split())


@functools.cache
def _placeless() -> frozenset[str]:
    return frozenset(fold(" ".join((OF_ADDRESSES, *_large_places()))).split())
