# SPDX-License-Identifier: Apache-2.0
"""Officers who open identities together, and trustees who recover the archive together.

Who is a trustee is told by their role. Each new key goes under fresh shares: whoever makes it does not know
the shares that others hold already, and need not.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kuzat.errors import NotAllowed, Phrase, Refused
from kuzat.keys import quorum
from kuzat.keys.box import KEY
from kuzat.keys.header import MOST_SHARED, Header, open_header, parse
from kuzat.keys.member import Login, Member, Random
from kuzat.keys.quorum import Shared
from kuzat.keys.role import TRUSTEE
from kuzat.keys.unlocked import Unlocked, epochs, named


class CannotGive(NotAllowed):
    """You cannot open identities yourself, so you cannot let others open them."""

    code = "cannot_give"
    advice = "Ask a member who can: kuzat member list. After a crisis, the officers do it together."


class QuorumRefused(Refused):
    """These people cannot hold a key together: {reason}."""

    code = "quorum_refused"
    advice = "Name 2 to 9 members who are not trustees, or trustees only, and how many must agree."


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People who hold a key together, and how many of them must agree."""

    people: tuple[str, ...]
    threshold: int


def officers(header: Header) -> Group | None:
    """The people who open identities together; None where there are none."""
    return _group(header, of_trustees=False)


def trustees(header: Header) -> Group | None:
    """The people who recover the archive together; None where there are none."""
    return _group(header, of_trustees=True)


def set_quorum(
    header: Header, unlocked: Unlocked, threshold: int, people: Iterable[str], random: Random
) -> Header:
    """With identities shared among officers, or with everything shared among trustees.

    It takes the place of their former quorum. Raises `MemberUnknown`, `QuorumRefused` or `CannotGive`.
    """
    listed = [header.member(one) for one in dict.fromkeys(people)]
    if not quorum.LEAST <= threshold <= len(listed) <= quorum.MOST:
        raise QuorumRefused(reason=Phrase("too few or too many, or too many of them must agree"))
    of_trustees = _is_trustee(listed[0])
    if any(_is_trustee(member) != of_trustees for member in listed):
        raise QuorumRefused(reason=Phrase("some are trustees and others are not"))
    keys = named("identity", all_identities(header, unlocked))
    if of_trustees:
        keys |= named("cases", unlocked.cases)
    kept = tuple(item for item in header.quorums if _is_of(header, item) != of_trustees)
    group = Group(people=tuple(member.id for member in listed), threshold=threshold)
    bare = replace(header, quorums=kept)
    return without_idle_shares(share_among(bare, group, keys, unlocked.cases_key, random))


def share_among(
    header: Header, group: Group, keys: Mapping[str, bytes], cases_key: bytes, random: Random
) -> Header:
    """With keys under fresh shares of these people. Raises `QuorumRefused`."""
    held = (epoch for member in header.members for epoch in member.holds("share"))
    epoch = max(held, default=0) + 1
    shares = {one: random(KEY) for one in group.people}
    for one, share in shares.items():
        holder = [header.member(one)]
        header = header.giving(holder, {f"share/{epoch}": share}, cases_key, random)
    fresh = quorum.share_out(header.archive, keys, shares, group.threshold, epoch, random)
    shared = (*header.quorums, *fresh)
    if len(shared) > MOST_SHARED:
        raise QuorumRefused(reason=Phrase("there would be too many ways to open the key"))
    return replace(header, quorums=shared)


def without_idle_shares(header: Header) -> Header:
    """Without the shares by which nothing is opened any more."""
    used = {item.share for item in header.quorums}
    idle = {
        f"share/{epoch}" for one in header.members for epoch in one.holds("share") if epoch not in used
    }
    return replace(header, members=tuple(member.without(idle) for member in header.members))


def together(header: Header, unlocked: Unlocked, others: Collection[Unlocked]) -> Unlocked:
    """What the acting member opens when others put their shares beside theirs.

    Raises `HeaderDamaged` where a share is wrong.
    """
    keys: dict[str, bytes] = {}
    for item in header.quorums:
        shares = {
            one.member: one.shares[item.share]
            for one in (unlocked, *others)
            if item.share in one.shares
        }
        key = item.open(header.archive, shares)
        if key is not None:
            keys[item.key] = key
    return replace(
        unlocked,
        cases={**unlocked.cases, **epochs("cases", keys)},
        identity={**unlocked.identity, **epochs("identity", keys)},
    )


def open_together(content: bytes, login: Login, others: Sequence[Login] = ()) -> Unlocked:
    """What a member opens by the bytes of archive.json, alone or with officers or trustees beside them.

    Raises the errors of `open_header` for each of them, and of `together`.
    """
    acting = open_header(content, login.passphrase, login.file)
    beside = [open_header(content, other.passphrase, other.file) for other in others]
    return together(parse(content)[0], acting, beside) if beside else acting


def all_identities(header: Header, unlocked: Unlocked) -> Mapping[int, bytes]:
    """The key of identities in every epoch. Raises `CannotGive` where one is not held."""
    if unlocked.identity.keys() != header.boxes.keys():
        raise CannotGive()
    return unlocked.identity


def _group(header: Header, *, of_trustees: bool) -> Group | None:
    items = [item for item in header.quorums if _is_of(header, item) == of_trustees]
    if not items:
        return None
    newest = max(item.share for item in items)
    subsets = [item.of for item in items if item.share == newest]
    people = tuple(sorted({one for of in subsets for one in of}))
    return Group(people=people, threshold=len(subsets[0]))


def _is_of(header: Header, item: Shared) -> bool:
    """Whether a shared key is one of trustees."""
    return _is_trustee(header.member(item.of[0]))


def _is_trustee(member: Member) -> bool:
    return TRUSTEE in member.roles
