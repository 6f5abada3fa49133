# SPDX-License-Identifier: Apache-2.0
"""Telephone numbers are found however they are set, and dates are not taken for them."""

import pytest

from kuzat.terms.phones import find
from kuzat.testing.naming import numbers


@pytest.mark.parametrize("written", list(numbers()))
def test_one_number_has_one_key(written: str) -> None:
    (found,) = find(f"Чалгыла: {written}, кечинде.")
    assert found.key == "555010203"
    assert found.is_whole


def test_a_number_stands_where_it_says() -> None:
    text = "call +996 (555) 01-02-03 or 62-11-22"
    whole, short = find(text)
    assert text[whole.start : whole.end] == "+996 (555) 01-02-03"
    assert text[short.start : short.end] == "62-11-22"
    assert not short.is_whole


def test_who_dials_from_nearer_uses_fewer_digits() -> None:
    (far,), (near,), (other,) = find("+996 3222 62 11 22"), find("62-11-22"), find("62-11-23")
    assert near.is_same(far.key)
    assert far.is_same(near.key)
    assert not other.is_same(far.key)


@pytest.mark.parametrize(
    "text",
    [
        "12.03.2019", "2019-03-12", "12/03/2019", "2019-03-12 14:30", "08.03.2020-09.03.2020",
        "12345", "case 12/2019", "exhibit a1234567", "1,234,567",
    ],
)  # fmt: skip
def test_dates_and_small_numbers_are_no_telephones(text: str) -> None:
    assert list(find(text)) == []


def test_a_number_beside_a_date_is_found() -> None:
    (found,) = find("on 12.03.2019 from 0555 010203")
    assert found.digits == "0555010203"


def test_an_account_of_any_length_takes_no_time() -> None:
    assert sum(1 for _ in find("1 " * 200_000)) > 0
