# SPDX-License-Identifier: Apache-2.0
"""Descriptions as people write them, and those that are refused with what was expected."""

import pytest

from kuzat.linkage import By, DescriptionUnusable, Field, born, described

GOOD = """
id: id
source: list
once: true
needs: [name]
born: [birth, age, date]
likely: 0.8
compare:
  - {field: name, by: name}
  - {field: birth, by: date, cuts: [3, 400]}
  - {field: state, rarity: false}
rules:
  - [name.words, state]
  - [birth.year, name.start3]
"""


def test_a_description_is_read_as_written():
    found = described(GOOD)
    assert found.fields == (
        Field("name", By.NAME),
        Field("birth", By.DATE, (3.0, 400.0)),
        Field("state", rarity=False),
    )
    assert found.rules == (("name.words", "state"), ("birth.year", "name.start3"))
    assert (found.id, found.source, found.once, found.likely) == ("id", "list", True, 0.8)
    assert found.columns() == ("id", "list", "name", "birth", "state")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("compare:", "compares:"),
        ("by: name", "by: ear"),
        ("needs: [name]", "needs: [cause]"),
        ("source: list", "limit: 100"),
        ("[3, 400]", "[400, 3]"),
        ("likely: 0.8", "likely: 1.5"),
        ("likely: 0.8", "likely: much"),
        ("name.words", "name.backwards"),
        ("field: state", "name: state"),
        ("  - {field: state, rarity: false}", "  - {field: name}"),
        ("born: [birth, age, date]", "born: [birth, age]"),
        ("rules:", "rules: {"),
    ],
)
def test_what_is_no_description_is_refused(old, new):
    assert old in GOOD
    with pytest.raises(DescriptionUnusable):
        described(GOOD.replace(old, new))


def test_text_that_is_no_list_is_refused():
    with pytest.raises(DescriptionUnusable):
        described("people")


@pytest.mark.parametrize(
    ("age", "on", "days"),
    [
        ("59", "2010-06-15", "1950-06-16/1951-06-15"),
        ("30", "2010", "1979-01-02/1980-12-31"),
        ("4.0", "2020-02-29", "2015-03-01/2016-02-29"),
        ("0", "2010-06-15", "2009-06-16/2010-06-15"),
        ("", "2010-06-15", ""),
        ("200", "2010-06-15", ""),
        ("30", "2010-06-15/..", ""),
        ("thirty", "2010-06-15", ""),
        ("inf", "2010-06-15", ""),
    ],
)
def test_whoever_is_so_old_on_a_day_was_born_between_two_days(age, on, days):
    assert born(age, on) == days
