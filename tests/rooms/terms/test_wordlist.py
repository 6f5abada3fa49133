# SPDX-License-Identifier: Apache-2.0
"""Vocabulary files are read as plain text, and hostile ones are refused before they unfold."""

import pytest

from kuzat.terms import wordlist
from kuzat.terms.wordlist import Entry, VocabularyBroken

BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))


def documents(content: str | bytes) -> list[Entry]:
    raw = content if isinstance(content, bytes) else content.encode()
    return list(wordlist.documents("x.yaml", raw))


def test_scalars_stay_text() -> None:
    assert documents("a: no\nb: 1998\nc: 2020-03-08\nd: null\ne: 0x10\nf: ~\n") == [
        {"a": "no", "b": "1998", "c": "2020-03-08", "d": "null", "e": "0x10", "f": "~"}
    ]


def test_a_file_may_hold_several_documents() -> None:
    assert documents("a: b\n---\nc: d\n") == [{"a": "b"}, {"c": "d"}]
    assert documents("") == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (BOMB, "no anchors and aliases"),
        ("a: &a {b: c}\nd: *a\n", "no anchors and aliases"),
        ("a: &a [*a]\n", "no anchors and aliases"),
        ("a: b\na: c\n", "each key once"),
        ("a:\n- {id: x, en: one, en: two}\n", "each key once"),
        ("a: [", "a readable file"),
        ("a: " + "[" * 100_000, "a readable file"),
        ("a: b\n  c: d\n", "a readable file"),
        ("? [a, b]\n: c\n", "a readable file"),
        ("a: *nobody\n", "no anchors and aliases"),
        (b"a: \xd1\xff", "a readable file"),
        (b"a: \x00", "a readable file"),
        ("- a\n- b\n", "keys with values"),
        ("a", "keys with values"),
    ],
    ids=[
        *("alias_bomb", "alias", "alias_of_itself", "key_twice", "label_twice", "list_open"),
        *("deep", "indentation", "list_as_key", "alias_of_nothing", "not_utf8", "nul"),
        *("list", "scalar"),
    ],
)
def test_hostile_files_are_refused(content: str | bytes, expected: str) -> None:
    with pytest.raises(VocabularyBroken, match=expected) as refused:
        documents(content)
    assert refused.value.details["file"] == "x.yaml"


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!python/name:os.system"])
def test_a_tag_makes_nothing(tag: str) -> None:
    assert documents(f"a: {tag} [exit]\n") == [{"a": ["exit"]}]


def entries(content: str) -> list[Entry]:
    (document,) = documents(content)
    return list(wordlist.entries("x.yaml", document, "terms", ("size",)))


def test_entries_have_known_keys() -> None:
    assert entries("terms: [{id: a, en: b, size: c, fuzzy: []}]") == [
        {"id": "a", "en": "b", "size": "c", "fuzzy": []}
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("words: []", r"x\.yaml: words: expected only scheme, terms\."),
        ("scheme: a", r"x\.yaml: terms: expected a list\."),
        ("terms: a", r"x\.yaml: terms: expected a list\."),
        ("terms: [[a]]", r"x\.yaml: terms: expected an id in each entry\."),
        ("terms: [{en: b}]", r"x\.yaml: terms: expected an id in each entry\."),
        ("terms: [{id: [a]}]", r"x\.yaml: terms: expected an id in each entry\."),
        ("terms: [{id: a, weight: b}]", r"x\.yaml: a: weight: expected one of size\."),
    ],
)
def test_other_entries_are_refused(content: str, message: str) -> None:
    with pytest.raises(VocabularyBroken, match=message):
        entries(content)


def test_values_are_read_by_their_kind() -> None:
    entry: Entry = {"id": "a", "t": "b", "e": "", "l": ["c"], "f": "true"}
    assert wordlist.text("x.yaml", entry, "t") == "b"
    assert wordlist.text("x.yaml", entry, "e") is None
    assert wordlist.text("x.yaml", entry, "none") is None
    assert wordlist.texts("x.yaml", entry, "l") == ("c",)
    assert wordlist.texts("x.yaml", entry, "none") == ()
    assert wordlist.flag("x.yaml", entry, "f") is True
    assert wordlist.flag("x.yaml", entry, "none") is False


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (wordlist.text, ["b"], "text"),
        (wordlist.text, {"b": "c"}, "text"),
        (wordlist.texts, "b", "a list of texts"),
        (wordlist.texts, [["b"]], "a list of texts"),
        (wordlist.flag, "yes", "true or false"),
        (wordlist.flag, "True", "true or false"),
    ],
)
def test_values_of_another_kind_are_refused(read, value, expected: str) -> None:
    with pytest.raises(VocabularyBroken, match=rf"x\.yaml: a: key: expected {expected}\."):
        read("x.yaml", {"id": "a", "key": value}, "key")


def test_labels_are_written_in_four_languages_and_derived_in_a_fifth() -> None:
    entry: Entry = {"id": "a", "en": "Prison", "ru": "Тюрьма", "ky": "Түрмө", "uz": "Qamoqxona"}
    assert wordlist.labels("x.yaml", entry) == {
        **{"en": "Prison", "ru": "Тюрьма", "ky": "Түрмө", "uz": "Qamoqxona"},
        "uz-Cyrl": "Қамоқхона",
    }


@pytest.mark.parametrize("language", wordlist.WRITTEN)
def test_a_missing_label_is_named(language: str) -> None:
    entry = {"id": "a", **{written: "x" for written in wordlist.WRITTEN if written != language}}
    with pytest.raises(VocabularyBroken, match=rf"x\.yaml: a: expected a label in {language}\."):
        wordlist.labels("x.yaml", entry)


def test_the_package_brings_its_files() -> None:
    files = wordlist.read_all()
    assert {"properties.yaml", "places.yaml", "topics.yaml"} <= files.keys()
    assert list(files) == sorted(files)
    assert all(content.startswith(b"# SPDX-License-Identifier") for content in files.values())
