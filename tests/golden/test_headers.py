# SPDX-License-Identifier: Apache-2.0
"""archive.json: RFC 9180's own vectors, and ours on which two readers agree."""

from typing import Any

import pytest
import second_archive as second
from second_verifier import Wrong
from test_boxes import INFO, PLAIN, RFC_9180
from test_vectors import each

from kuzat.errors import KuzatError
from kuzat.keys import box, open_header


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


def test_sealing_is_that_of_rfc_9180() -> None:
    """The first message of its vectors carries associated data; without it only the tag differs."""
    sender, receiver, enc, ciphertext = map(bytes.fromhex, RFC_9180[2])
    sealed = box.seal(PLAIN, box.public_key(receiver), INFO, sender)
    assert sealed[: box.KEY] == enc
    assert sealed[box.KEY : -box.TAG] == ciphertext[: -box.TAG]
    assert box.unseal(sealed, receiver, INFO) == PLAIN
    assert second.hpke_open(sealed, receiver, INFO) == PLAIN
