# SPDX-License-Identifier: Apache-2.0
"""One member's part of archive.json: their keys, wrapped under a key from their passphrase.

A wrap is AES-256-GCM (NIST SP 800-38D): nonce ‖ sealed key ‖ tag. What it belongs to and how its
key was derived is its associated data, so a wrap that was moved or weakened does not open.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kuzat.errors import Broken, Phrase, Refused
from kuzat.keys import cost as costs
from kuzat.keys.cost import KEY, Cost

FORMAT, SUITE = 1, 1
SEED, CASES = "seed", "cases/1"
SALT, NONCE, TAG = 16, 12, 16
_WRAP = "kuzat/wrap/1"
_FACTORS = ["passphrase"]

_ID = re.compile(r"[0-9a-f]{32}")
_WRAPPED = re.compile(rf"[0-9a-f]{{{2 * (NONCE + KEY + TAG)}}}")
_KEY_NAME = re.compile(r"seed|(cases|identity)/[1-9][0-9]{0,8}")

Random = Callable[[int], bytes]


class HeaderDamaged(Broken):
    """archive.json was changed or damaged: {reason}."""

    code = "header_damaged"
    advice = "Keep the file as it is, and fetch archive.json from your newest backup."


class HeaderNewer(Refused):
    """This archive was made by a newer version of Kuzat."""

    code = "header_newer"
    advice = "Install the newest version and open the archive with it; nothing was changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """What one member can open: their signing seed and the key of the cases compartment."""

    member: str
    member_seed: bytes = field(repr=False)
    cases_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member's wraps, by the name of the key inside, and how their own key is derived."""

    id: str
    cost: Cost
    salt: bytes
    wraps: Mapping[str, bytes]

    def stated(self) -> dict[str, Any]:
        """What the header says of this member."""
        wraps = {name: wrap.hex() for name, wrap in self.wraps.items()}
        return {"id": self.id, "kdf": _kdf(self.cost, self.salt), "wraps": wraps}

    def open(self, archive: str, secret: bytes) -> dict[str, bytes]:
        """The keys inside; none for another passphrase. Raises `HeaderDamaged` if only some open.

        ``secret`` is the passphrase as `kuzat.keys.cost.as_bytes` gives it.
        """
        cipher = AESGCM(costs.member_key(secret, self.salt, self.cost, archive, self.id))
        kdf, opened = _kdf(self.cost, self.salt), {}
        for name, wrap in self.wraps.items():
            try:
                bound = _bound(archive, self.id, name, kdf)
                opened[name] = cipher.decrypt(wrap[:NONCE], wrap[NONCE:], bound)
            except InvalidTag:
                continue
        if opened and len(opened) < len(self.wraps):
            raise HeaderDamaged(reason=Phrase("a wrapped key does not open"))
        return opened


def seal(
    archive: str,
    member: str,
    passphrase: str,
    secrets: Mapping[str, bytes],
    random: Random,
    cost: Cost,
) -> Member:
    """Wrap a member's keys under their passphrase: the way in for the first and for any other.

    Raises `PassphraseRefused`, `CostWeakened` or `CostExhausting`.
    """
    costs.check_new(passphrase)
    cost.check()
    salt = random(SALT)
    cipher = AESGCM(costs.member_key(costs.as_bytes(passphrase), salt, cost, archive, member))
    kdf, wraps = _kdf(cost, salt), {}
    for name, secret in secrets.items():
        nonce = random(NONCE)
        wraps[name] = nonce + cipher.encrypt(nonce, secret, _bound(archive, member, name, kdf))
    return Member(id=member, cost=cost, salt=salt, wraps=wraps)


def read(stated: Any) -> Member:
    """A member as the header states them. Raises `HeaderDamaged` or `HeaderNewer`."""
    if not _is_object(stated, {"id", "kdf", "wraps"}) or not _is_sound(**stated):
        raise HeaderDamaged(reason=Phrase("a member's keys are misshapen"))
    kdf = stated["kdf"]
    if kdf["factors"] != _FACTORS:
        raise HeaderNewer()
    return Member(
        id=stated["id"],
        cost=Cost(memory=kdf["memory"], passes=kdf["passes"], lanes=kdf["lanes"]),
        salt=bytes.fromhex(kdf["salt"]),
        wraps={name: bytes.fromhex(wrap) for name, wrap in stated["wraps"].items()},
    )


def _kdf(cost: Cost, salt: bytes) -> dict[str, Any]:
    """The derivation as the header states it and as each wrap binds it."""
    return {
        "factors": _FACTORS,
        "lanes": cost.lanes,
        "memory": cost.memory,
        "name": "argon2id",
        "passes": cost.passes,
        "salt": salt.hex(),
    }


def _bound(archive: str, member: str, name: str, kdf: Mapping[str, Any]) -> bytes:
    return rfc8785.dumps([_WRAP, FORMAT, SUITE, archive, member, name, dict(kdf)])


def _is_sound(*, id: Any, kdf: Any, wraps: Any) -> bool:
    return (
        _fits(_ID, id)
        and _is_object(kdf, {"factors", "lanes", "memory", "name", "passes", "salt"})
        and all(type(kdf[part]) is int for part in ("lanes", "memory", "passes"))
        and kdf["name"] == "argon2id"
        and _fits(_ID, kdf["salt"])
        and isinstance(wraps, dict)
        and wraps.keys() >= {SEED, CASES}
        and all(_fits(_KEY_NAME, name) for name in wraps)
        and all(_fits(_WRAPPED, wrap) for wrap in wraps.values())
    )


def _is_object(value: Any, parts: set[str]) -> bool:
    return isinstance(value, dict) and value.keys() == parts


def _fits(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
