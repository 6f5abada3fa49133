# SPDX-License-Identifier: Apache-2.0
"""What the program says, it says in every language; placeholders survive translation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import catalogues
import click
import pytest
from source import name

FIELD = re.compile(r"{[^{}]*}|%\([^)]*\)[a-z]")
COMMAND = re.compile(r"kuzat [a-z-]+(?: [a-z]+$| (?:--[a-z-]+|[A-Z]+|[a-z]+(?:,[a-z]+)+))*")
LATIN = re.compile(r"[A-Za-z]+")
CYRILLIC = re.compile(r"[Ѐ-ӿ]+")
# Names and units that Cyrillic text keeps, beside placeholders, commands and files.
KEPT = {"BagIt", "C", "Ctrl", "Excel", "KiB", "MiB", "Windows"}


@pytest.mark.parametrize("language", catalogues.WRITTEN)
def test_nothing_is_untranslated(language: str) -> None:
    assert catalogues.missing()[language] == []


def test_catalogues_are_fresh() -> None:
    stale = [
        name(path)
        for path, content in catalogues.files().items()
        if not path.exists() or path.read_bytes() != content
    ]
    assert stale == [], "run: make catalogues"


def said(language: str) -> Iterator[tuple[str, str]]:
    """Each English message with its translation; of plurals the last English form with each form."""
    for message in catalogues.read(language):
        if message.id:
            english = message.id if isinstance(message.id, str) else message.id[-1]
            forms = [message.string] if isinstance(message.string, str) else message.string
            yield from ((english, form) for form in forms)


@pytest.mark.parametrize("language", ["ru", "ky", "uz_Cyrl"])
def test_cyrillic_text_has_no_latin_letters(language: str) -> None:
    plain = [(text, catalogues.PLACEHOLDER.sub("", text)) for _, text in said(language)]
    assert [text for text, rest in plain if set(LATIN.findall(rest)) - KEPT] == []


def test_latin_text_has_no_cyrillic_letters() -> None:
    mixed = [text for _, text in said("uz") if set(CYRILLIC.findall(text)) - {"Аскаров"}]
    assert mixed == []


@pytest.mark.parametrize("language", [*catalogues.WRITTEN, catalogues.DERIVED])
def test_commands_are_the_same(language: str) -> None:
    lost = [
        (command, text)
        for english, text in said(language)
        for command in COMMAND.findall(english)
        if command not in text
    ]
    assert lost == []


@pytest.mark.parametrize("language", [*catalogues.WRITTEN, catalogues.DERIVED])
def test_a_sentence_ends_as_in_english(language: str) -> None:
    """So that a phrase stays part of a sentence, and a sentence stays whole."""
    other = [
        text for english, text in said(language) if english.endswith(".") != text.endswith(".")
    ]
    assert [text for text in other if text != "№"] == []


def test_what_is_said_by_click_is_what_it_asks_for() -> None:
    asked: set[catalogues.Message] = set()
    for path in Path(click.__file__).parent.glob("*.py"):
        asked.update(catalogues.in_calls(ast.parse(path.read_text(encoding="utf-8"))))
    assert set(catalogues.CLICK) - asked == set()


def test_a_doubt_about_a_translation_is_kept() -> None:
    doubted = {m.id for m in catalogues.read("ky") if m.id and m.fuzzy}
    collected = catalogues.collected("ky", catalogues.messages())
    assert doubted
    assert doubted <= {m.id for m in collected if m.fuzzy}


@pytest.mark.parametrize("language", [*catalogues.WRITTEN, catalogues.DERIVED])
def test_placeholders_are_the_same(language: str) -> None:
    wrong = []
    for message in catalogues.read(language):
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        allowed = {field for text in ids for field in FIELD.findall(text)}
        needed = set(FIELD.findall(ids[-1]))
        wrong += [t for t in texts if t and not needed <= set(FIELD.findall(t)) <= allowed]
    assert wrong == []


def test_cyrillic_keeps_placeholders_and_commands() -> None:
    text = "{name} yozuvi: %(count)s, cases.db, CSV, kuzat count --by act,year yoki `kuzat verify`"
    kept = "{name} ёзуви: %(count)s, cases.db, CSV, kuzat count --by act,year ёки `kuzat verify`"
    assert catalogues.cyrillic(text) == kept


def test_templates_are_read_as_django_reads_them() -> None:
    text = """{% translate "Events" %} {% blocktranslate trimmed count n=3 %}
      {{ n }} event {% plural %} {{ n }} events
    {% endblocktranslate %}"""
    assert list(catalogues.in_template(text)) == ["Events", ("%(n)s event", "%(n)s events")]
