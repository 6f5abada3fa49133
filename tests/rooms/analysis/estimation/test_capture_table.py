# SPDX-License-Identifier: Apache-2.0
"""A capture table comes from linked records, a sheet or a data frame; what is none is refused with the
reason.
"""

import re

import pytest

from kuzat.analysis.estimation import (
    CaptureTable,
    TableUnusable,
    capture_table,
    from_frame,
    from_members,
    from_sheet,
)
from kuzat.collection import SheetRefused, read


def sheet(text: str, **options: str) -> list[CaptureTable]:
    return from_sheet(read(text.encode(), "t.csv"), **options)


def shown(table: CaptureTable) -> dict[str, int]:
    rows = zip(table.patterns, table.counts.tolist(), strict=True)
    return {"".join(str(int(cell)) for cell in row): count for row, count in rows}


def test_reprints_of_one_text_are_one_list() -> None:
    members = [{"Tang", "Herald"}, {"Tang"}, {"court"}, {"Herald", "court"}, set()]
    merged = from_members(members, same={"Tang": "AP", "Herald": "AP"})
    assert from_members(members).lists == ("Herald", "Tang", "court")
    assert merged.lists == ("AP", "court")
    assert shown(merged) == {"01": 1, "10": 2, "11": 1}
    assert merged.documented == 4


def test_numbers_that_methods_read() -> None:
    table = capture_table("ABC", [((1, 0, 0), 5), ((1, 1, 0), 3), ((0, 0, 1), 2), ((1, 0, 0), 1)])
    assert table.documented == 11
    assert table.sizes.tolist() == [9, 3, 2]
    assert table.times.tolist() == [8, 3, 0]
    assert table.shared[0, 1] == 3
    assert table.alone == ("C",)
    assert table.dense().tolist() == [6, 0, 3, 2, 0, 0, 0]
    assert shown(table.without("C")) == {"10": 6, "11": 3}


def test_a_sheet_by_stratum_with_counts_or_one_row_each() -> None:
    north, south = sheet("A,B,n,where\n1,0,3,N\n0,1,4,N\n1,1,2,S\n1,0,1,S\n", stratum="where")
    assert (north.stratum, shown(north)) == ("N", {"01": 4, "10": 3})
    assert shown(south) == {"10": 1, "11": 2}
    (single,) = sheet("A;B\n1;0\n1;0\n0;1\n")
    assert shown(single) == {"01": 1, "10": 2}
    (named,) = sheet("A,B,killed\n1,0,3\n0,1,0\n1,1,5.0\n", count="killed")
    assert shown(named) == {"10": 3, "11": 5}


def test_a_data_frame_is_a_mapping_of_columns() -> None:
    (table,) = from_frame({"A": [1, 0, True], "B": [0, 1.0, 1], "count": [3, 4, 5]})
    assert shown(table) == {"01": 4, "10": 3, "11": 5}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,0,3\n0,1,4\n", "its first row holds numbers, not the names of the lists"),
        ("A,n\n1,3\n", "it has 1 lists; expected 2 to 40"),
        (",".join(f"L{n}" for n in range(60)) + "\n" + ",".join("1" * 60) + "\n", "it has 60 lists"),
        ("A,B,n\n1,0,-3\n", "row 2: expected a count, a whole number from 0 up"),
        ("A,B,n\n1,0,2.5\n", "row 2: expected a count"),
        ("A,B,n\n1,0,many\n", "row 2: expected a count"),
        ("A,B,n\n1,0,1e999\n", "row 2: expected a count"),
        ("A,B,n\n1,2,3\n", "row 2, list 2: expected 0 or 1"),
        ("A,B,n\n1,0,3\n", "list 2 holds nobody"),
        ("A,B,n\n0,0,3\n1,1,1\n", "combination 1 is in no list, yet has a count"),
        ("A,B,n\n1,0,0\n", "nobody stands in it"),
        ("A,B,n\n", "nobody stands in it"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(TableUnusable, match=re.escape(reason)):
        sheet(text)


def test_a_missing_column_and_a_broken_row_are_refused() -> None:
    with pytest.raises(TableUnusable, match="no column “killed”"):
        sheet("A,B,n\n1,0,3\n", count="killed")
    with pytest.raises(SheetRefused, match="the sheet is empty"):
        sheet("")
    with pytest.raises(TableUnusable, match="not the same length"):
        from_frame({"A": [1], "B": [0, 1]})
