# SPDX-License-Identifier: Apache-2.0
"""What was taken back from the public makes no text public."""

from kuzat.log.statement import Draft, withdraw
from kuzat.store import Archive, access_record, access_statement, reader_of
from kuzat.testing import PAGE, Maker


def test_taking_an_address_back_makes_nothing_public(archive: Archive) -> None:
    maker, reader = Maker(archive), reader_of(archive)
    told, event = maker.new("information", url=PAGE), maker.new("event", start="2020")
    address = access_record(archive, reader, told).one("information.url")
    assert address is not None
    taken_back = withdraw(access_statement(archive, reader, address.said.id.hex()).statement)
    text = Draft(about=event, says="event.title", type="text", value="Told in trust", basis=told)
    archive.say([text])
    assert said_in_cases(archive) == 1
    archive.say([taken_back])
    for drafts in ([text], [taken_back, text]):
        archive.say(drafts)
    assert said_in_cases(archive) == 1


def said_in_cases(archive: Archive) -> int:
    query = "SELECT count(*) FROM statement WHERE value = 'Told in trust'"
    return int(archive.database.row(query)[0])
