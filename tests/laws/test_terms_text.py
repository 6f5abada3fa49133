# SPDX-License-Identifier: Apache-2.0
"""What holds of folding, search tokens and Uzbek scripts for any text."""

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from kuzat.terms.languages import to_cyrillic
from kuzat.terms.names import fold
from kuzat.terms.text import tokens

CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяңөүўқғҳәіӣӯҷ"
LATIN = "abcdefghijklmnopqrstuvwxyzöüğşçıïñżč'ʻʼ’"
letters = st.text(st.sampled_from(CYRILLIC + CYRILLIC.upper() + LATIN + LATIN.upper() + "-. 1"), max_size=40)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
texts = st.one_of(letters, anything)


@given(texts)
def test_tokens_have_nothing_but_small_letters_and_digits(text: str) -> None:
    assert all(re.fullmatch("[a-z0-9]{1,64}", token) for token in tokens(text))


@given(texts)
@example("Сулаймоновонинг уукунга ok'oksk")
def test_a_token_is_its_own_token(text: str) -> None:
    found = tokens(text)
    assert tokens(" ".join(found)) == found


@given(texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_words_with_one_key_have_one_token(text: str) -> None:
    """Only letters that Russian does not have may tell an ending from a stem."""
    key = fold(text)
    assert fold(" ".join(tokens(key))) == " ".join(tokens(key))


@given(texts)
def test_capitals_make_no_difference(text: str) -> None:
    for other in (text.upper(), text.lower(), text.swapcase(), text.title()):
        assert tokens(other) == tokens(text)
        assert fold(other) == fold(text)


@given(texts)
def test_composition_makes_no_difference(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        other = unicodedata.normalize(form, text)
        assert tokens(other) == tokens(text)
        assert fold(other) == fold(text)


@given(st.lists(letters, max_size=5))
def test_the_tokens_of_a_text_are_those_of_its_parts(parts: list[str]) -> None:
    assert tokens(" ".join(parts)) == [token for part in parts for token in tokens(part)]


@given(st.text(st.sampled_from(CYRILLIC + CYRILLIC.upper() + " 1,.-«»"), max_size=40))
def test_cyrillic_stays_cyrillic(text: str) -> None:
    assert to_cyrillic(text) == text


@given(texts)
def test_only_letters_and_apostrophes_change_script(text: str) -> None:
    def others(text: str) -> str:
        return re.sub("[a-zA-ZöğşçÖĞŞÇ'ʻʼ’‘`´ʹ′]|[а-яА-ЯёЁўқғҳЎҚҒҲ]", "", text)

    assert others(to_cyrillic(text)) == others(text)
