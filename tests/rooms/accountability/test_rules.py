# SPDX-License-Identifier: Apache-2.0
"""The rules as data: complete, held against the list with sources, and a broken file named."""

import csv
from importlib import resources
from pathlib import Path

import pytest

from kuzat.accountability import rule_book
from kuzat.accountability.forums import FORUMS
from kuzat.accountability.rules import RULES, STARTS, read
from kuzat.terms.wordlist import VocabularyBroken

BOOK = rule_book()
RENAMED = {"kg-ombudsman-submission": "kg-ombudsman-submission-measures"}
FOLDER = resources.files("kuzat.accountability").joinpath("data")
FILES = {file: FOLDER.joinpath(file).read_bytes() for file in (RULES, STARTS, FORUMS)}


def test_numbers_units_days_and_checks_are_those_of_the_list(shared: Path) -> None:
    with (shared / "data/accountability/deadline_rules.csv").open(encoding="utf-8") as file:
        listed = {(row["id"], row["valid_from"]): row for row in csv.DictReader(file)}
    for rule in BOOK.rules:
        row = listed[RENAMED.get(rule.id, rule.id), str(rule.since or "")]
        assert (str(rule.number), rule.unit.value) == (row["n"], row["unit"]), rule.id
        assert str(rule.until or "") == row["valid_to"], rule.id
        assert rule.moves.value == row["rolls_over_nonworking"], rule.id
        assert rule.checked is (row["verification"] == "verified"), rule.id
        assert len(rule.starts) == len(row["trigger"].split(";")), rule.id


def test_every_start_is_used_and_every_forum_is_listed() -> None:
    assert {by for rule in BOOK.rules for by in rule.starts} == set(BOOK.starts)
    assert {rule.forum for rule in BOOK.rules} <= set(BOOK.forums)


def test_no_complaint_to_the_committee_against_torture() -> None:
    assert BOOK.forums["cat-22"].door == "closed"
    assert not BOOK.forums["cat-22"].checked


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        (RULES, b"forum: ccpr-op1", b"forum: nowhere", "views-reply: forum"),
        (RULES, b"starts: [adoption, transmittal, publication]", b"starts: [birth]", "views-reply: starts"),
        (RULES, b"starts: [adoption, transmittal, publication]", b"starts: []", "views-reply: starts"),
        (RULES, b"number: 180", b"number: 0", "views-reply: number"),
        (RULES, b"unit: days", b"unit: weeks", "views-reply: unit"),
        (RULES, b"from: 2019-01-09", b"from: 2019-01-08", "submission-delay-abuse"),
        (RULES, b"from: 2019-01-09", b"from: soon", "submission-delay-abuse: from"),
        (RULES, b"moves: unknown", b"", "views-reply: moves"),
        (RULES, b"calendar: weekends", b"calendar: ZZ", "views-reply: calendar"),
        (FORUMS, b"door: open", b"door: ajar", "kg-investigating-judge: door"),
        (FORUMS, b"level: domestic", b"level: near", "kg-investigating-judge: level"),
        (FORUMS, b"first: unknown", b"", "kg-investigating-judge: first"),
        (FORUMS, b"since: 2025-10-03", b"since: 2025-10-02", "kg-ombudsman"),
    ],
)
def test_a_broken_rule_is_named(file: str, old: bytes, new: bytes, where: str) -> None:
    assert old in FILES[file]
    with pytest.raises(VocabularyBroken) as refused:
        read({**FILES, file: FILES[file].replace(old, new, 1)})
    assert refused.value.details["where"] == where
