# SPDX-License-Identifier: Apache-2.0
"""One member's part of archive.json: a seed under their passphrase, other keys sealed to it.

The seed is wrapped by AES-256-GCM (NIST SP 800-38D): nonce ‖ sealed seed ‖ tag. Its associated data
is what it belongs to and how its key was derived, so a wrap that was moved or weakened does not
open. Every other key is sealed (`kuzat.keys.box`) to a public key that comes from the seed: so
members get a new key without typing their passphrases, and a new passphrase touches one wrap.

Members' public keys are shown to members only: whoever copied the file alone has nothing that a
quantum computer could begin with.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kuzat.errors import Broken, Phrase, Refused
from kuzat.keys import box
from kuzat.keys import cost as costs
from kuzat.keys.box import KEY, NONCE, OVERHEAD, TAG
from kuzat.keys.cost import Cost

FORMAT, SUITE = 1, 1
SEED = "seed"
SALT = 16
_WRAP = "kuzat/wrap/1"
_BOX, _PUBLIC_KEYS = b"kuzat/member-box/1\n", b"kuzat/member-public/1\n"
_FACTORS = (["passphrase"], ["passphrase", "file"])

_ID = re.compile(r"[0-9a-f]{32}")
_ROLE = re.compile(r"[a-z][a-z_]{0,31}")
_WRAPPED = re.compile(rf"[0-9a-f]{{{2 * (NONCE + KEY + TAG)}}}")
_SEALED = re.compile(rf"[0-9a-f]{{{2 * (KEY + OVERHEAD)}}}")
KEY_NAME = re.compile(r"(cases|identity|share)/([1-9][0-9]{0,8})")

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
class Login:
    """What a member brings: a passphrase, and the 32 bytes of their key file where they have one."""

    passphrase: str
    file: bytes = b""

    def __repr__(self) -> str:
        return "Login()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """How the key over a member's seed comes from what they bring."""

    cost: Cost
    salt: bytes
    has_file: bool = False

    def stated(self) -> dict[str, Any]:
        """As the header states it, and as the wrap of the seed binds it."""
        return {
            "factors": _FACTORS[self.has_file],
            "lanes": self.cost.lanes,
            "memory": self.cost.memory,
            "name": "argon2id",
            "passes": self.cost.passes,
            "salt": self.salt.hex(),
        }

    def cipher(self, login: Login, archive: str, member: str) -> AESGCM:
        """The cipher over the seed; slow, as a guess must be."""
        secret, file = costs.as_bytes(login.passphrase), login.file if self.has_file else b""
        return AESGCM(costs.member_key(secret, file, self.salt, self.cost, archive, member))


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member: id, roles, their public key as others read it, and wraps by the name of the key inside."""

    id: str
    roles: frozenset[str]
    box: bytes
    derivation: Derivation
    wraps: Mapping[str, bytes]

    def stated(self) -> dict[str, Any]:
        """What the header says of this member."""
        return {
            "box": self.box.hex(),
            "id": self.id,
            "kdf": self.derivation.stated(),
            "roles": sorted(self.roles),
            "wraps": {name: wrap.hex() for name, wrap in self.wraps.items()},
        }

    def holds(self, kind: str) -> frozenset[int]:
        """The epochs of which this member has the key of a compartment, or a share."""
        named = (KEY_NAME.fullmatch(name) for name in self.wraps)
        return frozenset(int(found[2]) for found in named if found and found[1] == kind)

    def seed(self, archive: str, login: Login) -> bytes | None:
        """This member's seed; None for another passphrase or key file."""
        if self.derivation.has_file and not login.file:
            return None
        wrap, bound = self.wraps[SEED], _bound_seed(archive, self.id, self.derivation)
        try:
            cipher = self.derivation.cipher(login, archive, self.id)
            return cipher.decrypt(wrap[:NONCE], wrap[NONCE:], bound)
        except InvalidTag:
            return None

    def keys(self, archive: str, seed: bytes) -> dict[str, bytes]:
        """Name → key of all that is sealed to this member. Raises `HeaderDamaged`."""
        secret, opened = _box_secret(archive, self.id, seed), {}
        for name, sealed in self.wraps.items():
            if name == SEED:
                continue
            key = box.unseal(sealed, secret, _bound(archive, self.id, name))
            if key is None:
                raise HeaderDamaged(reason=Phrase("a wrapped key does not open"))
            opened[name] = key
        return opened

    def public(self, archive: str, cases_key: bytes) -> bytes:
        """The public key to seal to this member. Raises `HeaderDamaged`."""
        cipher = AESGCM(box.derived(cases_key, _PUBLIC_KEYS + bytes.fromhex(archive)))
        try:
            return cipher.decrypt(self.box[:NONCE], self.box[NONCE:], bytes.fromhex(self.id))
        except InvalidTag:
            raise HeaderDamaged(reason=Phrase("a member's public key does not open")) from None

    def known_as(self, public: bytes, archive: str, cases_key: bytes, random: Random) -> "Member":
        """This member with their public key as the holders of a key of the compartment cases read it."""
        cipher = AESGCM(box.derived(cases_key, _PUBLIC_KEYS + bytes.fromhex(archive)))
        nonce = random(NONCE)
        return replace(self, box=nonce + cipher.encrypt(nonce, public, bytes.fromhex(self.id)))

    def given(
        self, archive: str, public: bytes, keys: Mapping[str, bytes], random: Random
    ) -> "Member":
        """This member with further keys, sealed to their public key. Raises `HeaderDamaged`."""
        wraps = dict(self.wraps)
        for name, key in keys.items():
            try:
                wraps[name] = box.seal(key, public, _bound(archive, self.id, name), random(KEY))
            except ValueError:
                raise HeaderDamaged(reason=Phrase("a member's public key is no key")) from None
        return replace(self, wraps=wraps)

    def without(self, names: Collection[str]) -> "Member":
        """This member without the keys of these names."""
        wraps = {name: wrap for name, wrap in self.wraps.items() if name not in names}
        return replace(self, wraps=wraps)


def enrol(
    archive: str,
    member: str,
    login: Login,
    seed: bytes,
    roles: frozenset[str],
    cases_key: bytes,
    random: Random,
    cost: Cost,
) -> Member:
    """A member who has a seed, known to the holders of ``cases_key``, and no other key yet.

    Raises `PassphraseRefused`, `CostWeakened` or `CostExhausting`.
    """
    derivation, wrap = wrap_seed(archive, member, login, seed, random, cost)
    fresh = Member(id=member, roles=roles, box=b"", derivation=derivation, wraps={SEED: wrap})
    return fresh.known_as(public_key(archive, member, seed), archive, cases_key, random)


def wrap_seed(
    archive: str, member: str, login: Login, seed: bytes, random: Random, cost: Cost
) -> tuple[Derivation, bytes]:
    """A seed under a new passphrase, and a new key file where one is given.

    Raises `PassphraseRefused`, `CostWeakened` or `CostExhausting`.
    """
    costs.check_new(login.passphrase)
    cost.check()
    derivation = Derivation(cost=cost, salt=random(SALT), has_file=bool(login.file))
    nonce, bound = random(NONCE), _bound_seed(archive, member, derivation)
    return derivation, nonce + derivation.cipher(login, archive, member).encrypt(nonce, seed, bound)


def public_key(archive: str, member: str, seed: bytes) -> bytes:
    """The public key to which others seal a key for this member."""
    return box.public_key(_box_secret(archive, member, seed))


def read(stated: Any) -> Member:
    """A member as the header states them. Raises `HeaderDamaged` or `HeaderNewer`."""
    if not _is_object(stated, {"box", "id", "kdf", "roles", "wraps"}) or not _is_sound(**stated):
        raise HeaderDamaged(reason=Phrase("a member's keys are misshapen"))
    kdf = stated["kdf"]
    if kdf["factors"] not in _FACTORS:
        raise HeaderNewer()
    cost = Cost(memory=kdf["memory"], passes=kdf["passes"], lanes=kdf["lanes"])
    salt, has_file = bytes.fromhex(kdf["salt"]), kdf["factors"] == _FACTORS[True]
    return Member(
        id=stated["id"],
        roles=frozenset(stated["roles"]),
        box=bytes.fromhex(stated["box"]),
        derivation=Derivation(cost=cost, salt=salt, has_file=has_file),
        wraps={name: bytes.fromhex(wrap) for name, wrap in stated["wraps"].items()},
    )


def _box_secret(archive: str, member: str, seed: bytes) -> bytes:
    return box.derived(seed, _BOX + bytes.fromhex(archive) + bytes.fromhex(member))


def _bound_seed(archive: str, member: str, derivation: Derivation) -> bytes:
    return rfc8785.dumps([_WRAP, FORMAT, SUITE, archive, member, SEED, derivation.stated()])


def _bound(archive: str, member: str, name: str) -> bytes:
    return rfc8785.dumps([_WRAP, FORMAT, SUITE, archive, member, name])


def _is_sound(*, box: Any, id: Any, kdf: Any, roles: Any, wraps: Any) -> bool:
    return (
        _fits(_ID, id)
        and _fits(_WRAPPED, box)
        and _is_object(kdf, {"factors", "lanes", "memory", "name", "passes", "salt"})
        and all(type(kdf[part]) is int for part in ("lanes", "memory", "passes"))
        and kdf["name"] == "argon2id"
        and _fits(_ID, kdf["salt"])
        and isinstance(roles, list)
        and all(_fits(_ROLE, role) for role in roles)
        and roles == sorted(set(roles))
        and isinstance(wraps, dict)
        and _fits(_WRAPPED, wraps.get(SEED))
        and all(
            _fits(KEY_NAME, name) and _fits(_SEALED, wrap)
            for name, wrap in wraps.items()
            if name != SEED
        )
    )


def _is_object(value: Any, parts: set[str]) -> bool:
    return isinstance(value, dict) and value.keys() == parts


def _fits(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
