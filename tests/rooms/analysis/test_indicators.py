# SPDX-License-Identifier: Apache-2.0
"""The rows of a donor's table add up only where nothing stands in two columns."""

import pytest

from kuzat.analysis import Answer, Cell, Indicator, NoPeriods, Unit, periods, reached


def answer(indicator: Indicator, **counts: int) -> Answer:
    cells = tuple(
        Cell(values=(None if name == "none" else name[1:],), count=count, sources=1)
        for name, count in counts.items()
    )
    total = sum(counts.values())
    return Answer(
        question=indicator.question("year"), cells=cells, total=total, sources=1, contested=0,
        entries=9, erasures=0,
    )  # fmt: skip


def test_each_column_has_its_number_and_what_has_no_date_has_none() -> None:
    acts = Indicator(name="Marches", unit=Unit.ACT, target=9)
    row = reached(acts, answer(acts, y2023=2, y2025=3, y2019=7, none=4), ("2023", "2024", "2025"))
    assert [cell.count for cell in row.cells] == [2, 0, 3]
    assert (row.total, row.undated) == (5, 4)


@pytest.mark.parametrize("unit", [Unit.PERSON, Unit.STORY])
def test_who_may_stand_in_two_columns_is_not_added_up(unit: Unit) -> None:
    people = Indicator(name="People", unit=unit)
    found = answer(people, y2023=2, y2024=2)
    assert reached(people, found, ("2023", "2024")).total is None
    assert reached(people, found, ("2023",)).total == 2


def test_columns_are_years_or_their_quarters() -> None:
    assert periods("year", 2023, 2025, 9) == ("2023", "2024", "2025")
    assert periods("quarter", 2025, 2025, 9) == ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")


@pytest.mark.parametrize("asked", [("month", 2020, 2020, 9), ("year", 2021, 2020, 9), ("year", 1, 2, 9),
                                   ("quarter", 2020, 2022, 9)])  # fmt: skip
def test_there_are_no_other_columns(asked: tuple[str, int, int, int]) -> None:
    with pytest.raises(NoPeriods):
        periods(*asked)
