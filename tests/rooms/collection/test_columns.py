# SPDX-License-Identifier: Apache-2.0
"""Names of columns: read on one line, refused where nobody could read them, harmless when written."""

import csv
import io

import pytest

from kuzat.collection import SheetRefused, read, write_csv, write_refused, write_xlsx
from kuzat.collection.guard import GUARDED
from kuzat.collection.row import MOST_COLUMNS

FORMULAS = ("=1+1", "id", "@a", "+x", "-5")


@pytest.mark.parametrize(
    "name",
    ["a\x07", "\x1b[31mred", "b\u202ega", "\u2066x", "y" * 1001],
    ids=["bell", "escape", "turned", "isolated", "long"],
)
def test_a_name_that_cannot_be_read_is_refused_and_not_repeated(name: str) -> None:
    for content, file in ((f'id,"{name}"\n1,2\n', "a.csv"), (f'{{"id": 1, "{name}": 2}}\n', "a.jsonl")):
        with pytest.raises(SheetRefused) as refusal:
            read(content.encode(), file)
        assert name not in refusal.value.sentence()


@pytest.mark.parametrize(("content", "file"), [('id,"start\n of it"\n1,2\n', "a.csv"),
                                               ('{"id": 1, "start\\n of it": 2}\n', "a.jsonl")])  # fmt: skip
def test_a_name_on_two_lines_is_read_on_one(content: str, file: str) -> None:
    sheet = read(content.encode(), file)
    assert sheet.columns == ("id", "start of it")
    assert next(sheet.rows).cells == {"id": "1", "start of it": "2"}


def test_two_names_that_look_alike_are_refused() -> None:
    with pytest.raises(SheetRefused, match="two columns"):
        read(b'"a  b",a b\n1,2\n', "a.csv")


def test_too_many_columns_are_refused() -> None:
    most = ",".join(f"c{number}" for number in range(MOST_COLUMNS))
    assert len(read(most.encode(), "a.csv").columns) == MOST_COLUMNS
    with pytest.raises(SheetRefused, match="columns"):
        read(f"{most},more\n".encode(), "a.csv")


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_name_like_a_formula_is_guarded_and_read_as_it_was(write) -> None:
    target = io.BytesIO()
    write(FORMULAS, [["a", "=b", "", "", "'c"]], target)
    sheet = read(target.getvalue(), "x." + write.__name__[6:])
    assert sheet.columns == FORMULAS
    assert list(next(sheet.rows).cells.values()) == ["a", "=b", "", "", "'c"]


def test_no_name_is_written_as_a_formula() -> None:
    for write in (lambda out: write_csv(FORMULAS, [], out), lambda out: write_refused(FORMULAS, [], out)):
        target = io.BytesIO()
        write(target)
        (head,) = csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig"), newline=""))
        assert head[:5] == ["'=1+1", "id", "'@a", "'+x", "-5"]
        assert head[-1] == f"{GUARDED} 1 3 4"
