# SPDX-License-Identifier: Apache-2.0
"""An id names its kind; its label is for people and never resolves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuzat.terms import RECORD_KINDS, kind_of, label, record_id
from kuzat.terms.ids import LETTERS, NotARecordId, UnknownKind, is_record

ZERO, FULL = bytes(16), b"\xff" * 16
RANDOM = st.binary(min_size=16, max_size=16)


def test_ids_are_as_the_format_says() -> None:
    assert record_id("event", ZERO) == "evt-" + "0" * 32
    assert record_id("act", bytes(range(16))) == "act-000102030405060708090a0b0c0d0e0f"


@given(st.sampled_from(sorted(RECORD_KINDS)), RANDOM)
def test_an_id_tells_its_kind(kind: str, random16: bytes) -> None:
    id_ = record_id(kind, random16)
    assert kind_of(id_) == kind
    assert is_record(id_)
    assert label(id_)[:2] == f"{LETTERS[kind]}-"


def test_kinds_differ_in_prefix_and_letter() -> None:
    assert len(set(RECORD_KINDS.values())) == len(RECORD_KINDS)
    assert LETTERS.keys() == RECORD_KINDS.keys()
    assert len(set(LETTERS.values())) == len(RECORD_KINDS)


def test_a_label_is_the_first_25_bits() -> None:
    assert label(record_id("person", ZERO)) == "P-00000"
    assert label(record_id("person", FULL)) == "P-ZZZZZ"
    # 11111 00000 11111 00000 11111 in the alphabet of Crockford, and 7 bits more.
    assert label(record_id("event", bytes.fromhex("f83e0f80") + bytes(12))) == "E-Z0Z0Z"
    assert label(record_id("event", bytes.fromhex("f83e0fff") + FULL[:12])) == "E-Z0Z0Z"


@given(RANDOM)
def test_a_label_has_no_letter_that_is_mistaken_for_another(random16: bytes) -> None:
    assert not set(label(record_id("event", random16))[2:]) & set("ILOU")


def test_a_label_is_no_id() -> None:
    short = label(record_id("event", ZERO))
    assert not is_record(short)
    with pytest.raises(NotARecordId):
        kind_of(short)


@pytest.mark.parametrize(
    "text",
    [
        *("", "evt", "evt-", "evt-" + "0" * 31, "evt-" + "0" * 33, "evt_" + "0" * 32),
        *("EVT-" + "0" * 32, "evt-" + "A" * 32, "evt-" + "g" * 32, "xyz-" + "0" * 32),
        *("evt-" + "0" * 32 + "\n", " evt-" + "0" * 32, "evt-" + "٠" * 32),
    ],
)
def test_other_texts_are_no_ids(text: str) -> None:
    assert not is_record(text)
    for ask in (kind_of, label):
        with pytest.raises(NotARecordId):
            ask(text)


@pytest.mark.parametrize("kind", ["", "Event", "evt", "case"])
def test_other_kinds_are_refused(kind: str) -> None:
    with pytest.raises(UnknownKind):
        record_id(kind, ZERO)


@pytest.mark.parametrize("random16", [b"", bytes(15), bytes(17)])
def test_too_little_randomness_is_a_mistake_of_the_caller(random16: bytes) -> None:
    with pytest.raises(ValueError, match="16 random bytes"):
        record_id("event", random16)
