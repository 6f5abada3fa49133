# SPDX-License-Identifier: Apache-2.0
"""Copies of one text, and texts of one house, are one voice."""

import itertools

import pytest

from kuzat.verification import Telling, voices


def told(id_: str, **given: str | bool | None) -> Telling:
    return Telling(id=id_, **given)  # type: ignore[arg-type]


def keys(*tellings: Telling) -> dict[str, str]:
    return {id_: voice.key for id_, voice in voices(tellings).items()}


def test_each_house_is_a_voice() -> None:
    found = keys(told("a", publisher="Post"), told("b", publisher="Tang"), told("c"))
    assert found == {"a": "Post", "b": "Tang", "c": "c"}


def test_one_house_is_one_voice_however_often_it_speaks() -> None:
    assert set(keys(told("a", publisher="Post"), told("b", publisher="Post")).values()) == {"Post"}


def test_who_speaks_counts_before_who_printed_it() -> None:
    found = keys(
        told("a", source="per-1", publisher="Post"), told("b", source="per-1", publisher="Tang")
    )
    assert set(found.values()) == {"per-1"}


def test_a_copy_speaks_with_the_voice_of_its_original() -> None:
    found = voices([told("a", publisher="Agency"), told("b", publisher="Post", copy_of="a")])
    assert found["a"] == found["b"]
    assert found["b"].publisher == "Agency"


@pytest.mark.parametrize("order", list(itertools.permutations("abcd")))
def test_a_copy_of_a_copy_too_in_whatever_order_they_come(order: tuple[str, ...]) -> None:
    line = {
        "a": told("a", publisher="Agency"),
        "b": told("b", publisher="Post", copy_of="a"),
        "c": told("c", publisher="Tang", copy_of="b"),
        "d": told("d", publisher="Echo", copy_of="c"),
    }
    assert set(keys(*(line[id_] for id_ in order)).values()) == {"Agency"}


@pytest.mark.parametrize("order", list(itertools.permutations("abcd")))
def test_a_circle_of_copies_is_one_voice(order: tuple[str, ...]) -> None:
    circle = {
        "a": told("a", publisher="Echo", copy_of="b"),
        "b": told("b", publisher="Post", copy_of="c"),
        "c": told("c", publisher="Tang", copy_of="b"),
        "d": told("d", publisher="Dawn", copy_of="a"),
    }
    assert set(keys(*(circle[id_] for id_ in order)).values()) == {"Post"}


def test_a_text_that_copies_itself_is_its_own_voice() -> None:
    assert keys(told("a", publisher="Post", copy_of="a")) == {"a": "Post"}


def test_copies_of_a_text_that_is_not_at_hand_are_one_voice() -> None:
    found = voices(
        [told("a", publisher="Post", copy_of="x"), told("b", publisher="Tang", copy_of="x")]
    )
    assert {voice.key for voice in found.values()} == {"x"}
    assert {voice.publisher for voice in found.values()} == {None}


def test_an_authority_is_another_voice_than_the_house_that_prints_it() -> None:
    found = voices([told("a", publisher="Post"), told("b", publisher="Post", official=True)])
    assert found["a"].key != found["b"].key
    assert (found["a"].official, found["b"].official) == (False, True)
    assert found["a"].speaker == found["b"].speaker == "Post"


def test_a_copy_of_an_official_text_is_official() -> None:
    found = voices(
        [
            told("a", source="per-1", publisher="Ministry", official=True),
            told("b", publisher="Post", copy_of="a"),
        ]
    )
    assert found["b"].official
    assert found["b"].speaker == "per-1"
