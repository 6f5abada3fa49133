# SPDX-License-Identifier: Apache-2.0
"""Pages of a person, a body and any other record as the archive held them on an earlier day."""

from collections.abc import Callable

from tests.browser import PORT, Browser
from tests.rooms.web.conftest import Small

from kuzat.log.statement import Draft
from kuzat.store import Archive, access_record, reader_of
from kuzat.testing import AIZADA, Clock, Maker
from kuzat.web import application
from kuzat.web.desk import Opener

FIRST, LATER = "2025-03-21", "2026-01-31"


def test_a_person_and_an_act_are_shown_as_they_stood(
    small: Small, copied: Callable[[], Archive], opener: Opener
) -> None:
    with copied() as archive:
        archive.clock = Clock(f"{LATER}T09:00:00Z")
        maker = Maker(archive)
        page = maker.page()
        maker.add(small.ids["person"], basis=page, name="Umut Later", reference="P-LATER")
        maker.add(small.ids["act"], basis=page, start="2019-07-10")
        other = maker.new("event", basis=page, title="A later event", start="2026")
        maker.new("act", basis=page, event=other, type="act.assembly", victim=[small.ids["person"]])
        path = archive.path
        record = access_record(archive, reader_of(archive), small.ids["person"])
        assert len(record.all("person.name")) == 3
    desk = Browser(application(path, PORT, opener=opener)).unlock(AIZADA.passphrase)
    person = f"/person/{small.ids['person']}"
    now = desk.get(person).words
    assert ("Umut Later" in now, "A later event" in now, "A march is stopped" in now) == (True, True, True)
    then = desk.get(f"{person}?as_of={FIRST}").words
    assert "As this archive held it at the end of 21 March 2025" in then
    assert ("Umut Later" in then, "A later event" in then) == (False, False)
    assert "A march is stopped" in then
    assert "Umut Later" in desk.get(f"{person}?as_of={LATER}").words
    act = f"/record/{small.ids['act']}"
    assert "10 July 2019" in desk.get(act).words
    assert "10 July 2019" not in desk.get(f"{act}?as_of={FIRST}").words
    assert desk.get(f"{person}?as_of=1999-01-01").status == 404
    assert desk.get(f"{person}?as_of=1999-13-01").status == 400


def test_a_person_is_shown_where_they_stood_before_it_was_corrected(
    small: Small, copied: Callable[[], Archive], opener: Opener
) -> None:
    person, act = small.ids["person"], small.ids["act"]
    with copied() as archive:
        archive.clock = Clock(f"{LATER}T09:00:00Z")
        record = access_record(archive, reader_of(archive), act)
        (victim,) = [value.said for value in record.all("act.victim") if value.text == person]
        archive.say([Draft(act, "act.victim", "statement", victim.id.hex(), op="withdraw")])
        path = archive.path
    desk = Browser(application(path, PORT, opener=opener)).unlock(AIZADA.passphrase)
    stood = f"/record/{act}"
    assert stood not in desk.get(f"/person/{person}").text
    assert stood in desk.get(f"/person/{person}?as_of={FIRST}").text
