# SPDX-License-Identifier: Apache-2.0
"""What can be said and in which words: terms and properties, read from the package's YAML."""

import functools
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import rfc8785

from kuzat.errors import Missing, Phrase
from kuzat.terms import wordlist
from kuzat.terms.forms import FORMS
from kuzat.terms.names import fold
from kuzat.terms.wordlist import Entry, VocabularyBroken

FORMAT = "kuzat-vocabulary/1"
PROPERTIES = "properties.yaml"
PLACES = "places.yaml"
TYPES = ("text", "term", "record", "date", "decimal", "place", "exhibit", "statement")
COMPARTMENTS = ("cases", "identity")
TERM_KEYS = ("parent", "definition", "rights", "huridocs", "civicus")
PROPERTY_KEYS = ("type", "many", "scheme", "refers", "compartment", "free_text", "form")
ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)+", re.ASCII)


class TermMissing(Missing):
    """The vocabulary has no term {term}."""

    code = "term_missing"
    advice = "docs/glossary.md lists every term with its id."


class PropertyMissing(Missing):
    """The vocabulary has no property {property}."""

    code = "property_missing"
    advice = "docs/glossary.md lists what can be said of each kind of record."


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of a list, such as `topic.media`. Its id is never reused for another meaning.

    `rights` are the norms it concerns ("ICCPR 21"); `huridocs` and `civicus` are the code or tag
    of the same idea there, where one is known; `fuzzy` are the languages whose label is unsure.
    """

    id: str
    scheme: str
    parent: str | None
    labels: Mapping[str, str] = field(hash=False)
    definition: str
    rights: tuple[str, ...]
    huridocs: str | None
    civicus: str | None
    fuzzy: tuple[str, ...]

    def label(self, language: str) -> str:
        """The label in en, ru, ky, uz or uz-Cyrl; in English for any other language."""
        return self.labels.get(language, self.labels["en"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One thing that can be said of a kind of record; of every record where `kind` is `any`.

    `scheme` is the list a term comes from, `refers` the kind of record that a record value names.
    `free_text` is said in a language; a text with a `form` can be nothing but what that names.
    """

    id: str
    kind: str
    type: str
    many: bool
    scheme: str | None
    refers: str | None
    compartment: str
    free_text: bool
    form: str | None
    labels: Mapping[str, str] = field(hash=False)
    fuzzy: tuple[str, ...]

    @property
    def own_words(self) -> bool:
        """Whether people write it as they like, so that it may name somebody: it needs a public basis."""
        return self.type == "text" and self.form is None

    def label(self, language: str) -> str:
        """The label in en, ru, ky, uz or uz-Cyrl; in English for any other language."""
        return self.labels.get(language, self.labels["en"])


class Vocabulary:
    """All terms and properties, in the order of their files; nothing in it changes."""

    def __init__(
        self, terms: Sequence[Term], properties: Sequence[Property], places: Sequence[Entry] = ()
    ) -> None:
        """`places` are the entries of our own gazetteer: they are pinned with the rest."""
        self._terms = {term.id: term for term in terms}
        self._properties = {property_.id: property_ for property_ in properties}
        self._places = places
        self._children: dict[str, list[str]] = defaultdict(list)
        for term in terms:
            if term.parent is not None:
                self._children[term.parent].append(term.id)

    def term(self, id: str) -> Term:
        """The term with this id. Raises `TermMissing`."""
        if id not in self._terms:
            raise TermMissing(term=id)
        return self._terms[id]

    def find_id(self, id: str) -> Term | None:
        """The term with exactly this id, if there is one."""
        return self._terms.get(id)

    def terms(self, scheme: str) -> tuple[Term, ...]:
        """The terms of one list, in its order; empty for a list nobody knows."""
        return tuple(term for term in self._terms.values() if term.scheme == scheme)

    @functools.cached_property
    def schemes(self) -> tuple[str, ...]:
        """The names of all lists."""
        return tuple(dict.fromkeys(term.scheme for term in self._terms.values()))

    def property(self, id: str) -> Property:
        """The property with this id. Raises `PropertyMissing`."""
        if id not in self._properties:
            raise PropertyMissing(property=id)
        return self._properties[id]

    def has_property(self, id: str) -> bool:
        """Whether there is a property with this id."""
        return id in self._properties

    def properties(self, kind: str) -> tuple[Property, ...]:
        """What can be said of this kind in particular; `any` for what can be said of all."""
        return tuple(p for p in self._properties.values() if p.kind == kind)

    def ancestors(self, id: str) -> tuple[str, ...]:
        """The ids above a term, nearest first. Raises `TermMissing`."""
        parent = self.term(id).parent
        return () if parent is None else (parent, *self.ancestors(parent))

    def descendants(self, id: str) -> tuple[str, ...]:
        """The ids below a term at any depth, each after its parent. Raises `TermMissing`."""
        self.term(id)
        return tuple(
            below for child in self._children[id] for below in (child, *self.descendants(child))
        )

    def find(
        self, text: str, scheme: str | None = None, language: str | None = None
    ) -> Term | None:
        """The term that a text means: its id, its label, or its label in another script.

        Only in one list or one language if asked. A text that could mean two terms means none.
        """
        exact = self._terms.get(text.strip())
        if exact is not None and scheme in (None, exact.scheme):
            return exact
        for key in (_plain(text), fold(text)):
            meant = {
                term.id: term
                for term, label_language in self._labelled.get(key, ())
                if scheme in (None, term.scheme) and language in (None, label_language)
            }
            if meant:
                return next(iter(meant.values())) if len(meant) == 1 else None
        return None

    @functools.cached_property
    def _labelled(self) -> Mapping[str, list[tuple[Term, str]]]:
        """Every label, plain and folded, with the terms and languages that use it."""
        index: dict[str, list[tuple[Term, str]]] = defaultdict(list)
        for term in self._terms.values():
            for language, label in term.labels.items():
                for key in {_plain(label), fold(label)}:
                    index[key].append((term, language))
        return dict(index)

    @functools.cached_property
    def canonical(self) -> bytes:
        """The whole vocabulary as RFC 8785 JSON: kept as an exhibit, read without this program."""
        content = {
            "format": FORMAT,
            "terms": [_term_json(term) for term in self._terms.values()],
            "properties": [_property_json(p) for p in self._properties.values()],
            "places": [dict(place) for place in self._places],
        }
        return rfc8785.dumps(content)  # type: ignore[arg-type]

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 of `canonical` in hex: what each entry of the log pins."""
        return hashlib.sha256(self.canonical).hexdigest()


@functools.cache
def load() -> Vocabulary:
    """The vocabulary of this package; read once. Raises `VocabularyBroken`."""
    return read(wordlist.read_all())


def read(files: Mapping[str, bytes]) -> Vocabulary:
    """A vocabulary from YAML files by name: properties.yaml, places.yaml, and lists of terms.

    Raises `VocabularyBroken`, which names file, entry and what is expected.
    """
    terms: dict[str, Term] = {}
    properties: dict[str, Property] = {}
    places: list[Entry] = []
    for file, content in files.items():
        for document in wordlist.documents(file, content):
            if file == PLACES:
                places += wordlist.entries(file, document, "places", ("parent", "kind", "names"))
            elif file == PROPERTIES:
                for property_ in _properties(file, document):
                    _once(file, property_.id, properties)
                    properties[property_.id] = property_
            else:
                for term in _terms(file, document):
                    _once(file, term.id, terms)
                    _check_parent(file, term, terms)
                    terms[term.id] = term
    return Vocabulary(tuple(terms.values()), tuple(properties.values()), tuple(places))


def _terms(file: str, document: Entry) -> Iterator[Term]:
    scheme = document.get("scheme")
    if not isinstance(scheme, str):
        expected = Phrase("the name of the list")
        raise VocabularyBroken(file=file, where="scheme", expected=expected)
    for entry in wordlist.entries(file, document, "terms", TERM_KEYS):
        yield _term(file, scheme, entry)


def _term(file: str, scheme: str, entry: Entry) -> Term:
    id_, definition = str(entry["id"]), wordlist.text(file, entry, "definition")
    if not ID.fullmatch(id_) or not id_.startswith(f"{scheme}."):
        expected = Phrase("an id such as {id}", id=f"{scheme}.a_word")
        raise VocabularyBroken(file=file, where=id_, expected=expected)
    if definition is None:
        raise VocabularyBroken(file=file, where=id_, expected=Phrase("a definition"))
    return Term(
        id=id_,
        scheme=scheme,
        parent=wordlist.text(file, entry, "parent"),
        labels=wordlist.labels(file, entry),
        definition=definition,
        rights=wordlist.texts(file, entry, "rights"),
        huridocs=wordlist.text(file, entry, "huridocs"),
        civicus=wordlist.text(file, entry, "civicus"),
        fuzzy=wordlist.texts(file, entry, "fuzzy"),
    )


def _properties(file: str, document: Entry) -> Iterator[Property]:
    for entry in wordlist.entries(file, document, "properties", PROPERTY_KEYS):
        yield _property(file, entry)


def _property(file: str, entry: Entry) -> Property:
    id_, type_ = str(entry["id"]), wordlist.text(file, entry, "type") or "none"
    compartment = wordlist.text(file, entry, "compartment") or "cases"
    for value, allowed in ((type_, TYPES), (compartment, COMPARTMENTS)):
        if value not in allowed:
            where = f"{id_}: {value}"
            expected = Phrase("one of {names}", names=", ".join(allowed))
            raise VocabularyBroken(file=file, where=where, expected=expected)
    for key, needs in (("scheme", "term"), ("refers", "record")):
        if (wordlist.text(file, entry, key) is not None) != (type_ == needs):
            expected = Phrase("`{key}:` if the type is {type}, and only then", key=key, type=needs)
            raise VocabularyBroken(file=file, where=id_, expected=expected)
    return Property(
        id=id_,
        kind=id_.split(".", 1)[0],
        type=type_,
        many=wordlist.flag(file, entry, "many"),
        scheme=wordlist.text(file, entry, "scheme"),
        refers=wordlist.text(file, entry, "refers"),
        compartment=compartment,
        free_text=wordlist.flag(file, entry, "free_text"),
        form=_form(file, entry, id_, type_),
        labels=wordlist.labels(file, entry),
        fuzzy=wordlist.texts(file, entry, "fuzzy"),
    )


def _form(file: str, entry: Entry, id_: str, type_: str) -> str | None:
    """The form of a text; nothing else has one."""
    form = wordlist.text(file, entry, "form")
    if form is not None and type_ != "text":
        raise VocabularyBroken(file=file, where=id_, expected=Phrase("`form:` only if the type is text"))
    if form is not None and form not in FORMS:
        expected = Phrase("one of {names}", names=", ".join(FORMS))
        raise VocabularyBroken(file=file, where=f"{id_}: {form}", expected=expected)
    return form


def _once(file: str, id_: str, known: Mapping[str, object]) -> None:
    if id_ in known:
        raise VocabularyBroken(file=file, where=id_, expected=Phrase("each id once"))


def _check_parent(file: str, term: Term, above: Mapping[str, Term]) -> None:
    """Each parent is a term of the same list that stands above: so there is no circle."""
    parent = above.get(term.parent or "")
    if term.parent is not None and (parent is None or parent.scheme != term.scheme):
        expected = Phrase("a parent of the list {scheme} that stands above it", scheme=term.scheme)
        raise VocabularyBroken(file=file, where=term.id, expected=expected)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _term_json(term: Term) -> dict[str, object]:
    return {
        "id": term.id,
        "scheme": term.scheme,
        "parent": term.parent,
        "labels": dict(term.labels),
        "definition": term.definition,
        "rights": list(term.rights),
        "huridocs": term.huridocs,
        "civicus": term.civicus,
        "fuzzy": list(term.fuzzy),
    }


def _property_json(property_: Property) -> dict[str, object]:
    return {
        "id": property_.id,
        "kind": property_.kind,
        "type": property_.type,
        "many": property_.many,
        "scheme": property_.scheme,
        "refers": property_.refers,
        "compartment": property_.compartment,
        "free_text": property_.free_text,
        "form": property_.form,
        "labels": dict(property_.labels),
        "fuzzy": list(property_.fuzzy),
    }
