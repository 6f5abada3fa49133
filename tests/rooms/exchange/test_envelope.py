# SPDX-License-Identifier: Apache-2.0
"""Who opens an envelope, who knows its giver, and how little its length tells."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuzat.exchange import Card, NotForUs, TooManyReceivers
from kuzat.exchange.envelope import (
    BOX,
    MOST,
    SMALLEST,
    content_key,
    open_key,
    padded,
    seal_key,
    secret_key,
    tag,
)
from kuzat.keys.box import public_key
from kuzat.testing import Randomness


def receiver(number: int) -> tuple[Card, bytes]:
    """A card, and the secret of its owner."""
    secret = secret_key(bytes([number]) * 32, f"{number:032x}")
    card = Card(
        log=f"{number:032x}", archive="0" * 32, key=b"", box=public_key(secret), epoch=0, identity=b""
    )
    return card, secret


def test_each_receiver_opens_one_of_the_boxes_and_nobody_else() -> None:
    people = [receiver(number) for number in range(3)]
    boxes, owners = seal_key(b"k" * 32, [card for card, _ in people], Randomness("boxes"))
    assert list(boxes) == sorted(boxes)
    assert {len(box) for box in boxes} == {BOX}
    assert sorted(card.log for card in owners if card) == [card.log for card, _ in people]
    for card, secret in people:
        place, key = open_key(boxes, card.log, secret)
        assert (key, owners[place]) == (b"k" * 32, card)
        with pytest.raises(NotForUs):
            open_key(boxes, "f" * 32, secret)
    stranger, secret = receiver(9)
    with pytest.raises(NotForUs):
        open_key(boxes, stranger.log, secret)


@pytest.mark.parametrize(("receivers", "boxes"), [(1, 4), (4, 4), (5, 8), (33, 64)])
def test_the_number_of_receivers_hides_among_boxes(receivers: int, boxes: int) -> None:
    cards = [receiver(number)[0] for number in range(receivers)]
    assert len(seal_key(b"k" * 32, cards, Randomness("boxes"))[0]) == boxes


def test_there_is_an_end_to_receivers() -> None:
    with pytest.raises(TooManyReceivers):
        seal_key(b"k" * 32, [receiver(1)[0]] * (MOST + 1), Randomness("boxes"))


def test_the_content_is_bound_to_its_boxes() -> None:
    assert content_key(b"k" * 32, [b"a", b"b"]) != content_key(b"k" * 32, [b"a", b"c"])


def test_a_tag_is_made_by_either_of_two_and_by_no_third() -> None:
    (giver, ours), (taker, theirs), (third, other) = (receiver(number) for number in range(3))
    digest = sha256(b"lines").digest()
    made = tag(digest, ours, taker.box, giver.log, taker.log)
    assert tag(digest, theirs, giver.box, giver.log, taker.log) == made
    assert tag(digest, other, taker.box, giver.log, taker.log) != made
    assert tag(digest, ours, third.box, giver.log, third.log) != made
    assert tag(sha256(b"others").digest(), ours, taker.box, giver.log, taker.log) != made
    assert tag(digest, theirs, giver.box, taker.log, giver.log) != made


@given(st.integers(0, 1 << 40))
def test_a_length_grows_by_an_eighth_at_most_and_few_are_left(size: int) -> None:
    filled = padded(size)
    assert filled >= max(size, SMALLEST)
    assert filled == SMALLEST or filled <= size + size // 8
    power = filled.bit_length() - 1
    assert filled % (1 << power - power.bit_length()) == 0
    assert padded(filled) == filled
