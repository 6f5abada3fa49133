# SPDX-License-Identifier: Apache-2.0
"""Invented people in several scripts are linked, and nobody is merged on silence."""

import numpy as np
import pytest
from tests.rooms.linkage.lists import SAID, table

from kuzat.linkage import By, Description, Field, Judgement, Linked, Verdict, link

PEOPLE = (
    ("a", "Темир Байсалов", "1951-05-17", "Базар-Коргон"),
    ("b", "Temir Bajsalov", "1951", "Bazar-Korgon"),
    ("c", "Байсалов Т.", "1951-05-17", ""),
    ("d", "", "1980-01-01", "Ош"),
    ("e", "", "1980-01-01", "Ош"),
    ("f", "Нурлан Мамытов", "1980-01-01", "Ош"),
    ("g", "Айгүл Токтогулова", "1975", "Нарын"),
    ("h", "Aigul Toktogulova", "1975-03-02", "Naryn"),
    ("i", "Бакыт Жээнбеков", "1990", "Талас"),
)


def linked(*judgements, rows=PEOPLE, said=SAID):
    return link(table(rows), said, judgements)


def same(a, b):
    return Judgement(a, b, Verdict.SAME)


def different(a, b):
    return Judgement(a, b, Verdict.DIFFERENT)


def test_one_person_in_two_scripts_with_dates_of_two_precisions_is_one():
    assert linked().clusters == (("a", "b", "c"), ("g", "h"))


def test_people_without_a_name_are_never_merged_though_all_else_agrees():
    found = linked()
    assert found.chance("d", "e") > 0.9
    assert found.cluster("d") == ("d",)
    assert not [one for one in found.links() if {one.first, one.second} <= {"d", "e", "f"}]


def test_each_field_says_what_it_adds():
    evidence = {one.field: one for one in linked().why("b", "c")}
    assert str(evidence["birth"].level) == "may be the same"
    assert str(evidence["place"].level) == "missing"
    assert evidence["place"].bits == 0
    assert evidence["name"].bits > 0
    assert evidence["name"].values == ("Temir Bajsalov", "Байсалов Т.")


def test_a_word_of_a_person_goes_before_any_likeness():
    assert linked(different("g", "h")).clusters == (("a", "b", "c"),)
    assert linked(same("f", "i")).clusters == (("a", "b", "c"), ("f", "i"), ("g", "h"))
    parted = linked(different("a", "b"))
    assert parted.cluster("a") != parted.cluster("b")


def test_whoever_is_unsure_keeps_two_apart():
    assert linked(Judgement("g", "h", Verdict.UNSURE)).cluster("g") == ("g",)


def test_judgements_that_contradict_each_other_are_named_and_nothing_of_them_is_merged():
    found = linked(same("a", "b"), same("b", "i"), different("a", "i"))
    (conflict,) = found.conflicts
    assert conflict.records == ("a", "b", "i")
    assert set(conflict.judgements) == {same("a", "b"), same("b", "i"), different("a", "i")}
    assert found.clusters == (("g", "h"),)


def test_a_list_that_holds_nobody_twice_gives_one_partner_only():
    rows = (
        ("a", "Темир Байсалов", "1951-05-17", "x"),
        ("b", "Темир Байсалов", "1951-05-17", "y"),
        ("c", "Темир Байсалов", "1951", "y"),
        *((f"n{n}", f"Асан Усен{n}", f"19{n}", "x") for n in range(50, 60)),
    )
    said = Description(
        id="id",
        source="list",
        once=True,
        fields=(Field("name", By.NAME), Field("birth", By.DATE)),
        rules=(("name.words",),),
    )
    found = link(table(rows, ("id", "name", "birth", "list")), said)
    assert found.cluster("a") == ("a", "b")


def test_ages_are_compared_with_birth_dates():
    rows = (
        ("a", "Темир Байсалов", "1951-05-17", "", ""),
        ("b", "Темир Байсалов", "", "59", "2010-06-15"),
        ("c", "Темир Байсалов", "", "30", "2010-06-15"),
    )
    said = Description(
        id="id",
        born=("birth", "age", "on"),
        fields=(Field("name", By.NAME), Field("birth", By.DATE)),
        rules=(("name.words",),),
    )
    found = link(table(rows, ("id", "name", "birth", "age", "on")), said)
    assert [str(one.level) for one in found.why("a", "b")] == ["the same", "may be the same"]
    assert [str(one.level) for one in found.why("a", "c")] == ["the same", "different"]


def test_ranges_of_numbers_may_be_the_same():
    said = Description(fields=(Field("age", By.NUMBER),), rules=(("age",),))
    found = link({"age": ["25-30", "28", "28", "40", "about"]}, said)

    def levels(first, *others):
        return [str(found.why(first, other)[0].level) for other in others]

    assert levels("2", "1", "3", "4", "5") == ["may be the same", "the same", "different", "missing"]


@pytest.mark.parametrize("rows", [(), PEOPLE[:1], PEOPLE[3:5]])
def test_tables_with_nothing_to_link_give_nothing(rows):
    assert linked(rows=rows).clusters == ()


def test_order_of_rows_and_of_a_frame_makes_no_difference():
    turned = linked(rows=PEOPLE[::-1])
    assert {frozenset(one) for one in turned.clusters} == {frozenset(one) for one in linked().clusters}


def test_a_frame_of_arrays_is_read_as_a_mapping_is():
    columns = {name: np.array(cells, dtype=object) for name, cells in table(PEOPLE).items()}
    found: Linked = link(columns, SAID)
    assert found.clusters == linked().clusters
