# SPDX-License-Identifier: Apache-2.0
"""What a witness says of a checkpoint: C2SP tlog-cosignature, the Ed25519 kind.

    — <name> <base64 of key id ‖ time ‖ signature>

The key id is made with the kind 0x04, the time is POSIX seconds in eight bytes, and what is signed is

    cosignature/v1
    time <time>
    <the text of the checkpoint>

A witness sees sizes and roots, no content.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kuzat.log.note import key_id, split, verify

COSIGNATURE = b"\x04"
LATEST = 2**63 - 1
_TIME, _SIGNATURE = 8, 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosignature:
    """A line in the name of a known witness, and when it signed; None where the line is wrong."""

    name: str
    at: int | None


def cosign(text: bytes, name: str, seed: bytes, at: int) -> bytes:
    """The line that a witness adds to a checkpoint with this text, at a time in POSIX seconds.

    A witness first holds the checkpoint against the one it signed before: `kuzat.log.foreign`.
    """
    key = Ed25519PrivateKey.from_private_bytes(seed)
    signed = key_id(name, key.public_key().public_bytes_raw(), COSIGNATURE)
    signed += at.to_bytes(_TIME, "big") + key.sign(_message(text, at))
    return f"— {name} {b64encode(signed).decode()}\n".encode()


def cosignatures(note: bytes, witnesses: Mapping[str, bytes]) -> tuple[Cosignature, ...]:
    """The lines of these witnesses (name and public key) on a checkpoint, in their order.

    The note is one whose own signatures were checked; raises `NoteBad` where it is misshapen. A
    wrong line is told and never refuses the note, since anybody can add one.
    """
    text, lines = split(note)
    return tuple(
        Cosignature(name=name, at=_time(witnesses[name], signed[4:], text))
        for name, signed in lines
        if name in witnesses and signed[:4] == key_id(name, witnesses[name], COSIGNATURE)
    )


def _time(public: bytes, signed: bytes, text: bytes) -> int | None:
    at = int.from_bytes(signed[:_TIME], "big")
    if len(signed) != _TIME + _SIGNATURE or at > LATEST:
        return None
    return at if verify(public, signed[_TIME:], _message(text, at)) else None


def _message(text: bytes, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n".encode() + text
