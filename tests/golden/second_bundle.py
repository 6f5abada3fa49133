# SPDX-License-Identifier: Apache-2.0
"""A second reader of bundles, written from docs/format/bundle.md alone; it imports nothing of Kuzat."""

import hmac
import json
from base64 import urlsafe_b64decode
from hashlib import sha256, sha512
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
MAGIC, BOX, FRAME, TAG = b"kuzat-bundle/1\n", 80, 65_536, 16


def derived(secret: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256 without salt, 32 bytes."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


def read_card(line: str) -> dict[str, Any]:
    """What a card says, its signature checked, and its digits."""
    content = urlsafe_b64decode(line.removeprefix("kuzat-card-1:") + "==")
    says, signature = content[:132], content[132:]
    log, archive, key, box, epoch, identity = (
        says[:16], says[16:32], says[32:64], says[64:96], says[96:100], says[100:]
    )  # fmt: skip
    Ed25519PublicKey.from_public_bytes(key).verify(signature, b"kuzat/card/1\n" + says)
    digest = sha512(b"kuzat/digits/1\n" + log + key).digest()
    groups = (int.from_bytes(digest[at : at + 5], "big") % 100_000 for at in range(0, 60, 5))
    return {
        "log": log,
        "archive": archive,
        "box": box,
        "epoch": int.from_bytes(epoch, "big"),
        "identity": identity,
        "digits": " ".join(f"{group:05}" for group in groups),
    }


def secret_of(log_seed: bytes, log: bytes) -> X25519PrivateKey:
    """By which the owner of a log opens bundles."""
    return X25519PrivateKey.from_private_bytes(derived(log_seed, b"kuzat/bundle-secret/1\n" + log))


def read(file: bytes, secret: X25519PrivateKey, log: bytes, giver: dict[str, Any]) -> list[list[Any]]:
    """The lines of a bundle up to `end`, with the bytes of originals behind theirs; the tag is checked."""
    assert file.startswith(MAGIC)
    count, rest = file[len(MAGIC)], file[len(MAGIC) + 1 :]
    boxes = [rest[at : at + BOX] for at in range(0, count * BOX, BOX)]
    assert boxes == sorted(boxes)
    place, key = next(filter(None, (opened(n, box, secret, log) for n, box in enumerate(boxes))))
    content = derived(key, b"kuzat/bundle-content/1\n" + sha256(b"".join(boxes)).digest())
    plain = unframed(rest[count * BOX :], AESGCM(content))
    lines, end = listed(plain)
    tags = json.loads(plain[end : plain.index(b"\n", end)])
    assert tags[0] == "tags"
    shared = derived(
        secret.exchange(X25519PublicKey.from_public_bytes(giver["box"])),
        b"kuzat/bundle-shared/1\n" + giver["log"] + log,
    )
    expected = hmac.digest(shared, b"kuzat/bundle-tag/1\n" + sha256(plain[:end]).digest(), "sha256")
    assert tags[1 + place] == expected.hex()
    assert not plain[plain.index(b"\n", end) + 1 :].strip(b"\0")
    return lines


def opened(place: int, box: bytes, secret: X25519PrivateKey, log: bytes) -> tuple[int, bytes] | None:
    """The content key, where the box is for this log."""
    try:
        return place, SUITE.decrypt(box, secret, b"kuzat/bundle/1\n" + log)
    except InvalidTag:
        return None


def unframed(sealed: bytes, cipher: AESGCM) -> bytes:
    """The content of frames as exhibits have them."""
    assert sealed.startswith(b"kuzat-vault/1\n")
    body = sealed[len(b"kuzat-vault/1\n") :]
    frames = [body[at : at + FRAME + TAG] for at in range(0, len(body), FRAME + TAG)]
    return b"".join(
        cipher.decrypt(n.to_bytes(12, "big"), frame, b"kuzat-bundle/1|%d|%d" % (n, n == len(frames) - 1))
        for n, frame in enumerate(frames)
    )


def listed(plain: bytes) -> tuple[list[list[Any]], int]:
    """The lines before `end`, and where the line behind it begins."""
    lines: list[list[Any]] = []
    at = 0
    while True:
        end = plain.index(b"\n", at) + 1
        line = json.loads(plain[at:end])
        at = end
        if line == ["end"]:
            return lines, at
        if line[0] == "exhibit":
            line.append(plain[at : at + int(line[2])])
            at += int(line[2])
        lines.append(line)
