# SPDX-License-Identifier: Apache-2.0
"""What gates are worked out from is carried on by what is new, and read anew where the past changed."""

from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from tests.template import Template

from kuzat.log.statement import Draft
from kuzat.store import INSIDE, USES, Archive, Original, access_record, erase, gate, keep, reader_of
from kuzat.store.commit import Act
from kuzat.store.grounds import grounds
from kuzat.testing import Maker, drafts


@pytest.fixture
def archive(template: Template, tmp_path: Path) -> Iterator[Archive]:
    with template.copy(tmp_path / "a.archive") as archive:
        yield archive


class Undone(Exception):
    """A writer's turn ends with nothing written."""


def test_what_is_told_later_opens_and_shuts_what_was_told_before(archive: Archive) -> None:
    maker = Maker(archive)
    person = maker.new("person", country="KG")
    told = maker.new("information", source=person)
    event = maker.new("event", basis=told, start="2021")
    known = grounds(archive)
    assert not gate(archive).refused
    consent = maker.new("consent", person=person, given="2020-01-01")
    assert not gate(archive).refused
    maker.add(consent, withdrawn="2021-01-01")
    assert gate(archive).refused.keys() == {person, told}
    assert gate(archive).partly.keys() == {event}
    maker.add(event, basis=told, killed_min="2")
    assert len(gate(archive).statements) == 2
    maker.add(told, url="https://practice.example.org/1")
    assert gate(archive).refused.keys() == {person}
    assert not gate(archive).statements
    assert grounds(archive) is known


def test_what_was_taken_back_does_not_stand_again_when_who_corrected_it_consents_no_more(
    archive: Archive,
) -> None:
    maker = Maker(archive)
    person = maker.new("person", country="KG")
    consent = maker.new("consent", person=person, given="2020-01-01")
    told = maker.new("information", source=person)
    event = maker.new("event", basis=maker.page(), start="2021")
    (wrong,) = maker.add(event, basis=maker.page(), killed_min="9")
    target = {"op": "withdraw", "type": "statement", "value": wrong.hex()}
    archive.say([Draft(about=event, says="event.killed_min", basis=told, **target)])
    maker.add(consent, withdrawn="2021-01-01")
    assert not access_record(archive, reader_of(archive), event).all("event.killed_min")


def test_a_public_name_goes_only_where_its_person_may_be_named(archive: Archive) -> None:
    maker, publish = Maker(archive), USES["publish"]
    person = maker.new("person", basis=maker.page(), name="A. Tokoev", country="KG")
    (name,) = (one for one in archive.projections.said(person) if one.says == "person.name")
    assert gate(archive, publish).said(name.id, person).allowed, "nobody asked a public person for consent"
    consent = maker.new("consent", person=person, purpose="purpose.publish", given="2025-01-01")
    maker.add(consent, audience="audience.public", identification="identification.pseudonym")
    assert gate(archive, publish).record(person).allowed
    assert not gate(archive, publish).said(name.id, person).allowed
    assert gate(archive, INSIDE).said(name.id, person).allowed
    named = maker.new("consent", person=person, purpose="purpose.publish", given="2025-01-02")
    maker.add(named, audience="audience.public", identification="identification.named")
    assert gate(archive, publish).said(name.id, person).allowed


def test_an_original_goes_the_way_of_what_it_belongs_to(archive: Archive) -> None:
    maker, publish = Maker(archive), USES["publish"]
    exhibit = keep(archive, Original(name="a", media_type="text/plain", content=BytesIO(b"a"))).id
    told = maker.new("information", source=maker.new("person", country="KG", identity_name="A. B."))
    assert gate(archive, publish).record(exhibit).allowed
    (link,) = maker.add(told, exhibit=exhibit)
    assert not gate(archive, publish).record(exhibit).allowed
    says = "information.exhibit"
    archive.say([Draft(op="withdraw", about=told, says=says, type="statement", value=link.hex())])
    assert gate(archive, publish).record(exhibit).allowed


def test_a_hold_shuts_what_goes_out(archive: Archive) -> None:
    maker, publish = Maker(archive), USES["publish"]
    event = maker.new("event", basis=maker.page(), start="2021")
    known = grounds(archive)
    assert gate(archive, publish).record(event).allowed
    archive.say([Draft(about=event, says="any.hold", type="term", value="hold.danger")])
    assert not gate(archive, publish).record(event).allowed
    assert gate(archive, INSIDE).record(event).allowed
    assert grounds(archive) is known


def test_of_an_entry_that_was_undone_nothing_is_remembered(archive: Archive) -> None:
    maker = Maker(archive)
    person = maker.new("person", country="KG")
    consent = maker.new("consent", person=person, given="2020-01-01")
    gate(archive)
    over = list(drafts(archive.vocabulary, consent, {"withdrawn": "2021-01-01"}))
    with suppress(Undone), archive.turn() as append:
        append([Act(drafts=tuple(archive.check(over)))])
        assert not gate(archive).record(person).allowed
        raise Undone
    maker.add(consent, until="2999-01-01")
    assert gate(archive).record(person).allowed


def test_after_an_erasure_it_is_read_anew(archive: Archive) -> None:
    maker = Maker(archive)
    person = maker.new("person", country="KG")
    consent = maker.new("consent", person=person, given="2020-01-01")
    (over,) = maker.add(consent, withdrawn="2021-01-01")
    assert not gate(archive).record(person).allowed
    known = grounds(archive)
    erase(archive, reader_of(archive), f"stm-{over.hex()}", "erasure_ground.asked")
    assert gate(archive).record(person).allowed
    assert grounds(archive) is not known
