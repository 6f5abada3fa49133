# SPDX-License-Identifier: Apache-2.0
"""What must hold for any two histories of one log: growth is taken in, and a fork is shown."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import assume, given
from hypothesis import strategies as st

from kuzat.errors import KuzatError
from kuzat.log import Advance, Checkpoint, check_fork, cosign, cosignatures, extend, make_fork, merkle
from kuzat.log.note import sign


def public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


LOG, SEED = "10" * 16, bytes(range(32))
KEY = public(SEED)
leaves = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40)


def head(log: list[bytes]) -> Checkpoint:
    return Checkpoint(origin=LOG, size=len(log), root=merkle.root(log))


def note(log: list[bytes]) -> bytes:
    text = head(log).text()
    return text + b"\n" + sign(text, LOG, SEED)


def refused(held: Checkpoint | None, advance: Advance) -> bool:
    try:
        extend(held, advance, LOG, KEY)
    except KuzatError:
        return True
    return False


@given(leaves, st.data())
def test_what_grew_is_received_and_is_no_fork(log: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(0, len(log)))
    held = head(log[:old]) if old else None
    path = tuple(merkle.consistency_proof(log, old, len(log)))
    advance = Advance.parse(Advance(old=old, path=path, note=note(log)).encode())
    assert extend(held, advance, LOG, KEY) == head(log)
    if old:
        try:
            make_fork(KEY, note(log[:old]), note(log), log)
        except KuzatError:
            return
        raise AssertionError("a log that only grew was called forked")


@given(leaves, leaves, st.data())
def test_two_histories_are_never_joined_and_prove_the_fork(
    one: list[bytes], other: list[bytes], data: st.DataObject
) -> None:
    one, other = sorted((one, other), key=len)
    assume(other[: len(one)] != one)
    path = tuple(merkle.consistency_proof(other, len(one), len(other)))
    assert refused(head(one), Advance(old=len(one), path=path, note=note(other)))
    fork = make_fork(KEY, *data.draw(st.permutations((note(one), note(other)))), other)
    found = check_fork(fork)
    assert {found.first, found.second} == {head(one), head(other)}
    assert found.first.size == len(one)


@given(leaves, st.data())
def test_every_hash_of_the_way_matters(log: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(1, len(log)))
    path = merkle.consistency_proof(log, old, len(log))
    assume(path)
    at, bit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 255))
    path[at] = (int.from_bytes(path[at], "big") ^ 1 << bit).to_bytes(32, "big")
    assert refused(head(log[:old]), Advance(old=old, path=tuple(path), note=note(log)))


@given(leaves, leaves, st.integers(0, 2**63 - 1))
def test_a_cosignature_is_of_one_checkpoint_only(one: list[bytes], other: list[bytes], at: int) -> None:
    assume(head(one) != head(other))
    line = cosign(head(one).text(), "witness.example", bytes(32), at)
    witness = {"witness.example": public(bytes(32))}
    assert [found.at for found in cosignatures(note(one) + line, witness)] == [at]
    assert [found.at for found in cosignatures(note(other) + line, witness)] == [None]
