# SPDX-License-Identifier: Apache-2.0
"""Who joins, leaves, or gets which key: what each change opens and what it closes."""

import json
from dataclasses import replace

import pytest
import rfc8785
from tests.office import ARCHIVE, Office, member_id, passphrase

from kuzat.errors import KuzatError
from kuzat.keys import (
    FLOOR,
    CannotGive,
    HeaderDamaged,
    KeyFileWanted,
    Login,
    MembersFull,
    MemberUnknown,
    NobodyLeft,
    RolesRefused,
    RoleUnknown,
    WrongPassphrase,
    change,
    create,
    open_header,
    parse,
    reopen,
    roles,
)
from kuzat.keys.change import Newcomer

FILE = bytes(range(32))


@pytest.fixture
def office() -> Office:
    return Office.open()


def test_each_role_opens_what_the_list_says() -> None:
    listed = sorted(set(roles()) - {"trustee"})
    office = Office.open(*listed, "trustee")
    for number, role in enumerate(listed, start=1):
        opened = office.opens(number)
        held = {"cases": opened.cases, "identity": opened.identity}
        assert {name for name, keys in held.items() if keys} == roles()[role].opens
        assert (opened.roles, opened.boxes) == ({role}, office.first.boxes)
        assert opened.cases == office.first.cases
    trustee = office.opens(len(listed) + 1)
    assert (trustee.cases, trustee.identity, trustee.shares) == ({}, {}, {})
    with pytest.raises(KuzatError):
        _ = trustee.cases_key


def test_roles_are_those_of_the_list(office: Office) -> None:
    with pytest.raises(RoleUnknown, match="spy"):
        office.join("spy")
    for wrong in ((), ("trustee", "lawyer")):
        with pytest.raises(RolesRefused):
            office.join(*wrong)


def test_a_removed_member_opens_nothing() -> None:
    office = Office.open("coder")
    left = member_id(1)
    before = office.login(1)
    assert before.identity
    office.header = change.remove(office.header, left)
    with pytest.raises(WrongPassphrase):
        office.login(1)
    with pytest.raises(MemberUnknown):
        reopen(office.content, before)
    assert office.login(0).member == office.first.member


def test_wraps_of_a_removed_member_put_back_are_refused() -> None:
    office = Office.open("coder")
    left = member_id(1)
    old = json.loads(office.content)["members"][1]
    office.header = change.remove(office.header, left)
    stated = json.loads(office.content)
    stated["members"].append(old)
    with pytest.raises(HeaderDamaged):
        open_header(rfc8785.dumps(stated), passphrase(1))


def test_the_last_who_can_is_not_removed(office: Office) -> None:
    with pytest.raises(NobodyLeft, match="open the archive"):
        change.remove(office.header, office.first.member)
    office.join("security_officer")
    with pytest.raises(NobodyLeft, match="open identities"):
        change.remove(office.header, office.first.member)
    reader = frozenset({"lawyer"})
    lawyers = Office.open()
    with pytest.raises(NobodyLeft, match="add or remove"):
        change.set_roles(lawyers.header, lawyers.first, lawyers.first.member, reader, lawyers.random)


def test_who_cannot_open_identities_gives_them_to_nobody() -> None:
    office = Office.open("security_officer")
    officer = office.opens(1)
    login = Login(passphrase=passphrase(2))
    for role, refused in (("lawyer", True), ("documenter", False)):
        newcomer = Newcomer(
            id="c1" * 16, seed=bytes(32), login=login, roles=frozenset({role}), cost=FLOOR
        )
        if refused:
            with pytest.raises(CannotGive):
                change.add(office.header, officer, newcomer, office.random)
        else:
            change.add(office.header, officer, newcomer, office.random)


def test_other_roles_other_keys() -> None:
    office = Office.open("lawyer")
    id_ = member_id(1)
    for role, opens in (("analyst", False), ("coder", True)):
        wanted = frozenset({role})
        office.header = change.set_roles(office.header, office.first, id_, wanted, office.random)
        opened = office.opens(1)
        assert (bool(opened.identity), opened.roles) == (opens, wanted)


def test_a_role_changes_without_the_key_that_stays() -> None:
    """Who cannot open identities may still make a coder a lawyer."""
    office = Office.open("coder", "security_officer")
    coder = member_id(1)
    officer, lawyer = office.opens(2), frozenset({"lawyer"})
    office.header = change.set_roles(office.header, officer, coder, lawyer, office.random)
    assert office.opens(1).identity == office.first.identity


def test_a_new_passphrase_closes_the_old_one(office: Office) -> None:
    login = Login(passphrase="a word that nobody has heard")
    office.header = change.rewrap(office.header, office.first, login, office.random, FLOOR)
    with pytest.raises(WrongPassphrase):
        office.login(0)
    opened = open_header(office.content, login.passphrase)
    assert (opened.member_seed, opened.cases) == (office.first.member_seed, office.first.cases)


def test_key_file(office: Office) -> None:
    office.join("lawyer", file=FILE)
    assert office.login(1, FILE).identity == office.first.identity
    with pytest.raises(KeyFileWanted, match="1 member"):
        office.login(1)
    with pytest.raises(WrongPassphrase):
        office.login(1, FILE[::-1])
    assert office.login(0, FILE).member == office.first.member, "a file that is not needed"


def test_key_file_of_the_first_member() -> None:
    content, unlocked = create(
        archive=ARCHIVE, passphrase=passphrase(7), member="b0" * 16, random=Office.open().random,
        cost=FLOOR, file=FILE,
    )  # fmt: skip
    assert open_header(content, passphrase(7), FILE) == unlocked
    with pytest.raises(KeyFileWanted):
        open_header(content, passphrase(7))


def test_a_new_epoch_of_identities() -> None:
    office = Office.open("lawyer", "documenter")
    office.header, _ = change.new_identity_epoch(office.header, office.first, office.random)
    first, lawyer, documenter = office.each(range(3))
    assert first.identity == lawyer.identity
    assert sorted(lawyer.identity) == sorted(documenter.boxes) == [1, 2]
    assert lawyer.identity[1] == office.first.identity[1] != lawyer.identity[2]
    assert documenter.identity == {}
    assert documenter.cases == office.first.cases


def test_who_cannot_open_identities_can_begin_a_new_epoch() -> None:
    office = Office.open("security_officer")
    office.header, _ = change.new_identity_epoch(office.header, office.opens(1), office.random)
    assert sorted(office.opens(0).identity) == [1, 2]
    assert office.opens(1).identity == {}


def test_a_new_key_of_cases_and_the_end_of_the_old_one() -> None:
    office = Office.open("reader")
    old = office.content
    header, key = change.new_cases_epoch(office.header, office.first, office.random)
    newer = replace(office, first=replace(office.first, cases={2: key}), header=header)
    opened = newer.opens(1)
    assert opened.cases == {1: office.first.cases[1], 2: key}
    assert opened.cases_key == key
    newer.header = change.forget_cases(newer.header, 2)
    assert newer.opens(1).cases == {2: key}
    assert newer.login(1).cases == {2: key}
    newer.join("reader")
    assert newer.opens(2).cases == {2: key}
    with pytest.raises(HeaderDamaged):
        open_header(newer.header.encode(office.first.cases_key), passphrase(1))
    assert open_header(old, passphrase(1)).cases == office.first.cases, "an old copy opens as it did"


def test_there_are_not_more_members_or_epochs_than_the_page_says() -> None:
    office = Office.open("reader")
    many = tuple(
        replace(office.header.members[1], id=f"{number:032x}") for number in range(63)
    )
    office.header = replace(office.header, members=(office.header.members[0], *many))
    with pytest.raises(MembersFull):
        office.join("reader")
    boxes = {number: bytes(32) for number in range(1, 65)}
    with pytest.raises(MembersFull):
        change.new_identity_epoch(
            replace(office.header, boxes=boxes), office.first, office.random
        )


def test_another_archives_member_is_not_taken_in() -> None:
    office = Office.open("reader")
    content, _ = create(
        archive="a1" * 16, passphrase=passphrase(0), member="b0" * 16, random=Office.open().random, cost=FLOOR
    )
    elsewhere = parse(content)[0]
    mixed = replace(office.header, members=(elsewhere.members[0], office.header.members[1]))
    with pytest.raises(WrongPassphrase):
        open_header(mixed.encode(office.first.cases_key), passphrase(0))
    with pytest.raises(HeaderDamaged):
        change.new_identity_epoch(mixed, office.first, office.random)
