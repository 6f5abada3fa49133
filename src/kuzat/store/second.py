# SPDX-License-Identifier: Apache-2.0
"""The second reader's rule where everything passes that is written: no form, command or sheet goes round it.

In: the acts of one member that are about to be written, and what stands in the archive.
Out: a refusal where one member would decide alone what takes two; of a sheet, its choices as proposals.
Never: a choice of another organisation, nor one about sealed statements, which are compared with nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kuzat import keys, records
from kuzat.errors import Missing, Refused
from kuzat.log.statement import Draft, Statement
from kuzat.records import ADOPTS, ADOPTS_REASON, PROPOSES, PROPOSES_REASON, Record, Said
from kuzat.store import headers, schema
from kuzat.store.commit import Act
from kuzat.terms import ids

if TYPE_CHECKING:
    from kuzat.store.archive import Archive

ADOPT = "adopt"
SAID = f"SELECT 1 FROM statement s WHERE {schema.BY_ID}"  # noqa: S608
_One = Draft | Statement
PROPOSED_AS = {ADOPTS: PROPOSES, ADOPTS_REASON: PROPOSES_REASON}


class SecondReaderNeeded(Refused):
    """Others say otherwise of {record}: one member alone does not decide which account is followed."""

    code = "second_reader_needed"
    advice = "Propose it; it counts when a second reader follows it too: kuzat adopt STATEMENT"


class TwoDecided(Refused):
    """Two members decide which account of {record} is followed, and a second one has not taken that back."""

    code = "two_decided"
    advice = "Propose to take back the adoption, then ask a second reader to: kuzat withdraw ADOPTION"


class AccountMissing(Missing):
    """The account of {record} that is to be followed is not in this archive."""

    code = "account_missing"
    advice = "Open the record again and choose one that stands there: kuzat show RECORD"


def check(archive: "Archive", acts: Sequence[Act]) -> None:
    """Refuse acts that alone decide, or take back, what takes two members; in the writer's turn.

    Raises `SecondReaderNeeded`, `TwoDecided` or `AccountMissing`.
    """
    fresh = _adding(acts)
    for act in acts:
        said: list[_One] = [*act.drafts, *act.bound]
        for one in said:
            if _is_adoption(one) and _must_wait(archive, one, fresh):
                raise SecondReaderNeeded(record=ids.label(one.about))
        check_taken_back(archive, said)


def proposing(archive: "Archive", acts: Sequence[Act]) -> list[Act]:
    """The same acts, each with proposals in the place of adoptions for which a second reader is needed."""
    fresh = _adding(acts)
    return [
        replace(act, drafts=[_proposed(one) for one in act.drafts])
        if any(_is_adoption(one) and _must_wait(archive, one, fresh) for one in act.drafts)
        else act
        for act in acts
    ]


def _proposed(one: Draft) -> Draft:
    return one._replace(says=PROPOSED_AS[one.says]) if one.op == "set" and one.says in PROPOSED_AS else one


def check_taken_back(archive: "Archive", said: Iterable[_One]) -> None:
    """Refuse to take back alone an adoption, or the account that it follows, if that took two members.

    Another adoption in the same entry, which `check` allowed, may take its place. Raises `TwoDecided`.
    """
    said = tuple(said)
    for one in said:
        if one.op != "withdraw":
            continue
        record = whole(archive, one.about)
        for adoption in record.judgements:
            if adoption.says != ADOPTS or one.value not in (adoption.id.hex(), adoption.value):
                continue
            if not is_decided(archive, record, adoption) or _is_replaced(archive, record, adoption, said):
                continue
            if not enders(archive, record, adoption) - {archive.member}:
                raise TwoDecided(record=ids.label(one.about))


def is_due(archive: "Archive", record: Record, said: bytes) -> bool:
    """Whether following a statement takes two members: others contradict it, and there are two."""
    many = archive.projections.is_many
    return records.is_second_needed(record, said, many, archive.member) and has_second(archive)


def is_decided(archive: "Archive", record: Record, adoption: Said) -> bool:
    """Whether an adoption that stands is the organisation's own and takes two members to take back."""
    return adoption.log in own_logs(archive) and is_due(archive, record, bytes.fromhex(adoption.value))


def proposers(archive: "Archive", record: Record, said: bytes) -> frozenset[str]:
    """Who would follow a statement and waits for another, of the members who may follow accounts today."""
    waiting = records.proposals(record, own_logs(archive), archive.projections.is_many).get(said, ())
    return able(archive) & {one.said.by for one in waiting if one.ends is None}


def enders(archive: "Archive", record: Record, adoption: Said) -> frozenset[str]:
    """Who would take an adoption back and waits for another, of the members who may follow accounts today."""
    found = records.proposals(record, own_logs(archive), archive.projections.is_many)
    waiting = found.get(bytes.fromhex(adoption.value), ())
    return able(archive) & {one.said.by for one in waiting if one.ends == adoption.id}


def has_second(archive: "Archive") -> bool:
    """Whether so many members may follow accounts as must agree on one that others contradict."""
    return len(able(archive)) >= keys.members_needed(ADOPT)


def able(archive: "Archive") -> frozenset[str]:
    """The members who may follow accounts today."""
    header, _ = keys.parse((archive.path / headers.HEADER).read_bytes())
    return frozenset(member.id for member in header.members if keys.may(member.roles, ADOPT))


def own_logs(archive: "Archive") -> tuple[str, ...]:
    """The ids of the logs whose adoptions are the organisation's own; a view cannot tell them."""
    return tuple(log.log_id for log in archive.logs() if log.log_key in archive.own_logs())


def whole(archive: "Archive", about: str, fresh: Iterable[_One] = ()) -> Record:
    """A record with all that stands of it in ``cases``, whoever may see it, and what is about to be said."""
    said = archive.projections.said(about)
    last = max((one.lamport for one in said), default=0) + 1
    said += [_said(archive, one, last + number) for number, one in enumerate(fresh)]
    return archive.projections.folded(about, said)


def _adding(acts: Sequence[Act]) -> Mapping[str, list[_One]]:
    """Record → what else these acts say of it anew, where any of them follows an account."""
    said: list[_One] = []
    for act in acts:
        said += [*act.drafts, *act.bound]
    fresh: dict[str, list[_One]] = {one.about: [] for one in said if _is_adoption(one)}
    for one in said:
        if one.op == "set" and one.about in fresh and one.says not in PROPOSED_AS:
            fresh[one.about].append(one)
    return fresh


def _said(archive: "Archive", one: _One, lamport: int) -> Said:
    """A statement as it will stand; one that is not bound yet gets an id that nothing else has."""
    id_ = one.id if isinstance(one, Statement) else lamport.to_bytes(4, "big")
    return Said(
        id_, archive.log_id, lamport, lamport, one.op, one.about, one.says, one.type, one.value,
        one.language, one.basis, archive.member, "",
    )  # fmt: skip


def _must_wait(
    archive: "Archive", one: _One, fresh: Mapping[str, list[_One]]
) -> bool:
    """Whether an adoption needs another member's word that is not there. Raises `AccountMissing`."""
    record, followed = whole(archive, one.about, fresh[one.about]), bytes.fromhex(one.value)
    if not _is_said(archive, followed, fresh[one.about]):
        raise AccountMissing(record=ids.label(one.about))
    return is_due(archive, record, followed) and not proposers(archive, record, followed) - {archive.member}


def _is_said(archive: "Archive", id_: bytes, fresh: Iterable[_One]) -> bool:
    """Whether a statement is in the archive, sealed or not, or about to be: none is followed in advance."""
    if any(isinstance(one, Statement) and one.id == id_ for one in fresh):
        return True
    return archive.is_sealed(id_.hex()) or archive.database.row(SAID, (id_, id_)) is not None


def _is_replaced(
    archive: "Archive", record: Record, adoption: Said, said: Iterable[_One]
) -> bool:
    """Whether an adoption in the same entry contradicts this one."""
    new = (bytes.fromhex(one.value) for one in said if _is_adoption(one) and one.about == record.id)
    many, own = archive.projections.is_many, (adoption.log,)
    return any(adoption in records.earlier(record, one, many, own) for one in new)


def _is_adoption(one: _One) -> bool:
    return one.op == "set" and one.says == ADOPTS
