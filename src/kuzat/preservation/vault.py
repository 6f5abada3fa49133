# SPDX-License-Identifier: Apache-2.0
"""Originals encrypted in frames, so that a long recording streams and no frame can be moved.

A sealed original is the line ``kuzat-vault/1`` and then frames: 65,536 bytes of content (the last
frame fewer, an empty original one empty frame) under AES-256-GCM (NIST SP 800-38D), 16 bytes of
tag behind each. The nonce is the frame's number, 96 bits; the associated data are ``exhibit
id|frame number|last`` with 1 for the last frame and 0 before it. So a frame that was changed,
cut, swapped or appended does not open. Because nonces count from zero, **a key seals one original
once**.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kuzat.errors import Broken

HEAD = b"kuzat-vault/1\n"
FRAME = 64 * 1024
TAG = 16


class ExhibitBroken(Broken):
    """The original {exhibit} was changed, cut or belongs to another key (frame {frame})."""

    code = "exhibit_broken"
    advice = "Keep the file as it is, and fetch the original from a copy or from whoever gave it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the plain content measures: bytes and SHA-256 in hex."""

    size: int
    sha256: str


def put(exhibit: str, key: bytes, plain: BinaryIO, sealed: BinaryIO) -> Measured:
    """Encrypt ``plain`` into ``sealed`` and measure the content on the way.

    ``key`` is 32 random bytes made for this original and never used again.
    """
    cipher, digest, size = AESGCM(key), hashlib.sha256(), 0
    sealed.write(HEAD)
    for number, content, last in _frames(plain, FRAME):
        digest.update(content)
        size += len(content)
        sealed.write(cipher.encrypt(_nonce(number), content, _bound(exhibit, number, last)))
    return Measured(size=size, sha256=digest.hexdigest())


def get(exhibit: str, key: bytes, sealed: BinaryIO) -> Iterator[bytes]:
    """The content, frame by frame; each is handed out only after its tag was checked.

    Raises `ExhibitBroken`. A cut shows only at the end: use nothing before the iterator has ended.
    """
    if _read(sealed, len(HEAD)) != HEAD:
        raise ExhibitBroken(exhibit=exhibit, frame=0)
    cipher = AESGCM(key)
    for number, content, last in _frames(sealed, FRAME + TAG):
        try:
            yield cipher.decrypt(_nonce(number), content, _bound(exhibit, number, last))
        except InvalidTag:
            raise ExhibitBroken(exhibit=exhibit, frame=number) from None


def measure(exhibit: str, key: bytes, sealed: BinaryIO) -> Measured:
    """Size and SHA-256 of what ``sealed`` holds, every frame checked."""
    digest, size = hashlib.sha256(), 0
    for content in get(exhibit, key, sealed):
        digest.update(content)
        size += len(content)
    return Measured(size=size, sha256=digest.hexdigest())


def plain_size(sealed: int) -> int:
    """How many bytes of content a sealed original of so many bytes holds."""
    framed = sealed - len(HEAD)
    return framed - TAG * -(-framed // (FRAME + TAG))


def _frames(file: BinaryIO, length: int) -> Iterator[tuple[int, bytes, bool]]:
    number, frame = 0, _read(file, length)
    while True:
        following = _read(file, length) if len(frame) == length else b""
        yield number, frame, not following
        if not following:
            return
        number, frame = number + 1, following


def _read(file: BinaryIO, length: int) -> bytes:
    """Exactly ``length`` bytes unless the file ends; pipes and sockets hand out less at a time."""
    parts: list[bytes] = []
    while length and (part := file.read(length)):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(exhibit: str, number: int, last: bool) -> bytes:
    return f"{exhibit}|{number}|{int(last)}".encode()
