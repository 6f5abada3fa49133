# SPDX-License-Identifier: Apache-2.0
"""archive.json: RFC 9180's own vectors, and ours on which two readers agree."""

from typing import Any

import pytest
import second_archive as second
from second_verifier import Wrong
from test_boxes import INFO, PLAIN, RFC_9180
from test_vectors import each
from vector_headers import shares_of

from kuzat.errors import KuzatError
from kuzat.keys import box, open_header, parse, together
from kuzat.keys.unlocked import named


@each("headers")
def test_header(case: dict[str, Any]) -> None:
    content, passphrase = case["header"].encode(), case["passphrase"]
    file = bytes.fromhex(case["file"])
    if "refused" in case:
        with pytest.raises(KuzatError) as refused:
            open_header(content, passphrase, file)
        assert str(refused.value) == case["refused"]
        with pytest.raises(Wrong):
            second.open_header(content, passphrase, file)
        return
    unlocked = open_header(content, passphrase, file)
    assert (unlocked.member, sorted(unlocked.roles)) == (case["member"], case["roles"])
    keys = {name: bytes.fromhex(key) for name, key in case["keys"].items()}
    assert second.open_header(content, passphrase, file) == (case["member"], keys)
    opened = {"seed": unlocked.member_seed}
    opened |= {f"cases/{epoch}": key for epoch, key in unlocked.cases.items()}
    opened |= {f"identity/{epoch}": key for epoch, key in unlocked.identity.items()}
    assert opened == keys
    read, _ = parse(content)
    archive = bytes.fromhex(read.archive)
    databases = [second.database_key(key, archive).hex() for key in unlocked.identity.values()]
    assert databases == case["identity.db"]
    stated = next(m for m in second.read_header(content)["members"] if m["id"] == case["member"])
    public = second.public_key_of({"archive": read.archive}, stated, unlocked.cases_key)
    assert public.hex() == case["public"]


@each("quorums")
def test_quorum(case: dict[str, Any]) -> None:
    content = case["header"].encode()
    seeds = {member: bytes.fromhex(seed) for member, seed in case["seeds"].items()}
    if "refused" in case:
        with pytest.raises(KuzatError) as refused:
            ours(content, seeds)
        assert str(refused.value) == case["refused"]
        with pytest.raises(Wrong):
            second.open_shared(content, seeds)
        return
    keys = {name: bytes.fromhex(key) for name, key in case["keys"].items()}
    assert ours(content, seeds) == keys
    assert second.open_shared(content, seeds) == keys


def ours(content: bytes, seeds: dict[str, bytes]) -> dict[str, bytes]:
    """The keys that people open alone or together, by name."""
    read, _ = parse(content)
    acting, *others = (shares_of(read, member, seed) for member, seed in seeds.items())
    opened = together(read, acting, others)
    return named("cases", opened.cases) | named("identity", opened.identity)


def test_sealing_is_that_of_rfc_9180() -> None:
    """The first message of its vectors carries associated data; without it only the tag differs."""
    sender, receiver, enc, ciphertext = map(bytes.fromhex, RFC_9180[2])
    sealed = box.seal(PLAIN, box.public_key(receiver), INFO, sender)
    assert sealed[: box.KEY] == enc
    assert sealed[box.KEY : -box.TAG] == ciphertext[: -box.TAG]
    assert box.unseal(sealed, receiver, INFO) == PLAIN
    assert second.hpke_open(sealed, receiver, INFO) == PLAIN
