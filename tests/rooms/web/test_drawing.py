# SPDX-License-Identifier: Apache-2.0
"""Drawings are numbers that can be checked without an eye."""

import pytest

from kuzat.terms import places
from kuzat.web.drawing import bars, tiles, timeline
from kuzat.web.drawing.timeline import Moment


def test_a_year_without_events_keeps_its_column() -> None:
    drawn = bars.years({"2010": 4, "2013": 1})
    assert drawn is not None
    assert [(c.label, c.count) for c in drawn.columns] == [
        ("2010", 4),
        ("2011", 0),
        ("2012", 0),
        ("2013", 1),
    ]


def test_heights_follow_the_counts_and_stand_on_the_line() -> None:
    drawn = bars.years({"2010": 4, "2011": 1})
    assert drawn is not None
    most, least = drawn.columns
    assert most.height == bars.HEIGHT
    assert least.height == bars.HEIGHT // 4
    assert all(column.y + column.height == drawn.base for column in drawn.columns)


@pytest.mark.parametrize("counts", [{}, {"1900": 1, "2020": 1}])
def test_nothing_is_drawn_without_years_or_over_too_many(counts: dict[str, int]) -> None:
    assert bars.years(counts) is None


def test_columns_share_the_whole_width() -> None:
    drawn = bars.years({str(year): 1 for year in range(1998, 2026)})
    assert drawn is not None
    for one, next_ in zip(drawn.columns, drawn.columns[1:], strict=False):
        assert one.x + one.width <= next_.x
    assert drawn.columns[-1].x + drawn.columns[-1].width <= 100


@pytest.mark.parametrize(("count", "most", "share"), [(0, 0, 0.0), (3, 4, 75.0), (4, 4, 100.0)])
def test_a_bar_is_a_share_of_the_longest(count: int, most: int, share: float) -> None:
    assert bars.share(count, most) == share


@pytest.mark.parametrize("country", tiles.GRIDS)
def test_every_tile_is_a_place_of_its_country(country: str) -> None:
    assert [id_ for id_ in tiles.GRIDS[country] if places.region(id_) != id_] == []
    assert {country} == {id_.partition("-")[0] for id_ in tiles.GRIDS[country]}


@pytest.mark.parametrize("country", tiles.GRIDS)
def test_no_tile_covers_another_or_leaves_the_map(country: str) -> None:
    drawn = tiles.draw(country, {})
    for tile in drawn.tiles:
        assert tile.x >= 0
        assert tile.x + tile.width <= 100
        assert tile.y + tile.height <= drawn.height
        over = [
            other.place
            for other in drawn.tiles
            if other is not tile
            and other.y == tile.y
            and other.x < tile.x + tile.width
            and tile.x < other.x + other.width
        ]
        assert over == []


def test_kyrgyzstan_has_seven_regions_and_two_cities() -> None:
    kinds = [places.get(tile.place).kind for tile in tiles.draw("KG", {}).tiles]  # type: ignore[union-attr]
    assert (kinds.count("region"), kinds.count("city")) == (7, 2)


def test_the_shade_grows_with_the_count_and_nothing_has_none() -> None:
    drawn = tiles.draw("KG", {"KG-GB": 100, "KG-C": 20, "KG-T": 1})
    shades = {tile.place: tile.shade for tile in drawn.tiles}
    assert (shades["KG-GB"], shades["KG-C"], shades["KG-T"], shades["KG-N"]) == (5, 3, 1, 0)


def test_a_map_is_drawn_for_each_country_with_a_region() -> None:
    assert tiles.countries({"KG-GB": 1, "DE": 4}) == ("KG",)
    assert tiles.countries({}) == ()


def moment(first: str, last: str = "") -> Moment:
    return Moment(first=first, last=last or first, title=first, address="/event/x")


def test_time_runs_from_left_to_right() -> None:
    drawn = timeline.draw([moment("2010-06-10"), moment("2016-04-21")], [moment("2020-07-25")])
    assert drawn is not None
    xs = [marker.x for marker in (*drawn.facts, *drawn.steps)]
    assert xs == sorted(xs)
    assert (xs[0], xs[-1]) == (timeline.MARGIN, 100 - timeline.MARGIN)
    assert all(marker.y < drawn.axis for marker in drawn.facts)
    assert all(marker.y > drawn.axis for marker in drawn.steps)


def test_markers_of_one_week_do_not_cover_each_other() -> None:
    drawn = timeline.draw([moment(f"2010-06-{day:02}") for day in range(10, 17)] + [moment("2020-01-01")], [])
    assert drawn is not None
    seen: list[tuple[float, int]] = []
    for marker in drawn.facts:
        assert all(abs(marker.x - x) >= timeline.APART or marker.y != y for x, y in seen)
        seen.append((marker.x, marker.y))


def test_what_lasted_is_a_bar_as_long_as_it_lasted() -> None:
    drawn = timeline.draw([moment("2010-01-01", "2015-01-01"), moment("2020-01-01")], [])
    assert drawn is not None
    long, short = drawn.facts
    assert (round(long.width / (100 - 2 * timeline.MARGIN), 2), short.width) == (0.5, 0)


def test_a_single_day_can_be_drawn_and_no_day_cannot() -> None:
    assert timeline.draw([moment("2010-06-10")], []) is not None
    assert timeline.draw([], []) is None


def test_years_on_the_axis_can_be_read() -> None:
    drawn = timeline.draw([moment("1998-05-20"), moment("2025-12-31")], [])
    assert drawn is not None
    assert 2 <= len(drawn.ticks) <= timeline.MOST_TICKS
