# SPDX-License-Identifier: Apache-2.0
"""A second reader of boxes, written from docs/format and RFC 9180 alone. It imports nothing of kuzat."""

import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from second_verifier import Wrong, need, read_jcs, statement_id

AES_256_GCM = (2, 32)


def extract(salt, label, key, suite):
    return hmac.digest(salt, b"HPKE-v1" + suite + label + key, "sha256")


def expand(key, label, info, length, suite):
    asked = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    block, out, number = b"", b"", 0
    while len(out) < length:
        number += 1
        block = hmac.digest(key, block + asked + bytes([number]), "sha256")
        out += block
    return out[:length]


def hpke_open(sealed, secret, info, aad=b"", aead=AES_256_GCM):
    """SetupBaseR and the first Open of RFC 9180 with DHKEM(X25519, HKDF-SHA256) and HKDF-SHA256."""
    need(len(sealed) >= 32 + 16, "too short")
    enc, ciphertext = sealed[:32], sealed[32:]
    receiver = X25519PrivateKey.from_private_bytes(secret)
    try:
        dh = receiver.exchange(X25519PublicKey.from_public_bytes(enc))
    except ValueError as error:
        raise Wrong("the key of nobody") from error
    kem = b"KEM" + (0x20).to_bytes(2, "big")
    mine = receiver.public_key().public_bytes_raw()
    prk = extract(b"", b"eae_prk", dh, kem)
    shared = expand(prk, b"shared_secret", enc + mine, 32, kem)
    number, length = aead
    suite = b"HPKE" + b"".join(part.to_bytes(2, "big") for part in (0x20, 1, number))
    psk_id_hash = extract(b"", b"psk_id_hash", b"", suite)
    context = b"\x00" + psk_id_hash + extract(b"", b"info_hash", info, suite)
    secret_ = extract(shared, b"secret", b"", suite)
    key = expand(secret_, b"key", context, length, suite)
    nonce = expand(secret_, b"base_nonce", context, 12, suite)
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, aad)
    except InvalidTag as error:
        raise Wrong("does not open") from error


def open_box(box, archive, log, id_, secret):
    """The statement in a box, as an object with the parts of a proof's `statements`."""
    info = b"kuzat/box/1\n" + bytes.fromhex(archive) + bytes.fromhex(id_)
    plain = hpke_open(box, secret, info)
    said = plain.rstrip(b"\x00")
    need(said, "nothing in it")
    size = 256
    while size < len(said):
        size *= 2
    need(len(plain) == size, "filling")
    parts = read_jcs(said, size)
    need(isinstance(parts, list) and len(parts) == 7, "parts")
    salt, op, about, says, value, language, basis = parts
    need(isinstance(value, list) and len(value) == 2, "value")
    stated = {
        "about": about, "basis": basis, "language": language, "op": op, "says": says, "salt": salt,
        "type": value[0], "value": value[1],
    }  # fmt: skip
    need(statement_id(log, stated).hex() == id_, "digest")
    return stated


def settle(case, secret):
    """What whoever holds the key finds in both files, after what waits was settled."""
    rows, erased = case["identity.db"], set(case["erased"])
    known = {one["statement"] for one in case["sealed"]}
    without_box = {one["statement"] for one in case["sealed"] if one["box"] is None}
    if rows is None:
        need(len(without_box) <= len(erased & without_box), "identity_gone")
        rows = []
    need(case["archive_of_file"] == case["archive"], "compartment_foreign")
    held = {one["id"]: one for one in rows}
    need(set(held) <= known, "identity_ahead")
    need(without_box - erased <= set(held), "identity_missing")
    held = {id_: one for id_, one in held.items() if not (id_ in erased and id_ in without_box)}
    waiting = []
    for one in case["sealed"]:
        if one["box"] is not None:
            try:
                box = bytes.fromhex(one["box"])
                said = open_box(box, case["archive"], case["log"], one["statement"], secret)
                need(said["about"] == one["about"], "another record")
                held.setdefault(one["statement"], said)
            except Wrong:
                waiting.append(one["statement"])
    withdrawn = {(one["about"], one["value"]) for one in held.values() if one["op"] == "withdraw"}
    names = {
        id_: one["value"]
        for id_, one in held.items()
        if (one["op"], one["says"]) == ("set", "person.identity_name")
        and (one["about"], id_) not in withdrawn
    }
    return {"held": sorted(held), "waiting": sorted(waiting), "names": names}
