# SPDX-License-Identifier: Apache-2.0
"""The reader's language is found, and each is spoken in its own script."""

import pytest

from kuzat.web import labels, languages, settings, tags

settings.configure()


@pytest.mark.parametrize(
    ("cookie", "accepted", "chosen"),
    [
        ("", "", "en"),
        ("ky", "ru", "ky"),
        ("", "ky-KG,ru;q=0.8", "ky"),
        ("", "de,uz-Cyrl-UZ;q=0.9,ru;q=0.5", "uz-Cyrl"),
        ("", "uz-Latn", "uz"),
        ("uz-Cyrl", "en", "uz-Cyrl"),
        ("../ru", "tlh", "en"),
        ("", "," * 5000 + "ru", "en"),
    ],
)
def test_the_language_is_chosen(cookie: str, accepted: str, chosen: str) -> None:
    assert languages.chosen(cookie, accepted) == chosen


@pytest.mark.parametrize("language", languages.NAMES)
def test_the_language_is_spoken_inside_only(language: str) -> None:
    with languages.speaking(language):
        assert languages.current() == language
    assert languages.current() == "en"


SCRIPTS = {"en": "latin", "ru": "cyrillic", "ky": "cyrillic", "uz": "latin", "uz-Cyrl": "cyrillic"}


def scripts(text: str) -> set[str]:
    return {"cyrillic" if "а" <= c.lower() <= "ӿ" else "latin" for c in text if c.isalpha()}


@pytest.mark.parametrize("language", languages.NAMES)
def test_terms_places_and_dates_come_in_the_script_of_the_language(language: str) -> None:
    with languages.speaking(language):
        for text in (
            labels.term("freedom.assembly"),
            labels.place("KG-GB"),
            labels.day("2010-06"),
            labels.property_("event.title"),
        ):
            assert scripts(text) == {SCRIPTS[language]}, text


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "12,345"), ("ru", "12\u00a0345"), ("ky", "12\u00a0345"), ("uz", "12\u00a0345")],
)
def test_digits_are_grouped_as_the_language_does(language: str, written: str) -> None:
    with languages.speaking(language):
        assert languages.number(12345) == written


def test_what_nobody_knows_comes_back_as_it_is() -> None:
    assert labels.term("act.invented") == "act.invented"
    assert labels.place("QQ-1") == "QQ-1"
    assert labels.property_("event.invented") == "event.invented"


def test_a_moment_is_told_to_the_minute_in_world_time() -> None:
    assert labels.moment("2025-06-03T14:05:09Z") == "3 June 2025, 14:05 UTC"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Type `kuzat keep FILE`.", "Type <code>kuzat keep FILE</code>."),
        ("`n` & `<b>`", "<code>n</code> &amp; <code>&lt;b&gt;</code>"),
        ("One ` alone <i>", "One ` alone &lt;i&gt;"),
        ("", ""),
    ],
)
def test_what_is_to_be_typed_is_set_apart(text: str, shown: str) -> None:
    assert tags.coded(text) == shown
