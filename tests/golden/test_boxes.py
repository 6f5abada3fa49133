# SPDX-License-Identifier: Apache-2.0
"""Boxes: RFC 9180's own vectors, and ours on which two readers agree."""

from typing import Any

import pytest
import second_archive as archive_page
import second_boxes as second
import vector_boxes
import vector_identities
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from second_verifier import Wrong
from test_vectors import each

from kuzat.errors import KuzatError
from kuzat.log.box import BoxBroken, open_box, seal
from kuzat.log.statement import Draft, bind

# RFC 9180: info and plain text of all vectors; of base mode with X25519 and HKDF-SHA256 the first
# encryption under AES-128-GCM (appendix A.1.1) and under AES-256-GCM (its list of test vectors):
# the sender's and the receiver's secret key, the encapsulated key, the ciphertext.
INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
PLAIN = bytes.fromhex("4265617574792069732074727574682c20747275746820626561757479")
RFC_9180 = {
    1: (
        "52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736",
        "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8",
        "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
        "6d8770ac83d07bea87e13c512a",
    ),
    2: (
        "179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11",
        "497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d",
        "6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256",
        "e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be99319"
        "80a41de125a925cdad859d5b7a",
    ),
}


@pytest.mark.parametrize("aead", [1, 2])
def test_rfc_9180(aead: int) -> None:
    sender, receiver, enc, ciphertext = map(bytes.fromhex, RFC_9180[aead])
    aad = b"Count-0"
    opened = second.hpke_open(enc + ciphertext, receiver, INFO, aad, (aead, 16 * aead))
    assert opened == PLAIN
    public = X25519PrivateKey.from_private_bytes(receiver).public_key().public_bytes_raw()
    sealed = vector_boxes.hpke_seal(sender, public, INFO, aad, PLAIN, aead)
    assert sealed == enc + ciphertext


@each("boxes")
def test_box(case: dict[str, Any]) -> None:
    box, key = bytes.fromhex(case["box"]), bytes.fromhex(case["key"])
    place = (case["archive"], case["log"])
    if "refused" in case:
        with pytest.raises(BoxBroken) as refused:
            open_box(box, *place, bytes.fromhex(case["id"]), key)
        assert str(refused.value) == case["refused"]
        with pytest.raises(Wrong):
            second.open_box(box, *place, case["id"], key)
        return
    opened = open_box(box, *place, bytes.fromhex(case["id"]), key)
    said = case["said"]
    assert {name: getattr(opened, name) for name in said if name != "salt"} | {
        "salt": opened.salt.hex()
    } == said
    assert opened.compartment == "identity"
    assert second.open_box(box, *place, case["id"], key) == said


@each("identities")
def test_identities(case: dict[str, Any]) -> None:
    secret = archive_page.box_secret(bytes.fromhex(case["identity/1"]), bytes.fromhex(case["archive"]))
    if "alarm" in case:
        with pytest.raises(KuzatError) as alarm:
            vector_identities.found(case)
        assert alarm.value.code == case["alarm"]
        with pytest.raises(Wrong, match=case["alarm"]):
            second.settle(case, secret)
        return
    assert vector_identities.found(case) == case["found"]
    assert second.settle(case, secret) == case["found"]


def test_what_ours_seals_the_second_opens() -> None:
    secret = bytes(range(32))
    public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    draft = Draft(about="per-" + "7a" * 16, says="person.phone", type="text", value="0555 000000")
    said = bind(draft, "10" * 16, bytes(16))
    box = seal(said, "a0" * 16, public, bytes(range(1, 33)))
    assert second.open_box(box, "a0" * 16, said.log, said.id.hex(), secret)["value"] == said.value
