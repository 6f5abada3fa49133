# SPDX-License-Identifier: Apache-2.0
"""Which records people said to be one: found from either side, without what is taken back or disputed."""

import pytest
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.log.statement import Draft
from kuzat.records import dispute
from kuzat.records.sameness import Verdict, judge
from kuzat.store import (
    Archive,
    Together,
    access_judgements,
    access_statement,
    access_taken_back,
    access_together,
    reader_of,
)
from kuzat.testing import Maker


@pytest.fixture
def people(archive: Archive) -> list[str]:
    maker = Maker(archive)
    page = maker.page()
    return sorted(maker.new("person", basis=page, name=name) for name in ("A. B.", "A. Bek", "Bek", "D."))


def say(archive: Archive, first: str, second: str, verdict: Verdict = Verdict.SAME) -> bytes:
    return archive.say(judge(first, second, verdict, "One passport")).ids[0][0]


def together(archive: Archive, record: str) -> Together:
    return access_together(archive, reader_of(archive), record)


def withdraw(archive: Archive, statement: bytes) -> None:
    said = access_statement(archive, reader_of(archive), statement.hex()).statement
    archive.say(
        [Draft(op="withdraw", about=said.about, says=said.says, type="statement", value=statement.hex())]
    )


def test_a_chain_of_same_is_one_whichever_record_is_asked(archive: Archive, people: list[str]) -> None:
    say(archive, people[0], people[1])
    say(archive, people[1], people[2])
    say(archive, people[2], people[3], Verdict.UNSURE)
    for record in people[:3]:
        found = together(archive, record)
        assert found.records == tuple(people[:3])
        assert (len(found.judged), found.contradicts) == (3, False)
    assert together(archive, people[3]).records == (people[3],)


def test_a_judgement_taken_back_parts_them_and_is_remembered(archive: Archive, people: list[str]) -> None:
    said = say(archive, *people[:2])
    withdraw(archive, said)
    reader = reader_of(archive)
    for record in people[:2]:
        assert together(archive, record).records == (record,)
        (gone,) = access_taken_back(archive, reader, record)
        assert (gone.statement, gone.ended, gone.judgement.by) == (said, archive.member, archive.member)
    assert access_taken_back(archive, reader, people[2]) == ()


def test_a_judgement_that_somebody_disputes_parts_them(archive: Archive, people: list[str]) -> None:
    said = say(archive, *people[:2])
    archive.say(dispute(people[0], said, "They are cousins", None))
    assert together(archive, people[1]).records == (people[1],)
    assert access_judgements(archive, reader_of(archive)) == ()


def test_a_contradiction_is_told(archive: Archive, people: list[str]) -> None:
    say(archive, people[0], people[1])
    say(archive, people[1], people[2])
    say(archive, people[2], people[0], Verdict.DIFFERENT)
    assert together(archive, people[0]).contradicts


def test_no_way_leads_over_a_record_that_is_not_seen(
    archive: Archive, people: list[str], template: Template
) -> None:
    maker = Maker(archive)
    hidden = maker.new("person", country="KG")
    consent = maker.new("consent", person=hidden, given="2025-01-10")
    say(archive, people[0], hidden)
    say(archive, hidden, people[1])
    assert together(archive, people[0]).records == tuple(sorted((*people[:2], hidden)))
    maker.add(consent, withdrawn="2025-02-01")
    assert together(archive, people[0]).records == (people[0],)
    with open_as(archive.path, template.unlocked, "observer", member=COLLEAGUE) as observer:
        assert together(observer, people[0]).records == (people[0],)
        assert access_taken_back(observer, reader_of(observer), people[0]) == ()
