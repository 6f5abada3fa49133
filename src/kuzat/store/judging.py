# SPDX-License-Identifier: Apache-2.0
"""Follow one of several accounts, and take back in the same entry what was followed before.

Where another account stands against it and two members may follow accounts, one proposes and another adopts;
so it is with taking that back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kuzat import records
from kuzat.errors import Refused
from kuzat.log.statement import Draft, Statement
from kuzat.records import Proposal, Record, Said
from kuzat.store import second
from kuzat.store.access import Reader, access_record, admit
from kuzat.store.archive import Archive


class OwnProposal(Refused):
    """You proposed this yourself; it waits for another member."""

    code = "own_proposal"
    advice = "Ask a second reader to look at the accounts and to follow this one."


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What an adoption, or taking one back, says as one entry; ``instead`` of which adoptions, by their ids.

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
    if is_second_due(archive, reader, record, said):
        by = proposers(archive, reader, record, said)
        if by == {reader.member}:
            raise OwnProposal()
        if not by:
            return Adoption(drafts=tuple(records.propose(record, said, reason, basis, language)), waits=True)
    old = records.earlier(held, said, archive.projections.is_many, second.own_logs(archive))
    drafts = (*records.taken_back(held, old), *records.adopt(record, said, reason, basis, language))
    return Adoption(drafts=drafts, instead=tuple(one.id for one in old))


def plan_withdrawal(
    archive: Archive,
    reader: Reader,
    said: Said | Statement,
    reason: str | None = None,
    basis: str | None = None,
    language: str | None = None,
) -> Adoption:
    """The drafts that take a statement back; of an adoption that takes two members, a proposal to do so.

    Once another member proposed that, it is taken back with its reason and with the proposals about it, so
    that following the account again takes two anew. Raises `NoSuchRecord` or `OwnProposal`.
    """
    taken = _withdrawn(said, basis)
    if said.says != records.ADOPTS:
        return Adoption(drafts=(taken,))
    held = access_record(archive, reader, said.about)
    adoption = next((one for one in held.judgements if one.id == said.id), None)
    judged = second.whole(archive, said.about)
    if adoption is None or not second.is_decided(archive, judged, adoption):
        return Adoption(drafts=(taken,))
    by = second.enders(archive, judged, adoption)
    if by == {reader.member}:
        raise OwnProposal()
    if by:
        return Adoption(drafts=(*records.taken_back(held, (adoption,)), *_settled(archive, held, adoption)))
    drafts = records.propose(said.about, said.id, reason or "", basis, language)
    return Adoption(drafts=tuple(drafts if reason else drafts[:1]), waits=True)


def _settled(archive: Archive, record: Record, adoption: Said) -> Iterator[Draft]:
    """Take back what was proposed for an adoption, and for ending it."""
    own, of = second.own_logs(archive), (adoption.value, adoption.id.hex())
    for one in record.judgements:
        if one.says == records.PROPOSES and one.value in of and one.log in own:
            yield _withdrawn(one)


def _withdrawn(said: Said | Statement, basis: str | None = None) -> Draft:
    about, says = said.about, said.says
    return Draft(op="withdraw", about=about, says=says, type="statement", value=said.id.hex(), basis=basis)


def adoption_of(archive: Archive, reader: Reader, record: str, said: bytes) -> Said | None:
    """The organisation's own adoption that follows a statement. Raises `NoSuchRecord`."""
    held, own = access_record(archive, reader, record), second.own_logs(archive)
    found = (one for one in held.judgements if one.says == records.ADOPTS and one.log in own)
    return next((one for one in found if one.value == said.hex()), None)


def is_second_due(archive: Archive, reader: Reader, record: str, said: bytes) -> bool:
    """Whether following this statement takes two members: others contradict it, and there are two.

    What consent keeps from everybody contradicts it too. Raises `NoSuchRecord`.
    """
    access_record(archive, reader, record)
    return second.is_due(archive, second.whole(archive, record), said)


def proposers(archive: Archive, reader: Reader, record: str, said: bytes) -> frozenset[str]:
    """Who would follow a statement and waits for another, of the members who may follow accounts today.

    Raises `NoSuchRecord`.
    """
    access_record(archive, reader, record)
    return second.proposers(archive, second.whole(archive, record), said)


def has_second_reader(archive: Archive, reader: Reader) -> bool:
    """Whether so many members may follow accounts as must agree on one that others contradict.

    Members who do not see who is a member are told that there are none.
    """
    return not admit(archive, reader).is_view and second.has_second(archive)


def access_proposals(
    archive: Archive, reader: Reader, record: str, *, entries: int | None = None
) -> Mapping[bytes, tuple[Proposal, ...]]:
    """Statement → who would follow it and why, where that waits for another. Raises `NoSuchRecord`."""
    return _proposals(archive, access_record(archive, reader, record, entries=entries))


def _proposals(archive: Archive, record: Record) -> Mapping[bytes, tuple[Proposal, ...]]:
    return records.proposals(record, second.own_logs(archive), archive.projections.is_many)
