# SPDX-License-Identifier: Apache-2.0
"""What the program says, it says in every language; placeholders survive translation."""

import re

import catalogues
import pytest
from source import name

FIELD = re.compile(r"{[^{}]*}|%\([^)]*\)[a-z]")


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
