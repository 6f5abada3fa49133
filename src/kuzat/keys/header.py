# SPDX-License-Identifier: Apache-2.0
"""archive.json: who can open what. Canonical JSON (RFC 8785), authenticated as a whole.

Each member's keys are wrapped by AES-256-GCM (NIST SP 800-38D) under a key from their passphrase;
the whole carries HMAC-SHA256 under a key from the compartment key. No hash of a passphrase is kept:
unwrapping is the login. docs/format/archive.md describes every byte.
"""

import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kuzat.errors import Broken, Phrase, Refused
from kuzat.keys import cost as costs
from kuzat.keys.cost import KEY, Cost

FORMAT, SUITE = 1, 1
SEED, CASES = "seed", "cases/1"
LARGEST = 1024 * 1024
MOST_MEMBERS = 64
SALT, NONCE, TAG = 16, 12, 16
FACTORS = ("passphrase",)
_AUTHENTICATION = b"kuzat/header/1\n"
_WRAP = "kuzat/wrap/1"

_ID = re.compile(r"[0-9a-f]{32}")
_WRAPPED = re.compile(rf"[0-9a-f]{{{2 * (NONCE + KEY + TAG)}}}")
_MAC = re.compile(r"[0-9a-f]{64}")
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


class SuiteUnknown(Refused):
    """This archive uses cryptographic suite {suite}, which this version does not know."""

    code = "suite_unknown"
    advice = "Open it with the version that made it, or install the newest one."


class WrongPassphrase(Refused):
    """This passphrase opens none of the keys in archive.json."""

    code = "wrong_passphrase"
    advice = (
        "Check the keyboard's language and capital letters and type it again. If you are sure of "
        "it, archive.json may be damaged: fetch it from your newest backup."
    )


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

    def kdf(self) -> dict[str, Any]:
        """The derivation as the header states it and as each wrap binds it."""
        return {
            "factors": list(FACTORS),
            "lanes": self.cost.lanes,
            "memory": self.cost.memory,
            "name": "argon2id",
            "passes": self.cost.passes,
            "salt": self.salt.hex(),
        }

    def bound(self, archive: str, name: str) -> bytes:
        """The associated data of one wrap: moved anywhere else, it does not open."""
        return rfc8785.dumps([_WRAP, FORMAT, SUITE, archive, self.id, name, self.kdf()])

    def open(self, archive: str, secret: bytes) -> dict[str, bytes]:
        """The keys inside, empty for another passphrase. Raises `HeaderDamaged` if only some open."""
        cipher = AESGCM(costs.member_key(secret, self.salt, self.cost, archive, self.id))
        opened: dict[str, bytes] = {}
        for name, wrap in self.wraps.items():
            try:
                bound = self.bound(archive, name)
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
    """Wrap a member's keys under their passphrase; how a first or a further member comes in."""
    costs.check_new(passphrase)
    cost.check()
    salt = random(SALT)
    key = costs.member_key(costs.as_bytes(passphrase), salt, cost, archive, member)
    sealed = Member(id=member, cost=cost, salt=salt, wraps={})
    wraps = {}
    for name, secret in secrets.items():
        nonce = random(NONCE)
        wraps[name] = nonce + AESGCM(key).encrypt(nonce, secret, sealed.bound(archive, name))
    return Member(id=member, cost=cost, salt=salt, wraps=wraps)


def create(
    *, archive: str, passphrase: str, member: str, random: Random, cost: Cost | None = None
) -> tuple[bytes, Unlocked]:
    """The header of a new archive with one member, and what that member can open.

    ``archive`` and ``member`` are ids of 32 hex digits; ``random(n)`` gives n fresh bytes. Raises
    `PassphraseRefused`, `CostWeakened` or `CostExhausting`.
    """
    seed, cases = random(KEY), random(KEY)
    secrets = {CASES: cases, SEED: seed}
    sealed = seal(archive, member, passphrase, secrets, random, cost or Cost())
    unlocked = Unlocked(member=member, member_seed=seed, cases_key=cases)
    return encode(archive, (sealed,), cases), unlocked


def encode(archive: str, members: tuple[Member, ...], cases_key: bytes) -> bytes:
    """archive.json, authenticated under the cases compartment's key."""
    stated: dict[str, Any] = {
        "archive": archive,
        "boxes": {},
        "format": FORMAT,
        "members": [
            {
                "id": member.id,
                "kdf": member.kdf(),
                "wraps": {name: wrap.hex() for name, wrap in member.wraps.items()},
            }
            for member in members
        ],
        "quorums": [],
        "suite": SUITE,
    }
    return rfc8785.dumps({**stated, "mac": _mac(stated, cases_key)})


def open_header(header: bytes, passphrase: str) -> Unlocked:
    """Unlock with a passphrase; whose it is, is found by trying each member's wraps.

    Raises `HeaderNewer`, `SuiteUnknown`, `HeaderDamaged`, `CostWeakened` or `CostExhausting`, all
    before anything is derived where the text alone shows it; `WrongPassphrase`.
    """
    stated = _parse(header)
    members = _members(stated)
    secret = costs.as_bytes(passphrase)
    for member in members:
        opened = member.open(stated["archive"], secret)
        if opened:
            _authenticate(stated, opened[CASES])
            return Unlocked(member=member.id, member_seed=opened[SEED], cases_key=opened[CASES])
    raise WrongPassphrase()


def _mac(stated: Mapping[str, Any], cases_key: bytes) -> str:
    """HMAC-SHA256 over the canonical header without its mac."""
    rest = {name: value for name, value in stated.items() if name != "mac"}
    info = _AUTHENTICATION + bytes.fromhex(rest["archive"])
    key = HKDF(algorithm=SHA256(), length=KEY, salt=None, info=info).derive(cases_key)
    return hmac.digest(key, rfc8785.dumps(rest), "sha256").hex()


def _authenticate(stated: Mapping[str, Any], cases_key: bytes) -> None:
    if not hmac.compare_digest(_mac(stated, cases_key), stated["mac"]):
        raise HeaderDamaged(reason=Phrase("its authentication fails"))


def _parse(header: bytes) -> dict[str, Any]:
    """The header as JSON; format and suite are looked at before anything else."""
    if len(header) > LARGEST:
        raise HeaderDamaged(reason=Phrase("it is too large"))
    try:
        stated = json.loads(header)
    except (ValueError, RecursionError):
        raise HeaderDamaged(reason=Phrase("it is not JSON")) from None
    if not isinstance(stated, dict) or not _is_count(stated.get("format")):
        raise HeaderDamaged(reason=Phrase("it states no format"))
    if stated["format"] > FORMAT:
        raise HeaderNewer()
    if stated["format"] != FORMAT or not _is_count(stated.get("suite")):
        raise HeaderDamaged(reason=Phrase("it states no format"))
    if stated["suite"] != SUITE:
        raise SuiteUnknown(suite=stated["suite"])
    _check_canonical(stated, header)
    return stated


def _check_canonical(stated: dict[str, Any], header: bytes) -> None:
    try:
        canonical = rfc8785.dumps(stated)
    except (ValueError, RecursionError):
        canonical = b""
    if canonical != header:
        raise HeaderDamaged(reason=Phrase("it is not canonical JSON"))


def _members(stated: Mapping[str, Any]) -> tuple[Member, ...]:
    """Every member, all costs checked, so that nothing is derived for a header that is refused."""
    shape = {"archive", "boxes", "format", "mac", "members", "quorums", "suite"}
    if set(stated) != shape or not _fits(_ID, stated["archive"]) or not _fits(_MAC, stated["mac"]):
        raise HeaderDamaged(reason=Phrase("it has not the parts it must have"))
    if stated["boxes"] != {} or stated["quorums"] != []:
        raise HeaderNewer()
    listed = stated["members"]
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_MEMBERS:
        raise HeaderDamaged(reason=Phrase("it lists no members or too many"))
    members = tuple(_member(entry) for entry in listed)
    if len({member.id for member in members}) != len(members):
        raise HeaderDamaged(reason=Phrase("it lists a member twice"))
    for member in members:
        member.cost.check()
    return members


def _member(stated: Any) -> Member:
    if not _is_object(stated, {"id", "kdf", "wraps"}) or not _is_sound(**stated):
        raise HeaderDamaged(reason=Phrase("a member's keys are misshapen"))
    kdf = stated["kdf"]
    if kdf["factors"] != list(FACTORS):
        raise HeaderNewer()
    return Member(
        id=stated["id"],
        cost=Cost(memory=kdf["memory"], passes=kdf["passes"], lanes=kdf["lanes"]),
        salt=bytes.fromhex(kdf["salt"]),
        wraps={name: bytes.fromhex(wrap) for name, wrap in stated["wraps"].items()},
    )


def _is_sound(*, id: Any, kdf: Any, wraps: Any) -> bool:
    return (
        _fits(_ID, id)
        and _is_object(kdf, {"factors", "lanes", "memory", "name", "passes", "salt"})
        and all(_is_count(kdf[part]) for part in ("lanes", "memory", "passes"))
        and kdf["name"] == "argon2id"
        and _fits(_ID, kdf["salt"])
        and isinstance(wraps, dict)
        and wraps.keys() >= {SEED, CASES}
        and all(_fits(_KEY_NAME, name) for name in wraps)
        and all(_fits(_WRAPPED, wrap) for wrap in wraps.values())
    )


def _is_object(value: Any, parts: set[str]) -> bool:
    return isinstance(value, dict) and value.keys() == parts


def _is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def _fits(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
