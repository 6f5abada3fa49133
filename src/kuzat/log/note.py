# SPDX-License-Identifier: Apache-2.0
"""Checkpoints as signed notes: C2SP signed-note and tlog-checkpoint, Ed25519.

    <origin>                       the log's id
    <size>
    <root in base64>

    — <name> <base64 of key id ‖ signature>

A signature's key id is the first four bytes of SHA-256(name ‖ "\\n" ‖ 0x01 ‖ public key).

Implementations of Ed25519 differ on points that no honest signer makes. Format 1 refuses them, in
keys and in signatures: points not written in the one way they can be, and the eight of small order.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from kuzat.errors import Broken, Phrase

ED25519 = b"\x01"
KEY = 32
MOST_SIGNATURES = 100
LONGEST_SIZE = 16

# The field of Ed25519, and the y of the eight points whose order divides 8.
_PRIME = 2**255 - 19
_OF_ORDER_8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_OF_SMALL_ORDER = {0, 1, _PRIME - 1, _OF_ORDER_8, _PRIME - _OF_ORDER_8}


class NoteBad(Broken):
    """The signed checkpoint does not hold: {reason}."""

    code = "note_bad"
    advice = "Ask for the checkpoint again, and compare it with the copies that others hold."


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A note whose signatures hold: its text, and the names of those who signed it."""

    text: bytes
    signers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """How many entries a log has, and the root that commits to them."""

    origin: str
    size: int
    root: bytes

    def text(self) -> bytes:
        """What is signed: three lines, the last one ended too."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n".encode()

    @classmethod
    def parse(cls, note: bytes) -> Self:
        """Read a signed note or its text; **no signature is checked here**. Raises `NoteBad`.

        Lines behind the root (extensions) are refused: format 1 signs none.
        """
        text = note.split(b"\n\n", 1)[0].rstrip(b"\n") + b"\n"
        lines = text.split(b"\n")
        if len(lines) != 4 or not lines[1].isdigit() or len(lines[1]) > LONGEST_SIZE:
            raise NoteBad(reason=Phrase("it is not a checkpoint"))
        root = decoded(lines[2])
        checkpoint = cls(origin=_utf8(lines[0]), size=int(lines[1]), root=root)
        if len(root) != 32 or not checkpoint.origin or checkpoint.text() != text:
            raise NoteBad(reason=Phrase("it is not a checkpoint"))
        return checkpoint


def key_id(name: str, public: bytes, kind: bytes = ED25519) -> bytes:
    """The four bytes that tell which key, for which kind of signature, a line belongs to."""
    return sha256(name.encode() + b"\n" + kind + public).digest()[:4]


def verifier_key(name: str, public: bytes, kind: bytes = ED25519) -> str:
    """A public key as C2SP tools read it: name, key id in hex and key in base64, joined by +."""
    return f"{name}+{key_id(name, public, kind).hex()}+{b64encode(kind + public).decode()}"


def read_verifier_key(text: str, kind: bytes = ED25519) -> tuple[str, bytes]:
    """The name and the public key in a line that `verifier_key` wrote. Raises `NoteBad`."""
    name, _, rest = text.partition("+")
    _, _, key = rest.partition("+")
    public = decoded(key.encode(errors="replace"))[1:]
    if len(public) != KEY or verifier_key(name, public, kind) != text:
        raise NoteBad(reason=Phrase("its key is not written as a verifier key"))
    return name, public


class SigningKey:
    """An Ed25519 key that signs in one name; made once for many signatures."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._name = name
        self._id = key_id(name, self._key.public_key().public_bytes_raw())

    def sign(self, text: bytes) -> bytes:
        """The signature line, ended by a newline."""
        return f"— {self._name} {b64encode(self._id + self._key.sign(text)).decode()}\n".encode()


def sign(text: bytes, name: str, seed: bytes) -> bytes:
    """The signature line, ended by a newline, under an Ed25519 key given as its 32 byte seed."""
    return SigningKey(name, seed).sign(text)


def open_note(note: bytes, keys: Mapping[str, bytes]) -> Opened:
    """Check every signature by a known key; lines of unknown keys are passed over.

    ``keys`` maps names to Ed25519 public keys. Raises `NoteBad` where none of them signed or a
    signature in their name is wrong.
    """
    text, lines = split(note)
    signers: list[str] = []
    for name, signed in lines:
        if name in keys and signed[:4] == key_id(name, keys[name]):
            if not verify(keys[name], signed[4:], text):
                raise NoteBad(reason=Phrase("the signature of {name} is wrong", name=name))
            signers.append(name)
    if not signers:
        raise NoteBad(reason=Phrase("no known key signed it"))
    return Opened(text=text, signers=tuple(signers))


def split(note: bytes) -> tuple[bytes, Iterator[tuple[str, bytes]]]:
    """The text of a note, and of each signature line the name and its bytes; none is checked here.

    Raises `NoteBad`, for a signature line when it is its turn.
    """
    body, separator, lines = note.rpartition(b"\n\n")
    if not separator or not lines.endswith(b"\n"):
        raise NoteBad(reason=Phrase("it has no signature lines"))
    text = body + b"\n"
    if any(byte < 0x20 and byte != 0x0A for byte in note):
        raise NoteBad(reason=Phrase("it holds control characters"))
    if b"\n\n" in text:
        raise NoteBad(reason=Phrase("it is not a checkpoint"))
    _utf8(text)
    return text, _signatures(lines)


def _signatures(lines: bytes) -> Iterator[tuple[str, bytes]]:
    listed = _utf8(lines).removesuffix("\n").split("\n")
    if len(listed) > MOST_SIGNATURES:
        raise NoteBad(reason=Phrase("it has too many signature lines"))
    for line in listed:
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "—" or not parts[1] or "+" in parts[1]:
            raise NoteBad(reason=Phrase("a signature line is misshapen"))
        signed = decoded(parts[2].encode())
        if len(signed) < 5:
            raise NoteBad(reason=Phrase("a signature line is misshapen"))
        yield parts[1], signed


def verify(public: bytes, signature: bytes, text: bytes) -> bool:
    """Whether this is an Ed25519 signature of ``text`` that every reader of format 1 accepts."""
    if not _is_sound(public) or not _is_sound(signature[:KEY]):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_sound(point: bytes) -> bool:
    """Whether a point is written in the one way it can be, and not of small order."""
    y = int.from_bytes(point, "little") & (1 << 255) - 1
    return y < _PRIME and y not in _OF_SMALL_ORDER


def decoded(text: bytes) -> bytes:
    """Base64 with padding, in the one way it can be written."""
    try:
        content = b64decode(text, validate=True)
    except NotBase64:
        raise NoteBad(reason=Phrase("it holds something that is not base64")) from None
    if b64encode(content) != text:
        raise NoteBad(reason=Phrase("it holds something that is not base64"))
    return content


def _utf8(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise NoteBad(reason=Phrase("it is not UTF-8")) from None
