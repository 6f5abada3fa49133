# SPDX-License-Identifier: Apache-2.0
"""Whatever a page or a command may show has words."""

import pytest

from kuzat import records
from kuzat.analysis import DIMENSIONS, Unit
from kuzat.cli import words
from kuzat.records import Standing
from kuzat.terms import wording
from kuzat.verification import Support


@pytest.mark.parametrize(
    ("table", "ids"),
    [
        ("KINDS", records.KINDS),
        ("UNITS", tuple(Unit)),
        ("DIMENSIONS", DIMENSIONS),
        ("STANDINGS", tuple(Standing)),
        ("SUPPORTS", tuple(Support)),
    ],
)
def test_every_id_has_words_and_a_command_shows_them(table: str, ids: tuple[str, ...]) -> None:
    phrases = getattr(wording, table)
    assert set(phrases) == set(ids)
    assert {id_: str(phrase) for id_, phrase in phrases.items()} == getattr(words, table)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("the-march", "The march"), ("kumtor_1998--2023", "Kumtor 1998 2023"), ("ОМОН", "ОМОН"), ("", "")],
)
def test_a_name_made_for_an_address_as_words(name: str, shown: str) -> None:
    assert wording.slug(name) == shown
