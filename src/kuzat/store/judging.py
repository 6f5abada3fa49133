# SPDX-License-Identifier: Apache-2.0
"""Follow one of several accounts, and take back in the same entry what was followed before."""

from dataclasses import dataclass

from kuzat import records
from kuzat.log.statement import Draft
from kuzat.store.access import Reader, access_record
from kuzat.store.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What an adoption says as one entry; ``instead`` of which adoptions, by the ids of these."""

    drafts: tuple[Draft, ...]
    instead: tuple[bytes, ...] = ()


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
    Raises `NoSuchRecord`.
    """
    held = access_record(archive, reader, record)
    own = [log.log_id for log in archive.logs() if log.log_key in archive.own_logs()]
    old = records.earlier(held, said, archive.projections.is_many, own)
    drafts = (*records.taken_back(held, old), *records.adopt(record, said, reason, basis, language))
    return Adoption(drafts=drafts, instead=tuple(one.id for one in old))
