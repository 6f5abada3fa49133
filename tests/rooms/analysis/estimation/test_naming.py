# SPDX-License-Identifier: Apache-2.0
"""From linked records to tables: reprints are one list, and nobody is put where accounts differ."""

import pytest

from kuzat.analysis.estimation import Naming, Row, by_stratum, lists_of


def row(id_: str, list_: str | None = None, copy_of: str | None = None) -> Row:
    return Row(id=id_, list=list_, copy_of=copy_of)


def naming(record: str, *lists: str, year: tuple[str, ...] = ("2020",)) -> Naming:
    return Naming(record=record, lists=frozenset(lists), strata=(frozenset(year),))


def test_a_copy_speaks_for_the_list_of_its_original() -> None:
    found = lists_of([row("a", "agency"), row("b", "paper", "a"), row("c", "radio", "b"), row("d", "clinic")])
    assert found == {"a": "agency", "b": "agency", "c": "agency", "d": "clinic"}


def test_reprints_of_a_text_that_is_of_no_list_are_one_list() -> None:
    reprints = [row("b", "paper", "a"), row("c", "court", "a")]
    assert lists_of([row("a"), *reprints]) == dict.fromkeys("abc", "court")
    assert lists_of(reprints) == dict.fromkeys("bc", "court")


def test_what_is_of_no_list_speaks_for_none() -> None:
    assert lists_of([row("a"), row("b", None, "a")]) == {}


def test_a_circle_of_copies_is_one_list() -> None:
    assert lists_of([row("a", "paper", "b"), row("b", "court", "a")]) == {"a": "paper", "b": "paper"}


def test_records_of_one_person_are_counted_once() -> None:
    namings = [naming("1", "police"), naming("2", "court"), naming("3", "police"), naming("4", "court")]
    (stratum,) = by_stratum(namings, lambda record: "one" if record in "12" else record)
    assert stratum.table is not None
    assert stratum.people == stratum.table.documented == 3
    assert stratum.table.lists == ("court", "police")
    assert stratum.table.shared.tolist() == [[2, 1], [1, 2]]


def test_who_is_told_of_two_years_is_in_neither() -> None:
    one = [naming(str(n), "a", "b", year=("2020",)) for n in range(3)]
    two = [naming("5", "a", "b", year=("2021",)), naming("6", "a", "b", year=("2022",))]
    found = by_stratum(one + two, lambda record: "x" if record in "56" else record)
    assert [(stratum.values, stratum.people) for stratum in found] == [(("—",), 1), (("2020",), 3)]
    assert found[0].table is not None
    assert found[0].table.stratum == "—"


@pytest.mark.parametrize("lists", [("a",), ()])
def test_a_stratum_without_two_lists_has_a_reason_in_place_of_a_table(lists: tuple[str, ...]) -> None:
    (stratum,) = by_stratum([naming("1", *lists)])
    assert stratum.table is None
    assert stratum.people == 1
    assert stratum.refusal is not None
