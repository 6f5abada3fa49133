# SPDX-License-Identifier: Apache-2.0
"""What one guess at a passphrase costs: Argon2id (RFC 9106), and a key for one member from it.

    key = HKDF-SHA256(Argon2id(NFC(passphrase)) ‖ key file, info = "kuzat/member-key/1\\n" ‖ archive ‖ member)

The key file, 32 random bytes, is a second factor; a member who has none derives without it.
"""

from dataclasses import dataclass
from unicodedata import normalize

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kuzat.errors import Broken, Phrase, Refused
from kuzat.keys.box import KEY, derived

SHORTEST = 12
_MEMBER_KEY = b"kuzat/member-key/1\n"


class CostWeakened(Broken):
    """The passphrase is protected by less than is allowed: {part} is {found}, at least {limit}."""

    code = "cost_weakened"
    advice = "Do not type the passphrase again. Fetch archive.json from your newest backup."


class CostExhausting(Broken):
    """Unlocking would exhaust this machine: {part} is {found}, at most {limit}."""

    code = "cost_exhausting"
    advice = "Somebody altered archive.json. Fetch it from your newest backup."


class PassphraseRefused(Refused):
    """This passphrase cannot be used: {reason}."""

    code = "passphrase_refused"
    advice = "Draw six words with dice from a printed word list, and learn them by heart."


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Argon2id's memory in KiB, passes over it, and lanes side by side."""

    memory: int = 262_144
    passes: int = 3
    lanes: int = 4

    def check(self) -> None:
        """Refuse, before anything is derived, what is too cheap to guess or too dear to unlock."""
        named = {"memory": Phrase("memory"), "passes": Phrase("passes"), "lanes": Phrase("lanes")}
        for part, phrase in named.items():
            found, least, most = (getattr(cost, part) for cost in (self, FLOOR, CEILING))
            if found < least:
                raise CostWeakened(part=phrase, found=found, limit=least)
            if found > most:
                raise CostExhausting(part=phrase, found=found, limit=most)


FLOOR = Cost(memory=65_536, passes=3, lanes=1)
CEILING = Cost(memory=4_194_304, passes=16, lanes=16)


def check_new(passphrase: str) -> None:
    """Refuse a passphrase that is too short to be chosen. Raises `PassphraseRefused`."""
    as_bytes(passphrase)
    if len(normalize("NFC", passphrase).strip()) < SHORTEST:
        reason = Phrase("it has fewer than {count} characters", count=SHORTEST)
        raise PassphraseRefused(reason=reason)


def as_bytes(passphrase: str) -> bytes:
    """UTF-8 of the passphrase in NFC, so that every keyboard's ё is the same ё."""
    try:
        return normalize("NFC", passphrase).encode()
    except UnicodeEncodeError:
        reason = Phrase("it holds a character that was cut in half")
        raise PassphraseRefused(reason=reason) from None


def member_key(
    secret: bytes, file: bytes, salt: bytes, cost: Cost, archive: str, member: str
) -> bytes:
    """The key that wraps one member's seed; ``file`` is empty for who has no key file.

    ``cost`` must have been checked.
    """
    key = stretched(secret, salt, cost)
    return derived(key + file, _MEMBER_KEY + bytes.fromhex(archive) + bytes.fromhex(member))


def stretched(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    """Argon2id of a passphrase: what makes each guess cost memory and time."""
    stretching = Argon2id(
        salt=salt, length=KEY, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
    )
    return stretching.derive(secret)
