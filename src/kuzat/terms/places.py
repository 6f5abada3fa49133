# SPDX-License-Identifier: Apache-2.0
"""Places: our own gazetteer of Kyrgyzstan and the practice country, and every country by ISO code.

Ids are those of ISO 3166, such as KG, KG-J and KG-GB; below them stands a word of our own, as in
KG-J-bazar_korgon. ZZ is an unknown place, ZZ-abroad one outside the country; nationwide is KG.
"""

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType

from babel import Locale

from kuzat.errors import Phrase
from kuzat.terms import wordlist
from kuzat.terms.names import fold
from kuzat.terms.wordlist import Entry, VocabularyBroken

FILE = "places.yaml"
KEYS = ("parent", "kind", "names")
KINDS = ("country", "region", "city", "district", "town", "special")
RANK_OF_REGION = ("country", "region", "city", "special")
LONGEST_NAME = 100
LOCALES = {"en": "en", "ru": "ru", "ky": "ky", "uz": "uz", "uz-Cyrl": "uz_Cyrl"}
# In CLDR beside the countries: groups of countries, test locales, and parts with a code reserved.
NOT_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)
# The words that say what kind of place a name is: Osh region, город Ош, Өзгөн району.
KIND_WORDS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("region",): (
        *("region", "oblast", "province", "область", "обл", "облусу", "облус"),
        *("viloyati", "viloyat"),
    ),
    ("district",): ("district", "rayon", "район", "р-н", "району", "tumani", "tuman"),
    ("city", "town"): (
        *("city", "town", "город", "гор", "г", "шаары", "шаар", "ш"),
        *("shahri", "shahar"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A country, a region, a city that ranks as a region, a district or a town.

    `names` are other spellings by which it is found; `fuzzy` the languages whose label is unsure.
    """

    id: str
    parent: str | None
    kind: str
    labels: Mapping[str, str] = field(hash=False)
    names: tuple[str, ...] = ()
    fuzzy: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """The label in en, ru, ky, uz or uz-Cyrl; in English for any other language."""
        return self.labels.get(language, self.labels["en"])


def get(id: str) -> Place | None:
    """The place with exactly this id; None if there is none."""
    return _all().get(id)


def find(text: str) -> Place | None:
    """The place that a text means: its id, its label or another spelling, in any script.

    A name of several places means the one that holds all others (Batken is the region, which holds
    the district and the town), since that claims least. Where none holds the others it means none:
    Osh is a region and a city beside it, so one of the two must be named.
    """
    word = text.strip()
    return _find(word) if len(word) <= LONGEST_NAME else None


def region(id: str) -> str:
    """The region, or the city of that rank, in which a place lies; a country counts as itself.

    An id that is no place comes back as it is.
    """
    return next((above for above in (id, *ancestors(id)) if _kind(above) in RANK_OF_REGION), id)


def ancestors(id: str) -> tuple[str, ...]:
    """The ids above a place, nearest first; none for an id that is no place."""
    place = get(id)
    if place is None or place.parent is None:
        return ()
    return (place.parent, *ancestors(place.parent))


def inside(id: str) -> tuple[Place, ...]:
    """The places directly below a place, in the order of the gazetteer."""
    return tuple(place for place in _all().values() if place.parent == id)


def every() -> tuple[Place, ...]:
    """All places: those of our own gazetteer in its order, then the other countries."""
    return tuple(_all().values())


def read(content: bytes) -> dict[str, Place]:
    """The places of a YAML file by id, in its order. Raises `VocabularyBroken`."""
    found: dict[str, Place] = {}
    for document in wordlist.documents(FILE, content):
        for entry in wordlist.entries(FILE, document, "places", KEYS):
            place = _place(entry)
            if place.id in found:
                raise VocabularyBroken(file=FILE, where=place.id, expected=Phrase("each id once"))
            if place.parent is not None and place.parent not in found:
                expected = Phrase("a parent that stands above it")
                raise VocabularyBroken(file=FILE, where=place.id, expected=expected)
            found[place.id] = place
    return found


@functools.lru_cache(4096)
def _find(word: str) -> Place | None:
    if word in _all():
        return _all()[word]
    for key in (_plain(word), fold(word)):
        if key in _named():
            return _widest(_named()[key])
    bare, kinds = _without_kind(fold(word))
    return _widest({id_ for id_ in _named().get(bare, ()) if _kind(id_) in kinds})


def _place(entry: Entry) -> Place:
    id_, kind = str(entry["id"]), wordlist.text(FILE, entry, "kind") or "none"
    if kind not in KINDS:
        expected = Phrase("one of {names}", names=", ".join(KINDS))
        raise VocabularyBroken(file=FILE, where=f"{id_}: kind", expected=expected)
    return Place(
        id=id_,
        parent=wordlist.text(FILE, entry, "parent"),
        kind=kind,
        labels=wordlist.labels(FILE, entry),
        names=wordlist.texts(FILE, entry, "names"),
        fuzzy=wordlist.texts(FILE, entry, "fuzzy"),
    )


def _countries() -> Iterator[Place]:
    """Every country of ISO 3166-1, and Kosovo, with its names in CLDR."""
    known = {language: Locale.parse(locale).territories for language, locale in LOCALES.items()}
    for code, name in sorted(known["en"].items()):
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES:
            labels = {language: names.get(code, name) for language, names in known.items()}
            yield Place(id=code, parent=None, kind="country", labels=MappingProxyType(labels))


@functools.cache
def _all() -> Mapping[str, Place]:
    """Our own places, then the countries that are not among them."""
    own = read(wordlist.read_all()[FILE])
    return own | {place.id: place for place in _countries() if place.id not in own}


@functools.cache
def _named() -> Mapping[str, frozenset[str]]:
    """Every label, with and without its kind, and every spelling, plain and folded: ids by name."""
    index: dict[str, set[str]] = defaultdict(set)
    for place in _all().values():
        for name in (*place.labels.values(), *place.names):
            for key in (_plain(name), fold(name)):
                index[key].add(place.id)
                index[_without_kind(key)[0]].add(place.id)
    return {key: frozenset(ids) for key, ids in index.items()}


@functools.cache
def _kind_words() -> Mapping[str, tuple[str, ...]]:
    written = {word: kinds for kinds, words in KIND_WORDS.items() for word in words}
    return written | {fold(word): kinds for word, kinds in written.items()}


def _without_kind(name: str) -> tuple[str, tuple[str, ...]]:
    """A plain or folded name without the word for its kind, and the kinds that this word can mean."""
    for word, kinds in _kind_words().items():
        if name.endswith(f" {word}"):
            return name.removesuffix(f" {word}"), kinds
        if name.startswith(f"{word} "):
            return name.removeprefix(f"{word} "), kinds
    return name, ()


def _widest(ids: Set[str]) -> Place | None:
    """The one place among these that holds all others."""
    return next((_all()[i] for i in ids if all(i in ancestors(o) for o in ids - {i})), None)


def _kind(id_: str) -> str:
    place = get(id_)
    return place.kind if place is not None else ""


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
