# SPDX-License-Identifier: Apache-2.0
"""The published vectors: RFC 6238, appendix B (SHA-1, eight digits); RFC 4226, appendix D (six digits)."""

import pytest

from kuzat.keys import totp

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_of_rfc_6238(seconds: int, expected: str) -> None:
    assert totp.code(SECRET, totp.step(seconds), digits=8) == expected


def test_codes_of_rfc_4226() -> None:
    expected = "755224 287082 359152 969429 338314 254676 287922 162583 399871 520489"
    assert " ".join(totp.code(SECRET, count) for count in range(10)) == expected


@pytest.mark.parametrize(("step", "taken"), [(8, False), (9, True), (10, True), (11, True), (12, False)])
def test_a_clock_may_be_one_step_early_or_late(step: int, taken: bool) -> None:
    found = totp.used(SECRET, f" {totp.code(SECRET, step)} ", 10 * totp.SECONDS, last=-1)
    assert found == (step if taken else None)


def test_a_step_is_used_once_and_none_before_it_again() -> None:
    now = 10 * totp.SECONDS
    assert totp.used(SECRET, totp.code(SECRET, 10), now, last=10) is None
    assert totp.used(SECRET, totp.code(SECRET, 9), now, last=10) is None
    assert totp.used(SECRET, totp.code(SECRET, 11), now, last=10) == 11


@pytest.mark.parametrize("typed", ["", "0", "ж" * 6, "0" * 1000])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert totp.used(SECRET, typed, 0, last=-1) is None


def test_the_secret_as_it_is_typed() -> None:
    assert totp.typed(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
