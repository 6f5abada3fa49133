# SPDX-License-Identifier: Apache-2.0
"""Members, keys and quorums of an archive: each change is one commit that names the new archive.json.

Who may do what is asked of the acting member's roles. What a change cannot undo is said by the faces:
who once held a key keeps whatever they copied.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kuzat import keys
from kuzat.errors import Phrase, Refused
from kuzat.keys import Cost, Group, Header, Login, change, sharing
from kuzat.keys.member import Member
from kuzat.keys.role import TRUSTEE
from kuzat.log.entry import Entry, decode
from kuzat.log.revocation import revoked_from
from kuzat.store import headers
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.commit import Act
from kuzat.store.opening import public_key

SEED = 32
# The sign lets the index of these few entries choose the rows; else all entries of the log are read.
ORDINANCES = "SELECT bytes FROM entry WHERE +log = ? AND count = 0 ORDER BY position"


class OwnKey(Refused):
    """You cannot remove or revoke yourself: the entry that says so must count."""

    code = "own_key"
    advice = "Another member who manages members must do it."


class RevokedTooLate(Refused):
    """The log has {size} entries; a revocation counts from one of them on."""

    code = "revoked_too_late"
    advice = "Give the number of entries up to which this member's signatures are to be trusted."


class MemberUnclear(Refused):
    """More than one member begins with {member}."""

    code = "member_unclear"
    advice = "Give more of the id: kuzat member list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A member as the list shows them. ``opens`` is what their own keys open alone.

    ``since`` is the position of the entry that gives their key; ``revoked`` the size up to which their
    signatures count; ``is_member`` tells whether they still have a key in archive.json.
    """

    id: str
    roles: tuple[str, ...]
    opens: tuple[str, ...]
    since: int | None
    revoked: int | None
    has_key_file: bool
    has_share: bool
    is_member: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Members, who holds keys together, and what is unfinished or shut."""

    members: tuple[Listed, ...]
    officers: Group | None
    trustees: Group | None
    identity_epochs: int
    is_crisis: bool
    is_rekey_unfinished: bool


def access_members(archive: Archive, reader: Reader) -> State:
    """Who can open what; members who neither see all nor manage members see themselves alone."""
    is_let_in = not admit(archive, reader).is_view or keys.may(archive.roles, "manage_members")
    header, said = _header(archive), _ordinances(archive)
    since = _since(said)
    present = {member.id: member for member in header.members}
    listed = [
        _listed(id_, present.get(id_), since.get(id_), revoked_from(said, archive.log_id, id_))
        for id_ in dict.fromkeys((*since, *present))
        if is_let_in or id_ == reader.member
    ]
    return State(
        members=tuple(listed),
        officers=keys.officers(header) if is_let_in else None,
        trustees=keys.trustees(header) if is_let_in else None,
        identity_epochs=len(header.boxes),
        is_crisis=is_let_in and not any("identity" in member.opens for member in listed),
        is_rekey_unfinished=len(archive.unlocked.cases) > 1,
    )


def find_member(archive: Archive, reader: Reader, start: str) -> str:
    """The id of the member that begins so. Raises `MemberUnknown` or `MemberUnclear`."""
    ids = [member.id for member in access_members(archive, reader).members]
    found = [id_ for id_ in ids if id_.startswith(start.strip().lower())]
    if len(found) > 1:
        raise MemberUnclear(member=start)
    if not found or not start.strip():
        raise keys.MemberUnknown(member=start)
    return found[0]


def add_member(
    archive: Archive, login: Login, roles: Collection[str], *, cost: Cost | None = None
) -> str:
    """Let somebody in who typed their passphrase at this machine; their random id.

    Guessing their passphrase costs what it costs with that of the acting member, unless ``cost`` says
    otherwise. They sign from the next commit on. Raises `NotForThisRole` and the errors of `change.add`.
    """
    keys.check_may(archive.unlocked.roles, "manage_members")
    return admit_newcomer(archive, archive.unlocked, login, roles, cost)


def remove_member(archive: Archive, member: str) -> None:
    """Take a member's keys out of archive.json; from now on their signature does not count.

    Raises `NotForThisRole`, `OwnKey`, `MemberUnknown` or `NobodyLeft`.
    """
    _check_other(archive, member)
    archive.replace_header(
        "rewrap",
        lambda header: (change.remove(header, member), archive.unlocked.cases_key),
        lambda: [_revoked(log, member, log.size()) for log in archive.logs()],
    )


def revoke_member(archive: Archive, member: str, size: int | None = None) -> None:
    """Say that a member's signatures in the own log count up to a size only; they are let go as well.

    For a key that was in other hands: what it signed since does not count any more, though it stays.
    Raises `NotForThisRole`, `OwnKey`, `MemberUnknown`, `NobodyLeft` or `RevokedTooLate`.
    """
    _check_other(archive, member)
    limit = archive.size() if size is None else size
    if not 0 < limit <= archive.size():
        raise RevokedTooLate(size=archive.size())
    if member not in _since(_ordinances(archive)):
        raise keys.MemberUnknown(member=member)
    if member in {one.id for one in _header(archive).members}:
        remove_member(archive, member)
    with archive.turn() as append:
        append([_revoked(archive, member, limit)])


def set_roles(archive: Archive, member: str, roles: Collection[str]) -> None:
    """Give a member other roles, and the keys that these open.

    Raises `NotForThisRole` and the errors of `change.set_roles`.
    """
    keys.check_may(archive.unlocked.roles, "manage_members")
    wanted, random = frozenset(roles), archive.random
    archive.replace_header(
        "rewrap",
        lambda header: (
            change.set_roles(header, archive.unlocked, member, wanted, random),
            archive.unlocked.cases_key,
        ),
    )


def rewrap(archive: Archive, login: Login, *, cost: Cost | None = None) -> None:
    """Put the acting member's own keys under a new passphrase, and a key file where one is given.

    Guessing it costs what it did unless ``cost`` says otherwise. Raises the errors of `change.rewrap`.
    """
    wanted = cost or _own_cost(archive)
    archive.replace_header(
        "rewrap",
        lambda header: (
            change.rewrap(header, archive.unlocked, login, archive.random, wanted),
            archive.unlocked.cases_key,
        ),
    )


def set_officers(archive: Archive, threshold: int, people: Collection[str]) -> None:
    """Let ``threshold`` of these members open identities together, in the place of a former quorum.

    Raises `NotForThisRole`, `MemberUnknown`, `QuorumRefused` or `CannotGive`.
    """
    _set_quorum(archive, threshold, people, of_trustees=False)


def set_trustees(archive: Archive, threshold: int, people: Collection[str]) -> None:
    """Let ``threshold`` of these trustees open everything together, in the place of former ones.

    The log names them too, so that they can vouch for a new log when this one's key is lost. Raises
    what `set_officers` raises.
    """
    _set_quorum(archive, threshold, people, of_trustees=True)


def _set_quorum(
    archive: Archive, threshold: int, people: Collection[str], *, of_trustees: bool
) -> None:
    keys.check_may(archive.unlocked.roles, "manage_keys")
    unlocked, random = archive.unlocked, archive.random

    def make(header: Header) -> tuple[Header, bytes]:
        if any((TRUSTEE in header.member(one).roles) != of_trustees for one in people):
            raise keys.QuorumRefused(reason=Phrase("some are trustees and others are not"))
        changed = sharing.set_quorum(header, unlocked, threshold, people, random)
        return changed, unlocked.cases_key

    acts = [_trust(archive, threshold, people)] if of_trustees else []
    archive.replace_header("rewrap", make, lambda: acts)


def admit_newcomer(
    archive: Archive,
    unlocked: keys.Unlocked,
    login: Login,
    roles: Collection[str],
    cost: Cost | None,
) -> str:
    """Add a member by the keys of ``unlocked``, whatever the acting member's roles; the new id."""
    newcomer = keys.Newcomer(
        id=archive.random(16).hex(),
        seed=archive.random(SEED),
        login=login,
        roles=frozenset(roles),
        cost=cost or _own_cost(archive),
    )
    key = {"id": newcomer.id, "key": public_key(newcomer.seed).hex()}
    archive.replace_header(
        "rewrap",
        lambda header: (
            change.add(header, unlocked, newcomer, archive.random),
            unlocked.cases_key,
        ),
        lambda: [Act(kind="member", body=key)],
    )
    return newcomer.id


def _check_other(archive: Archive, member: str) -> None:
    keys.check_may(archive.unlocked.roles, "manage_members")
    if member == archive.member:
        raise OwnKey()


def _revoked(log: Archive, member: str, size: int) -> Act:
    return Act(kind="revoked", body={"from": size, "log": log.log_id, "member": member})


def _trust(archive: Archive, threshold: int, people: Collection[str]) -> Act:
    """Who continues a lost log: these trustees, beside the witnesses that there are."""
    said = _ordinances(archive)
    public = {body["id"]: body for body in _members_in(said)}
    *_, newest = (entry.body for entry in said if entry.kind in ("genesis", "trust"))
    body = {
        "threshold": threshold,
        "trustees": [public[one] for one in sorted(set(people)) if one in public],
        "witnesses": newest["witnesses"],
    }
    return Act(kind="trust", body=body)


def _own_cost(archive: Archive) -> Cost:
    return _header(archive).member(archive.member).derivation.cost


def _header(archive: Archive) -> Header:
    return keys.parse((archive.path / headers.HEADER).read_bytes())[0]


def _ordinances(archive: Archive) -> list[Entry]:
    """The entries of the own log that are not statements of people, in their order."""
    return [decode(encoded) for (encoded,) in archive.database.rows(ORDINANCES, (archive.log_key,))]


def _members_in(said: Iterable[Entry]) -> Iterator[Mapping[str, Any]]:
    for entry in said:
        if entry.kind == "genesis":
            yield from entry.body["members"]
        elif entry.kind == "member":
            yield entry.body


def _since(said: Iterable[Entry]) -> dict[str, int]:
    """Member → the position of the entry that gives their key."""
    since: dict[str, int] = {}
    for entry in said:
        for body in _members_in([entry]):
            since.setdefault(body["id"], entry.position)
    return since


def _listed(id_: str, member: Member | None, since: int | None, revoked: int | None) -> Listed:
    kinds = ("cases", "identity")
    return Listed(
        id=id_,
        roles=tuple(sorted(member.roles)) if member else (),
        opens=tuple(kind for kind in kinds if member and member.holds(kind)),
        since=since,
        revoked=revoked,
        has_key_file=bool(member and member.derivation.has_file),
        has_share=bool(member and member.holds("share")),
        is_member=member is not None,
    )
