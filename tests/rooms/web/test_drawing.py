# SPDX-License-Identifier: Apache-2.0
"""Drawings are numbers that can be checked without an eye."""

from datetime import date

import pytest

from kuzat.terms import places
from kuzat.web.drawing import bars, lanes, lengths, network, tiles


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


def row(first: str, last: str = "", lane: str = "happened", sure: bool = True) -> lanes.Row:
    begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
    return lanes.Row(
        lane=lane,
        first=begin,
        last=end,
        sure_from=begin if sure else None,
        sure_to=end if sure else None,
        label=first,
        address="/event/x",
    )


ORDER = ("happened", "reported", "stepped_in")


def drawn(*rows: lanes.Row, silences: tuple[tuple[date, date], ...] = ()) -> lanes.Lanes:
    made = lanes.draw(rows, ORDER, silences)
    assert made is not None
    return made


def test_time_runs_from_left_to_right_in_each_lane_that_has_something() -> None:
    made = drawn(row("2010-06-10"), row("2016-04-21", lane="stepped_in"), row("2020-07-25"))
    assert [lane.lane for lane in made.lanes] == ["happened", "stepped_in"]
    first, last = made.lanes[0].markers
    assert (first.number, last.number, made.lanes[1].markers[0].number) == (1, 3, 2)
    assert (first.x, last.x) == (lanes.MARGIN, 100 - lanes.MARGIN)
    assert made.lanes[0].y < first.y < made.lanes[1].y < made.lanes[1].markers[0].y < made.axis < made.height


def test_markers_of_one_week_do_not_cover_each_other() -> None:
    days = [row(f"2010-06-{day}") for day in range(10, 16)]
    made = drawn(*days, row("2020-01-01"))
    seen: list[tuple[float, int]] = []
    for marker in made.lanes[0].markers:
        assert all(abs(marker.x - x) >= lanes.APART or marker.y != y for x, y in seen)
        seen.append((marker.x, marker.y))


def test_what_finds_no_place_is_a_small_dot_and_a_drawing_has_a_limit() -> None:
    made = drawn(*(row("2010-06-10") for _ in range(200)), row("2020-01-01"))
    small = [marker for marker in made.lanes[0].markers if marker.is_small]
    assert len(small) == 200 - lanes.DEEPEST
    assert made.height <= lanes.TOP + lanes.HEAD + (lanes.DEEPEST + 1) * lanes.ROW + lanes.AXIS
    assert max(marker.y for marker in made.lanes[0].markers) < made.axis


def test_a_span_is_as_wide_as_the_date_is_unsure_and_sure_only_where_it_is() -> None:
    made = drawn(row("2010-01-01", "2015-01-01"), row("2015-01-01", "2020-01-01", sure=False))
    long, unsure = made.lanes[0].markers
    assert long.span == long.sure
    assert long.span is not None
    assert round(long.span.width / (100 - 2 * lanes.MARGIN), 2) == 0.5
    assert (unsure.span is not None, unsure.sure) == (True, None)
    assert drawn(row("2010-01-01")).lanes[0].markers[0].span is None


def test_nothing_without_rows_and_words_only_where_they_fit() -> None:
    assert lanes.draw((), ORDER, ()) is None
    wide, narrow = (date(2011, 1, 1), date(2019, 1, 1)), (date(2019, 1, 1), date(2019, 9, 1))
    made = drawn(row("2010-01-01"), row("2020-01-01"), silences=(wide, narrow))
    assert [one.middle is not None for one in made.silences] == [True, False]
    assert all(one.x >= 0 and one.x + one.width <= 100 for one in made.silences)


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        ("1998-05-20", "2025-12-31", "1999"),
        ("2024-11-03", "2025-02-02", "2025-01"),
        ("2025-02-03", "", "2025-02-03"),
    ],
)
def test_the_axis_is_as_precise_as_the_time_is_long(first: str, last: str, label: str) -> None:
    ticks = drawn(row(first), row(last or first)).ticks
    assert ticks[0].label == label
    assert len(ticks) <= 8
    assert all(0 <= tick.x <= 100 for tick in ticks)


def test_names_of_months_lie_apart_and_away_from_both_ends() -> None:
    ticks = drawn(row("2020-07-25"), row("2021-08-10")).ticks
    assert len(ticks) == 2
    assert 20 < ticks[0].x < ticks[1].x - 35 < 45


def test_lengths_are_shares_of_the_longest_and_long_names_are_cut() -> None:
    made = lengths.draw([("a" * 99, 8), ("b", 2), ("c", 0)])
    assert [one.width for one in made.rows] == [44.0, 11.0, 0.0]
    assert made.rows[0].label.endswith("…")
    assert len(made.rows[0].label) == lengths.SIGNS
    assert lengths.draw([]).height == 0


def member(name: str, step: int, near: str = "") -> network.Member:
    return network.Member(
        id=name,
        name=name,
        address="/person/x",
        step=step,
        near=near or name,
        is_body=True,
        is_organised=False,
    )


def arrow(who: str, whom: str) -> network.Arrow:
    return network.Arrow(who=who, whom=whom, words="heads", address="/record/x", is_sure=True)


@pytest.mark.parametrize(("ring", "far"), [(0, 0), (1, 1), (2, 5), (7, 7), (16, 16), (29, 30), (59, 0)])
def test_nobody_in_a_network_covers_another_or_leaves_the_drawing(ring: int, far: int) -> None:
    members = [member("middle", 0), *(member(f"n{n}", 1) for n in range(ring))]
    members += [member(f"f{n}", 2, f"n{n % ring}") for n in range(far)]
    made = network.draw(members, [arrow("middle", one.id) for one in members[1:]])
    spots = [(node.x, node.y) for node in made.nodes]
    assert (spots[0], made.nodes[0].is_middle) == ((50.0, made.height // 2), True)
    assert all(0 < x < 100 and network.NODE < y < made.height - network.NODE for x, y in spots)
    # On the narrowest screen, 328 pixels wide.
    near = [
        (a, b)
        for n, a in enumerate(spots)
        for b in spots[n + 1 :]
        if abs(a[0] - b[0]) * 3.28 < 2 * network.NODE and abs(a[1] - b[1]) < 2 * network.NODE
    ]
    assert near == []
    assert made.has_words is (ring + far <= network.MOST_WORDS)


def test_an_arrow_leads_from_one_to_the_other_and_the_drawing_is_always_the_same() -> None:
    members = [member("middle", 0), member("a", 1), member("b", 1)]
    made = network.draw(members, [arrow("a", "middle")])
    (edge,) = made.edges
    assert (edge.x1, edge.y1) == (made.nodes[1].x, made.nodes[1].y)
    assert (edge.x2, edge.y2) == (made.nodes[0].x, made.nodes[0].y)
    assert made == network.draw(members, [arrow("a", "middle")])
