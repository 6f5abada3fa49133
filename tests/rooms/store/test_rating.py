# SPDX-License-Identifier: Apache-2.0
"""What an archive holds about civic space, as its reader may see it, now and then."""

from pathlib import Path
from typing import Any

import pytest
from tests.people import open_as
from tests.template import Template

from kuzat.civicspace import Material, answer, stories
from kuzat.keys import NotForThisRole
from kuzat.store import Archive, access_civic_space, access_story_names, reader_of
from kuzat.terms import ids
from kuzat.testing import Maker

MARCH: dict[str, Any] = {
    "start": "2024-03-08",
    "freedom": ["freedom.assembly"],
    "region": ["KG-GB"],
    "direction": "direction.violation",
}


def held(archive: Archive, entries: int | None = None) -> Material:
    return access_civic_space(archive, reader_of(archive), entries=entries)


def say_answer(archive: Archive, value: str, **more: str) -> tuple[str, list[bytes]]:
    record = ids.record_id("judgement", archive.random(16))
    drafts = answer(record, "civic_item.assembly.peaceful", value, "2024-05", **more)
    return record, list(archive.say(drafts).ids[0])


def test_events_stories_and_who_told_them(archive: Archive) -> None:
    maker = Maker(archive)
    first, second = maker.page("Tang"), maker.page("Dala")
    maker.add(second, published="2024-06-01")
    march = maker.new("event", basis=first, story="march", **MARCH)
    maker.add(first, event=march)
    copy = maker.new(
        "information", publisher="Copy", url="https://practice.example.org/c", copy_of=first, event=march
    )
    (event,) = held(archive).events
    assert event.regions == {"KG-GB"}
    assert (event.month, event.freedoms, event.is_law) == ("2024-03", ("assembly",), False)
    assert len(event.voices) == 1, f"{copy} is no source of its own"
    assert [(one.month, sorted(one.regions)) for one in held(archive).heard] == [
        ("2024-03", ["KG-GB"]),
        ("2024-06", []),
    ]
    assert {one.unit for one in stories(held(archive))} == {"country", "KG-GB"}


def test_a_story_is_named_in_public_only_if_all_of_it_may_be_published(archive: Archive) -> None:
    maker = Maker(archive)
    told = maker.new("information", source=maker.new("person", identity_name="Chynara"))
    closed = MARCH | {"freedom": ["freedom.association"]}
    for story, bases in (("march", (maker.page(), told)), ("strike", (maker.page(), maker.page()))):
        for basis, said in zip(bases, (MARCH, closed), strict=True):
            maker.add(basis, event=maker.new("event", basis=basis, story=story, **said))
    reader = reader_of(archive)
    found = [one for one in stories(held(archive)) if one.unit == "country"]
    assert len(found) == 4
    assert access_story_names(archive, reader, found, "en") == {"strike": "Strike"}


def test_who_sees_a_part_only_gets_no_rating_of_it(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "office.archive"
    template.copy(path).close()
    for role in ("documenter", "observer", "security_officer"):
        with open_as(path, template.unlocked, role) as archive, pytest.raises(NotForThisRole):
            held(archive)


def test_a_law_is_one_once_it_is_in_force(archive: Archive) -> None:
    maker = Maker(archive)
    bill = maker.new(
        "event", start="2024-04", freedom=["freedom.association"], direction="direction.violation"
    )
    maker.new("act", event=bill, type="act.association.foreign_agent_law")
    assert not held(archive).events[0].is_law
    maker.add(bill, status="status.in_force")
    assert held(archive).events[0].is_law


def test_an_answer_counts_until_it_is_taken_back_and_not_while_it_contradicts_itself(
    archive: Archive,
) -> None:
    maker = Maker(archive)
    page = maker.page()
    record, (_, said, *_rest) = say_answer(archive, "1", reach="reach.national", basis=page, region="KG-GB")
    (one,) = held(archive).answers
    assert (one.value, one.dimension, one.region, one.reach) == (1, "assembly", "KG-GB", "national")
    assert one.rater.startswith("report ")
    assert bytes.fromhex(one.statement) == said
    before = held(archive).entries
    maker.add(record, answer="2")
    assert (held(archive).answers, held(archive).unclear) == ((), 1)
    assert held(archive, before).answers == (one,)


def test_an_index_counts_until_it_contradicts_itself_and_the_newest_of_two_is_last(archive: Archive) -> None:
    maker = Maker(archive)
    told = {"index": "index.press", "year": "2023"}
    first = maker.new("judgement", score="49.9", **told)
    maker.new("judgement", score="50.1", **told)
    assert [(one.record == first, one.row["score"]) for one in held(archive).given] == [
        (True, "49.9"),
        (False, "50.1"),
    ]
    before = held(archive).entries
    maker.add(first, score="48")
    assert ([one.row["score"] for one in held(archive).given], held(archive).unclear) == (["50.1"], 1)
    assert len(held(archive, before).given) == 2


def test_as_of_an_entry_only_what_had_been_said_then_counts(archive: Archive) -> None:
    maker = Maker(archive)
    page = maker.page()
    march = maker.new("event", basis=page, **MARCH)
    before = held(archive)
    maker.add(page, event=march)
    say_answer(archive, "3")
    now = held(archive)
    assert len(now.answers) == len(now.events[0].voices) == 1
    assert held(archive, before.entries) == before
    assert held(archive, now.entries) == now


def test_what_consent_keeps_back_today_is_kept_back_as_of_then_too(archive: Archive) -> None:
    maker = Maker(archive)
    person = maker.new("person", identity_name="Chynara")
    information = maker.new("information", source=person)
    march = maker.new("event", basis=information, **MARCH)
    consent = maker.new("consent", person=person, given="2024-01-01", purpose=["purpose.record"])
    maker.add(information, event=march)
    then = held(archive)
    assert then.events[0].voices
    maker.add(consent, withdrawn="2024-05-01")
    for entries in (None, then.entries):
        assert not [one for one in held(archive, entries).events if one.freedoms or one.voices]
