# SPDX-License-Identifier: Apache-2.0
"""A box opens for one key, in one archive, as one statement, and tells nothing to anybody else."""

import pytest

from kuzat.keys.box import public_key
from kuzat.log import BoxBroken, open_box, seal
from kuzat.log.statement import Draft, Statement, bind
from kuzat.testing import Randomness

ARCHIVE, OTHER_ARCHIVE, LOG, OTHER_LOG = "a0" * 16, "a1" * 16, "10" * 16, "11" * 16
SECRET, OTHER_SECRET = bytes(range(32)), bytes(range(1, 33))
PERSON = "per-" + "7a" * 16


RANDOM = Randomness("boxes")


def sealed(one: Statement) -> bytes:
    return seal(one, ARCHIVE, public_key(SECRET), RANDOM(32))


def said(value: str, salt: int = 1) -> Statement:
    draft = Draft(
        about=PERSON,
        says="person.identity_name",
        type="text",
        value=value,
        language="ky",
        compartment="identity",
    )
    return bind(draft, LOG, salt.to_bytes(16, "big"))


def test_what_is_sealed_opens_as_it_was() -> None:
    one = said("Айсулуу Күзөтова")
    assert open_box(sealed(one), ARCHIVE, LOG, one.id, SECRET) == one


def test_two_boxes_of_one_statement_differ() -> None:
    one = said("Айсулуу Күзөтова")
    assert sealed(one) != sealed(one)


def test_a_box_does_not_tell_how_long_a_name_is() -> None:
    sizes = {len(sealed(said(name))) for name in ("Ан", "Айсулуу Күзөтова")}
    assert len(sizes) == 1


def test_the_largest_value_has_a_box() -> None:
    one = said("\x01" * 16384)
    assert open_box(sealed(one), ARCHIVE, LOG, one.id, SECRET) == one


@pytest.mark.parametrize(
    ("archive", "log", "secret"),
    [(OTHER_ARCHIVE, LOG, SECRET), (ARCHIVE, LOG, OTHER_SECRET), (ARCHIVE, OTHER_LOG, SECRET)],
    ids=["archive", "key", "log"],
)
def test_a_box_opens_nowhere_else(archive: str, log: str, secret: bytes) -> None:
    one = said("Айсулуу Күзөтова")
    with pytest.raises(BoxBroken):
        open_box(sealed(one), archive, log, one.id, secret)


def test_swapped_boxes_are_refused() -> None:
    one, other = said("Айсулуу"), said("Гүлмира", 2)
    box = sealed(other)
    with pytest.raises(BoxBroken, match=one.id.hex()):
        open_box(box, ARCHIVE, LOG, one.id, SECRET)


def test_a_refusal_tells_no_value() -> None:
    one, other = said("Айсулуу"), said("Гүлмира", 2)
    forged = other._replace(id=one.id)
    with pytest.raises(BoxBroken) as refused:
        open_box(sealed(forged), ARCHIVE, LOG, one.id, SECRET)
    assert "signed" in str(refused.value)
    assert "Гүлмира" not in str(refused.value)


@pytest.mark.parametrize("at", [0, 31, 32, 100, -1])
def test_every_part_of_a_box_counts(at: int) -> None:
    one = said("Айсулуу")
    box = bytearray(sealed(one))
    box[at] ^= 1
    with pytest.raises(BoxBroken):
        open_box(bytes(box), ARCHIVE, LOG, one.id, SECRET)
