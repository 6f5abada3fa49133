# SPDX-License-Identifier: Apache-2.0
"""Signatures that some implementations of Ed25519 accept and others refuse (RFC 8032, 5.1.7)."""

import hashlib
from base64 import b64encode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from vector_log import public

from kuzat.log.note import key_id

ORDER = 2**252 + 27742317777372353535851937790883648493
NEUTRAL = bytes([1]) + bytes(31)
BASE = bytes([0x58]) + bytes([0x66]) * 31
BEYOND_THE_FIELD = (2**255 - 18).to_bytes(32, "little")


def forged(text: bytes, name: str, seed: bytes) -> list[tuple[str, bytes, bytes]]:
    """Vector name, public key and note; nobody who follows RFC 8032 signs like that."""
    key = public(seed)
    hashed = hashlib.sha512(seed).digest()
    secret = int.from_bytes(hashed[:32], "little") & (1 << 254) - 8 | 1 << 254
    challenge = int.from_bytes(hashlib.sha512(NEUTRAL + key + text).digest(), "little")
    of_small_order = NEUTRAL + _number(challenge * secret % ORDER)
    for_any_text = BASE + _number(1)
    return [
        ("key_of_small_order", NEUTRAL, _note(text, name, NEUTRAL, for_any_text)),
        (
            "key_written_in_another_way",
            BEYOND_THE_FIELD,
            _note(text, name, BEYOND_THE_FIELD, for_any_text),
        ),
        ("signature_of_small_order", key, _note(text, name, key, of_small_order)),
        ("signature_number_too_large", key, _note(text, name, key, _too_large(text, seed))),
        ("signature_cut", key, _note(text, name, key, for_any_text[:-1])),
    ]


def _too_large(text: bytes, seed: bytes) -> bytes:
    """A good signature with the order of the group added to its number, which changes nothing."""
    good = Ed25519PrivateKey.from_private_bytes(seed).sign(text)
    return good[:32] + _number(int.from_bytes(good[32:], "little") + ORDER)


def _number(value: int) -> bytes:
    return value.to_bytes(32, "little")


def _note(text: bytes, name: str, key: bytes, signature: bytes) -> bytes:
    signed = b64encode(key_id(name, key) + signature).decode()
    return text + f"\n— {name} {signed}\n".encode()
