# SPDX-License-Identifier: Apache-2.0
"""The chain of custody of an exhibit tells every hand it went through, and nothing that is sealed."""

import hashlib
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from tests.authority import HOUR, ROOT, Authority

from kuzat.log.statement import Draft
from kuzat.preservation import Receipt, What
from kuzat.preservation.timestamp import certificates
from kuzat.store import (
    Archive,
    Original,
    access_custody,
    access_identity,
    access_original,
    erase,
    handed_out,
    keep,
    reader_of,
    say_receipt,
)
from kuzat.store.timestamping import keep_timestamp
from kuzat.testing import Maker

HAND = Receipt(received_on="2024-05", received_how="received_how.hand", made_on="2024-04-30")


def kept(archive: Archive, content: bytes, receipt: Receipt = HAND, *, protected: bool = True) -> str:
    original = Original(
        name="a.txt",
        media_type="text/plain",
        content=BytesIO(content),
        protected=protected,
        told=tuple(receipt.told()),
    )
    return keep(archive, original).id


def whats(archive: Archive, exhibit: str) -> list[What]:
    return [step.what for step in access_custody(archive, reader_of(archive), exhibit)]


def test_the_way_here_comes_first_and_stands_in_one_entry(archive: Archive) -> None:
    exhibit = kept(archive, b"1")
    made, received, entered = access_custody(archive, reader_of(archive), exhibit)
    assert (made.what, made.at) == (What.MADE, "2024-04-30")
    assert (received.what, received.at, received.how) == (What.RECEIVED, "2024-05", "received_how.hand")
    assert (entered.what, entered.by) == (What.KEPT, archive.member)
    assert {made.entry, received.entry, entered.entry} == {archive.size() - 1}


def test_from_whom_it_came_is_sealed_and_opened_like_any_identity(archive: Archive) -> None:
    person = Maker(archive).new("person", country="KG")
    receipt = Receipt(received_on="2024-05", received_from=person, made_by=person)
    exhibit = kept(archive, b"1", receipt, protected=False)
    assert person not in repr(access_custody(archive, reader_of(archive), exhibit))
    assert all(person != one.value for one in archive.projections.said(exhibit))
    opened = access_identity(archive, reader_of(archive), exhibit, "for the court").record
    assert [one.text for one in opened.all("exhibit.received_from")] == [person]
    assert [one.text for one in opened.all("exhibit.made_by")] == [person]


def test_what_came_in_twice_says_so_once_for_each_day(archive: Archive) -> None:
    exhibit = kept(archive, b"1")
    entries = archive.size()
    say_receipt(archive, exhibit, HAND)
    assert archive.size() == entries
    say_receipt(archive, exhibit, Receipt(received_on="2024-06", received_how="received_how.post"))
    assert whats(archive, exhibit) == [What.MADE, What.RECEIVED, What.RECEIVED, What.KEPT]
    days = [s.at for s in access_custody(archive, reader_of(archive), exhibit) if s.what is What.RECEIVED]
    assert days == ["2024-05", "2024-06"]


def test_reading_and_handing_out_are_steps(archive: Archive) -> None:
    exhibit, other, reader = kept(archive, b"1", Receipt()), kept(archive, b"2"), reader_of(archive)
    b"".join(access_original(archive, reader, exhibit, reason="for the court"))
    record = handed_out(archive, "handed_out.original", "A committee", exhibits=[exhibit])
    handed_out(archive, "handed_out.sheet", "An office", table="exhibit")
    handed_out(archive, "handed_out.backup", None)
    _kept, read, given, backup = access_custody(archive, reader, exhibit)
    assert (read.what, read.how, read.why) == (What.READ, "read.exported", "for the court")
    assert (given.what, given.how, given.record) == (What.GIVEN, "handed_out.original", record)
    assert (backup.what, backup.how) == (What.GIVEN, "handed_out.backup")
    assert whats(archive, other) == [What.MADE, What.RECEIVED, What.KEPT, What.GIVEN]
    # Whoever holds no key to identities does not learn who read what.
    compartment, archive.compartment = archive.compartment, None
    shut = whats(archive, exhibit)
    archive.compartment = compartment
    assert shut == [What.KEPT, What.GIVEN, What.GIVEN]


def test_the_first_hour_that_covers_it_counts_and_a_later_exhibit_has_none(archive: Archive) -> None:
    early = kept(archive, b"early", Receipt())
    size, note = archive.newest_checkpoint() or (0, b"")
    late = kept(archive, b"late", Receipt())
    reply = Authority().reply(hashlib.sha256(note).digest(), 7)
    stamped = keep_timestamp(archive, reply, certificates(ROOT.public_bytes(Encoding.PEM)))
    assert stamped.size == size
    steps = access_custody(archive, reader_of(archive), early)
    assert [step.what for step in steps] == [What.KEPT, What.STAMPED]
    assert steps[1].at == HOUR.isoformat(timespec="seconds")
    assert steps[1].record == stamped.exhibit.id
    assert whats(archive, late) == [What.KEPT]


@pytest.mark.parametrize("protected", [True, False])
def test_an_erasure_is_the_last_step_and_leaves_the_day_it_was_kept(
    archive: Archive, protected: bool
) -> None:
    exhibit = kept(archive, b"1", protected=protected)
    erase(archive, reader_of(archive), exhibit, "erasure_ground.asked")
    first, *_between, last = access_custody(archive, reader_of(archive), exhibit)
    assert first.what is What.KEPT
    assert (last.what, last.how) == (What.ERASED, "erasure_ground.asked")


def test_of_what_consent_was_withdrawn_nothing_is_told(archive: Archive) -> None:
    maker = Maker(archive)
    person, exhibit = maker.new("person", country="KG"), kept(archive, b"1")
    told = Draft(about=person, says="person.country", type="place", value="UZ", basis=exhibit)
    archive.say([told])
    assert whats(archive, exhibit)
    maker.new("consent", person=person, withdrawn="2025-03-01")
    assert whats(archive, exhibit) == []
