# SPDX-License-Identifier: Apache-2.0
"""An account that others contradict is followed when two members agree, and at once where there is one."""

from pathlib import Path

import pytest
from tests.template import Template

from kuzat import records
from kuzat.keys import FLOOR, Login
from kuzat.log.statement import Draft
from kuzat.records import Standing
from kuzat.store import (
    Archive,
    access_proposals,
    access_record,
    add_member,
    has_second_reader,
    open_archive,
    plan_adoption,
    reader_of,
    rebuild,
    remove_member,
    set_roles,
)
from kuzat.store.judging import OwnProposal
from kuzat.testing import BAKYT, Maker

DAY = "event.start"
THIRD = "seven herons on the frozen lake"


class Office:
    """An event told in two ways, and its archive as members open it."""

    def __init__(self, path: Path, template: Template, *, alone: bool) -> None:
        self.path, self.template, self.opened = path, template, 0
        with template.copy(path) as archive:
            maker = Maker(archive)
            self.event = maker.new("event", start="2020")
            (value,) = access_record(archive, reader_of(archive), self.event).all(DAY)
            self.first = value.said.id
            (self.second,) = maker.add(self.event, start="2021")
            self.members = [archive.member]
            if not alone:
                login = Login(passphrase=BAKYT.passphrase)
                self.members.append(add_member(archive, login, ["reader"], cost=FLOOR))

    def open(self, member: int) -> Archive:
        self.opened += 1
        if member:
            return open_archive(self.path, BAKYT.passphrase)
        return self.template.open(self.path, seed=str(self.opened))

    def follow(self, member: int, said: bytes) -> bool:
        """Whether it waits."""
        with self.open(member) as archive:
            planned = plan_adoption(archive, reader_of(archive), self.event, said, "the ticket shows it")
            archive.say(planned.drafts)
        return planned.waits

    def say(self, member: int, *drafts: Draft) -> None:
        with self.open(member) as archive:
            archive.say(drafts)

    def withdraw(self, member: int, said: bytes, says: str = DAY) -> None:
        taken = {"op": "withdraw", "type": "statement", "value": said.hex()}
        self.say(member, Draft(about=self.event, says=says, **taken))

    def standings(self) -> list[str]:
        with self.open(0) as archive:
            return [v.standing.value for v in access_record(archive, reader_of(archive), self.event).all(DAY)]

    def waiting(self) -> dict[bytes, list[str]]:
        with self.open(0) as archive:
            found = access_proposals(archive, reader_of(archive), self.event)
        return {said: [one.said.by for one in ones] for said, ones in found.items()}


def test_one_member_alone_adopts_at_once(template: Template, tmp_path: Path) -> None:
    office = Office(tmp_path / "a.archive", template, alone=True)
    assert not office.follow(0, office.second)
    assert office.standings() == ["set_aside", "adopted"]


@pytest.fixture
def two(template: Template, tmp_path: Path) -> Office:
    return Office(tmp_path / "a.archive", template, alone=False)


def test_a_proposal_counts_for_nothing_and_another_member_makes_it_count(two: Office) -> None:
    with two.open(0) as archive:
        assert has_second_reader(archive, reader_of(archive))
    assert two.follow(0, two.second)
    assert two.standings() == ["contested", "contested"]
    assert two.waiting() == {two.second: [two.members[0]]}
    with pytest.raises(OwnProposal):
        two.follow(0, two.second)
    assert not two.follow(1, two.second)
    assert two.standings() == ["set_aside", "adopted"]
    assert two.waiting() == {}


def test_what_was_set_aside_takes_two_again_and_the_old_proposal_is_decided(two: Office) -> None:
    for member in (0, 1):
        two.follow(member, two.second)
    assert two.follow(1, two.first)
    assert two.standings() == ["set_aside", "adopted"]
    assert two.waiting() == {two.first: [two.members[1]]}
    assert not two.follow(0, two.first)
    assert two.standings() == ["adopted", "set_aside"]
    assert two.waiting() == {}


def test_two_proposals_that_differ_both_wait(two: Office) -> None:
    assert two.follow(0, two.first)
    assert two.follow(1, two.second)
    assert set(two.waiting()) == {two.first, two.second}
    assert two.follow(0, two.second) is False
    assert two.waiting() == {}, "the adoption decided the other one too"


def test_what_nobody_contradicts_needs_one(two: Office) -> None:
    with two.open(0) as archive:
        (only,) = Maker(archive).add(two.event, place="a yard", basis=Maker(archive).page())
    assert not two.follow(0, only)


def test_nobody_clears_the_way_for_their_own_choice_by_disputing_the_other_account(two: Office) -> None:
    two.say(0, *records.dispute(two.event, two.first, "hearsay", None))
    assert two.standings() == ["disputed", "sole"]
    assert two.follow(0, two.second)
    assert two.standings() == ["disputed", "sole"]
    assert two.waiting() == {two.second: [two.members[0]]}
    assert not two.follow(1, two.second)


def test_nobody_clears_the_way_for_their_own_choice_by_taking_the_other_account_back(two: Office) -> None:
    two.withdraw(0, two.first)
    assert two.standings() == ["sole"]
    assert two.follow(0, two.second)
    assert two.standings() == ["sole"]
    assert not two.follow(1, two.second), "that is the second member who looked"
    assert two.standings() == ["adopted"]


def test_nobody_clears_the_way_for_their_own_choice_by_taking_a_doubt_back(two: Office) -> None:
    two.withdraw(0, two.first)
    doubt, reason = records.dispute(two.event, two.second, "the ticket is forged", None)
    with two.open(0) as archive:
        said, _ = archive.say([doubt, reason]).ids[0]
    two.withdraw(1, said, "any.disputes")
    assert two.standings() == ["sole"]
    assert two.follow(1, two.second)


def test_following_one_of_several_values_decides_nothing_about_another(two: Office) -> None:
    with two.open(0) as archive:
        osh, batken = Maker(archive).add(two.event, region=["KG-O", "KG-B"])
        for said in (osh, batken):
            archive.say(records.dispute(two.event, said, "nobody was there", None))
    assert two.follow(0, osh)
    assert two.follow(1, batken)
    assert not two.follow(0, batken)
    assert two.waiting() == {osh: [two.members[0]]}


def test_who_may_follow_no_accounts_today_is_no_second_reader(two: Office) -> None:
    assert two.follow(1, two.second)
    with two.open(0) as archive:
        add_member(archive, Login(passphrase=THIRD), ["coder"], cost=FLOOR)
        set_roles(archive, two.members[1], ["analyst"])
    assert two.follow(0, two.second), "an analyst follows no accounts"
    assert two.standings() == ["contested", "contested"]
    with two.open(0) as archive:
        set_roles(archive, two.members[1], ["reader"])
    assert not two.follow(0, two.second)


def test_the_proposal_of_somebody_who_was_let_go_is_no_second_reader(two: Office) -> None:
    assert two.follow(1, two.second)
    with two.open(0) as archive:
        add_member(archive, Login(passphrase=THIRD), ["coder"], cost=FLOOR)
        remove_member(archive, two.members[1])
    assert two.follow(0, two.second)
    assert two.standings() == ["contested", "contested"]


def test_an_adoption_from_before_the_rule_counts(template: Template, tmp_path: Path) -> None:
    office = Office(tmp_path / "a.archive", template, alone=True)
    office.follow(0, office.second)
    with template.open(office.path) as archive:
        add_member(archive, Login(passphrase=BAKYT.passphrase), ["reader"], cost=FLOOR)
        rebuild(archive)
    assert office.standings() == [Standing.SET_ASIDE, Standing.ADOPTED]
