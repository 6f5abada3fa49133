# SPDX-License-Identifier: Apache-2.0
"""Persons and events of an archive that may be one; what people judge of them, and what takes it back."""

from pathlib import Path

import pytest
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.errors import NotAllowed
from kuzat.keys import NotForThisRole
from kuzat.linkage import questions
from kuzat.linkage.linking import COPIES
from kuzat.log.statement import Statement, withdraw
from kuzat.records.sameness import NotComparable, Verdict, judge
from kuzat.store import (
    Archive,
    access_identity_log,
    access_judged,
    access_judgements,
    access_linked,
    access_statement,
    access_unchanged,
    reader_of,
)
from kuzat.testing import Maker


def people(archive: Archive) -> list[str]:
    maker = Maker(archive)
    page = maker.page()
    names = ("Темир Байсалов", "Temir Bajsalov", "Нурлан Мамытов", "Айгүл Токтогулова")
    return [maker.new("person", basis=page, name=name, country="KG") for name in names]


def clusters(archive: Archive, kind: str = "person", reason: str | None = None) -> set[frozenset[str]]:
    found = access_linked(archive, reader_of(archive), kind, reason=reason)
    return {frozenset(cluster) for cluster in found.linked.clusters}


def said(archive: Archive, first: str, second: str, verdict: Verdict) -> Statement:
    id_ = archive.say(judge(first, second, verdict, "Seen by two neighbours")).ids[0][0]
    return access_statement(archive, reader_of(archive), id_.hex()).statement


def test_a_name_in_two_scripts_is_proposed_as_one_person(archive: Archive) -> None:
    temir, bajsalov, *_ = people(archive)
    assert clusters(archive) == {frozenset((temir, bajsalov))}


def test_a_judgement_decides_and_taking_it_back_undoes_all_of_it(archive: Archive) -> None:
    temir, bajsalov, nurlan, _ = people(archive)
    apart = said(archive, temir, bajsalov, Verdict.DIFFERENT)
    assert clusters(archive) == set()
    joined = said(archive, bajsalov, nurlan, Verdict.SAME)
    assert clusters(archive) == {frozenset((bajsalov, nurlan))}
    archive.say([withdraw(apart), withdraw(joined)])
    assert clusters(archive) == {frozenset((temir, bajsalov))}
    assert access_judgements(archive, reader_of(archive)) == ()


def test_judgements_that_contradict_each_other_merge_nothing(archive: Archive) -> None:
    temir, bajsalov, nurlan, _ = people(archive)
    said(archive, temir, bajsalov, Verdict.SAME)
    said(archive, bajsalov, nurlan, Verdict.SAME)
    said(archive, nurlan, temir, Verdict.DIFFERENT)
    found = access_linked(archive, reader_of(archive), "person").linked
    assert found.clusters == ()
    assert [set(one.records) for one in found.conflicts] == [{temir, bajsalov, nurlan}]


def test_who_judged_and_when_is_known_and_what_was_judged_is_asked_no_more(archive: Archive) -> None:
    temir, bajsalov, *_ = people(archive)
    reader = reader_of(archive)
    before = access_linked(archive, reader, "person")
    assert [{one.first, one.second} for one in questions(before.linked)] == [{temir, bajsalov}]
    statement = said(archive, temir, bajsalov, Verdict.UNSURE)
    after = access_linked(archive, reader, "person")
    (judged,) = after.judged
    assert judged.statement == statement.id
    assert (judged.judgement.by, judged.judgement.verdict) == (archive.member, Verdict.UNSURE)
    assert judged.judgement.at
    assert after.entries == before.entries + 1
    assert questions(after.linked, [judged.judgement]) == []


def test_only_a_role_that_decides_judges(archive: Archive, template: Template) -> None:
    temir, bajsalov, *_ = people(archive)
    with (
        open_as(archive.path, template.unlocked, "analyst", member=COLLEAGUE) as analyst,
        pytest.raises(NotForThisRole),
    ):
        analyst.say(judge(temir, bajsalov, Verdict.SAME, "Two neighbours"))


@pytest.mark.parametrize("kinds", [("person", "event"), ("act", "act")])
def test_only_two_records_of_one_kind_are_judged(archive: Archive, kinds: tuple[str, str]) -> None:
    maker = Maker(archive)
    first, second = (
        maker.new(kind, **({"start": "2020"})) if kind != "person" else maker.new(kind, country="KG")
        for kind in kinds
    )
    with pytest.raises(NotComparable):
        judge(first, second, Verdict.SAME, "Two neighbours")
    with pytest.raises(NotComparable):
        judge(first, first, Verdict.SAME, "Two neighbours")


def test_protected_names_are_compared_only_when_opened_and_that_is_noted(
    archive: Archive, template: Template
) -> None:
    maker = Maker(archive)
    one, other = (maker.new("person", country="KG") for _ in range(2))
    maker.add(one, identity_name="Жылдыз Абдыева", birth_date="1990-04-01")
    maker.add(other, identity_name="Jyldyz Abdyeva", birth_date="1990")
    assert clusters(archive) == set()
    assert clusters(archive, reason="To count nobody twice") == {frozenset((one, other))}
    looks = access_identity_log(archive, reader_of(archive))
    assert {look.record for look in looks} == {one, other}
    with open_as(archive.path, template.unlocked, "reader", member=COLLEAGUE) as second:
        assert clusters(second) == set()
        with pytest.raises(NotAllowed):
            access_linked(second, reader_of(second), "person", reason="To count nobody twice")


def test_what_is_sealed_of_an_event_is_not_opened_to_link_events(archive: Archive) -> None:
    maker = Maker(archive)
    maker.new("event", start="2019-07-08", title="Told in confidence")
    clusters(archive, "event", reason="To count no night twice")
    assert access_identity_log(archive, reader_of(archive)) == ()


def test_one_night_told_twice_is_proposed_as_one_event(archive: Archive) -> None:
    maker = Maker(archive)
    page = maker.page()
    first = maker.new("event", basis=page, start="2019-07-08", region="KG-GB", place="Ноокат", title="A raid")
    second = maker.new("event", basis=page, start="2019-07-08", region="KG-GB", place="Nookat", title="Raid")
    for day in range(10, 28):
        maker.new("event", basis=page, start=f"2018-03-{day}", region="KG-GO", title=f"Meeting {day}")
    assert clusters(archive, "event") == {frozenset((first, second))}


def test_places_are_listed_by_their_spellings(archive: Archive) -> None:
    maker = Maker(archive)
    page = maker.page()
    for place in ("Ноокат", "Nookat", "Токмок"):
        maker.new("event", basis=page, start="2019-07-08", region="KG-GO", place=place)
    assert clusters(archive, "place") == {frozenset(("Ноокат", "Nookat"))}


def test_a_reader_of_what_is_published_compares_nothing_else(
    archive: Archive, template: Template, tmp_path: Path
) -> None:
    people(archive)
    maker = Maker(archive)
    maker.new("person", country="KG")
    with open_as(archive.path, template.unlocked, "observer", member=COLLEAGUE) as observer:
        seen = access_linked(observer, reader_of(observer), "person").linked
    assert len(seen.ids) == 4


def test_judgements_said_since_rule_what_was_linked_before(archive: Archive) -> None:
    temir, bajsalov, nurlan, _ = people(archive)
    reader = reader_of(archive)
    before = access_linked(archive, reader, "person")
    assert access_judged(archive, reader, before) is before
    said(archive, temir, bajsalov, Verdict.DIFFERENT)
    said(archive, bajsalov, nurlan, Verdict.SAME)
    after = access_judged(archive, reader, before)
    assert after is not None
    assert after.entries == before.entries
    assert set(after.linked.clusters) == set(access_linked(archive, reader, "person").linked.clusters)
    assert set(map(frozenset, before.linked.clusters)) == {frozenset((temir, bajsalov))}


def test_a_copy_that_is_judged_is_linked_anew(archive: Archive) -> None:
    maker = Maker(archive)
    page = maker.page()
    told = [maker.new("person", basis=page, name="Темир Байсалов") for _ in range(COPIES + 2)]
    reader = reader_of(archive)
    before = access_linked(archive, reader, "person")
    assert before.linked.copies
    said(archive, told[0], told[-1], Verdict.DIFFERENT)
    assert access_judged(archive, reader, before) is None


def test_a_record_that_says_something_else_is_known_as_changed(archive: Archive) -> None:
    temir, bajsalov, nurlan, _ = people(archive)
    reader = reader_of(archive)
    before = access_linked(archive, reader, "person")
    maker = Maker(archive)
    maker.add(nurlan, basis=maker.page(), public_role="public_role.judge")
    new = maker.new("person", name="Бакыт Асанов")
    assert access_unchanged(archive, reader, "person", before, (temir, nurlan, new)) == {temir}
    assert bajsalov in before.linked.ids
