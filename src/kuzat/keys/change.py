# SPDX-License-Identifier: Apache-2.0
"""archive.json as it is to be after a change: who joins, leaves, or gets which key.

Each function takes the header as it is and what the acting member opens, and gives the header as it
will be; nothing is written here. Afterwards somebody must still be able to open everything.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from kuzat.errors import Phrase, Refused
from kuzat.keys import member as members
from kuzat.keys.box import KEY, public_key
from kuzat.keys.cost import Cost
from kuzat.keys.header import MOST_MEMBERS, Header
from kuzat.keys.member import SEED, Login, Member, Random
from kuzat.keys.role import check_roles, every_role, may, opened_by
from kuzat.keys.sharing import (
    all_identities,
    officers,
    share_among,
    trustees,
    without_idle_shares,
)
from kuzat.keys.unlocked import Unlocked, identity_box_secret, named


class NobodyLeft(Refused):
    """After that nobody could {what} any more."""

    code = "nobody_left"
    advice = "First give another member a role that can, or share the key among officers."


class NoQuorum(Refused):
    """No key is shared among officers yet, so nobody could open identities afterwards."""

    code = "no_quorum"
    advice = "First agree how many officers must be together: kuzat quorum set 2 MEMBER MEMBER MEMBER"


class MembersFull(Refused):
    """An archive has at most {limit} members, and as many epochs of a key."""

    code = "members_full"
    advice = "Remove a member who left, or begin a new archive."


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Who is to be a member: a random id, the seed of their signing key, what they brought, their roles."""

    id: str
    seed: bytes
    login: Login
    roles: frozenset[str]
    cost: Cost


def add(header: Header, unlocked: Unlocked, newcomer: Newcomer, random: Random) -> Header:
    """With another member, who gets the keys that their roles open.

    Raises `RoleUnknown`, `RolesRefused`, `CannotGive`, `MembersFull`, `PassphraseRefused`,
    `CostWeakened` or `CostExhausting`.
    """
    check_roles(newcomer.roles)
    if len(header.members) >= MOST_MEMBERS:
        raise MembersFull(limit=MOST_MEMBERS)
    keys = _keys_of(header, unlocked, opened_by(newcomer.roles))
    fresh = members.enrol(
        header.archive,
        newcomer.id,
        newcomer.login,
        newcomer.seed,
        newcomer.roles,
        unlocked.cases_key,
        random,
        newcomer.cost,
    )
    wider = replace(header, members=(*header.members, fresh))
    return wider.giving([fresh], keys, unlocked.cases_key, random)


def remove(header: Header, member: str) -> Header:
    """Without a member, their wraps, and every key that they could open together with others.

    Raises `MemberUnknown` or `NobodyLeft`.
    """
    gone = header.member(member)
    left = tuple(one for one in header.members if one != gone)
    shared = tuple(item for item in header.quorums if member not in item.of)
    return _checked(without_idle_shares(replace(header, members=left, quorums=shared)))


def set_roles(
    header: Header, unlocked: Unlocked, member: str, roles: frozenset[str], random: Random
) -> Header:
    """With other roles of a member, and the keys that these open; shares stay as they are.

    Raises `MemberUnknown`, `RoleUnknown`, `RolesRefused`, `CannotGive` or `NobodyLeft`.
    """
    check_roles(roles)
    old = header.member(member)
    opens = opened_by(roles)
    closed = {name for name in old.wraps if name.split("/")[0] in opened_by(every_role()) - opens}
    kept = replace(old.without(closed), roles=roles)
    fresh = _keys_of(header, unlocked, {kind for kind in opens if not old.holds(kind)})
    changed = header.replacing(kept).giving([kept], fresh, unlocked.cases_key, random)
    return _checked(changed)


def rewrap(header: Header, unlocked: Unlocked, login: Login, random: Random, cost: Cost) -> Header:
    """With the acting member's seed under a new passphrase, and a key file if one is given.

    Raises `MemberUnknown`, `PassphraseRefused`, `CostWeakened` or `CostExhausting`.
    """
    own = header.member(unlocked.member)
    derivation, wrap = members.wrap_seed(
        header.archive, own.id, login, unlocked.member_seed, random, cost
    )
    return header.replacing(
        replace(own, derivation=derivation, wraps={**own.wraps, SEED: wrap})
    )


def new_identity_epoch(
    header: Header, unlocked: Unlocked, random: Random
) -> tuple[Header, bytes]:
    """With a new key of the compartment identity, for those who open it now, alone or together; and it.

    The former keys stay for what lies under them. Raises `MembersFull` where there were too many
    epochs, `QuorumRefused`.
    """
    if len(header.boxes) >= MOST_MEMBERS:
        raise MembersFull(limit=MOST_MEMBERS)
    epoch, key = max(header.boxes) + 1, random(KEY)
    keys = {f"identity/{epoch}": key}
    public = public_key(identity_box_secret(key, header.archive))
    wider = replace(header, boxes={**header.boxes, epoch: public})
    holders = _holders(header, "identity")
    return _checked(_to_all(wider, holders, keys, unlocked.cases_key, random)), key


def new_cases_epoch(header: Header, unlocked: Unlocked, random: Random) -> tuple[Header, bytes]:
    """With a new key of the compartment cases beside the old one, for all who hold that; and the key.

    Until `forget_cases` the file may lie under either. Raises `QuorumRefused`.
    """
    epoch, key, old = max(unlocked.cases) + 1, random(KEY), unlocked.cases_key
    keys, archive = {f"cases/{epoch}": key}, header.archive
    given = header.giving(_holders(header, "cases"), keys, old, random)
    group = trustees(header)
    if group is not None:
        given = share_among(given, group, keys, old, random)
    known = tuple(
        member.known_as(member.public(archive, old), archive, key, random)
        for member in given.members
    )
    return replace(given, members=known), key


def forget_cases(header: Header, before: int) -> Header:
    """Without the keys of the compartment cases of earlier epochs, when nothing lies under them."""
    held = {epoch for member in header.members for epoch in member.holds("cases")}
    old = {f"cases/{epoch}" for epoch in held if epoch < before}
    listed = tuple(member.without(old) for member in header.members)
    shared = tuple(item for item in header.quorums if item.key not in old)
    return _checked(without_idle_shares(replace(header, members=listed, quorums=shared)))


def without_single(
    header: Header, unlocked: Unlocked, random: Random
) -> tuple[Header, bytes]:
    """Crisis: nobody opens identities alone any more, not the acting member either.

    What comes is sealed to a new key, given too, which only the officers together open from then on.
    Raises `NoQuorum`.
    """
    if officers(header) is None:
        raise NoQuorum()
    single = {f"identity/{epoch}" for epoch in header.boxes}
    bare = replace(header, members=tuple(member.without(single) for member in header.members))
    return new_identity_epoch(_checked(bare), unlocked, random)


def with_single(header: Header, unlocked: Unlocked, random: Random) -> Header:
    """After a crisis: every member whose roles open identities opens them alone again.

    Raises `CannotGive` where the officers are not together.
    """
    keys = named("identity", all_identities(header, unlocked))
    holders = [member for member in header.members if "identity" in opened_by(member.roles)]
    return header.giving(holders, keys, unlocked.cases_key, random)


def _to_all(
    header: Header, holders: list[Member], keys: dict[str, bytes], cases_key: bytes, random: Random
) -> Header:
    """With keys for these members, and under the shares of officers and trustees."""
    given = header.giving(holders, keys, cases_key, random)
    for group in (officers(header), trustees(header)):
        if group is not None:
            given = share_among(given, group, keys, cases_key, random)
    return given


def _holders(header: Header, kind: str) -> list[Member]:
    return [member for member in header.members if member.holds(kind)]


def _keys_of(header: Header, unlocked: Unlocked, opens: Collection[str]) -> dict[str, bytes]:
    """The keys of compartments. In a crisis nobody gets those of identities."""
    keys: dict[str, bytes] = {}
    if "cases" in opens:
        keys |= named("cases", unlocked.cases)
    if "identity" in opens and _holders(header, "identity"):
        keys |= named("identity", all_identities(header, unlocked))
    return keys


def _checked(header: Header) -> Header:
    """Refuse a header by which something could not be opened or done. Raises `NobodyLeft`."""
    openable = {name for member in header.members for name in member.wraps}
    openable |= {item.key for item in header.quorums}
    if not _holders(header, "cases"):
        raise NobodyLeft(what=Phrase("open the archive"))
    if any(f"identity/{epoch}" not in openable for epoch in header.boxes):
        raise NobodyLeft(what=Phrase("open identities"))
    if not any(may(member.roles, "manage_members") for member in header.members):
        raise NobodyLeft(what=Phrase("add or remove members"))
    return header
