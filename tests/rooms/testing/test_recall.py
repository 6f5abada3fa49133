# SPDX-License-Identifier: Apache-2.0
"""The check before a release is measured on names that no rule was made for."""

import re

from kuzat.collection import Kind, Known, Register
from kuzat.testing import measure
from kuzat.testing.naming import PEOPLE, VILLAGES, english, kyrgyz, russian, uzbek
from kuzat.testing.practice import read

WORDS = re.compile(r"[^\W\d_]+")


def test_names_decline_as_the_grammars_say() -> None:
    assert list(russian("Наталья Зуева"))[1:4] == ["Натальи Зуевой", "Наталье Зуевой", "Наталью Зуеву"]
    assert list(kyrgyz("Эрмек")) == ["Эрмек", "Эрмектин", "Эрмекке", "Эрмекти", "Эрмекте", "Эрмектен"]
    assert list(kyrgyz("Чолпон"))[1:3] == ["Чолпондун", "Чолпонго"]
    assert list(uzbek("Tilek"))[1:3] == ["Tilekning", "Tilekka"]
    assert list(english("Bermet"))[1] == "Bermet's"


def test_most_of_what_is_known_is_found_and_the_rest_is_told() -> None:
    recall = measure()
    assert recall.of["name"] > 1000
    assert recall.share("name") > 0.97
    assert recall.share("phone") == 1
    assert recall.share("place") > 0.97
    assert recall.share("pet name") < 0.5  # the register does not know what friends say


def test_false_alarms_are_few() -> None:
    """On the texts of the practice country, in which none of these people occurs."""
    register = Register(
        [Known(kind=Kind.NAME, text=person.known, record="per-" + "01" * 16) for person in PEOPLE]
        + [Known(kind=Kind.PLACE, text=village, record="per-" + "02" * 16) for village in VILLAGES]
    )
    text = read("events.csv").decode()
    spans = [span for span in register.spans(text) if span.kind is not Kind.PHONE]
    assert len(spans) < len(WORDS.findall(text)) / 100
