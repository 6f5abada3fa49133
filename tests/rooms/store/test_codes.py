# SPDX-License-Identifier: Apache-2.0
"""A code names one record: one that is taken is refused, and one that two devices gave is asked about."""

import pytest
from tests.people import COLLEAGUE, open_as
from tests.sheets import sheet
from tests.template import Template

from kuzat.log.statement import Draft
from kuzat.store import (
    Act,
    Archive,
    Waits,
    access_reference,
    access_waiting,
    import_sheet,
    reader_of,
    say_draft,
)
from kuzat.store.access import NoSuchRecord
from kuzat.store.archive import CodeShared, CodeTaken
from kuzat.terms import ids
from kuzat.testing import Maker

PEOPLE = """kuzat: mapping/1
language: en
public: https://practice.example.org/people
records:
- kind: person
  reference: code
  set:
    person.country: country
"""


def coded(record: str, code: str) -> Draft:
    says = f"{ids.kind_of(record)}.reference"
    return Draft(about=record, says=says, type="text", value=code)


def two_devices(archive: Archive, *kinds: str) -> list[str]:
    """Records to which devices that had not met gave one code."""
    made = [ids.record_id(kind, archive.random(16)) for kind in kinds]
    with archive.turn() as append:
        append([Act(drafts=archive.check([coded(record, "K-1")])) for record in made])
    return made


@pytest.mark.parametrize("kind", ["event", "person", "exhibit"])
def test_a_code_that_any_record_has_is_refused(archive: Archive, kind: str) -> None:
    maker = Maker(archive)
    maker.new("event", reference="K-1")
    size = archive.size()
    with pytest.raises(CodeTaken, match=rf"^{kind}.reference: another") as refused:
        maker.new(kind, reference="K-1")
    assert "K-1" not in refused.value.sentence()
    assert archive.size() == size


def test_one_commit_gives_a_code_once(archive: Archive) -> None:
    first, second = (ids.record_id("event", archive.random(16)) for _ in range(2))
    with pytest.raises(CodeTaken):
        archive.say([coded(first, "K-1"), coded(second, "K-1")])
    with pytest.raises(CodeTaken):
        archive.commit([Act(drafts=[coded(one, "K-1")]) for one in (first, second)])


def test_a_record_may_be_given_its_own_code_again_and_a_second_one(archive: Archive) -> None:
    maker = Maker(archive)
    event = maker.new("event", reference="K-1")
    maker.add(event, reference="K-1")
    maker.add(event, reference="K-1a")
    assert access_reference(archive, reader_of(archive), "K-1") == event


def test_a_row_whose_code_another_kind_has_is_refused_alone(archive: Archive) -> None:
    Maker(archive).new("event", reference="K-1")
    report = import_sheet(archive, sheet("K-1,KG", "K-2,KG", head="code,country", mapping=PEOPLE))
    assert (report.taken, [row.number for row, _ in report.refused]) == (1, [2])
    refusal = report.refused[0][1].sentence()
    assert "person.reference" in refusal
    assert "another record has this code" in refusal


def test_a_row_that_means_the_same_record_adds_to_it(archive: Archive) -> None:
    person = Maker(archive).new("person", reference="P-1")
    report = import_sheet(archive, sheet("P-1,KG", head="code,country", mapping=PEOPLE))
    assert (report.taken, report.refused) == (1, [])
    assert archive.database.rows("SELECT id, country FROM person") == [(person, "KG")]


def test_two_kinds_in_one_sheet_cannot_share_a_code(archive: Archive) -> None:
    both = PEOPLE + "- kind: event\n  reference: code\n  set:\n    event.start: {value: '2020'}\n"
    report = import_sheet(archive, sheet("K-1,KG", head="code,country", mapping=both), dry_run=True)
    assert (report.taken, len(report.refused)) == (0, 1)


@pytest.mark.parametrize("kinds", [("event", "event"), ("event", "person")])
def test_a_code_of_two_devices_names_nobody_until_one_is_meant(
    archive: Archive, kinds: tuple[str, ...]
) -> None:
    made = two_devices(archive, *kinds)
    with pytest.raises(CodeShared) as shared:
        access_reference(archive, reader_of(archive), "K-1")
    for record in made:
        assert f"{ids.label(record)} ({record})" in shared.value.sentence()
        assert access_reference(archive, reader_of(archive), record) == record


def test_a_row_that_could_mean_two_records_is_refused(archive: Archive) -> None:
    two_devices(archive, "person", "person")
    report = import_sheet(archive, sheet("K-1,KG", "K-2,KG", head="code,country", mapping=PEOPLE))
    assert (report.taken, [row.number for row, _ in report.refused]) == (1, [2])
    assert "More than one record" in report.refused[0][1].sentence()


def test_a_code_that_nobody_has(archive: Archive) -> None:
    assert archive.coded("K-1") == []
    with pytest.raises(NoSuchRecord):
        access_reference(archive, reader_of(archive), "K-1")


def test_who_does_not_see_all_learns_nothing_from_a_code(archive: Archive, template: Template) -> None:
    """A documenter gives a code that another record has: both stand, and who sees both is told."""
    hidden = Maker(archive).new("person", reference="P-1")
    rows = sheet("P-1,KG", head="code,country", mapping=PEOPLE)
    with open_as(archive.path, template.unlocked, "documenter", member=COLLEAGUE) as one:
        for code in ("P-1", "P-2"):
            made = Maker(one).new("event", reference=code)
            act = Draft(about=made, says="event.reference", type="text", value=f"{code}b")
            say_draft(one, "form", made, [act])
        with pytest.raises(CodeTaken):
            Maker(one).new("act", reference="P-1")
        assert (one.coded("P-1") == [hidden], len(one.coded("P-1"))) == (False, 1)
        assert one.record_of("person", "P-1") is None
        report = import_sheet(one, rows)
        assert (report.taken, [row.number for row, _ in report.refused]) == (0, [2]), "the code is their own"
        given = sheet("P-9,KG", head="code,country", mapping=PEOPLE)
        assert import_sheet(one, given).taken == 1
        assert access_waiting(one, reader_of(one), [Waits.SHARED_CODE])[Waits.SHARED_CODE] == ()
    waiting = access_waiting(archive, reader_of(archive), [Waits.SHARED_CODE])[Waits.SHARED_CODE]
    assert (len(waiting), hidden in waiting) == (2, True)


def test_a_row_of_who_does_not_see_all_says_nothing_of_a_hidden_record(
    archive: Archive, template: Template
) -> None:
    hidden = Maker(archive).new("person", reference="P-1")
    with open_as(archive.path, template.unlocked, "documenter", member=COLLEAGUE) as one:
        rows = sheet("P-1,KG", "P-2,KG", head="code,country", mapping=PEOPLE)
        report = import_sheet(one, rows)
        assert (report.taken, report.refused) == (2, [])
    assert len(archive.coded("P-1")) == 2
    assert archive.database.row("SELECT country FROM person WHERE id = ?", (hidden,)) == (None,)


def test_a_form_gives_no_code_that_is_taken(archive: Archive) -> None:
    event, other = Maker(archive).new("event", reference="K-1"), ids.record_id("event", archive.random(16))
    with pytest.raises(CodeTaken):
        say_draft(archive, "form", other, [coded(other, "K-1")])
    say_draft(archive, "form", event, [coded(event, "K-1")])
