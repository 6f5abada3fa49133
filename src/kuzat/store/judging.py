# SPDX-License-Identifier: Apache-2.0
"""Follow one of several accounts, and take back in the same entry what was followed before.

Where another account stands against it and two members may follow accounts, one proposes and another adopts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kuzat import keys, records
from kuzat.errors import Refused
from kuzat.log.statement import Draft
from kuzat.records import Proposal, Record
from kuzat.store.access import Reader, access_record
from kuzat.store.archive import Archive
from kuzat.store.members import access_members

ADOPT = "adopt"


class OwnProposal(Refused):
    """You proposed this yourself; it waits for another member."""

    code = "own_proposal"
    advice = "Ask a second reader to look at the accounts and to follow this one."


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What an adoption says as one entry; ``instead`` of which adoptions, by the ids of these.

    ``waits`` is true where it only proposes, and a second reader must agree.
    """

    drafts: tuple[Draft, ...]
    instead: tuple[bytes, ...] = ()
    waits: bool = False


def plan_adoption(
    archive: Archive,
    reader: Reader,
    record: str,
    said: bytes,
    reason: str,
    basis: str | None = None,
    language: str | None = None,
) -> Adoption:
    """The drafts by which the organisation follows the statement ``said`` of a record.

    Its earlier adoption of another value is taken back with it, where the property holds one value.
    What another organisation adopted stands, and so do adoptions that lie in the compartment identity.
    Where a second reader is needed and no other member who may follow accounts today proposed it, the
    drafts propose it only. Raises `NoSuchRecord` or `OwnProposal`.
    """
    held = access_record(archive, reader, record)
    if is_second_due(archive, reader, held, said):
        by = proposers(archive, reader, held, said)
        if by == {reader.member}:
            raise OwnProposal()
        if not by:
            return Adoption(drafts=tuple(records.propose(record, said, reason, basis, language)), waits=True)
    old = records.earlier(held, said, archive.projections.is_many, own_logs(archive))
    drafts = (*records.taken_back(held, old), *records.adopt(record, said, reason, basis, language))
    return Adoption(drafts=drafts, instead=tuple(one.id for one in old))


def is_second_due(archive: Archive, reader: Reader, record: Record, said: bytes) -> bool:
    """Whether following this statement takes two members: others contradict it, and there are two."""
    needed = records.is_second_needed(record, said, archive.projections.is_many, reader.member)
    return needed and has_second_reader(archive, reader)


def proposers(archive: Archive, reader: Reader, record: Record, said: bytes) -> frozenset[str]:
    """Who would follow a statement and waits for another, of the members who may follow accounts today."""
    waiting = _proposals(archive, record).get(said, ())
    return _able(archive, reader) & {one.said.by for one in waiting}


def has_second_reader(archive: Archive, reader: Reader) -> bool:
    """Whether so many members may follow accounts as must agree on one that others contradict."""
    return len(_able(archive, reader)) >= keys.members_needed(ADOPT)


def _able(archive: Archive, reader: Reader) -> frozenset[str]:
    members = access_members(archive, reader).members
    return frozenset(one.id for one in members if one.is_member and keys.may(one.roles, ADOPT))


def access_proposals(
    archive: Archive, reader: Reader, record: str, *, entries: int | None = None
) -> Mapping[bytes, tuple[Proposal, ...]]:
    """Statement → who would follow it and why, where that waits for another. Raises `NoSuchRecord`."""
    return _proposals(archive, access_record(archive, reader, record, entries=entries))


def _proposals(archive: Archive, record: Record) -> Mapping[bytes, tuple[Proposal, ...]]:
    return records.proposals(record, own_logs(archive), archive.projections.is_many)


def own_logs(archive: Archive) -> tuple[str, ...]:
    """The ids of the logs whose adoptions are the organisation's own; a view cannot tell them."""
    return tuple(log.log_id for log in archive.logs() if log.log_key in archive.own_logs())
