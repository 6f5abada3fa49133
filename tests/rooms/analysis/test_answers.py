# SPDX-License-Identifier: Apache-2.0
"""A number says what it counts, when its rows overlap, and where nothing was heard."""

import pytest

from kuzat.analysis import DIMENSIONS, Answer, Cell, Coverage, Question, Unit, UnknownDimension


def answer(total: int, *counts: int) -> Answer:
    return Answer(
        question=Question(by=("region",)),
        cells=tuple(Cell(values=(str(n),), count=count, sources=1) for n, count in enumerate(counts)),
        total=total,
        sources=1,
        contested=0,
        entries=9,
        erasures=0,
    )


@pytest.mark.parametrize(
    ("total", "counts", "overlaps"),
    [(3, (2, 1), False), (3, (2, 2), True), (0, (), False), (3, (1, 1), False)],
)
def test_rows_that_add_up_to_more_than_the_total_overlap(
    total: int, counts: tuple[int, ...], overlaps: bool
) -> None:
    assert answer(total, *counts).overlaps is overlaps


@pytest.mark.parametrize("name", DIMENSIONS)
def test_each_dimension_can_be_asked_for(name: str) -> None:
    assert Question(unit=Unit.ACT, by=(name,), where={name: "x"}).by == (name,)


@pytest.mark.parametrize("name", ["", "Region", "region ", "id", "contested", "1=1"])
def test_others_are_refused_by_a_list_of_those_there_are(name: str) -> None:
    for question in ({"by": (name,)}, {"where": {name: "x"}}):
        with pytest.raises(UnknownDimension) as refused:
            Question(**question)  # type: ignore[arg-type]
        assert "region" in refused.value.sentence()


def test_three_dimensions_and_no_more() -> None:
    assert len(Question(by=DIMENSIONS[:3]).by) == 3
    with pytest.raises(UnknownDimension):
        Question(by=DIMENSIONS[:4])


def test_silence_is_told_by_name() -> None:
    found = Coverage(
        events=10,
        undated=1,
        unplaced=2,
        voices={0: 2, 1: 3, 2: 4, 5: 1},
        regions={"XP-1": 4, "XP-2": 0, "XP-3": 6, "XP-4": 0},
    )
    assert found.silent == ("XP-2", "XP-4")
    assert found.single == 5
    assert Coverage(events=0, undated=0, unplaced=0).silent == ()
    assert Coverage(events=0, undated=0, unplaced=0).single == 0
