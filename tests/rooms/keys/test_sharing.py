# SPDX-License-Identifier: Apache-2.0
"""k of n open what none of them opens alone, and k - 1 never do."""

import json
from dataclasses import replace
from itertools import combinations

import pytest
import rfc8785
from tests.office import ARCHIVE, Office, member_id

from kuzat.keys import (
    CannotGive,
    HeaderDamaged,
    NoQuorum,
    QuorumRefused,
    change,
    officers,
    parse,
    reopen,
    together,
    trustees,
)
from kuzat.keys.sharing import set_quorum


def office_of(officers: int, threshold: int) -> Office:
    """The first member, and officers who open identities together only."""
    office = Office.open(*["reader"] * officers)
    people = [member_id(number) for number in range(1, officers + 1)]
    office.header = set_quorum(office.header, office.first, threshold, people, office.random)
    return office


@pytest.mark.parametrize(("threshold", "count"), [(2, 3), (3, 5)])
def test_every_k_officers_open_and_no_fewer(threshold: int, count: int) -> None:
    office = office_of(count, threshold)
    logins = office.each(range(1, count + 1))
    assert all(one.identity == {} for one in logins)
    for number in range(1, count + 1):
        for acting, *others in combinations(logins, number):
            opened = together(office.header, acting, others).identity
            assert opened == (office.first.identity if number >= threshold else {})


def test_who_is_no_officer_adds_nothing() -> None:
    office = office_of(3, 2)
    office.join("documenter")
    one, outsider = office.opens(1), office.opens(4)
    assert together(office.header, one, [outsider, one]).identity == {}
    assert together(office.header, outsider, office.each([1, 2])).identity == office.first.identity


def test_a_wrong_share_is_an_error_and_no_wrong_key() -> None:
    office = office_of(3, 2)
    one, two = office.each([1, 2])
    forged = replace(two, shares=dict.fromkeys(two.shares, bytes(32)))
    with pytest.raises(HeaderDamaged):
        together(office.header, one, [forged])
    elsewhere = office_of(3, 2)
    swapped = replace(office.header, quorums=elsewhere.header.quorums)
    moved = replace(swapped, archive="a1" * 16)
    with pytest.raises(HeaderDamaged):
        together(moved, one, [two])


def test_a_member_who_was_removed_takes_their_share_with_them() -> None:
    office = office_of(3, 2)
    one, two, three = office.each([1, 2, 3])
    office.header = change.remove(office.header, three.member)
    assert together(office.header, one, [three]).identity == {}
    assert together(office.header, one, [two]).identity == office.first.identity
    group = officers(office.header)
    assert group is not None
    assert (set(group.people), group.threshold) == ({one.member, two.member}, 2)
    office.header = change.remove(office.header, two.member)
    assert officers(office.header) is None
    assert office.opens(1).shares == {}, "a share of nothing is not kept"


def test_a_new_quorum_takes_the_place_of_the_old_one() -> None:
    office = office_of(3, 2)
    old = office.each([1, 2, 3])
    people = [one.member for one in old]
    office.header = set_quorum(office.header, office.first, 3, people, office.random)
    assert together(office.header, old[0], old[1:]).identity == {}
    fresh = office.each([1, 2, 3])
    assert together(office.header, fresh[0], fresh[1:2]).identity == {}
    assert together(office.header, fresh[0], fresh[1:]).identity == office.first.identity


@pytest.mark.parametrize(("threshold", "people"), [(1, 3), (0, 3), (4, 3), (2, 1), (2, 0)])
def test_numbers_that_are_no_quorum(threshold: int, people: int) -> None:
    office = Office.open(*["reader"] * people)
    ids = [member_id(number) for number in range(1, people + 1)]
    with pytest.raises(QuorumRefused):
        set_quorum(office.header, office.first, threshold, ids, office.random)


def test_one_person_is_not_counted_twice() -> None:
    office = Office.open("reader")
    reader = member_id(1)
    with pytest.raises(QuorumRefused):
        set_quorum(office.header, office.first, 2, [reader, reader], office.random)


def test_who_cannot_open_identities_shares_them_with_nobody() -> None:
    office = office_of(3, 2)
    people = [one.id for one in office.header.members[1:]]
    with pytest.raises(CannotGive):
        set_quorum(office.header, office.opens(1), 2, people, office.random)


def test_crisis_leaves_the_officers_together_and_nobody_alone() -> None:
    office = office_of(3, 2)
    office.join("lawyer")
    before = office.content
    office.header, _ = change.without_single(office.header, office.first, office.random)
    logins = office.each(range(5))
    assert all(one.identity == {} for one in logins)
    opened = together(office.header, logins[1], [logins[2]]).identity
    assert sorted(opened) == sorted(office.header.boxes) == [1, 2]
    assert opened[1] == office.first.identity[1]
    assert together(office.header, logins[1], []).identity == {}
    kept = reopen(before, logins[4])
    assert sorted(kept.identity) == [1], "a copy from before opens what was, not what comes"


def test_crisis_by_somebody_who_cannot_open_identities() -> None:
    office = office_of(3, 2)
    office.header, _ = change.without_single(office.header, office.opens(1), office.random)
    one, two = office.each([1, 2])
    assert sorted(together(office.header, one, [two]).identity) == [1, 2]


def test_no_crisis_without_a_quorum() -> None:
    office = Office.open()
    with pytest.raises(NoQuorum):
        change.without_single(office.header, office.first, office.random)


def test_in_a_crisis_a_newcomer_opens_no_identities_and_after_it_does() -> None:
    office = office_of(3, 2)
    office.header, _ = change.without_single(office.header, office.first, office.random)
    office.join("lawyer")
    assert office.opens(4).identity == {}
    with pytest.raises(CannotGive):
        change.with_single(office.header, office.opens(0), office.random)
    together_ = together(office.header, office.opens(1), office.each([2]))
    office.header = change.with_single(office.header, together_, office.random)
    assert [sorted(office.opens(number).identity) for number in range(5)] == [[1, 2], [], [], [], [1, 2]]


def test_trustees_recover_everything_together() -> None:
    office = Office.open("trustee", "trustee", "trustee")
    people = [member_id(number) for number in (1, 2, 3)]
    office.header = set_quorum(office.header, office.first, 2, people, office.random)
    one, two, three = office.each([1, 2, 3])
    assert one.cases == two.cases == {}
    for acting, other in ((one, two), (three, one), (two, three)):
        opened = together(office.header, acting, [other])
        assert (opened.cases, opened.identity) == (office.first.cases, office.first.identity)
    assert together(office.header, one, []).cases == {}
    group = trustees(office.header)
    assert group is not None
    assert (sorted(group.people), group.threshold) == (sorted(people), 2)
    assert officers(office.header) is None


def test_new_keys_reach_officers_and_trustees() -> None:
    office = office_of(3, 2)
    people = [office.join("trustee") for _ in range(2)]
    office.header = set_quorum(office.header, office.first, 2, people, office.random)
    office.header, key = change.new_cases_epoch(office.header, office.first, office.random)
    office.first = replace(office.first, cases={**office.first.cases, 2: key})
    office.header, _ = change.new_identity_epoch(office.header, office.first, office.random)
    office.header = change.forget_cases(office.header, 2)
    first = office.opens(0)
    assert together(office.header, office.opens(1), office.each([3])).identity == first.identity
    opened = together(office.header, office.opens(4), office.each([5]))
    assert (opened.cases, opened.identity) == ({2: key}, first.identity)
    assert sorted(first.identity) == [1, 2]


def test_trustees_and_officers_are_not_mixed() -> None:
    office = Office.open("trustee", "reader")
    people = [member_id(1), member_id(2)]
    with pytest.raises(QuorumRefused):
        set_quorum(office.header, office.first, 2, people, office.random)


def test_there_are_not_more_shared_keys_than_the_page_says() -> None:
    office = Office.open(*["reader"] * 9)
    people = [member_id(number) for number in range(1, 10)]
    office.header = set_quorum(office.header, office.first, 4, people, office.random)
    assert len(office.header.quorums) == 126
    for _ in range(7):
        office.header, _ = change.new_identity_epoch(office.header, office.first, office.random)
    with pytest.raises(QuorumRefused):
        change.new_identity_epoch(office.header, office.first, office.random)
    assert len(parse(office.content)[0].quorums) == 126 * 8 <= 1024


def changed(office: Office, **parts: object) -> bytes:
    stated = json.loads(office.content)
    stated["quorums"][0].update(parts)
    return rfc8785.dumps(stated)


@pytest.mark.parametrize(
    "parts",
    [
        {"key": "identity/2"},
        {"key": "cases/2"},
        {"key": "share/1"},
        {"of": ["b1" * 16]},
        {"of": ["b2" * 16, "b1" * 16]},
        {"of": ["b1" * 16, "b1" * 16]},
        {"of": ["b0" * 16, "b1" * 16]},
        {"of": ["b1" * 16, "f1" * 16]},
        {"share": 2},
        {"share": 0},
        {"share": True},
        {"wrap": "ab" * 59},
        {"note": "x"},
    ],
)
def test_misshapen_quorums_are_refused(parts: dict[str, object]) -> None:
    office = office_of(3, 2)
    with pytest.raises(HeaderDamaged):
        parse(changed(office, **parts))
    assert parse(changed(office))[0].archive == ARCHIVE
