# SPDX-License-Identifier: Apache-2.0
"""The doors to identities. Each takes who asks and why, and writes that down before it shows anything.

Who holds no key of the compartment finds them shut; who holds one and has no role for it is refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kuzat import keys
from kuzat.errors import NotAllowed, Refused
from kuzat.log.statement import Draft, Statement
from kuzat.records import Record, Said
from kuzat.store import resting
from kuzat.store.access import NoSuchRecord, Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.commit import Committed
from kuzat.store.compartment import Compartment, holds
from kuzat.store.permitting import gate
from kuzat.store.vaults import SEALED_KEY, NoSuchExhibit, unsealed
from kuzat.terms import ids

READ, REASON, WORDS = "any.read", "any.read_reason", "any.read_words"
READINGS = frozenset((READ, REASON, WORDS))
FORM_SECRET = "form.secret"  # noqa: S105
# Said for the program: no page shows it.
HIDDEN = READINGS | {SEALED_KEY, FORM_SECRET}
OPENED, SEARCHED, FOUND = "read.opened", "read.searched", "read.found"
EXPORTED, PROVEN, HEARD = "read.exported", "read.proven", "read.heard"
NAME = "member.name"
FOUND_AT_ONCE = 50
ENTRIES = (
    "SELECT s.statement, l.id, s.position, e.lamport, e.by, e.at FROM sealed s"
    " JOIN log l ON l.key = s.log JOIN entry e ON e.log = s.log AND e.position = s.position"
)


class IdentityShut(NotAllowed):
    """Identities are shut to you: you hold no key to them."""

    code = "identity_shut"
    advice = "Ask a member whose role opens identities: kuzat member list"


class NoReason(Refused):
    """Opening an identity needs a reason."""

    code = "no_reason"
    advice = "Say with --reason why you read it; whoever opens identities can see that later."


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A record with what both compartments say of it; ``sealed`` are the protected statements among it."""

    record: Record
    sealed: frozenset[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One reading of identities: of which record, how, why, for which words, by whom and when."""

    record: str
    how: str
    reason: str | None
    words: str | None
    by: str
    at: str
    position: int


def access_identity(archive: Archive, reader: Reader, record: str, reason: str) -> Opened:
    """Everything that is said of one record, names and texts that are not public included.

    Writes first that it was read. Raises `IdentityShut`, `NotForThisRole`, `NoReason`, `NoSuchRecord` where
    nothing is said of it, or `Withheld` where consent was withdrawn.
    """
    compartment = admitted(archive, reader)
    if not archive.projections.said(record) and not compartment.about(record):
        raise NoSuchRecord(record=record)
    open_to = gate(archive)
    open_to.check(open_to.record(record))
    note_reading(archive, {record: OPENED}, reason)
    return opened(archive, compartment, record)


def access_identity_search(
    archive: Archive, reader: Reader, words: str, reason: str, *, size: int = FOUND_AT_ONCE
) -> tuple[Opened, ...]:
    """The records in whose protected texts, names, numbers or addresses all the words stand.

    Writes first that it was searched, for what, and which records were found; raises as `access_identity`.
    """
    compartment = admitted(archive, reader)
    open_to = gate(archive)
    found = [
        record
        for record in compartment.search(words, min(size, FOUND_AT_ONCE))
        if open_to.record(record).allowed and _is_found(archive, compartment, record, words)
    ]
    searched = Draft(about=own_record(archive.member), says=WORDS, type="text", value=words)
    note_reading(
        archive,
        {own_record(archive.member): SEARCHED} | dict.fromkeys(found, FOUND),
        reason,
        [searched],
    )
    return tuple(opened(archive, compartment, record) for record in found)


def access_identity_log(archive: Archive, reader: Reader) -> tuple[Look, ...]:
    """Every reading of identities, the newest first. Looking at this list is not one of them."""
    compartment = admitted(archive, reader)
    said = list(compartment.saying(READ, REASON, WORDS))
    told = {
        (places[0], places[1], one.about, one.says): one.value
        for one in said
        if (places := _entry(archive, one.id)) is not None
    }
    looks = []
    for one in said:
        entry = _entry(archive, one.id)
        if one.says == READ and entry is not None:
            log, position, _lamport, by, at = entry
            key = (log, position, own_record(by))
            looks.append(
                Look(
                    record=one.about,
                    how=one.value,
                    reason=told.get((*key, REASON)),
                    words=told.get((*key, WORDS)),
                    by=by,
                    at=at,
                    position=position,
                )
            )
    return tuple(sorted(looks, key=lambda look: (look.at, look.position), reverse=True))


def access_member_names(archive: Archive, reader: Reader, reason: str) -> dict[str, str]:
    """Member → name, for those whose name was said. Writes first that they were read."""
    compartment = admitted(archive, reader)
    named = {one.about: one.value for one in compartment.saying(NAME)}
    note_reading(archive, dict.fromkeys(named, OPENED), reason)
    return {record.removeprefix(PREFIX): name for record, name in named.items()}


def name_member(archive: Archive, member: str, name: str) -> Committed:
    """Say who a member is; sealed, so that also who cannot open identities can say it."""
    draft = Draft(about=own_record(member), says=NAME, type="text", value=name)
    return archive.say([draft])


def access_standing(archive: Archive, reader: Reader, statement: bytes) -> bool:
    """Whether a protected statement was set and is not taken back; raises as `access_identity`."""
    return admitted(archive, reader).live(statement) is not None


def open_original(
    archive: Archive, reader: Reader, exhibit: str, reason: str, how: str = EXPORTED
) -> Iterator[bytes]:
    """The content of a protected exhibit. Writes first that it was taken out or heard, as `access_identity`.

    Raises `NoSuchExhibit` where there is none, `ExhibitBroken` where it does not hold.
    """
    compartment = admitted(archive, reader)
    key = next((s.value for s in compartment.about(exhibit) if s.says == SEALED_KEY), None)
    if key is None:
        raise NoSuchExhibit(exhibit=exhibit)
    note_reading(archive, {exhibit: how}, reason)
    return unsealed(archive, exhibit, bytes.fromhex(key))


PREFIX = f"{ids.RECORD_KINDS['member']}-"


def own_record(member: str) -> str:
    """The record about a member: its id is the member's own."""
    return PREFIX + member


def admitted(archive: Archive, reader: Reader, act: str = "open_identity") -> Compartment:
    """The compartment, for a reader who may do this act in it. Raises `IdentityShut`, `NotForThisRole`."""
    admit(archive, reader)
    if archive.compartment is None:
        raise IdentityShut()
    keys.check_may(archive.roles, act)
    return archive.compartment


def note_reading(
    archive: Archive, read: dict[str, str], reason: str, more: Sequence[Draft] = ()
) -> None:
    """Write down that records are read: record → how. The reason is said once, of the reader's own record."""
    if not reason.strip():
        raise NoReason()
    own = own_record(archive.member)
    said = [Draft(about=record, says=READ, type="term", value=how) for record, how in read.items()]
    why = Draft(about=own, says=REASON, type="text", value=reason)
    archive.say([*said, why, *more])


def opened(archive: Archive, compartment: Compartment, record: str) -> Opened:
    """What both compartments say of a record; whoever calls has noted the reading."""
    sealed = [
        said
        for one in _left(archive, compartment, record)
        if one.says not in HIDDEN and (said := _said(archive, one)) is not None
    ]
    every = gate(archive).left([*archive.projections.said(record), *sealed])
    folded = archive.projections.folded(record, every)
    return Opened(record=folded, sealed=frozenset(one.id for one in sealed))


def _is_found(archive: Archive, compartment: Compartment, record: str, words: str) -> bool:
    """Whether a record that a search found holds the words in what may be seen of it; the index holds all."""
    left = _left(archive, compartment, record)
    return len(left) == len(compartment.about(record)) or holds(left, words)


def _left(archive: Archive, compartment: Compartment, record: str) -> list[Statement]:
    """What is sealed of a record, without what rests on the word of somebody who does not consent any more.

    What was taken back stays so, whoever asked for it.
    """
    open_to = gate(archive)
    return [
        one
        for one in compartment.about(record)
        if one.op == "withdraw" or resting.opened(archive, open_to, one).allowed
    ]


def _said(archive: Archive, one: Statement) -> Said | None:
    """A protected statement with the entry it stands in; None where cases.db does not know it."""
    entry = _entry(archive, one.id)
    if entry is None:
        return None
    log, position, lamport, by, at = entry
    return Said(
        one.id, log, position, lamport, one.op, one.about, one.says, one.type, one.value,
        one.language, one.basis, by, at,
    )  # fmt: skip


def _entry(archive: Archive, statement: bytes) -> tuple[str, int, int, str, str] | None:
    row = archive.database.row(f"{ENTRIES} WHERE s.statement = ?", (statement,))
    return tuple(row[1:]) if row else None
