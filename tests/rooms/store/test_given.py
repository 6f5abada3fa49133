# SPDX-License-Identifier: Apache-2.0
"""To whom something was handed out is sealed, and told to those who erase it if they may open it."""

from dataclasses import replace

from tests.people import unlocked_as
from tests.template import Template

from kuzat.store import (
    Archive,
    access_erasure,
    access_identity_search,
    access_traces,
    handed_out,
    open_with_keys,
    reader_of,
)
from kuzat.store.given import receivers
from kuzat.testing import Maker

LAWYER = "Zarinabegim Q., advocate"


def test_who_received_something_is_in_no_table(archive: Archive) -> None:
    event = Maker(archive).new("event", reference="K-1")
    record = handed_out(archive, "handed_out.sheet", LAWYER, table="event")
    assert archive.database.rows("SELECT 1 FROM statement WHERE value LIKE '%Zarinabegim%'") == []
    (found,) = access_identity_search(archive, reader_of(archive), "zarinabegim", "to look")
    assert found.record.id == record
    assert receivers(archive) == {record: LAWYER}
    (traces,) = access_traces(archive, reader_of(archive)).values()
    assert [one.to for one in traces if one.record == record and one.how == "handed_out.sheet"] == [LAWYER]
    (given,) = access_erasure(archive, reader_of(archive), event).given
    assert (given.receiver, given.sealed) == (LAWYER, False)


def test_who_cannot_open_it_is_told_that_somebody_received_it(archive: Archive, template: Template) -> None:
    event = Maker(archive).new("event", reference="K-1")
    handed_out(archive, "handed_out.sheet", LAWYER, table="event")
    nobody = handed_out(archive, "handed_out.sheet", None, table="event")
    archive.close()
    # Where identities take several officers, one alone can erase and cannot open.
    alone = replace(unlocked_as(template.unlocked, "protection_officer"), identity={})
    with open_with_keys(archive.path, alone) as officer:
        given = access_erasure(officer, reader_of(officer), event).given
    assert {one.record == nobody: (one.receiver, one.sealed) for one in given} == {
        True: (None, False),
        False: (None, True),
    }
