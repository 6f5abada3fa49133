# SPDX-License-Identifier: Apache-2.0
"""What each member opened and handed out, as the entries tell it; nothing of it can be edited away."""

from collections import defaultdict
from dataclasses import dataclass

from kuzat import keys
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.given import DISCLOSURES, receivers
from kuzat.store.identity import access_identity_log
from kuzat.terms import ids

HANDED_OUT = (
    "SELECT e.by, e.at, s.about, s.value FROM statement s"
    " JOIN entry e ON e.log = s.log AND e.position = s.position"
    " WHERE s.about BETWEEN ? AND ? AND s.says = 'disclosure.what' AND s.op = 'set' AND s.value IS NOT NULL"
)
# Who opens an identity seals why, of their own record; that, and when, can be told without opening it.
SEALED_REASONS = (
    "SELECT DISTINCT e.by, e.at FROM sealed s"
    " JOIN entry e ON e.log = s.log AND e.position = s.position"
    " WHERE s.about = ? || e.by AND EXISTS (SELECT 1 FROM sealed o"
    "  WHERE o.log = s.log AND o.position = s.position AND o.statement <> s.statement)"
)
SEES = ("manage_members", "open_identity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One thing that a member took out: how (a term), of which record, when; why or to whom, if known."""

    how: str
    record: str
    at: str
    why: str = ""
    to: str = ""


def access_traces(archive: Archive, reader: Reader) -> dict[str, tuple[Trace, ...]]:
    """Member → what they opened and handed out, the newest first.

    Everybody sees their own. Those who manage members or open identities see everybody's; why an identity
    was opened, only the latter see. Looking at this is noted nowhere.
    """
    admit(archive, reader)
    found: dict[str, list[Trace]] = defaultdict(list)
    known = receivers(archive)
    for by, at, record, what in archive.database.rows(HANDED_OUT, DISCLOSURES):
        found[by].append(Trace(how=what, record=record, at=at, to=known.get(record, "")))
    for by, trace in _opened(archive, reader):
        found[by].append(trace)
    everybody = any(keys.may(archive.roles, act) for act in SEES)
    return {
        member: tuple(sorted(traces, key=lambda one: one.at, reverse=True))
        for member, traces in found.items()
        if everybody or member == reader.member
    }


def _opened(archive: Archive, reader: Reader) -> list[tuple[str, Trace]]:
    if archive.compartment is not None and keys.may(archive.roles, "open_identity"):
        return [
            (look.by, Trace(how=look.how, record=look.record, at=look.at, why=look.reason or ""))
            for look in access_identity_log(archive, reader)
        ]
    prefix = f"{ids.RECORD_KINDS['member']}-"
    rows = archive.database.rows(SEALED_REASONS, (prefix,))
    return [(by, Trace(how="read.opened", record="", at=at)) for by, at in rows]
