# SPDX-License-Identifier: Apache-2.0
"""Claims as a member sees them: whole, with every day that is told, and not of whom consent ended."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.remedies import claim_of_two

from kuzat.accountability import Door, Status, doors, rule_book
from kuzat.errors import Missing
from kuzat.store import (
    Archive,
    access_claim,
    access_claim_ids,
    access_claims,
    access_due,
    access_some_claims,
    reader_of,
)
from kuzat.store import today as archive_day
from kuzat.testing import Maker


def test_a_claim_is_read_alone_as_among_all(archive: Archive) -> None:
    made = claim_of_two(archive)
    Maker(archive).new("obligation", due="2020")
    alone = access_claim(archive, reader_of(archive), made["claim"])
    (among,) = access_claims(archive, reader_of(archive))
    assert replace(among, obligations=()) == replace(alone, obligations=())
    assert [row for row, _ in among.obligations] == [row for row, _ in alone.obligations]
    assert set(alone.persons) == {made["elder"], made["younger"]}
    assert [row["id"] for row in alone.proceedings] == [made["home"], made["views"]]
    statuses = {row["id"]: owed.status for row, owed in alone.obligations}
    assert statuses == {made["report"]: Status.UNKNOWN, made["pay"]: Status.DISPUTED}


def test_a_term_runs_from_both_days_where_accounts_differ(archive: Archive) -> None:
    made = claim_of_two(archive)
    case = access_claim(archive, reader_of(archive), made["claim"])
    (owed,) = (owed for row, owed in case.obligations if row["id"] == made["report"])
    assert owed.deadline is not None
    assert [end.earliest for end in owed.deadline.ends] == [
        date(2016, 9, 27), date(2016, 10, 18), date(2016, 11, 7),
    ]  # fmt: skip


def test_a_claim_of_two_stays_until_consent_of_both_is_withdrawn(archive: Archive) -> None:
    made = claim_of_two(archive)
    maker = Maker(archive)

    def withdraw(person: str) -> None:
        maker.new("consent", person=person, purpose=["purpose.record"], withdrawn="2025-03-01")

    withdraw(made["elder"])
    assert access_claim(archive, reader_of(archive), made["claim"]).persons == (made["younger"],)
    withdraw(made["younger"])
    assert access_claims(archive, reader_of(archive)) == ()
    with pytest.raises(Missing):
        access_claim(archive, reader_of(archive), made["claim"])


@pytest.mark.slow
def test_what_is_due_is_found_without_reading_every_claim(archive: Archive) -> None:
    """As by the terms of all claims, for obligations of many days, rules and starts."""
    maker, reader = Maker(archive), reader_of(archive)
    page, first = maker.page(), date(2025, 1, 1)
    rules = sorted({rule.id: rule for rule in rule_book().rules}.values(), key=lambda rule: rule.id)
    for number in range(60):
        rule = rules[number % len(rules)]
        claim = maker.new("claim", basis=page, title="A claim")
        filed = maker.new("proceeding", basis=page, claim=claim, forum="ccpr-op1")
        begun = (first - timedelta(days=number * 37 % 400)).isoformat()
        kind = "step_type." + rule.starts[0].replace("-", "_")
        started = maker.new("step", basis=page, proceeding=filed, type=kind, date=begun)
        if number % 7 == 0:
            maker.add(started, basis=maker.page("tang"), date=f"20{10 + number % 20}-05")
        due = {"rule": rule.id} if number % 5 else {"due": f"2025-{1 + number % 12:02}"}
        maker.new("obligation", basis=page, proceeding=filed, **due)
    today, found = archive_day(archive), access_claims(archive, reader)
    for span in (0, 7, 92):
        last = today + timedelta(days=span)
        ending = {
            case.claim["id"]
            for case in found
            for _row, owed in case.obligations
            if owed.deadline and owed.deadline.earliest <= last and owed.deadline.latest >= today
        }
        due_then = {case.claim["id"] for case in access_due(archive, reader, last)}
        assert ending <= due_then
        assert len(due_then) < len(found)
    assert ending


def test_some_claims_are_those_of_all(archive: Archive) -> None:
    made = claim_of_two(archive)
    reader = reader_of(archive)
    other = Maker(archive).new("claim", basis=Maker(archive).page(), title="Another")
    assert access_claim_ids(archive, reader) == tuple(sorted((made["claim"], other)))
    some, all_ = access_some_claims(archive, reader, (made["claim"], other)), access_claims(archive, reader)
    assert [replace(one, obligations=()) for one in some] == [replace(one, obligations=()) for one in all_]


def test_the_doors_of_a_claim_follow_from_what_is_recorded(archive: Archive) -> None:
    made = claim_of_two(archive)
    case = access_claim(archive, reader_of(archive), made["claim"])
    matter = case.matter(archive.vocabulary.ancestors)
    found = {one.forum.id: one.door for one in doors(rule_book(), matter, date(2026, 11, 25))}
    assert found["ccpr-op1"] is Door.USED
    assert found["cat-22"] is Door.SHUT
    assert found["wgad"] is Door.SHUT


def test_a_decision_before_its_filing_is_named(archive: Archive) -> None:
    made = claim_of_two(archive)
    early = Maker(archive).new("decision", proceeding=made["views"], date="2013")
    case = access_claim(archive, reader_of(archive), made["claim"])
    assert [(record, str(said)) for record, said in case.oddities()] == [
        (early, "It is dated before its filing.")
    ]


def test_of_a_claim_that_only_who_does_not_consent_any_more_told_nothing_is_left(archive: Archive) -> None:
    """Not a line without a name either: whose it is was told by them too."""
    maker, reader = Maker(archive), reader_of(archive)
    person = maker.new("person", number_min="1")
    told = maker.new("information", source=person)
    claim = maker.new("claim", basis=told, person=[person])
    maker.new("obligation", claim=claim, due="2025-04-02")
    assert [case.claim["id"] for case in access_claims(archive, reader)] == [claim]
    maker.new("consent", person=person, purpose=["purpose.record"], withdrawn="2025-03-01")
    assert access_claims(archive, reader) == ()
    with pytest.raises(Missing):
        access_claim(archive, reader, claim)
