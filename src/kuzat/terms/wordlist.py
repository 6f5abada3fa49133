# SPDX-License-Identifier: Apache-2.0
"""The YAML files in which our words are kept: read as text, checked key by key."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from kuzat.errors import Broken, Phrase
from kuzat.terms.languages import to_cyrillic

WRITTEN = ("en", "ru", "ky", "uz")

Entry = Mapping[str, object]


class VocabularyBroken(Broken):
    """{file}: {where}: expected {expected}."""

    code = "vocabulary_broken"
    advice = "Correct that entry, or install the package again if nobody changed it."


def read_all() -> dict[str, bytes]:
    """Every vocabulary file of the package, by name."""
    folder = resources.files("kuzat.terms").joinpath("data")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return {file.name: file.read_bytes() for file in files if file.name.endswith(".yaml")}


class KeyTwice(yaml.constructor.ConstructorError):
    """A key stands twice in one mapping."""


class EachKeyOnce(yaml.CBaseLoader):
    """Text, lists and mappings only, which is why it is safe; a key that stands twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        found = super().construct_mapping(node, deep=deep)
        if len(found) < len(node.value):
            raise KeyTwice(problem_mark=node.start_mark)
        return found


def documents(file: str, content: bytes) -> Iterator[Entry]:
    """The documents of one file. All scalars stay text: the Norwegian `no` is not a false.

    Aliases are refused: a few lines of them stand for gigabytes, which `canonical` would write out.
    """
    try:
        events = yaml.parse(content, Loader=EachKeyOnce)
        if any(isinstance(event, yaml.AliasEvent) for event in events):
            expected = Phrase("no anchors and aliases (& and *)")
            raise VocabularyBroken(file=file, where="YAML", expected=expected)
        found = list(yaml.load_all(content, Loader=EachKeyOnce))
    except yaml.YAMLError as error:
        raise VocabularyBroken(file=file, where="YAML", expected=_readable(error)) from None
    for document in found:
        if not isinstance(document, dict):
            raise VocabularyBroken(file=file, where="document", expected=Phrase("keys with values"))
        yield document


def _readable(error: yaml.YAMLError) -> Phrase:
    """What was expected where YAML could not be read, with the line if it is known."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Phrase("a readable file")
    line = error.problem_mark.line + 1
    if isinstance(error, KeyTwice):
        return Phrase("each key once (line {line})", line=line)
    return Phrase("a readable file (line {line})", line=line)


def entries(file: str, document: Entry, key: str, known: Sequence[str]) -> Iterator[Entry]:
    """The entries in the list `key`, each with an `id`, and with no key that is not `known`."""
    for unknown in sorted(document.keys() - {"scheme", key}):
        expected = Phrase("only {names}", names=f"scheme, {key}")
        raise VocabularyBroken(file=file, where=unknown, expected=expected)
    listed = document.get(key)
    if not isinstance(listed, list):
        raise VocabularyBroken(file=file, where=key, expected=Phrase("a list"))
    for entry in listed:
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            raise VocabularyBroken(file=file, where=key, expected=Phrase("an id in each entry"))
        for unknown in sorted(entry.keys() - {"id", *WRITTEN, "fuzzy", *known}):
            where = f"{entry['id']}: {unknown}"
            expected = Phrase("one of {names}", names=", ".join(known))
            raise VocabularyBroken(file=file, where=where, expected=expected)
        yield entry


def text(file: str, entry: Entry, key: str) -> str | None:
    """The text under a key; None where there is none."""
    value = entry.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise VocabularyBroken(file=file, where=f"{entry['id']}: {key}", expected=Phrase("text"))
    return value


def texts(file: str, entry: Entry, key: str) -> tuple[str, ...]:
    """The list of texts under a key; empty where there is none."""
    value = entry.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        expected = Phrase("a list of texts")
        raise VocabularyBroken(file=file, where=f"{entry['id']}: {key}", expected=expected)
    return tuple(value)


def flag(file: str, entry: Entry, key: str) -> bool:
    """`true` or `false` under a key; false where there is none."""
    value = entry.get(key, "false")
    if value not in ("true", "false"):
        expected = Phrase("true or false")
        raise VocabularyBroken(file=file, where=f"{entry['id']}: {key}", expected=expected)
    return value == "true"


def labels(file: str, entry: Entry) -> Mapping[str, str]:
    """The labels en, ru, ky and uz as written, and uz-Cyrl derived from uz letter by letter."""
    found = {language: text(file, entry, language) for language in WRITTEN}
    written = {language: label for language, label in found.items() if label is not None}
    for missing in sorted(found.keys() - written.keys()):
        expected = Phrase("a label in {language}", language=missing)
        raise VocabularyBroken(file=file, where=str(entry["id"]), expected=expected)
    return MappingProxyType({**written, "uz-Cyrl": to_cyrillic(written["uz"])})
