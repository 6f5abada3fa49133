# SPDX-License-Identifier: Apache-2.0
"""What holds of any two names."""

from hypothesis import example, given
from hypothesis import strategies as st

from kuzat.terms.names import compare
from kuzat.terms.names.likeness import distance, likeness

NAMES = st.text("Азимжан Аскаров'ʻ-. jouluуулуқ习ع", max_size=24)
SOUNDS = st.text("abdeghijkmnorstuvzJSC", max_size=10)


@given(NAMES, NAMES)
def test_a_score_lies_between_none_and_all_whichever_name_is_first(a: str, b: str) -> None:
    there, back = compare(a, b), compare(b, a)
    assert 0 <= there.score <= 1
    assert there.score == back.score
    assert len(there.reasons) == len(back.reasons) > 0


@example("o.Аعuj")  # read as one word, it would be like another reading of its second word
@given(NAMES)
def test_a_name_is_itself_unless_it_is_empty(name: str) -> None:
    assert compare(name, name).score in (0, 1)


@given(SOUNDS, SOUNDS)
def test_the_way_from_one_word_to_the_other_is_as_long_as_back(one: str, other: str) -> None:
    assert abs(distance(one, other) - distance(other, one)) < 1e-9
    assert likeness(one, other) == likeness(other, one)


@given(SOUNDS)
def test_a_word_is_no_way_from_itself(one: str) -> None:
    assert distance(one, one) == 0
