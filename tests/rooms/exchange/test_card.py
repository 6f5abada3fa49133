# SPDX-License-Identifier: Apache-2.0
"""A card names keys, is signed by its log, and is refused where a sign of it differs."""

from base64 import urlsafe_b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuzat.exchange import Card, CardRefused, read_card, write_card
from kuzat.keys.box import public_key as box_key
from kuzat.store.opening import public_key

SEED = bytes(range(32))
CARD = Card(
    log="a1" * 16,
    archive="b2" * 16,
    key=public_key(SEED),
    box=box_key(b"\x01" * 32),
    epoch=3,
    identity=box_key(b"\x02" * 32),
)


def test_a_card_is_read_as_it_was_written() -> None:
    line = write_card(CARD, SEED)
    assert len(line) == 275
    assert read_card(f" {line}\n") == CARD


def test_digits_stand_for_the_log_and_its_key_alone() -> None:
    digits = CARD.digits()
    assert [len(group) for group in digits.split()] == [5] * 12
    assert digits.replace(" ", "").isdigit()
    later = replace(CARD, box=b"\x09" * 32, epoch=4, identity=b"\x08" * 32)
    assert later.digits() == digits
    other = replace(CARD, log="a2" * 16)
    assert other.digits() != digits


def test_digits_are_those_of_the_format() -> None:
    """Of these keys: whoever writes another program must come to the same."""
    assert CARD.digits().split()[:3] == FIRST_GROUPS


FIRST_GROUPS = ["75229", "62844", "87644"]


@given(st.integers(0, 274), st.sampled_from("AZaz09-_:+/= \u00e9"))
def test_no_other_card_is_read(at: int, sign: str) -> None:
    line = write_card(CARD, SEED)
    changed = line[:at] + sign + line[at + 1 :]
    if changed.strip() != line:
        with pytest.raises(CardRefused):
            read_card(changed)


def test_a_card_that_another_key_signed_is_refused() -> None:
    with pytest.raises(CardRefused):
        read_card(write_card(CARD, b"\x07" * 32))
    for content in (b"", b"\0" * 195, b"\0" * 197):
        with pytest.raises(CardRefused):
            read_card("kuzat-card-1:" + urlsafe_b64encode(content).decode().rstrip("="))


def test_a_key_that_gives_everybody_the_same_secret_is_refused() -> None:
    for point in (bytes(32), b"\x01" + bytes(31)):
        for weak in (replace(CARD, box=point), replace(CARD, identity=point)):
            with pytest.raises(CardRefused):
                read_card(write_card(weak, SEED))
