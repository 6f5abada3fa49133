# SPDX-License-Identifier: Apache-2.0
"""No road leads round the second reader, and none lets one member take back what takes two."""

import pytest
from tests.rooms.store.test_second_reader import Office
from tests.rooms.store.test_second_reader import two as two
from tests.sheets import sheet

from kuzat import records
from kuzat.log.statement import Draft, bind, withdraw
from kuzat.records import Said
from kuzat.store import (
    Act,
    Archive,
    Waits,
    access_record,
    access_statement,
    access_waiting,
    erase,
    import_sheet,
    plan_withdrawal,
    reader_of,
    say_draft,
)
from kuzat.store.judging import OwnProposal
from kuzat.store.second import AccountMissing, SecondReaderNeeded, TwoDecided
from kuzat.testing import Maker

MAPPING = (
    "kuzat: mapping/1\nlanguage: en\npublic: https://practice.example.org/list\nrecords:\n"
    "- kind: event\n  reference: code\n  adopt: {property: says, value: account, reason: why}\n"
)
CORRECTED = (
    "kuzat: mapping/1\nlanguage: en\nrecords:\n"
    "- kind: event\n  reference: code\n  set:\n    event.start: %s\n"
)


def adopted(office: Office) -> Said:
    """What two members followed, as the statement that says so."""
    office.follow(0, office.second)
    office.follow(1, office.second)
    with office.open(0) as archive:
        (one,) = (s for s in judgements(archive, office) if s.says == "any.adopts")
    return one


def judgements(archive: Archive, office: Office) -> tuple[Said, ...]:
    return access_record(archive, reader_of(archive), office.event).judgements


def test_what_is_said_directly_is_refused(two: Office) -> None:
    drafts = records.adopt(two.event, two.second, "so I say", None)
    with two.open(0) as archive:
        before = archive.size()
        bound = [bind(one, archive.log_id, archive.random(16)) for one in drafts]
        for say in (
            lambda: archive.say(drafts),
            lambda: archive.commit([Act(bound=bound)]),
            lambda: archive.commit_checked([Act(drafts=drafts[:1])]),
            lambda: say_draft(archive, "form", two.event, drafts),
        ):
            with pytest.raises(SecondReaderNeeded):
                say()
        assert archive.size() == before
    two.follow(1, two.second)
    with two.open(0) as archive:
        archive.say(drafts)
    assert two.standings() == ["set_aside", "adopted"]


def test_what_is_said_and_followed_in_one_entry_is_compared_as_well(two: Office) -> None:
    with two.open(0) as archive:
        new = Draft(about=two.event, says="event.start", type="date", value="2022")
        made = bind(new, archive.log_id, archive.random(16))
        adoption, _ = records.adopt(two.event, made.id, "so I say", None)
        with pytest.raises(SecondReaderNeeded):
            archive.commit([Act(bound=[made], drafts=[adoption])])
        lone = bind(new._replace(says="event.end"), archive.log_id, archive.random(16))
        other = new._replace(says="event.end", value="2023")
        followed, _ = records.adopt(two.event, lone.id, "so I say", None)
        with pytest.raises(SecondReaderNeeded):
            archive.commit([Act(bound=[lone], drafts=[other, followed])])
        archive.commit([Act(bound=[lone], drafts=[followed])])
        with pytest.raises(AccountMissing):
            archive.say([adoption])


def test_a_sheet_proposes_what_takes_two(two: Office) -> None:
    with two.open(0) as archive:
        Maker(archive).add(two.event, reference="K-1")
        file = sheet("K-1,event.start,2021,two heard it", head="code,says,account,why", mapping=MAPPING)
        report = import_sheet(archive, file)
        assert (report.taken, report.refused) == (1, [])
    assert two.standings() == ["contested", "contested"]
    assert two.waiting() == {two.second: [two.members[0]]}
    assert not two.follow(1, two.second)


def test_a_corrected_sheet_takes_back_nothing_that_two_decided(two: Office) -> None:
    with two.open(0) as archive:
        Maker(archive).add(two.event, reference="K-1")
        rows = {"head": "code,day,other", "mapping": CORRECTED % "day"}
        import_sheet(archive, sheet("K-1,2022,2023", **rows))
        record = access_record(archive, reader_of(archive), two.event)
        (said,) = (one.said.id for one in record.all("event.start") if one.text == "2022")
    two.follow(0, said)
    two.follow(1, said)
    with two.open(0) as archive:
        report = import_sheet(
            archive, sheet("K-1,2022,2023", **{**rows, "mapping": CORRECTED % "other"}), correct=True
        )
        assert (report.corrected, len(report.refused)) == (0, 1)
    assert two.standings()[-1] == "adopted"


def test_one_member_takes_back_neither_the_adoption_nor_what_it_follows(two: Office) -> None:
    adoption = adopted(two)
    for said in (adoption.id, two.second):
        with two.open(1) as archive:
            statement = access_statement(archive, reader_of(archive), said.hex()).statement
            with pytest.raises(TwoDecided):
                archive.say([withdraw(statement)])
    assert two.standings() == ["set_aside", "adopted"]


def unfollow(office: Office, member: int, adoption: Said, reason: str | None = "it was forged") -> bool:
    """Whether it waits."""
    with office.open(member) as archive:
        planned = plan_withdrawal(archive, reader_of(archive), adoption, reason)
        archive.say(planned.drafts)
        return planned.waits


@pytest.mark.parametrize("reason", ["it was forged", None])
def test_taking_it_back_waits_for_a_second_member_too(two: Office, reason: str | None) -> None:
    adoption = adopted(two)
    assert unfollow(two, 1, adoption, reason)
    assert two.standings() == ["set_aside", "adopted"]
    with two.open(0) as archive:
        assert access_waiting(archive, reader_of(archive), [Waits.SECOND_READER]) == {
            Waits.SECOND_READER: (two.event,)
        }
    with pytest.raises(OwnProposal):
        unfollow(two, 1, adoption)
    assert not unfollow(two, 0, adoption)
    assert two.standings() == ["contested", "contested"]
    assert two.waiting() == {}
    with two.open(0) as archive:
        says = [one.says for one in judgements(archive, two)]
    assert "any.adopts_reason" not in says


def test_a_word_against_it_is_no_word_for_it(two: Office) -> None:
    adoption = adopted(two)
    unfollow(two, 1, adoption)
    two.follow(1, two.first)
    assert not two.follow(0, two.first)
    assert two.follow(0, two.second), "whoever would follow it no longer did not propose it"


def test_another_choice_of_two_takes_its_place_in_one_entry(two: Office) -> None:
    adopted(two)
    assert two.follow(1, two.first)
    assert not two.follow(0, two.first)
    assert two.standings() == ["adopted", "set_aside"]


def test_erasing_asks_its_own_question(two: Office) -> None:
    adopted(two)
    with two.open(0) as archive:
        erase(archive, reader_of(archive), two.second.hex(), "erasure_ground.consent_withdrawn")
    assert two.standings() == ["sole"]


def test_where_one_decides_one_takes_back(template, tmp_path) -> None:  # type: ignore[no-untyped-def]
    office = Office(tmp_path / "a.archive", template, alone=True)
    office.follow(0, office.second)
    with office.open(0) as archive:
        (adoption,) = (s for s in judgements(archive, office) if s.says == "any.adopts")
    assert not unfollow(office, 0, adoption)
    assert office.standings() == ["contested", "contested"]
