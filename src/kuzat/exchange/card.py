# SPDX-License-Identifier: Apache-2.0
"""A partner's card: which log is theirs, and to which keys a bundle for them is sealed.

    card   = "kuzat-card-1:" ‖ base64url without padding of (what it says ‖ signature)
    says   = log id (16 bytes) ‖ archive id (16) ‖ public key of the log (32) ‖ key for bundles (32)
             ‖ epoch of identities (4, the highest byte first) ‖ key for identities (32)
    signed = "kuzat/card/1\\n" ‖ what it says, by the log's key (Ed25519)

Whose log it is no signature tells: two people read the digits to each other. They stand for the log and
its key alone, so a later card of the same log need not be compared again.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha512

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from kuzat.errors import Refused
from kuzat.log.note import verify

BEGIN = "kuzat-card-1:"
_SIGNED, _DIGITS = b"kuzat/card/1\n", b"kuzat/digits/1\n"
_SAYS, _SIGNATURE = 132, 64
GROUPS, _EACH, _BYTES = 12, 5, 5


class CardRefused(Refused):
    """This is not the card of a partner, or it was changed on the way."""

    code = "card_refused"
    advice = "Ask for it again: kuzat peer card prints it. Copy all of the line."


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Keys of one log: those that it signs with, and those that others seal to.

    ``box`` is an X25519 key for bundles, ``identity`` one for what only who opens identities may read,
    in its ``epoch``.
    """

    log: str
    archive: str
    key: bytes
    box: bytes
    epoch: int
    identity: bytes

    def says(self) -> bytes:
        """What is signed, without its domain."""
        head = bytes.fromhex(self.log) + bytes.fromhex(self.archive) + self.key + self.box
        return head + self.epoch.to_bytes(4, "big") + self.identity

    def digits(self) -> str:
        """Twelve groups of five digits, the same in every language, to be read aloud."""
        digest = sha512(_DIGITS + bytes.fromhex(self.log) + self.key).digest()
        parts = (digest[at : at + _BYTES] for at in range(0, GROUPS * _BYTES, _BYTES))
        return " ".join(f"{int.from_bytes(part, 'big') % 10**_EACH:0{_EACH}}" for part in parts)


def write_card(card: Card, log_seed: bytes) -> str:
    """The card as one line, signed by the log."""
    says = card.says()
    signature = Ed25519PrivateKey.from_private_bytes(log_seed).sign(_SIGNED + says)
    return BEGIN + urlsafe_b64encode(says + signature).decode().rstrip("=")


def read_card(text: str) -> Card:
    """Read a card and check that the log that it names signed it. Raises `CardRefused`."""
    line = text.strip()
    try:
        content = urlsafe_b64decode(line.removeprefix(BEGIN).encode() + b"==")
    except ValueError:
        raise CardRefused() from None
    says, signature = content[:_SAYS], content[_SAYS:]
    if not line.startswith(BEGIN) or len(content) != _SAYS + _SIGNATURE:
        raise CardRefused()
    card = Card(
        log=says[:16].hex(),
        archive=says[16:32].hex(),
        key=says[32:64],
        box=says[64:96],
        epoch=int.from_bytes(says[96:100], "big"),
        identity=says[100:],
    )
    written = BEGIN + urlsafe_b64encode(content).decode().rstrip("=")
    if written != line or not verify(card.key, signature, _SIGNED + says):
        raise CardRefused()
    if not _is_sound(card.box) or not _is_sound(card.identity):
        raise CardRefused()
    return card


def _is_sound(public: bytes) -> bool:
    """Whether an X25519 key is none of those that give everybody the same secret."""
    try:
        X25519PrivateKey.from_private_bytes(b"\x01" * 32).exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        return False
    return True
