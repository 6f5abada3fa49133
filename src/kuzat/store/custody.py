# SPDX-License-Identifier: Apache-2.0
"""The chain of custody of an exhibit: what was told of its way here, and what its log knows since."""

from collections.abc import Iterator

from kuzat import keys
from kuzat.log.statement import Draft
from kuzat.preservation.custody import Receipt, Step, What, in_order
from kuzat.records import Record
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.erasing import access_erased
from kuzat.store.given import given
from kuzat.store.identity import access_identity_log
from kuzat.store.permitting import gate

# The first entry in which anything is said of an exhibit, sealed or not, is the one that took it in.
KEPT = (
    "SELECT s.log, s.position, coalesce(e.at, ''), coalesce(e.by, '') FROM"
    " (SELECT log, position FROM statement WHERE about = ?1"
    " UNION SELECT log, position FROM sealed WHERE about = ?1) s"
    " JOIN entry e ON e.log = s.log AND e.position = s.position ORDER BY e.lamport, s.log LIMIT 1"
)
# The first hour that an authority vouches for of a log that had so many entries.
STAMPED = (
    "SELECT stamped_at, stamped_by, id FROM exhibit"
    " WHERE stamped_at IS NOT NULL AND CAST(stamped_size AS INTEGER) > ? ORDER BY stamped_at, id LIMIT 1"
)
BACKUP = "handed_out.backup"


def access_custody(archive: Archive, reader: Reader, exhibit: str) -> tuple[Step, ...]:
    """How an exhibit came here and what was done with it; nothing where consent to it was withdrawn.

    From whom it came and who made it is not in it: that is opened by `access_identity`. That it was read out
    sealed is in it for whoever may open identities.
    """
    archive = admit(archive, reader)
    with archive.database.reading():
        if not gate(archive).record(exhibit).allowed:
            return ()
        said = gate(archive).left(archive.projections.said(exhibit))
        steps = [*_told(archive.projections.folded(exhibit, said))]
        steps += _since(archive, exhibit)
    steps += _read(archive, reader, exhibit)
    gone = access_erased(archive, reader, exhibit)
    steps += [Step(what=What.ERASED, at=gone[0].at, how=gone[0].ground)] if gone else []
    return in_order(steps)


def say_receipt(archive: Archive, exhibit: str, receipt: Receipt) -> None:
    """Say how an exhibit that is here came in once more; where that day was told before, nothing is added."""
    day = receipt.received_on
    if day and archive.statement_of(exhibit, "exhibit.received_on", day) is None:
        told = receipt.told()
        archive.say([Draft(about=exhibit, says=says, type=of, value=it) for says, of, it in told])


def _told(exhibit: Record) -> Iterator[Step]:
    """What people told of its way here; a day and a way that were told together are one step."""
    hows = {(v.said.log, v.said.position): v.text for v in exhibit.all("exhibit.received_how")}
    withs = {(v.said.log, v.said.position): v.text for v in exhibit.all("exhibit.made_with")}
    for what, says, how in (
        (What.MADE, "exhibit.made_on", {}),
        (What.RECEIVED, "exhibit.received_on", hows),
        (What.DRAWN, "exhibit.made_from", withs),
    ):
        for value in exhibit.all(says):
            said = value.said
            drawn = what is What.DRAWN
            yield Step(
                what=what,
                at=said.at if drawn else said.value,
                by=said.by,
                entry=said.position,
                how=how.get((said.log, said.position)),
                record=said.value if drawn else None,
            )


def _since(archive: Archive, exhibit: str) -> Iterator[Step]:
    """That it was kept, covered by a timestamp, handed out."""
    kept = archive.database.row(KEPT, (exhibit,))
    if kept is None:
        return
    log, position, at, by = kept
    yield Step(what=What.KEPT, at=at, by=by, entry=position)
    stamped = archive.database.row(STAMPED, (position,))
    # What a member sees in part is counted anew, and a timestamp is of the own log as it is.
    if stamped and log == archive.log_key and not archive.is_view:
        yield Step(what=What.STAMPED, at=stamped[0], who=stamped[1], record=stamped[2])
    for one in given(archive, [(b"", exhibit, None, log, position)]):
        if exhibit in one.exhibits or one.what == BACKUP:
            yield Step(what=What.GIVEN, at=one.at, how=one.what, who=one.receiver, record=one.record)


def _read(archive: Archive, reader: Reader, exhibit: str) -> Iterator[Step]:
    """That it was read out sealed, as far as this member may know who reads identities."""
    if archive.compartment is None or not keys.may(archive.roles, "open_identity"):
        return
    for look in access_identity_log(archive, reader):
        if look.record == exhibit:
            yield Step(
                what=What.READ, at=look.at, by=look.by, entry=look.position, how=look.how, why=look.reason
            )
