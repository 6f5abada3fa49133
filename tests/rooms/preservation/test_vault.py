# SPDX-License-Identifier: Apache-2.0
"""Originals come back byte for byte, or not at all."""

import hashlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuzat.preservation import ExhibitBroken, get, measure, put
from kuzat.preservation.vault import FRAME, HEAD, TAG

KEY = bytes(range(32))
NAME = "exh-" + "ab" * 16
STEP = FRAME + TAG


def sealed(content: bytes, name: str = NAME) -> bytes:
    target = io.BytesIO()
    put(name, KEY, io.BytesIO(content), target)
    return target.getvalue()


def opened(content: bytes, name: str = NAME, key: bytes = KEY) -> bytes:
    return b"".join(get(name, key, io.BytesIO(content)))


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 3 * FRAME + 7])
def test_content_comes_back_and_is_measured(size: int) -> None:
    content = bytes(i % 251 for i in range(size))
    target = io.BytesIO()
    measured = put(NAME, KEY, io.BytesIO(content), target)
    assert (measured.size, measured.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert opened(target.getvalue()) == content
    assert measure(NAME, KEY, io.BytesIO(target.getvalue())) == measured


class Drip(io.BytesIO):
    """A source that hands out a few bytes at a time, as a pipe does."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 1000))


def test_short_reads_make_the_same_frames() -> None:
    content = bytes(FRAME + 500)
    target = io.BytesIO()
    put(NAME, KEY, Drip(content), target)
    assert target.getvalue() == sealed(content)
    assert b"".join(get(NAME, KEY, Drip(target.getvalue()))) == content


@settings(max_examples=60)
@given(data=st.data(), size=st.sampled_from([0, 5, FRAME, FRAME + 9]))
def test_every_changed_byte_is_refused(data: st.DataObject, size: int) -> None:
    original = bytearray(sealed(bytes(size)))
    at = data.draw(st.integers(0, len(original) - 1))
    original[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ExhibitBroken):
        opened(bytes(original))


def test_every_byte_of_a_small_original_matters() -> None:
    original = sealed(b"who said so?")
    for at in range(len(original)):
        changed = bytearray(original)
        changed[at] ^= 1
        with pytest.raises(ExhibitBroken):
            opened(bytes(changed))
        with pytest.raises(ExhibitBroken):
            opened(original[:at])


@pytest.mark.parametrize("cut", [1, TAG, STEP, STEP + 1, 2 * STEP, 2 * STEP + 7])
def test_a_cut_is_refused(cut: int) -> None:
    with pytest.raises(ExhibitBroken):
        opened(sealed(bytes(3 * FRAME))[:-cut])


def test_swapped_repeated_and_appended_frames_are_refused() -> None:
    whole = sealed(bytes(3 * FRAME))
    head, frames = whole[: len(HEAD)], whole[len(HEAD) :]
    one, two, three = (frames[i * STEP : (i + 1) * STEP] for i in range(3))
    for changed in (
        two + one + three,
        one + one + three,
        one + three,
        frames + three,
        frames + b"x",
    ):
        with pytest.raises(ExhibitBroken):
            opened(head + changed)


def test_another_name_or_key_opens_nothing() -> None:
    with pytest.raises(ExhibitBroken):
        opened(sealed(b"text"), name="exh-" + "cd" * 16)
    with pytest.raises(ExhibitBroken):
        opened(sealed(b"text"), key=bytes(32))


def test_the_error_names_the_exhibit_and_never_its_content() -> None:
    with pytest.raises(ExhibitBroken, match=NAME) as caught:
        opened(sealed(b"secret")[:-1])
    assert "secret" not in str(caught.value)
