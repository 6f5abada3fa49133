# SPDX-License-Identifier: Apache-2.0
"""What the program says is said in the reader's language, or else in English."""

import pytest

from kuzat.errors import Missing, Phrase
from kuzat.terms.languages import LANGUAGES
from kuzat.terms.messages import FOLDERS, catalogue, translator
from kuzat.terms.vocabulary import TermMissing

SENTENCE = "This was not found."


def test_every_language_but_english_has_a_catalogue() -> None:
    assert {"en", *FOLDERS} == set(LANGUAGES)
    for language in FOLDERS:
        assert catalogue(language).info()["plural-forms"]


def test_a_sentence_is_said_in_each_language() -> None:
    said = {language: translator(language)(SENTENCE) for language in LANGUAGES}
    assert said["en"] == SENTENCE
    assert len(set(said.values())) == len(LANGUAGES)


@pytest.mark.parametrize("language", ["en", "fr", "", "../ru", "ru_RU"])
def test_other_languages_are_said_in_english(language: str) -> None:
    assert translator(language)(SENTENCE) == SENTENCE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_that_nobody_translated_stays(language: str) -> None:
    assert translator(language)("Nobody ever wrote this.") == "Nobody ever wrote this."


@pytest.mark.parametrize("language", FOLDERS)
def test_an_error_speaks_with_its_details(language: str) -> None:
    error = TermMissing(term="topic.none")
    sentence = error.sentence(translator(language))
    assert "topic.none" in sentence
    assert sentence != error.sentence()
    assert error.step(translator(language)) != error.step()
    assert Missing().sentence(translator(language)) == translator(language)(SENTENCE)


def test_a_phrase_is_translated_with_its_sentence() -> None:
    said = Phrase("{reason}", reason=Phrase(SENTENCE)).said(translator("ru"))
    assert said == translator("ru")(SENTENCE)


@pytest.mark.parametrize("language", [*FOLDERS, "fr"])
def test_a_plural_that_nobody_translated_is_said_in_english(language: str) -> None:
    said = [catalogue(language).ngettext("one wug", "many wugs", number) for number in (1, 5)]
    assert said == ["one wug", "many wugs"]
