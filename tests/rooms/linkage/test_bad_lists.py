# SPDX-License-Identifier: Apache-2.0
"""Lists as they should not be: nothing explodes, nothing is merged silently, and what is wrong is named."""

import pytest

from kuzat.linkage import By, Description, DescriptionUnusable, Field, LinkTableUnusable, link

SAID = Description(
    id="id",
    fields=(Field("name", By.TEXT), Field("age", By.NUMBER), Field("place", By.EXACT)),
    rules=(("name",), ("age",)),
    limit=50,
)


def people(number, **columns):
    rows = {
        "id": [str(n) for n in range(number)],
        "name": [f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}an" for n in range(number)],
        "age": [str(n % 60) for n in range(number)],
        "place": [str(n % 7) for n in range(number)],
    }
    return rows | columns


def test_everyone_of_one_age_makes_no_explosion_and_is_named():
    found = link(people(2000, age=["30"] * 2000), SAID)
    assert [(one.rule, one.rows) for one in found.crowded] == []
    assert len(list(found.links())) < 2000 * SAID.limit
    nameless = people(2000, age=["30"] * 2000, name=[""] * 2000, place=list(map(str, range(2000))))
    alike = link(nameless, SAID)
    assert [(one.rule, one.rows) for one in alike.crowded] == [(("age",), 2000)]
    assert alike.clusters == ()


def test_one_surname_for_half_the_rows_is_split_by_the_other_keys():
    names = ["asanov" if n % 2 else f"name{n}" for n in range(2000)]
    found = link(people(2000, name=names), SAID)
    assert not found.crowded
    assert 0 < len(list(found.links())) < 2000 * SAID.limit


@pytest.mark.parametrize(("ids", "said"), [(["", " ", None], "3 records"), (["1", "1", "1"], "2 records")])
def test_ids_that_tell_nothing_apart_are_refused(ids, said):
    with pytest.raises(LinkTableUnusable, match=said):
        link(people(3, id=ids), SAID)


def test_a_column_that_is_not_there_is_named():
    rows = people(3)
    del rows["place"]
    with pytest.raises(LinkTableUnusable, match="place"):
        link(rows, SAID)


def test_columns_of_two_lengths_are_refused():
    with pytest.raises(LinkTableUnusable, match="length"):
        link(people(3, age=["1"]), SAID)


def test_empty_names_are_compared_with_nobody():
    found = link(people(100, name=[" "] * 100, age=[None] * 100), SAID)
    assert list(found.links()) == []


def test_ten_thousand_copies_are_one_and_counted():
    rows = people(300)
    for name, cell in {"id": None, "name": "temir", "age": "71", "place": "osh"}.items():
        more = [f"copy{n}" for n in range(10_000)] if name == "id" else [cell] * 10_000
        rows[name] = rows[name] + more
    found = link(rows, SAID)
    assert found.copies == 9_999
    assert len(found.cluster("copy5")) == 10_000
    assert len(list(found.links())) < 300 * SAID.limit


def test_ten_thousand_copies_that_say_nothing_are_ten_thousand():
    rows = {"id": list(range(10_000)), "name": [""] * 10_000, "age": [""] * 10_000, "place": [""] * 10_000}
    assert link(rows, SAID).clusters == ()


def test_twenty_fields_make_no_table_of_all_their_patterns():
    columns = {f"f{n}": ["one", "two", "one"] for n in range(20)}
    fields = tuple(Field(name, By.TEXT) for name in columns)
    assert link(columns, Description(fields=fields, rules=(("f0",),))).clusters == (("1", "3"),)
    with pytest.raises(DescriptionUnusable, match="20 fields"):
        link(columns, Description(fields=(*fields, Field("f20")), rules=(("f0",),)))


@pytest.mark.parametrize("key", ["name.words", "name.pair", "name.sounds"])
def test_a_name_of_two_like_words_is_compared_with_others_and_never_with_itself(key):
    names = ["Карим Каримов", "Karim Karimov", "Ali Ali", "Ali Ali"]
    said = Description(id="id", fields=(Field("name", By.NAME),), rules=((key,),))
    found = link({"id": ["a", "b", "c", "d"], "name": names}, said)
    assert [(one.first, one.second) for one in found.links()] == [("a", "b"), ("c", "d")]
