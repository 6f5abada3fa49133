# SPDX-License-Identifier: Apache-2.0
"""A number opens what it counted: asking again for the cell of a count finds as many."""

from collections.abc import Iterator

import pytest

from kuzat.analysis import DIMENSIONS, ITSELF, Question, Unit
from kuzat.store import Archive, Wanted, access_count, access_events, access_totals, reader_of
from kuzat.testing import import_country, make_archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with make_archive(tmp_path_factory.mktemp("behind") / "practice.archive") as made:
        for _name, imported in import_country(made):
            assert imported.refused == []
        yield made


def cell_as_condition(name: str, value: str | None) -> str:
    exact = value is not None and "." in value and name not in ("branch", "source", "story")
    return f"{ITSELF}{value}" if exact else value or ""


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("name", DIMENSIONS)
def test_the_condition_of_a_cell_counts_what_the_cell_counts(archive: Archive, unit: Unit, name: str) -> None:
    reader = reader_of(archive)
    for cell in access_count(archive, reader, Question(unit=unit, by=(name,))).cells:
        where = {name: cell_as_condition(name, cell.values[0])}
        again = access_count(archive, reader, Question(unit=unit, where=where))
        assert again.total == cell.count, where
        events = access_events(archive, reader, Wanted(where=where, unit=unit))
        assert events.total >= 1, where
        if unit is Unit.EVENT:
            assert events.total == cell.count, where


def test_totals_are_those_of_the_counts(archive: Archive) -> None:
    reader = reader_of(archive)
    counted = {unit: access_count(archive, reader, Question(unit=unit)).total for unit in Unit}
    assert access_totals(archive, reader) == counted


def test_a_count_does_not_depend_on_the_order_of_its_dimensions(archive: Archive) -> None:
    reader = reader_of(archive)
    for unit in Unit:
        one = access_count(archive, reader, Question(unit=unit, by=("act", "year")))
        other = access_count(archive, reader, Question(unit=unit, by=("year", "act")))
        turned = {tuple(reversed(cell.values)): cell.count for cell in other.cells}
        assert {cell.values: cell.count for cell in one.cells} == turned
