# SPDX-License-Identifier: Apache-2.0
"""The method page on names is written by its tool, which counts as it says."""

from pathlib import Path

import names_page
import pytest


def test_the_table_has_its_place() -> None:
    page = names_page.PAGE.read_text(encoding="utf-8")
    again = names_page.TABLE.sub(lambda _: "a table\n", page)
    assert again.count("a table\n") == 1
    assert again.count("<!-- end -->") == 1


def test_the_best_cut_keeps_equal_scores_together() -> None:
    scored = [(0.9, True), (0.8, True), (0.8, False), (0.8, True), (0.5, False)]
    found = names_page.best(scored)
    assert (found.cut, found.recall) == (0.8, 1)
    assert found.precision == pytest.approx(3 / 4)
    assert found.f1 == pytest.approx(6 / 7)
    assert names_page.at(scored, 0.85) == pytest.approx(1 / 2)


SPELLED = """person_id,variant,name
P1,orig,Азиз Каримов
P1,latin,Aziz Karimov
P2,orig,Роза Асанова
P2,latin,Roza Asanova
"""
LABELLED = """schema,name1,name2,is_match
Person,Азиз Каримов,Aziz Karimov,true
Company,Ak Suu,Kara Too Ltd,false
"""


def test_a_line_for_kuzat_on_each_set(tmp_path: Path) -> None:
    for path, text in (
        ("names/central_asian_name_variants.csv", SPELLED),
        ("name_bench/cases.csv", LABELLED),
    ):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(text, encoding="utf-8")
    lines = [line for line in names_page.table(tmp_path, full=False) if "| Kuzat |" in line]
    titles = ["60 deputies, 4", "name_bench, 2", "name_bench, people, 1"]
    assert [line.split(" | ")[0] for line in lines] == [f"| {title}" for title in titles]
    assert all("| 1.000 | 1.000 | 1.000 |" in line for line in lines)
