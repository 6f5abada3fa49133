# SPDX-License-Identifier: Apache-2.0
"""What holds of the log for any input."""

import json
from itertools import pairwise
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from kuzat.log import Draft, bind, decode, make_entry, merkle
from kuzat.log.canonical import encode, encode_strings, parse
from kuzat.log.entry import pad
from kuzat.log.statement import statement_id
from kuzat.log.tiles import bundle, parse_bundle

hex_ids = st.binary(min_size=16, max_size=16).map(bytes.hex)
hashes = st.binary(min_size=32, max_size=32)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
counts = st.integers(0, 2**53 - 1)


@given(st.lists(st.one_of(texts, st.none(), st.lists(texts, max_size=3)), max_size=8))
def test_the_fast_way_gives_the_bytes_of_rfc_8785(value: list[Any]) -> None:
    assert encode_strings(value) == rfc8785.dumps(value)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=8,
)


@given(json_values)
def test_canonical_json_is_read_and_no_other_form(value: Any) -> None:
    content = encode(value)
    assert parse(content, len(content)) == value
    pretty = json.dumps(value, indent=1, ensure_ascii=True).encode()
    if pretty != content:
        with pytest.raises(Exception, match="not read"):
            parse(pretty, len(pretty))


entries = st.fixed_dictionaries(
    {
        "log": hex_ids,
        "origin": hex_ids,
        "position": st.integers(1, 2**53 - 1),
        "lamport": counts,
        "compartment": st.sampled_from(["cases", "identity"]),
        "vocabulary": hashes.map(bytes.hex),
        "digests": st.lists(hashes, max_size=40, unique=True),
        "salt": st.binary(min_size=16, max_size=16),
    }
)
kinds = st.one_of(
    st.just(("said", {})),
    st.builds(lambda one: ("header", {"change": "epoch", "header": one.hex()}), hashes),
    st.builds(
        lambda log, size, root: ("received", {"log": log, "root": root.hex(), "size": size}),
        hex_ids, counts, hashes,
    ),
)  # fmt: skip


@given(entries, kinds)
def test_an_entry_is_canonical_and_comes_back(parts: dict[str, Any], kind: tuple[str, Any]) -> None:
    entry = make_entry(kind=kind[0], body=kind[1], **parts)
    assert entry.encode() == rfc8785.dumps(json.loads(entry.encode()))
    assert decode(entry.encode()) == entry


@given(st.lists(hashes, max_size=70, unique=True), st.binary(min_size=16, max_size=16))
def test_padding_keeps_what_is_there_and_hides_how_much(own: list[bytes], salt: bytes) -> None:
    padded = pad(own, salt)
    assert set(own) <= set(padded)
    assert all(first < second for first, second in pairwise(padded))
    assert len(padded) in (8, 16, 32, 64, 128)
    assert len(padded) < max(9, 2 * len(own))


said = st.fixed_dictionaries(
    {
        "op": st.just("set"),
        "about": hex_ids.map("evt-".__add__),
        "says": st.sampled_from(["event.title", "event.note"]),
        "type": st.sampled_from(["text", "term"]),
        "value": texts,
        "language": st.sampled_from([None, "ky", "ru"]),
        "basis": st.one_of(st.none(), hex_ids.map("inf-".__add__)),
    }
)


@given(said, said, hex_ids, st.binary(min_size=16, max_size=16))
def test_two_statements_share_an_id_only_if_they_are_one(
    one: dict[str, Any], other: dict[str, Any], log: str, salt: bytes
) -> None:
    ids = [bind(Draft(**parts), log, salt).id for parts in (one, other)]
    assert (ids[0] == ids[1]) == (one == other)
    for part in one:
        mixed = one | {part: other[part]}
        assert (statement_id(log, salt, **mixed) == ids[0]) == (mixed == one)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundles_come_back(entries: list[bytes]) -> None:
    assert parse_bundle(bundle(entries)) == entries


LEAVES = [merkle.leaf_hash(b"%d" % number) for number in range(40)]


@pytest.mark.parametrize("size", range(1, 41))
def test_inclusion_and_consistency_at_every_size(size: int) -> None:
    root = merkle.root(LEAVES[:size])
    for index in range(size):
        proof = merkle.inclusion_proof(LEAVES, index, size)
        assert merkle.verify_inclusion(LEAVES[index], index, size, proof, root)
        for wrong in ({index - 1, index + 1} & set(range(size))) | {size}:
            assert not merkle.verify_inclusion(LEAVES[index], wrong, size, proof, root)
    for old in range(1, size + 1):
        proof, before = merkle.consistency_proof(LEAVES, old, size), merkle.root(LEAVES[:old])
        assert merkle.verify_consistency(old, size, proof, before, root)
        assert not merkle.verify_consistency(old, size, [*proof, root], before, root)
        for other in {old - 1, old + 1} & set(range(1, size)):
            assert not merkle.verify_consistency(other, size, proof, before, root)


@settings(max_examples=60)
@given(st.integers(1, 40), st.data())
def test_a_changed_hash_proves_nothing(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(LEAVES, index, size)
    chain = [LEAVES[index], *proof, merkle.root(LEAVES[:size])]
    at = data.draw(st.integers(0, len(chain) - 1))
    byte, bit = data.draw(st.integers(0, 31)), data.draw(st.integers(0, 7))
    changed = bytearray(chain[at])
    changed[byte] ^= 1 << bit
    chain[at] = bytes(changed)
    assert not merkle.verify_inclusion(chain[0], index, size, chain[1:-1], chain[-1])
