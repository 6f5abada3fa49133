# SPDX-License-Identifier: Apache-2.0
"""archive.json: who can open what. Canonical JSON (RFC 8785), authenticated as a whole.

The whole carries HMAC-SHA256 under a key from the newest one of the cases compartment. No hash of a
passphrase is kept: unwrapping is the login. docs/format/archive.md describes every byte.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import rfc8785

from kuzat.errors import Missing, Phrase, Refused
from kuzat.keys import member as members
from kuzat.keys import quorum as quorums
from kuzat.keys.box import KEY, derived, public_key
from kuzat.keys.cost import Cost, as_bytes
from kuzat.keys.member import FORMAT, SUITE, HeaderDamaged, HeaderNewer, Login, Member, Random
from kuzat.keys.quorum import Shared
from kuzat.keys.role import every_role
from kuzat.keys.unlocked import Unlocked, epochs, identity_box_secret

LARGEST = 1024 * 1024
MOST_MEMBERS, MOST_SHARED = 64, 1024
_AUTHENTICATION = b"kuzat/header/1\n"
_PARTS = {"archive", "boxes", "format", "mac", "members", "quorums", "suite"}
_ARCHIVE = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")
_BOX_NAME = re.compile(r"identity/[1-9][0-9]{0,8}")


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


class KeyFileWanted(Refused):
    """This passphrase opens nothing by itself; {members} members need their key file beside it."""

    code = "key_file_wanted"
    advice = "Connect the medium with your key file and name it with --key-file, then try again."


class MemberUnknown(Missing):
    """There is no member {member} in archive.json."""

    code = "member_unknown"
    advice = "kuzat member list shows who is a member."


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What archive.json says: members with their wraps, public keys to seal to, keys under shares."""

    archive: str
    boxes: Mapping[int, bytes]
    members: tuple[Member, ...]
    quorums: tuple[Shared, ...] = ()

    def stated(self) -> dict[str, Any]:
        """As it is written, without its authentication."""
        return {
            "archive": self.archive,
            "boxes": {f"identity/{epoch}": key.hex() for epoch, key in self.boxes.items()},
            "format": FORMAT,
            "members": [member.stated() for member in self.members],
            "quorums": [shared.stated() for shared in self.quorums],
            "suite": SUITE,
        }

    def encode(self, cases_key: bytes) -> bytes:
        """archive.json, authenticated under the newest key of the cases compartment."""
        return rfc8785.dumps({**self.stated(), "mac": self.mac(cases_key)})

    def mac(self, cases_key: bytes) -> str:
        """HMAC-SHA256 over the canonical header without its mac."""
        key = derived(cases_key, _AUTHENTICATION + bytes.fromhex(self.archive))
        return hmac.digest(key, rfc8785.dumps(self.stated()), "sha256").hex()

    def member(self, id_: str) -> Member:
        """The member with an id. Raises `MemberUnknown`."""
        for member in self.members:
            if member.id == id_:
                return member
        raise MemberUnknown(member=id_)

    def replacing(self, changed: Member) -> "Header":
        """With a member as they are now."""
        listed = tuple(changed if one.id == changed.id else one for one in self.members)
        return replace(self, members=listed)

    def giving(
        self,
        holders: Collection[Member],
        keys: Mapping[str, bytes],
        cases_key: bytes,
        random: Random,
    ) -> "Header":
        """With further keys, by name, sealed to each of these members. Raises `HeaderDamaged`."""
        changed = self
        for member in holders:
            public = member.public(self.archive, cases_key)
            changed = changed.replacing(member.given(self.archive, public, keys, random))
        return changed


def create(
    *,
    archive: str,
    passphrase: str,
    member: str,
    random: Random,
    cost: Cost | None = None,
    file: bytes = b"",
) -> tuple[bytes, Unlocked]:
    """The header of a new archive with one member, and what that member can open: everything.

    ``archive`` and ``member`` are ids of 32 hex digits; ``random(n)`` gives n fresh bytes; ``file`` is
    the content of a key file. Raises `PassphraseRefused`, `CostWeakened` or `CostExhausting`.
    """
    seed, cases, identity = random(KEY), random(KEY), random(KEY)
    login = Login(passphrase=passphrase, file=file)
    opened = {"cases/1": cases, "identity/1": identity}
    first = members.enrol(
        archive, member, login, seed, every_role(), cases, random, cost or Cost()
    ).given(archive, members.public_key(archive, member, seed), opened, random)
    boxes = {1: public_key(identity_box_secret(identity, archive))}
    content = Header(archive=archive, boxes=boxes, members=(first,)).encode(cases)
    return content, _opened(content, member, seed)


def open_header(header: bytes, passphrase: str, file: bytes = b"") -> Unlocked:
    """Unlock with a passphrase and, where the member has one, the 32 bytes of their key file.

    Whose they are is found by trying each member's seed. Raises `HeaderNewer`, `SuiteUnknown`,
    `HeaderDamaged`, `CostWeakened` or `CostExhausting` before anything is derived where the text alone
    shows it; `PassphraseRefused`, `WrongPassphrase`, `KeyFileWanted`.
    """
    read, _ = parse(header)
    as_bytes(passphrase)
    login = Login(passphrase=passphrase, file=file)
    for member in read.members:
        seed = member.seed(read.archive, login)
        if seed is not None:
            return _opened(header, member.id, seed)
    with_file = sum(member.derivation.has_file for member in read.members)
    if with_file and not file:
        raise KeyFileWanted(members=with_file)
    raise WrongPassphrase()


def reopen(header: bytes, unlocked: Unlocked) -> Unlocked:
    """What the same member opens by a header that was written since, without their passphrase.

    Raises `MemberUnknown` where they are no member any more, and the errors of `open_header`.
    """
    return _opened(header, unlocked.member, unlocked.member_seed)


def _opened(header: bytes, id_: str, seed: bytes) -> Unlocked:
    """What a member's seed opens; the whole header is authenticated by it. Raises `HeaderDamaged`."""
    read, mac = parse(header)
    member = read.member(id_)
    keys = member.keys(read.archive, seed)
    unlocked = Unlocked(
        member=member.id,
        header=hashlib.sha256(header).hexdigest(),
        roles=member.roles,
        member_seed=seed,
        cases=epochs("cases", keys),
        identity=epochs("identity", keys),
        shares=epochs("share", keys),
        boxes=read.boxes,
    )
    if unlocked.cases and not hmac.compare_digest(read.mac(unlocked.cases_key), mac):
        raise HeaderDamaged(reason=Phrase("its authentication fails"))
    for epoch, key in unlocked.identity.items():
        if public_key(identity_box_secret(key, read.archive)) != read.boxes[epoch]:
            raise HeaderDamaged(reason=Phrase("identities are sealed to another key"))
    return unlocked


def parse(header: bytes) -> tuple[Header, str]:
    """What the header says and its mac, which is not checked yet; nothing is derived.

    Raises `HeaderNewer`, `SuiteUnknown`, `HeaderDamaged`, `CostWeakened` or `CostExhausting`.
    """
    stated = _json(header)
    if stated.keys() != _PARTS or not _are_sound(stated):
        raise HeaderDamaged(reason=Phrase("it has not the parts it must have"))
    listed = _members(stated["members"])
    boxes = {int(name[9:]): bytes.fromhex(key) for name, key in stated["boxes"].items()}
    shared = tuple(quorums.read(one) for one in stated["quorums"])
    read = Header(archive=stated["archive"], boxes=boxes, members=listed, quorums=shared)
    _check_keys(read)
    return read, stated["mac"]


def _json(header: bytes) -> dict[str, Any]:
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


def _are_sound(stated: Mapping[str, Any]) -> bool:
    boxes, shared = stated["boxes"], stated["quorums"]
    return (
        _fits(_ARCHIVE, stated["archive"])
        and _fits(_HASH, stated["mac"])
        and isinstance(boxes, dict)
        and 1 <= len(boxes) <= MOST_MEMBERS
        and all(_fits(_BOX_NAME, name) and _fits(_HASH, key) for name, key in boxes.items())
        and isinstance(shared, list)
        and len(shared) <= MOST_SHARED
    )


def _members(stated: Any) -> tuple[Member, ...]:
    """Every member, all costs checked, so that nothing is derived for a header that is refused."""
    if not isinstance(stated, list) or not 1 <= len(stated) <= MOST_MEMBERS:
        raise HeaderDamaged(reason=Phrase("it lists no members or too many"))
    listed = tuple(members.read(member) for member in stated)
    if len({member.id for member in listed}) != len(listed):
        raise HeaderDamaged(reason=Phrase("it lists a member twice"))
    for member in listed:
        member.derivation.cost.check()
    return listed


def _check_keys(header: Header) -> None:
    """Who holds cases holds the same epochs; identities and shares are of epochs that there are."""
    cases = {member.holds("cases") for member in header.members} - {frozenset()}
    identity = {epoch for member in header.members for epoch in member.holds("identity")}
    if len(cases) != 1 or not identity <= header.boxes.keys():
        raise HeaderDamaged(reason=Phrase("its members hold keys of different epochs"))
    known = {f"cases/{epoch}" for epoch in next(iter(cases))}
    known |= {f"identity/{epoch}" for epoch in header.boxes}
    shares = {member.id: member.holds("share") for member in header.members}
    for shared in header.quorums:
        if shared.key not in known or any(shared.share not in shares.get(of, ()) for of in shared.of):
            raise HeaderDamaged(reason=Phrase("a key under shares is misshapen"))


def _fits(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
