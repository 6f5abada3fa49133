# SPDX-License-Identifier: Apache-2.0
"""What coders are asked, and answers as statements."""

import json
from pathlib import Path

import pytest

from kuzat.civicspace import INDICATORS, WrongAnswer, answer, items
from kuzat.terms.languages import LANGUAGES
from kuzat.terms.vocabulary import load

RECORD = "jdg-" + "0" * 32
ASKED = "civic_item.association.resources"


def test_every_item_has_its_words_its_dimension_and_anchors_in_every_language() -> None:
    terms = load().terms("civic_item")
    assert [term.id for term in terms] == list(items())
    assert {item.dimension for item in items().values()} == set(INDICATORS)
    for term in terms:
        assert term.definition.startswith("Whether ")
        item = items()[term.id]
        assert list(item.anchors) == ["0", "2", "4"]
        for words in item.anchors.values():
            assert set(LANGUAGES) <= words.keys()
        assert all(item.question[language].endswith("?") for language in LANGUAGES)
        assert len(set(item.question.values())) == len(LANGUAGES), "each in its own words"
        assert set(item.fuzzy) <= {"ky", "uz"}


def test_codes_of_v_dem_are_those_of_its_codebook_and_of_the_same_dimension(shared: Path) -> None:
    codebook = shared / "data/civicspace/peers/vdem_v14_civic_items_codebook.json"
    known = {one["tag"]: one["dimension"] for one in json.loads(codebook.read_text())["items"]}
    mapped = {item.vdem: item.dimension for item in items().values() if item.vdem}
    assert len(mapped) > 5
    assert mapped.items() <= known.items()


def test_an_answer_is_a_record_of_its_own_on_one_basis() -> None:
    report = "inf-" + "1" * 32
    said = answer(RECORD, ASKED, "3", "2024-05", region="KG-GB", reach="reach.national", basis=report)
    assert [(one.says, one.value) for one in said] == [
        ("judgement.item", ASKED),
        ("judgement.answer", "3"),
        ("judgement.month", "2024-05"),
        ("judgement.region", "KG-GB"),
        ("judgement.reach", "reach.national"),
    ]
    assert {(one.about, one.basis) for one in said} == {(RECORD, report)}
    assert len(answer(RECORD, ASKED, "0", "2024-05")) == 3


@pytest.mark.parametrize(
    ("item", "value", "month", "reach"),
    [
        ("civic_item.association.joy", "3", "2024-05", None),
        (ASKED, "5", "2024-05", None),
        (ASKED, "2.5", "2024-05", None),
        (ASKED, "3", "2024", None),
        (ASKED, "3", "2024-13", None),
        (ASKED, "3", "2024-05", "reach.national"),
    ],
)
def test_what_is_no_answer_is_refused(item: str, value: str, month: str, reach: str | None) -> None:
    with pytest.raises(WrongAnswer):
        answer(RECORD, item, value, month, reach=reach)
