# SPDX-License-Identifier: Apache-2.0
"""archive.json: who can open what. Canonical JSON (RFC 8785), authenticated as a whole.

The whole carries HMAC-SHA256 under a key from that of the cases compartment. No hash of a
passphrase is kept: unwrapping is the login. docs/format/archive.md describes every byte.
"""

import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kuzat.errors import Phrase, Refused
from kuzat.keys import member as members
from kuzat.keys.cost import KEY, Cost, as_bytes
from kuzat.keys.member import (
    CASES,
    FORMAT,
    SEED,
    SUITE,
    HeaderDamaged,
    HeaderNewer,
    Member,
    Random,
    Unlocked,
)

LARGEST = 1024 * 1024
MOST_MEMBERS = 64
_AUTHENTICATION = b"kuzat/header/1\n"
_PARTS = {"archive", "boxes", "format", "mac", "members", "quorums", "suite"}
_ARCHIVE = re.compile(r"[0-9a-f]{32}")
_MAC = re.compile(r"[0-9a-f]{64}")


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


def create(
    *, archive: str, passphrase: str, member: str, random: Random, cost: Cost | None = None
) -> tuple[bytes, Unlocked]:
    """The header of a new archive with one member, and what that member can open.

    ``archive`` and ``member`` are ids of 32 hex digits; ``random(n)`` gives n fresh bytes. Raises
    `PassphraseRefused`, `CostWeakened` or `CostExhausting`.
    """
    seed, cases = random(KEY), random(KEY)
    secrets = {CASES: cases, SEED: seed}
    sealed = members.seal(archive, member, passphrase, secrets, random, cost or Cost())
    unlocked = Unlocked(member=member, member_seed=seed, cases_key=cases)
    return encode(archive, (sealed,), cases), unlocked


def encode(archive: str, listed: tuple[Member, ...], cases_key: bytes) -> bytes:
    """archive.json with these members, authenticated under the cases compartment's key."""
    stated: dict[str, Any] = {
        "archive": archive,
        "boxes": {},
        "format": FORMAT,
        "members": [member.stated() for member in listed],
        "quorums": [],
        "suite": SUITE,
    }
    return rfc8785.dumps({**stated, "mac": _mac(stated, cases_key)})


def open_header(header: bytes, passphrase: str) -> Unlocked:
    """Unlock with a passphrase; whose it is, is found by trying each member's wraps.

    Raises `HeaderNewer`, `SuiteUnknown`, `HeaderDamaged`, `CostWeakened` or `CostExhausting` before
    anything is derived where the text alone shows it; `PassphraseRefused`, `WrongPassphrase`.
    """
    stated = _parse(header)
    listed = _members(stated)
    secret = as_bytes(passphrase)
    for member in listed:
        opened = member.open(stated["archive"], secret)
        if opened:
            if not hmac.compare_digest(_mac(stated, opened[CASES]), stated["mac"]):
                raise HeaderDamaged(reason=Phrase("its authentication fails"))
            return Unlocked(member=member.id, member_seed=opened[SEED], cases_key=opened[CASES])
    raise WrongPassphrase()


def _mac(stated: Mapping[str, Any], cases_key: bytes) -> str:
    """HMAC-SHA256 over the canonical header without its mac."""
    rest = {name: value for name, value in stated.items() if name != "mac"}
    info = _AUTHENTICATION + bytes.fromhex(rest["archive"])
    key = HKDF(algorithm=SHA256(), length=KEY, salt=None, info=info).derive(cases_key)
    return hmac.digest(key, rfc8785.dumps(rest), "sha256").hex()


def _parse(header: bytes) -> dict[str, Any]:
    """The header as JSON; format and suite are looked at before anything else."""
    if len(header) > LARGEST:
        raise HeaderDamaged(reason=Phrase("it is too large"))
    try:
        stated = json.loads(header)
    except (ValueError, RecursionError):
        raise HeaderDamaged(reason=Phrase("it is not JSON")) from None
    if not isinstance(stated, dict) or type(stated.get("format")) is not int:
        raise HeaderDamaged(reason=Phrase("it states no format"))
    if stated["format"] > FORMAT:
        raise HeaderNewer()
    if stated["format"] < FORMAT or type(stated.get("suite")) is not int:
        raise HeaderDamaged(reason=Phrase("it states no format"))
    if stated["suite"] != SUITE:
        raise SuiteUnknown(suite=stated["suite"])
    if _canonical(stated) != header:
        raise HeaderDamaged(reason=Phrase("it is not canonical JSON"))
    return stated


def _canonical(stated: dict[str, Any]) -> bytes:
    """The header as it must be written; empty where it cannot be."""
    try:
        return rfc8785.dumps(stated)
    except (ValueError, RecursionError):
        return b""


def _members(stated: Mapping[str, Any]) -> tuple[Member, ...]:
    """Every member, all costs checked, so that nothing is derived for a header that is refused."""
    if stated.keys() != _PARTS:
        raise HeaderDamaged(reason=Phrase("it has not the parts it must have"))
    for part, pattern in (("archive", _ARCHIVE), ("mac", _MAC)):
        if not isinstance(stated[part], str) or not pattern.fullmatch(stated[part]):
            raise HeaderDamaged(reason=Phrase("it has not the parts it must have"))
    if stated["boxes"] != {} or stated["quorums"] != []:
        raise HeaderNewer()
    if not isinstance(stated["members"], list) or not 1 <= len(stated["members"]) <= MOST_MEMBERS:
        raise HeaderDamaged(reason=Phrase("it lists no members or too many"))
    listed = tuple(members.read(member) for member in stated["members"])
    if len({member.id for member in listed}) != len(listed):
        raise HeaderDamaged(reason=Phrase("it lists a member twice"))
    for member in listed:
        member.cost.check()
    return listed
