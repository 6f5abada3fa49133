# SPDX-License-Identifier: Apache-2.0
"""How a person may be called back is an identity: for a reason, to who holds the key, and noted first."""

import pytest

from kuzat.store import Archive, access_callbacks, access_identity_log, reader_of
from kuzat.store.identity import IdentityShut, NoReason
from kuzat.testing import Maker

WAY = "+996 000 112233"


@pytest.fixture
def person(archive: Archive) -> str:
    maker = Maker(archive)
    who = maker.new("person", country="KG")
    maker.new("consent", person=who, purpose=["purpose.contact"], given="2020", callback=WAY)
    return who


def test_no_part_of_it_lies_in_the_open(archive: Archive, person: str) -> None:
    values = [value for (value,) in archive.database.rows("SELECT value FROM statement")]
    assert person in values
    assert not any(WAY in value for value in values)


def test_it_is_noted_before_it_is_shown(archive: Archive, person: str) -> None:
    (found,) = access_callbacks(archive, reader_of(archive), person, "to read it back")
    assert [one.text for one in found.record.all("consent.callback")] == [WAY]
    looks = access_identity_log(archive, reader_of(archive))
    assert {look.record for look in looks} == {person, found.record.id}
    assert {look.reason for look in looks} == {"to read it back"}


def test_without_a_reason_or_a_key_nothing_is_shown_or_written(archive: Archive, person: str) -> None:
    entries = archive.size()
    with pytest.raises(NoReason):
        access_callbacks(archive, reader_of(archive), person, " ")
    compartment, archive.compartment = archive.compartment, None
    with pytest.raises(IdentityShut):
        access_callbacks(archive, reader_of(archive), person, "to read it back")
    archive.compartment = compartment
    assert archive.size() == entries
