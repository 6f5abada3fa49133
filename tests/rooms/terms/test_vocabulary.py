# SPDX-License-Identifier: Apache-2.0
"""The vocabulary of the package is whole, and a broken one is refused by file, entry and reason."""

import csv
import hashlib
import json
import re
import runpy
from pathlib import Path

import pytest

from kuzat.terms import RECORD_KINDS, Vocabulary, load
from kuzat.terms.vocabulary import PropertyMissing, TermMissing, read
from kuzat.terms.wordlist import WRITTEN, VocabularyBroken, read_all

ROOT = Path(__file__).resolve().parents[3]
WORDS = load()
TERMS = [term for scheme in WORDS.schemes for term in WORDS.terms(scheme)]
KINDS = [*RECORD_KINDS, "any"]
PROPERTIES = [property_ for kind in KINDS for property_ in WORDS.properties(kind)]

# Words that are the same in English and in Uzbek, and a name that is the same everywhere.
SAME_AS_ENGLISH = {
    *("exhibit.sha256", "perpetrator_kind.bank", "public_role.diplomat"),
    *("topic.gender", "topic.internet"),
}
# Cyrillic labels keep these in Latin letters, as people do.
ABBREVIATIONS = re.compile("SHA-256|V-Dem|VPN")
CYRILLIC, LATIN = re.compile("[\u0400-\u04ff]"), re.compile("[A-Za-z]")
# Oʻ and gʻ take U+02BB, a stop takes U+02BC; keyboards give other marks.
UZBEK = re.compile(r"[^'’‘`´ʻʼ]|(?<=[OoGg])ʻ|(?<=[A-Za-z])ʼ(?=[A-Za-z])")
GLOSSARY = runpy.run_path(str(ROOT / "tools" / "glossary.py"))
NORM = re.compile(r"(?P<instrument>.+) (?P<article>[0-9]+(\.[0-9]+)*(\([0-9a-z]+\))*)", re.ASCII)

SMALL = {
    "colours.yaml": """\
scheme: colour
terms:
- {id: colour.warm, en: Warm, ru: Тёплый, ky: Жылуу, uz: Iliq, definition: Like fire.}
- id: colour.red
  parent: colour.warm
  en: Red
  ru: Красный
  ky: Кызыл
  uz: Qizil
  definition: Like blood.
  rights: [ICCPR 19]
  civicus: red
  fuzzy: [ky]
---
scheme: fruit
terms:
- {id: fruit.warm, en: Warm, ru: Нагретый, ky: Ысытылган, uz: Isitilgan, definition: Of the sun.}
""",
    "properties.yaml": """\
properties:
- {id: event.colour, type: term, scheme: colour, many: true, en: C, ru: Ц, ky: Т, uz: R}
""",
    "places.yaml": "places:\n- {id: ZZ-X, kind: town, en: X, ru: Кс, ky: Кс, uz: Iks}\n",
}


def small(**changed: str) -> Vocabulary:
    """The small vocabulary, with files replaced by name without ending."""
    files = SMALL | {f"{name}.yaml": content for name, content in changed.items()}
    return read({name: content.encode() for name, content in files.items()})


# The vocabulary of the package


def test_every_list_that_a_property_names_has_terms() -> None:
    named = {property_.scheme for property_ in PROPERTIES} - {None}
    assert named == set(WORDS.schemes)


def test_there_are_enough_acts_in_a_hierarchy() -> None:
    acts = WORDS.terms("act")
    assert len(acts) >= 150
    assert len([act for act in acts if act.parent is None]) >= 20
    assert max(len(WORDS.ancestors(act.id)) for act in acts) >= 2


def test_an_id_begins_with_its_list() -> None:
    assert [t.id for t in TERMS if t.id.split(".")[0] != t.scheme] == []
    assert [p.id for p in PROPERTIES if p.id.split(".")[0] != p.kind] == []


def test_a_label_is_found_again_in_every_script() -> None:
    """So no two terms of one list share a label in any language or script."""
    lost = [
        (term.id, language)
        for term in TERMS
        for language, label in term.labels.items()
        for asked in (label, label.upper(), f" {label} ")
        if WORDS.find(asked, term.scheme) is not term
    ]
    assert lost == []


def test_no_label_was_left_in_english() -> None:
    left = [
        (named.id, language)
        for named in (*TERMS, *PROPERTIES)
        for language, label in named.labels.items()
        if language != "en" and label == named.labels["en"]
    ]
    assert {id_ for id_, _ in left} == SAME_AS_ENGLISH, left


def test_every_label_is_in_its_script() -> None:
    foreign = {"en": CYRILLIC, "uz": CYRILLIC, "ru": LATIN, "ky": LATIN, "uz-Cyrl": LATIN}
    wrong = [
        (named.id, language)
        for named in (*TERMS, *PROPERTIES)
        for language, label in named.labels.items()
        if foreign[language].search(ABBREVIATIONS.sub("", label))
    ]
    assert wrong == []


def test_uzbek_has_its_own_apostrophes() -> None:
    labels = [(named.id, named.labels["uz"]) for named in (*TERMS, *PROPERTIES)]
    assert [(id_, label) for id_, label in labels if UZBEK.sub("", label)] == []


def test_a_definition_is_one_sentence() -> None:
    wrong = [t.id for t in TERMS if not t.definition.endswith(".") or ". " in t.definition]
    assert wrong == []


def test_norms_name_an_instrument_and_an_article() -> None:
    found = [(term.id, norm, NORM.fullmatch(norm)) for term in TERMS for norm in term.rights]
    assert len(found) > 300
    wrong = [(id_, norm) for id_, norm, match in found if not match or match[1] not in GLOSSARY["NORMS"]]
    assert wrong == []


def test_unsure_labels_are_of_written_languages() -> None:
    assert {language for named in (*TERMS, *PROPERTIES) for language in named.fuzzy} <= {*WRITTEN[1:]}


def test_civicus_tags_are_of_its_list(shared: Path) -> None:
    sheet = (shared / "data" / "civicspace" / "civicus_tags.csv").open(encoding="utf-8")
    with sheet as file:
        tags = {row["tag"] for row in csv.DictReader(file)}
    assert {term.civicus for term in TERMS if term.civicus} <= tags


@pytest.mark.parametrize(
    ("sheet", "column", "scheme"),
    [
        ("kg_incidents_coded.csv", "direction", "direction"),
        ("kg_incidents_coded.csv", "topic", "topic"),
        ("kg_incidents_coded.csv", "confidence", "confidence"),
        ("kg_interventions.csv", "type", "intervention_type"),
    ],
)
def test_the_words_of_the_dossier_are_understood(shared: Path, sheet: str, column: str, scheme: str) -> None:
    with (shared / "data" / "kyrgyzstan" / sheet).open(encoding="utf-8") as file:
        words = {word for row in csv.DictReader(file) for word in row[column].split(";")}
    assert words
    assert [word for word in sorted(words) if WORDS.find(word, scheme) is None] == []


def test_the_glossary_is_fresh() -> None:
    page = GLOSSARY["page"](WORDS)
    assert all(f"`{named.id}`" in page for named in (*TERMS, *PROPERTIES))
    written = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert page == written, "run: make glossary"


# Asking a vocabulary


def test_a_term_is_found_by_id_label_and_other_script() -> None:
    words = small()
    red = words.term("colour.red")
    for text in ("colour.red", "Red", "красный", "krasnyi", "Qizil", "қизил", " КЫЗЫЛ ", "kyzyl"):
        assert words.find(text) is red, text
        assert words.find(text, "colour") is red, text
        assert words.find(text, "fruit") is None, text
    assert words.find("Red", language="ru") is None
    assert words.find("Красный", language="ru") is red
    assert words.find("purple") is None
    assert words.find("") is None


def test_a_text_that_means_two_terms_means_none() -> None:
    words = small()
    assert words.find("warm") is None
    assert words.find("warm", "colour") is words.term("colour.warm")
    assert words.find("warm", "fruit") is words.term("fruit.warm")


def test_above_and_below() -> None:
    words = small()
    assert words.ancestors("colour.red") == ("colour.warm",)
    assert words.ancestors("colour.warm") == ()
    assert words.descendants("colour.warm") == ("colour.red",)
    assert words.descendants("colour.red") == ()
    for term in TERMS:
        assert all(term.id in WORDS.descendants(above) for above in WORDS.ancestors(term.id))


def test_lists_and_properties_keep_their_order() -> None:
    words = small()
    assert words.schemes == ("colour", "fruit")
    assert [term.id for term in words.terms("colour")] == ["colour.warm", "colour.red"]
    assert words.terms("nothing") == ()
    assert [p.id for p in words.properties("event")] == ["event.colour"]
    assert words.properties("act") == ()


def test_what_is_not_there_is_missing() -> None:
    words = small()
    assert words.find_id("colour.blue") is None
    assert words.has_property("event.colour")
    assert not words.has_property("event.size")
    for ask in (words.term, words.ancestors, words.descendants):
        with pytest.raises(TermMissing, match=r"colour\.blue"):
            ask("colour.blue")
    with pytest.raises(PropertyMissing, match=r"event\.size"):
        words.property("event.size")


def test_a_label_falls_back_to_english() -> None:
    red, colour = small().term("colour.red"), small().property("event.colour")
    assert [red.label(language) for language in ("ky", "uz-Cyrl", "fr")] == [*("Кызыл", "Қизил", "Red")]
    assert [colour.label(language) for language in ("ru", "fr")] == ["Ц", "C"]


def test_terms_and_properties_can_stand_in_a_set() -> None:
    assert len({*TERMS}) == len(TERMS)
    assert len({*PROPERTIES}) == len(PROPERTIES)


# The digest that each entry pins


def test_the_canonical_form_holds_everything() -> None:
    kept = json.loads(small().canonical)
    assert kept["format"] == "kuzat-vocabulary/1"
    assert kept["terms"][1] == {
        "id": "colour.red",
        "scheme": "colour",
        "parent": "colour.warm",
        "labels": {"en": "Red", "ru": "Красный", "ky": "Кызыл", "uz": "Qizil", "uz-Cyrl": "Қизил"},
        "definition": "Like blood.",
        "rights": ["ICCPR 19"],
        "huridocs": None,
        "civicus": "red",
        "fuzzy": ["ky"],
    }
    assert kept["properties"][0] == {
        "id": "event.colour",
        "kind": "event",
        "type": "term",
        "many": True,
        "scheme": "colour",
        "refers": None,
        "compartment": "cases",
        "free_text": False,
        "form": None,
        "labels": {"en": "C", "ru": "Ц", "ky": "Т", "uz": "R", "uz-Cyrl": "Р"},
        "fuzzy": [],
    }
    assert [place["id"] for place in kept["places"]] == ["ZZ-X"]


def test_the_digest_is_of_the_canonical_form_and_stable() -> None:
    assert small().digest == hashlib.sha256(small().canonical).hexdigest()
    assert small().digest == small().digest
    assert read(read_all()).digest == WORDS.digest


@pytest.mark.parametrize(
    ("file", "word", "other"),
    [
        ("colours", "Like blood", "Like wine"),
        ("colours", "[ICCPR 19]", "[ICCPR 18]"),
        ("properties", "many: true", "many: false"),
        ("places", "en: X", "en: Y"),
    ],
)
def test_the_digest_changes_with_a_word_of_any_file(file: str, word: str, other: str) -> None:
    content = SMALL[f"{file}.yaml"]
    assert small(**{file: content.replace(word, other)}).digest != small().digest


# Broken files

WARM = "{id: colour.warm, en: a, ru: б, ky: б, uz: b, definition: d.}"
ENTRY = "id: colour.a, en: a, ru: б, ky: б, uz: b"
PROPERTY = "id: event.a, en: a, ru: б, ky: б, uz: b"


@pytest.mark.parametrize(
    ("content", "where", "expected"),
    [
        ("terms: []", "scheme", "the name of the list"),
        ("scheme: colour", "terms", "a list"),
        ("scheme: colour\nterms: {a: b}", "terms", "a list"),
        ("scheme: colour\nterms: [a]", "terms", "an id in each entry"),
        ("scheme: colour\nterms: []\nterm: []", "term", "only scheme, terms"),
        (f"scheme: colour\nterms: [{{{ENTRY}}}]", "colour.a", "a definition"),
        (
            f"scheme: fruit\nterms: [{{{ENTRY}, definition: d.}}]",
            "colour.a",
            "an id such as fruit.a_word",
        ),
        (
            "scheme: colour\nterms: [{id: colour.A, en: a, ru: б, ky: б, uz: b, definition: d.}]",
            "colour.A",
            "an id such as colour.a_word",
        ),
        (f"scheme: colour\nterms: [{WARM}, {WARM}]", "colour.warm", "each id once"),
        (
            "scheme: colour\nterms: [{id: colour.a, en: a, ru: б, uz: b, definition: d.}]",
            "colour.a",
            "a label in ky",
        ),
        (
            f"scheme: colour\nterms: [{{{ENTRY}, definition: d., color: x}}]",
            "colour.a: color",
            "one of parent",
        ),
        (
            f"scheme: colour\nterms: [{{{ENTRY}, definition: d., rights: ICCPR 19}}]",
            "colour.a: rights",
            "a list of texts",
        ),
        (
            f"scheme: colour\nterms: [{{{ENTRY}, definition: [d.]}}]",
            "colour.a: definition",
            "text",
        ),
        (
            f"scheme: colour\nterms: [{{{ENTRY}, definition: d., parent: colour.b}}]",
            "colour.a",
            "a parent of the list colour that stands above it",
        ),
        (
            f"scheme: colour\nterms: [{{{ENTRY}, definition: d., parent: colour.a}}]",
            "colour.a",
            "a parent of the list colour that stands above it",
        ),
        (
            "scheme: colour\nterms:\n"
            f"- {{{ENTRY}, definition: d., parent: colour.b}}\n"
            "- {id: colour.b, en: c, ru: г, ky: г, uz: d, definition: d., parent: colour.a}\n",
            "colour.a",
            "a parent of the list colour that stands above it",
        ),
        (
            f"scheme: colour\nterms: [{WARM}]\n---\nscheme: fruit\nterms:\n"
            "- {id: fruit.a, en: c, ru: г, ky: г, uz: d, definition: d., parent: colour.warm}\n",
            "fruit.a",
            "a parent of the list fruit that stands above it",
        ),
    ],
)
def test_broken_terms_are_refused(content: str, where: str, expected: str) -> None:
    with pytest.raises(VocabularyBroken) as refused:
        small(colours=content)
    assert refused.value.details["file"] == "colours.yaml"
    assert refused.value.details["where"] == where
    assert str(refused.value.details["expected"]).startswith(expected)


@pytest.mark.parametrize(
    ("entry", "where", "expected"),
    [
        (f"{PROPERTY}", "event.a: none", "one of text, term"),
        (f"{PROPERTY}, type: colour", "event.a: colour", "one of text, term"),
        (
            f"{PROPERTY}, type: text, compartment: attic",
            "event.a: attic",
            "one of cases, identity",
        ),
        (f"{PROPERTY}, type: term", "event.a", "`scheme:` if the type is term"),
        (f"{PROPERTY}, type: text, scheme: colour", "event.a", "`scheme:` if the type is term"),
        (f"{PROPERTY}, type: record", "event.a", "`refers:` if the type is record"),
        (f"{PROPERTY}, type: text, many: yes", "event.a: many", "true or false"),
        (f"{PROPERTY}, type: text, parent: event.b", "event.a: parent", "one of type"),
        (f"{PROPERTY}, type: text, form: poem", "event.a: poem", "one of address"),
        (f"{PROPERTY}, type: date, form: code", "event.a", "`form:` only if the type is text"),
    ],
)
def test_broken_properties_are_refused(entry: str, where: str, expected: str) -> None:
    with pytest.raises(VocabularyBroken) as refused:
        small(properties=f"properties: [{{{entry}}}]")
    assert refused.value.details["file"] == "properties.yaml"
    assert refused.value.details["where"] == where
    assert str(refused.value.details["expected"]).startswith(expected)


def test_a_property_stands_once() -> None:
    entry = f"{{{PROPERTY}, type: text}}"
    with pytest.raises(VocabularyBroken, match=r"properties\.yaml: event\.a: expected each id once"):
        small(properties=f"properties: [{entry}, {entry}]")
