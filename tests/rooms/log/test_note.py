# SPDX-License-Identifier: Apache-2.0
"""Checkpoints as signed notes: whose signature counts, and what is no checkpoint."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kuzat.log import Checkpoint, NoteBad
from kuzat.log.note import open_note, read_verifier_key, sign, verifier_key

LOG, MEMBER = "10" * 16, "b1" * 16
SEEDS = {LOG: bytes(32), MEMBER: b"\x01" * 32}
KEYS = {
    name: Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    for name, seed in SEEDS.items()
}
HEAD = Checkpoint(origin=LOG, size=12, root=bytes(range(32)))
NOTE = HEAD.text() + b"\n" + sign(HEAD.text(), LOG, SEEDS[LOG])
BOTH = NOTE + sign(HEAD.text(), MEMBER, SEEDS[MEMBER])


def test_a_signed_checkpoint_comes_back() -> None:
    opened = open_note(BOTH, KEYS)
    assert opened.signers == (LOG, MEMBER)
    assert Checkpoint.parse(opened.text) == Checkpoint.parse(BOTH) == HEAD


def test_only_known_keys_count() -> None:
    assert open_note(BOTH, {MEMBER: KEYS[MEMBER]}).signers == (MEMBER,)
    with pytest.raises(NoteBad, match="no known key"):
        open_note(NOTE, {MEMBER: KEYS[MEMBER]})
    with pytest.raises(NoteBad, match="no known key"):
        open_note(BOTH, {LOG: KEYS[MEMBER]})


def test_a_wrong_signature_of_a_known_key_refuses_the_note() -> None:
    other = sign(Checkpoint(origin=LOG, size=13, root=bytes(32)).text(), MEMBER, SEEDS[MEMBER])
    with pytest.raises(NoteBad, match=f"the signature of {MEMBER} is wrong"):
        open_note(NOTE + other, KEYS)
    assert open_note(NOTE + other, {LOG: KEYS[LOG]}).signers == (LOG,)


def test_what_is_not_utf_8_is_refused() -> None:
    for note in (NOTE.replace(b"10", b"\xff0", 1), NOTE[:-20] + b"\xff" + NOTE[-19:]):
        with pytest.raises(NoteBad, match="UTF-8"):
            open_note(note, KEYS)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        b"log\n12\n",
        b"log\n-1\n" + b"A" * 43 + b"=\n",
        b"log\n1e3\n" + b"A" * 43 + b"=\n",
        b"log\n" + b"9" * 5000 + b"\n" + b"A" * 43 + b"=\n",
        b"log\n\xd9\xa1\n" + b"A" * 43 + b"=\n",
        b"\n12\n" + b"A" * 43 + b"=\n",
        b"log\n12\nAAAA\n",
        b"log\n12\n" + b"A" * 43 + b"=\nmore\n",
    ],
)
def test_what_is_no_checkpoint(text: bytes) -> None:
    with pytest.raises(NoteBad):
        Checkpoint.parse(text)


def test_verifier_keys_are_read_in_the_one_way_they_are_written() -> None:
    line = verifier_key(LOG, KEYS[LOG])
    assert read_verifier_key(line) == (LOG, KEYS[LOG])
    for wrong in (
        "",
        LOG,
        line[:-4],
        line.replace("+", " "),
        line.upper(),
        line + "A",
        "ы+" + line,
    ):
        with pytest.raises(NoteBad):
            read_verifier_key(wrong)
