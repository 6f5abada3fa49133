# SPDX-License-Identifier: Apache-2.0
"""Lists of recommendations as others publish them, each row named that cannot be taken."""

from collections import Counter
from pathlib import Path

import pytest

from kuzat.accountability import LISTS, mapping_of
from kuzat.collection import SHAPES, Row, SheetRefused, parse, read_by, shape_of
from kuzat.collection.listed import parted
from kuzat.collection.shapes import COLUMNS, READERS, is_as_published, twisted
from kuzat.terms import vocabulary

WORDS = vocabulary.load()
UPR_INFO = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session\n"
UHRI = (
    '"OHCHR Annotation Id",Text,"Document Symbol","Document Publication Date","Reccomending Body",Type,'
    '"Countries Concerned",Themes,"UPR Position"\n'
)
MATRIX = "Recommendation,Position,Full list of themes,Assessment/comments on level of implementation\n"


def rows(content: bytes, name: str = "list.csv", **more: str) -> list[Row]:
    shape = shape_of(content, name)
    mapping = parse(mapping_of(shape, **more), "ready.yaml", WORDS)
    return list(read_by(mapping, content, name).rows)


def problems(found: list[Row]) -> list[tuple[int, str]]:
    return [(row.number, row.problem.details["column"]) for row in found if row.problem]


def test_every_shape_has_a_reader_and_a_mapping() -> None:
    assert set(READERS) == set(SHAPES)
    for shape in LISTS:
        mapping = parse(mapping_of(shape, encoding="cp1251", to='A "State"'), "ready.yaml", WORDS)
        assert (mapping.shape, mapping.encoding) == (shape, "cp1251")
        assert set(mapping.columns) <= set(COLUMNS)


def test_all_items_of_a_thematic_list(shared: Path) -> None:
    file = shared / "data/accountability/upr_thematic_list_slovenia_s48.md"
    found = rows(file.read_bytes(), file.name)
    assert len(found) == 254
    assert problems(found) == []
    assert Counter(row.cells["position"] for row in found) == {"Supported": 217, "Noted": 37}
    first = found[0]
    assert (first.number, first.cells["code"]) == (19, "A/HRC/59/15/140.7")
    assert first.cells["by"] == "Maldives|Portugal"
    assert {row.cells["to"] for row in found} == {"Slovenia"}
    assert all(row.cells["by"] and row.cells["theme"] for row in found)


def test_published_counts_of_the_first_cycle(shared: Path) -> None:
    file = shared / "data/accountability/upr_info_kyrgyzstan_cycle1.csv"
    found = rows(file.read_bytes(), file.name)
    counts = Counter(row.cells["position"] for row in found)
    assert counts["Accepted"] + counts["Noted"] == 175
    assert Counter(row.cells["kind"] for row in found) == {"recommendation": 175, "promise": 1}


def test_a_list_as_text_with_items_over_two_lines() -> None:
    text = (
        "Theme: Torture\n12.1 End the practice (of\nbeating) now (Arcadia (Republic of)) (Utopia);\n"
        "Source of Position: A/HRC/1/2/Add.1 - Para.9\nNoted\n- Torture &amp; ill-treatment\n"
        "Groups of Persons: \n- Detainees\n- 16 - PEACE\nTheme: Courts\n12.2 Judge fairly (Ruritania).\n"
    )
    first, second = rows(text.encode(), "list.txt")
    assert first.number == 2
    assert first.cells["text"] == "End the practice (of beating) now"
    assert first.cells["by"] == "Arcadia (Republic of)|Utopia"
    assert first.cells["theme"] == "Torture & ill-treatment"
    assert first.cells["persons"] == "Detainees"
    assert first.cells["position_source"] == "A/HRC/1/2/Add.1 Para.9"
    assert second.problem is not None, "without a document nothing tells it apart"


def test_an_abbreviation_is_no_state() -> None:
    assert parted("3.1 Protect such persons (LGBTI) (Ruritania)") == (
        "3.1", "Protect such persons (LGBTI)", ["Ruritania"],
    )  # fmt: skip


def test_a_repeated_row_is_named_with_the_one_it_repeats() -> None:
    line = "Ruritania,,,Free them,Arcadia,,,Accepted,5,Detention,8\n"
    found = rows((UPR_INFO + line + line).encode())
    assert problems(found) == [(3, "code")]
    assert found[1].problem is not None
    assert "row 2" in str(found[1].problem.details["expected"])


def test_letters_of_another_encoding_are_refused_by_row_and_field() -> None:
    other = "Ruritania,,,Café,Arcadia,,,Accepted,5,Detention,8\n".encode("mac_roman")
    right = b"Ruritania,,,Free them,Arcadia,,,Accepted,5,Detention,8\n"
    content = UPR_INFO.encode() + other + right
    assert problems(rows(content)) == [(2, "text")]
    found = rows(content, encoding="mac_roman")
    assert problems(found) == []
    assert found[0].cells["text"] == "Café"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Café", "mac_roman"), ("Café", "cp1252"), ("пытки", "cp1251"),
    ],
)  # fmt: skip
def test_text_that_was_read_wrongly_before_is_found(text: str, encoding: str) -> None:
    assert twisted(text.encode().decode(encoding)) == encoding
    assert twisted(text) is None


def test_plain_words_of_four_languages_are_not_taken_for_wrong_ones() -> None:
    for word in ("Кыргызстан өлкөсү", "Oʻzbekiston", "Её права — №5 «СМИ»", "Hissène Habré", "naïve façade"):
        assert twisted(word) is None


def test_the_faults_of_an_export_are_named_and_the_rest_is_taken() -> None:
    def line(id_: str, kind: str, state: str, text: str = "Do it") -> str:
        return f'{id_},"{text}",A/1,43101,- UPR,{kind},{state},"- Torture\n- Courts",- Supported\n'

    good = line("a-1", "- Recommendations", "- Ruritania", "<p>Do&nbsp;it </p>")
    faulty = (
        line("", "- Recommendations", "- Ruritania")
        + line("a-1", "- Recommendations", "- Ruritania")
        + line("a-2", "4f4c3a3e-0000-4000-8000-000000000000", "- Ruritania")
        + line("a-3", "- Recommendations", "-")
    )
    found = rows((UHRI + good + faulty).encode())
    assert [column for _, column in problems(found)] == ["code", "code", "kind", "to"]
    cells = found[0].cells
    assert cells["text"] == "Do it"
    assert cells["date"] == "2018-01-01"
    assert cells["theme"] == "Torture|Courts"
    assert (cells["body"], cells["position"]) == ("UPR", "Supported")


def test_a_matrix_with_its_themes_between_the_rows() -> None:
    content = (
        MATRIX + "Theme: A12 Acceptance,,,\n"
        '"7.1 Accede to it (Utopia);\nSource of position: A/HRC/1/2/Add.1",Supported,,Nothing was done\n'
    )
    (found,) = rows(content.encode())
    assert found.cells["code"] == "A/HRC/1/2/7.1"
    assert (found.cells["theme"], found.cells["comment"]) == ("A12 Acceptance", "Nothing was done")


def test_a_list_as_text_is_read_in_the_encoding_that_is_told_and_no_other() -> None:
    text = "12.1 Закончить пытки (Утопия)\nSource of Position: A/HRC/1/2/Add.1\nNoted\n"
    (lost,) = rows(text.encode("cp1251"), "list.txt")
    assert problems([lost]) == [(1, "by")]
    (found,) = rows(text.encode("cp1251"), "list.txt", encoding="cp1251")
    assert found.cells["by"] == "Утопия"
    with pytest.raises(SheetRefused):
        rows(text.encode(), "list.txt", encoding="no-such")
    with pytest.raises(SheetRefused):
        rows(text.encode("cp1251"), "list.txt", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.csv", UPR_INFO + "R,,,Free them,A,,,Accepted,5,Detention,8\n", True),
        ("a.csv", UPR_INFO.strip() + ",Our view\nR,,,Free them,A,,,Accepted,5,Detention,8,never\n", False),
        ("a.csv", UHRI + '"a-1","Do it",A/1,43101,- UPR,- Recommendations,- R,- Torture,-\n', True),
        ("a.csv", MATRIX + '"7.1 Accede (Utopia);\nSource of position: A/1/Add.1",Noted,,\n', True),
        ("a.csv", MATRIX + '"7.1 Accede (Utopia);\nSource of position: A/1/Add.1",Noted,,Nothing\n', False),
        ("a.txt", "7.1 Accede (Utopia);\nSource of Position: A/1/Add.1\nNoted\n", True),
    ],
)
def test_a_list_with_words_of_ones_own_is_not_what_was_published(
    name: str, text: str, *, expected: bool
) -> None:
    content = text.encode()
    assert is_as_published(content, name, shape_of(content, name)) is expected


def test_another_sheet_is_no_list_of_recommendations() -> None:
    with pytest.raises(SheetRefused):
        shape_of(b"name,age\nx,1\n", "people.csv")
    mapping = parse(mapping_of("uhri"), "ready.yaml", WORDS)
    with pytest.raises(SheetRefused):
        read_by(mapping, b"name,age\nx,1\n", "people.csv")
