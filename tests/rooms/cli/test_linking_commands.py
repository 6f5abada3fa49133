# SPDX-License-Identifier: Apache-2.0
"""Links in a table and in the archive, as commands give them."""

from pathlib import Path

import duckdb
import pytest
from tests.commands import Office
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.records.sameness import Verdict, judge
from kuzat.store import Archive
from kuzat.testing import Maker

LIST = """id,name,birth
a,Темир Байсалов,1951-05-17
b,Temir Bajsalov,1951
c,Нурлан Мамытов,1980-01-01
"""
DESCRIPTION = """
id: id
needs: [name]
compare:
  - {field: name, by: name}
  - {field: birth, by: date}
rules:
  - [name.words]
"""


@pytest.fixture
def office(archive: Archive, tmp_path: Path) -> Office:
    maker = Maker(archive)
    page = maker.page()
    for name in ("Темир Байсалов", "Temir Bajsalov", "Нурлан Мамытов"):
        maker.new("person", basis=page, name=name, country="KG")
    archive.close()
    return Office(archive.path, tmp_path)


@pytest.fixture
def described(tmp_path: Path) -> list[str]:
    """A list and its description beside it, as options; no archive."""
    office = Office(tmp_path / "none.archive", tmp_path)
    table, describe = office.write("list.csv", LIST), office.write("list.yaml", DESCRIPTION)
    return ["--table", table, "--describe", describe]


def test_a_sheet_is_linked_without_an_archive(tmp_path: Path, described: list[str]) -> None:
    office = Office(tmp_path / "none.archive", tmp_path)
    found = office.json("link", *described, "--every")
    assert (found["records"], found["different"], found["clusters"]) == (3, 2, [["a", "b"]])
    assert [pair[:2] for pair in found["pairs"]] == [["a", "b"]]
    said = office.says("link", *described, "--every")
    assert "3 records, 2 different ones." in said
    assert "  a  b\n" in said
    assert "entry" not in said


def test_a_parquet_file_is_linked_as_the_sheet_is(tmp_path: Path, described: list[str]) -> None:
    office = Office(tmp_path / "none.archive", tmp_path)
    table = tmp_path / "list.parquet"
    with duckdb.connect() as engine:
        engine.execute(f"COPY (FROM read_csv('{described[1]}', all_varchar = true)) TO '{table}'")
    assert office.json("link", "--table", str(table), *described[2:])["clusters"] == [["a", "b"]]


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path, described: list[str]) -> None:
    office = Office(tmp_path / "none.archive", tmp_path)
    table = office.write("list.parquet", "no columns in here")
    assert "cannot be compared" in office.refused(3, "link", "--table", table, *described[2:])


def test_a_table_and_its_description_go_together(tmp_path: Path, described: list[str]) -> None:
    office = Office(tmp_path / "none.archive", tmp_path)
    office.refused(2, "link", *described[:2])
    office.refused(2, "link", *described[2:])


def test_pairs_are_shown_answered_and_asked_no_more(office: Office) -> None:
    found = office.json("link")
    ((first, second),) = found["clusters"]
    (asked,) = office.json("review")["pairs"]
    assert {asked["first"], asked["second"]} == {first, second}
    assert asked["joined"]
    assert "name: " in office.says("review")
    said = office.json("same", first, second, "different", "--reason", "Two brothers")
    assert office.json("review")["pairs"] == []
    assert office.json("link")["clusters"] == []
    assert "There is no pair" in office.says("review")
    office.says("withdraw", said["statement"])
    assert office.json("link")["clusters"] == found["clusters"]


def test_judgements_that_contradict_each_other_are_named(office: Office) -> None:
    ((first, second),) = office.json("link")["clusters"]
    for verdict in ("same", "different"):
        office.says("same", first, second, verdict, "--reason", "Two neighbours say so")
    found = office.json("link")
    assert [[one[2] for one in conflict] for conflict in found["conflicts"]] == [["same", "different"]]
    assert found["clusters"] == []
    assert "contradict each other" in office.says("link")


def test_how_far_reviewers_agree_is_told_once_two_judged_one_pair(office: Office, template: Template) -> None:
    ((first, second),) = office.json("link")["clusters"]
    office.says("same", first, second, "--reason", "One passport")
    assert office.json("review")["agreement"] is None
    assert "two members" not in office.says("review")
    with open_as(office.archive, template.unlocked, "reader", member=COLLEAGUE) as archive:
        archive.say(judge(first, second, Verdict.DIFFERENT, "Two brothers"))
    assert office.json("review")["agreement"] == {"same": 0, "both": 1}
    assert "they said the same 0 times of 1." in office.says("review")
