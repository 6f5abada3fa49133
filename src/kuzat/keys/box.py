# SPDX-License-Identifier: Apache-2.0
"""A key sealed to somebody who is not there: HPKE (RFC 9180), base mode, one message.

DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; 32 bytes of the sender's fresh public key ‖ sealed
content ‖ tag. The library opens. Sealing is spelled out here only because the library draws the
sender's key by itself, while this room is handed its randomness, so that vectors can be made again.
"""

import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

KEY, NONCE, TAG = 32, 12, 16
OVERHEAD = KEY + TAG
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_KEM_ID = b"KEM\x00\x20"
_HPKE_ID = b"HPKE\x00\x20\x00\x01\x00\x02"
_BASE = b"\x00"


def derived(secret: bytes, info: bytes) -> bytes:
    """Another 32 bytes from a secret that is random already: HKDF-SHA256 without salt (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=info).derive(secret)


def public_key(secret: bytes) -> bytes:
    """The X25519 public key of a secret key."""
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def seal(content: bytes, public: bytes, info: bytes, fresh: bytes) -> bytes:
    """Seal to a public key; ``fresh`` is 32 random bytes, never used again.

    Raises `ValueError` where the public key is one of the few that give everybody the same secret.
    """
    sender = X25519PrivateKey.from_private_bytes(fresh)
    sent = sender.public_key().public_bytes_raw()
    shared = sender.exchange(X25519PublicKey.from_public_bytes(public))
    key, nonce = _schedule(_shared_secret(shared, sent + public), info)
    return sent + AESGCM(key).encrypt(nonce, content, b"")


def unseal(sealed: bytes, secret: bytes, info: bytes) -> bytes | None:
    """What was sealed; None where it was altered, or sealed to another key or under another info."""
    try:
        return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(secret), info)
    except InvalidTag:
        return None


def _shared_secret(shared: bytes, context: bytes) -> bytes:
    """ExtractAndExpand of DHKEM (section 4.1)."""
    prk = _extract(_KEM_ID, b"", b"eae_prk", shared)
    return _expand(_KEM_ID, prk, b"shared_secret", context, KEY)


def _schedule(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Key and first nonce of the base mode (section 5.1)."""
    context = _BASE + _extract(_HPKE_ID, b"", b"psk_id_hash", b"")
    context += _extract(_HPKE_ID, b"", b"info_hash", info)
    secret = _extract(_HPKE_ID, shared, b"secret", b"")
    key = _expand(_HPKE_ID, secret, b"key", context, KEY)
    return key, _expand(_HPKE_ID, secret, b"base_nonce", context, NONCE)


def _extract(suite: bytes, salt: bytes, label: bytes, content: bytes) -> bytes:
    """LabeledExtract (section 4)."""
    return hmac.digest(salt, b"HPKE-v1" + suite + label + content, "sha256")


def _expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """LabeledExpand (section 4)."""
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return HKDFExpand(algorithm=SHA256(), length=length, info=labelled).derive(key)
