# SPDX-License-Identifier: Apache-2.0
"""A draft is kept as it was typed, for one member alone, and goes in the commit that says it."""

import pytest
from tests.pages import holds
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.errors import Refused
from kuzat.keys import NotForThisRole
from kuzat.log.statement import Draft
from kuzat.store import (
    Archive,
    access_drafts,
    access_identity,
    access_traces,
    drop_draft,
    find_draft,
    fingerprints,
    handed_out,
    keep_draft,
    reader_of,
    say_draft,
)
from kuzat.store.access import Reader, Stranger
from kuzat.testing import STRANGER, Maker

EVENT = "evt-" + "1" * 32
TYPED = {"information.text": "Айтылган сөз", "information.publisher": " as typed  "}
SAID = [Draft(about=EVENT, says="event.start", type="date", value="2020")]


def test_a_draft_survives_and_a_later_one_takes_its_place(archive: Archive, template: Template) -> None:
    keep_draft(archive, "form", EVENT, {"information.text": "first"}, "seen")
    keep_draft(archive, "form", EVENT, TYPED, "seen now")
    archive.close()
    with template.open(archive.path) as again:
        (kept,) = access_drafts(again, reader_of(again))
        assert (kept.form, kept.record, kept.typed, kept.seen) == ("form", EVENT, TYPED, "seen now")
        assert find_draft(again, reader_of(again), "form", EVENT) == kept
        assert find_draft(again, reader_of(again), "another", EVENT) is None
        drop_draft(again, "form", EVENT)
        assert access_drafts(again, reader_of(again)) == ()


def test_nobody_else_reads_it_even_with_the_key_of_the_cases(archive: Archive, template: Template) -> None:
    keep_draft(archive, "form", EVENT, TYPED, "seen")
    with pytest.raises(Stranger):
        access_drafts(archive, Reader(member=STRANGER.member))
    archive.close()
    words = tuple(TYPED.values())
    assert holds(archive.path / "cases.db", template.unlocked.cases_key, (*words, EVENT)) == []
    with open_as(archive.path, template.unlocked, "director", member=COLLEAGUE) as other:
        assert access_drafts(other, reader_of(other)) == ()
        keep_draft(other, "form", EVENT, {"information.text": "mine"}, "seen")
    with template.open(archive.path) as again:
        assert [one.typed for one in access_drafts(again, reader_of(again))] == [TYPED]


def test_saying_and_forgetting_are_one(archive: Archive) -> None:
    keep_draft(archive, "form", EVENT, TYPED, "seen")
    committed = say_draft(archive, "form", EVENT, SAID)
    assert len(committed.ids[0]) == 1
    assert access_drafts(archive, reader_of(archive)) == ()


@pytest.mark.parametrize(
    "drafts", [[], [SAID[0]._replace(value="31.02.2020")], [SAID[0]._replace(says="event.nothing")]]
)
def test_what_is_refused_keeps_the_draft(archive: Archive, drafts: list[Draft]) -> None:
    keep_draft(archive, "form", EVENT, TYPED, "seen")
    size = archive.size()
    with pytest.raises(Refused):
        say_draft(archive, "form", EVENT, drafts)
    assert archive.size() == size
    assert [one.typed for one in access_drafts(archive, reader_of(archive))] == [TYPED]


def test_a_role_that_may_not_say_it_is_refused(archive: Archive, template: Template) -> None:
    archive.close()
    with open_as(archive.path, template.unlocked, "security_officer") as one, pytest.raises(NotForThisRole):
        say_draft(one, "form", EVENT, SAID)


def test_a_backup_and_the_readings_know_nothing_of_drafts(archive: Archive) -> None:
    before = fingerprints(archive)
    keep_draft(archive, "form", EVENT, TYPED, "seen")
    assert fingerprints(archive) == before


def test_who_opened_what_and_handed_it_out_is_told(archive: Archive, template: Template) -> None:
    person = Maker(archive).new("person", identity_name="Someone Invented")
    access_identity(archive, reader_of(archive), person, "to call her back")
    handed_out(archive, "handed_out.proof", "A committee")
    own = access_traces(archive, reader_of(archive))[archive.member]
    assert {(one.how, one.why) for one in own if one.record == person} == {
        ("read.opened", "to call her back")
    }
    assert [one.how for one in own if one.record.startswith("dsc-")] == ["handed_out.proof"]
    member = archive.member
    archive.close()
    with open_as(archive.path, template.unlocked, "security_officer", member=COLLEAGUE) as officer:
        told = access_traces(officer, reader_of(officer))
        assert sorted(one.how for one in told[member]) == ["handed_out.proof", "read.opened"]
        assert {one.why for one in told[member]} == {""}
    with open_as(archive.path, template.unlocked, "reader", member=COLLEAGUE) as colleague:
        assert access_traces(colleague, reader_of(colleague)) == {}
