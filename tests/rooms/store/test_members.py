# SPDX-License-Identifier: Apache-2.0
"""Members come and go in the log and in archive.json together, and a removed one is shut out of both."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.template import Template

from kuzat import keys
from kuzat.keys import FLOOR, Cost, Login
from kuzat.log.body import BODIES
from kuzat.log.statement import Draft
from kuzat.store import (
    Archive,
    access_identity,
    open_archive,
    open_with_keys,
    reader_of,
    verify,
)
from kuzat.store.archive import HEADER
from kuzat.store.cipher import Database, DatabaseBroken, KeysChanged
from kuzat.store.headers import NEW, HeaderReplaced
from kuzat.store.identity import IdentityShut
from kuzat.store.members import (
    MemberUnclear,
    OwnKey,
    RevokedTooLate,
    State,
    access_members,
    add_member,
    find_member,
    remove_member,
    revoke_member,
    rewrap,
    set_officers,
    set_roles,
    set_trustees,
)
from kuzat.store.rekeying import (
    NotTogether,
    begin_crisis,
    end_crisis,
    new_epoch,
    recover,
    rekey,
)
from kuzat.store.verify import CheckpointBroken
from kuzat.terms import ids
from kuzat.testing import AIZADA, BAKYT, Clock, Maker, Randomness

NAME = "Нурлан Ойдон"
FILES = ["archive.json", "cases.db", "exhibits", "identity.db", "log"]
WORDS = ["a kettle on every hill", "two mills by one river", "nine maps of the same road"]


@pytest.fixture
def path(template: Template, tmp_path: Path) -> Path:
    shutil.copytree(template.path, tmp_path / "a.archive")
    return tmp_path / "a.archive"


@pytest.fixture
def archive(template: Template, path: Path) -> Iterator[Archive]:
    with template.open(path) as archive:
        yield archive


def join(archive: Archive, passphrase: str, *roles: str, file: bytes = b"") -> str:
    login = Login(passphrase=passphrase, file=file)
    return add_member(archive, login, roles)


def enter(path: Path, passphrase: str, *, file: bytes = b"", seed: str = "enter") -> Archive:
    return open_archive(
        path, passphrase, file=file, clock=Clock(step=1), random=Randomness(seed)
    )


def state(archive: Archive) -> State:
    return access_members(archive, reader_of(archive))


def say(archive: Archive) -> None:
    maker = Maker(archive)
    maker.new("event", basis=maker.page(), title="A search by night")


def name(archive: Archive) -> str:
    """A person whose name is protected."""
    person = ids.record_id("person", archive.random(ids.RANDOM_BYTES))
    archive.say([Draft(about=person, says="person.name", type="text", value=NAME, language="ky")])
    return person


def said_of(archive: Archive, person: str) -> str:
    opened = access_identity(archive, reader_of(archive), person, "a test")
    return opened.record.all("person.name")[0].said.value


def test_the_first_member_is_listed(archive: Archive) -> None:
    (first,) = state(archive).members
    assert (first.id, first.since, first.revoked) == (archive.member, 0, None)
    assert (first.opens, first.is_member) == (("cases", "identity"), True)
    assert set(first.roles) == set(keys.roles()) - {"trustee"}


def test_who_was_let_in_reads_and_signs(archive: Archive, path: Path) -> None:
    bakyt = join(archive, BAKYT.passphrase, "documenter")
    archive.close()
    with enter(path, BAKYT.passphrase) as theirs:
        assert (theirs.member, theirs.unlocked.roles) == (bakyt, {"documenter"})
        assert theirs.unlocked.identity == {}
        say(theirs)
        assert verify(theirs, values=True).disowned == 0
        listed = state(theirs).members
        assert [(one.id, one.roles, one.opens) for one in listed] == [
            (bakyt, ("documenter",), ("cases",))
        ]
    with enter(path, AIZADA.passphrase) as ours:
        assert ours.unlocked.identity
        verify(ours, values=True)


def test_only_some_roles_manage_members(archive: Archive, path: Path) -> None:
    join(archive, BAKYT.passphrase, "lawyer")
    archive.close()
    with enter(path, BAKYT.passphrase) as theirs:
        for act in (
            lambda: join(theirs, WORDS[0], "reader"),
            lambda: remove_member(theirs, archive.member),
            lambda: revoke_member(theirs, archive.member),
            lambda: set_roles(theirs, theirs.member, ["director"]),
            lambda: set_officers(theirs, 2, [theirs.member, archive.member]),
            lambda: new_epoch(theirs),
            lambda: rekey(theirs),
            lambda: begin_crisis(theirs),
            lambda: end_crisis(theirs),
        ):
            size = theirs.size()
            with pytest.raises(keys.NotForThisRole):
                act()
            assert theirs.size() == size
        rewrap(theirs, Login(passphrase=WORDS[1]))
    enter(path, WORDS[1]).close()


def test_a_removed_member_is_shut_out(archive: Archive, path: Path) -> None:
    bakyt = join(archive, BAKYT.passphrase, "coder")
    before = (path / HEADER).read_bytes()
    theirs = keys.open_header(before, BAKYT.passphrase)
    remove_member(archive, bakyt)
    listed = {member.id: member for member in state(archive).members}
    assert (listed[bakyt].is_member, listed[bakyt].revoked) == (False, archive.size() - 2)
    archive.close()
    with pytest.raises(keys.WrongPassphrase):
        enter(path, BAKYT.passphrase)
    with pytest.raises(keys.MemberUnknown):
        open_with_keys(path, theirs)
    (path / HEADER).write_bytes(before)
    for passphrase in (BAKYT.passphrase, AIZADA.passphrase):
        with pytest.raises(HeaderReplaced):
            enter(path, passphrase)


def test_what_a_removed_member_writes_by_a_program_of_their_own_does_not_verify(
    archive: Archive, path: Path
) -> None:
    bakyt = join(archive, BAKYT.passphrase, "documenter")
    theirs = keys.open_header((path / HEADER).read_bytes(), BAKYT.passphrase)
    remove_member(archive, bakyt)
    signer = replace(archive.writer.signer, member=bakyt, member_seed=theirs.member_seed)
    archive.writer.signer = signer
    say(archive)
    with pytest.raises(CheckpointBroken, match=bakyt):
        verify(archive)


def test_what_was_written_before_the_removal_holds(archive: Archive, path: Path) -> None:
    bakyt = join(archive, BAKYT.passphrase, "documenter")
    archive.close()
    with enter(path, BAKYT.passphrase) as theirs:
        say(theirs)
    with enter(path, AIZADA.passphrase) as ours:
        remove_member(ours, bakyt)
        say(ours)
        assert verify(ours, values=True).disowned == 0


def test_a_stolen_key_is_disowned_from_the_day_it_was_stolen(archive: Archive, path: Path) -> None:
    bakyt = join(archive, BAKYT.passphrase, "documenter")
    archive.close()
    with enter(path, BAKYT.passphrase) as theirs:
        say(theirs)
        trusted = theirs.size()
        for _ in range(3):
            say(theirs)
        stolen = theirs.size() - trusted
    with enter(path, AIZADA.passphrase) as ours:
        with pytest.raises(RevokedTooLate):
            revoke_member(ours, bakyt, ours.size() + 1)
        revoke_member(ours, bakyt, trusted)
        assert verify(ours, values=True).disowned == stolen
        assert {one.id: one.revoked for one in state(ours).members}[bakyt] == trusted
    with pytest.raises(keys.WrongPassphrase):
        enter(path, BAKYT.passphrase)


def test_nobody_removes_themselves(archive: Archive) -> None:
    for act in (remove_member, revoke_member):
        with pytest.raises(OwnKey):
            act(archive, archive.member)


def test_members_are_found_by_the_beginning_of_their_id(archive: Archive) -> None:
    bakyt = join(archive, BAKYT.passphrase, "reader")
    reader = reader_of(archive)
    assert find_member(archive, reader, f" {bakyt[:8].upper()} ") == bakyt
    for nobody in ("ffffffff", ""):
        with pytest.raises((keys.MemberUnknown, MemberUnclear)):
            find_member(archive, reader, nobody)
    with pytest.raises(keys.MemberUnknown):
        remove_member(archive, "ff" * 16)


def test_a_desk_that_was_opened_before_a_change_writes_nothing_after_it(
    archive: Archive, path: Path, template: Template
) -> None:
    bakyt = join(archive, BAKYT.passphrase, "documenter")
    with enter(path, BAKYT.passphrase) as desk, template.open(path, seed="other") as other:
        assert other.unlocked.boxes == archive.unlocked.boxes
        say(desk)
        remove_member(archive, bakyt)
        for stale in (desk, other):
            with pytest.raises(KeysChanged):
                say(stale)
    with template.open(path, seed="again") as again:
        say(again)
        verify(again, values=True)


def test_other_roles(archive: Archive, path: Path) -> None:
    bakyt = join(archive, BAKYT.passphrase, "documenter")
    set_roles(archive, bakyt, ["lawyer", "reader"])
    archive.close()
    with enter(path, BAKYT.passphrase) as theirs:
        assert theirs.unlocked.roles == {"lawyer", "reader"}
        assert theirs.unlocked.identity
        verify(theirs)


def test_a_new_passphrase_and_a_key_file(archive: Archive, path: Path) -> None:
    file = bytes(range(32))
    rewrap(archive, Login(passphrase=WORDS[0], file=file))
    archive.close()
    with pytest.raises(keys.KeyFileWanted):
        enter(path, WORDS[0])
    for passphrase in (AIZADA.passphrase, WORDS[0]):
        with pytest.raises(keys.WrongPassphrase):
            enter(path, passphrase, file=file[::-1])
    with enter(path, WORDS[0], file=file) as again:
        assert again.member == archive.member
        verify(again, values=True)


def test_officers_open_identities_together_and_after_a_crisis_only_so(
    archive: Archive, path: Path
) -> None:
    people = [join(archive, words, "reader") for words in WORDS]
    set_officers(archive, 2, people)
    group = state(archive).officers
    assert group is not None
    assert (set(group.people), group.threshold) == (set(people), 2)
    before = archive.unlocked.identity
    assert begin_crisis(archive), "there is no identity.db yet that would lie under another key"
    with enter(path, AIZADA.passphrase) as alone:
        assert (alone.unlocked.identity, sorted(alone.unlocked.boxes)) == ({}, [1, 2])
        assert state(alone).is_crisis
        with pytest.raises(keys.CannotGive):
            end_crisis(alone)
    others = [Login(passphrase=words) for words in WORDS[:2]]
    with open_archive(path, AIZADA.passphrase, others=others[:1]) as one:
        assert one.unlocked.identity == {}
    with open_archive(path, AIZADA.passphrase, others=others) as together:
        assert together.unlocked.identity[1] == before[1]
        end_crisis(together)
        verify(together, values=True)
    with enter(path, AIZADA.passphrase) as again:
        assert sorted(again.unlocked.identity) == [1, 2]
        assert not state(again).is_crisis


def test_a_new_epoch(archive: Archive, path: Path) -> None:
    before = archive.unlocked
    new_epoch(archive)
    with enter(path, AIZADA.passphrase) as again:
        assert sorted(again.unlocked.boxes) == sorted(again.unlocked.identity) == [1, 2]
        assert again.unlocked.identity[1] == before.identity[1]
        assert again.unlocked.cases == before.cases
        verify(again, values=True)


def test_identities_lie_under_the_newest_key_as_soon_as_somebody_can_open_them(
    archive: Archive, path: Path
) -> None:
    person = name(archive)
    join(archive, BAKYT.passphrase, "security_officer")
    archive.close()
    with enter(path, BAKYT.passphrase) as officer:
        assert not new_epoch(officer)
        old = keys.identity_database_key(archive.unlocked.identity[1], archive.id)
    Database(path / "identity.db", old).close()
    with enter(path, AIZADA.passphrase) as ours:
        assert said_of(ours, person) == NAME
        verify(ours, values=True)
    with pytest.raises(DatabaseBroken):
        Database(path / "identity.db", old)
    assert sorted(file.name for file in path.iterdir()) == FILES


@pytest.mark.slow
def test_who_holds_an_old_header_opens_no_identity_after_a_crisis(
    archive: Archive, path: Path
) -> None:
    person = name(archive)
    people = [join(archive, words, "lawyer") for words in WORDS]
    set_officers(archive, 2, people)
    held = archive.unlocked.identity[1]
    assert begin_crisis(archive)
    with pytest.raises(DatabaseBroken):
        Database(path / "identity.db", keys.identity_database_key(held, archive.id))
    with enter(path, AIZADA.passphrase) as alone:
        later = name(alone)
        with pytest.raises(IdentityShut):
            said_of(alone, person)
        boxes = alone.database.rows("SELECT epoch FROM sealed WHERE box IS NOT NULL")
        assert boxes == [(2,)], "what comes is sealed to the officers together"
    others = [Login(passphrase=words) for words in WORDS[1:]]
    with open_archive(path, WORDS[0], others=others) as together:
        assert said_of(together, person) == said_of(together, later) == NAME
        verify(together, values=True)


def test_everything_under_new_keys(archive: Archive, path: Path) -> None:
    bakyt = join(archive, BAKYT.passphrase, "reader")
    say(archive)
    old, before = (path / HEADER).read_bytes(), archive.unlocked
    rekey(archive)
    with open_with_keys(path, before) as again:
        assert sorted(again.unlocked.cases) == [2], "whoever held the old keys is given the new ones"
    for passphrase, member in ((AIZADA.passphrase, before.member), (BAKYT.passphrase, bakyt)):
        with enter(path, passphrase) as again:
            assert (again.member, sorted(again.unlocked.cases)) == (member, [2])
            assert again.unlocked.cases_key != before.cases_key
            assert verify(again, values=True).entries == again.size()
    (path / HEADER).write_bytes(old)
    with pytest.raises(DatabaseBroken):
        enter(path, AIZADA.passphrase)
    assert sorted(file.name for file in path.iterdir()) == FILES


@pytest.mark.slow
def test_trustees_let_somebody_in_who_lost_every_passphrase(archive: Archive, path: Path) -> None:
    people = [join(archive, words, "trustee") for words in WORDS]
    with pytest.raises(keys.QuorumRefused):
        set_officers(archive, 2, people)
    set_trustees(archive, 2, people)
    say(archive)
    archive.close()
    with pytest.raises(keys.OpensNothing):
        enter(path, WORDS[0])
    new, logins = Login(passphrase=BAKYT.passphrase), [Login(passphrase=words) for words in WORDS]
    with pytest.raises(NotTogether):
        recover(path, logins[:1], new, ["director"])
    id_ = recover(path, logins[1:], new, ["director"])
    with enter(path, BAKYT.passphrase) as again:
        assert (again.member, sorted(again.unlocked.identity)) == (id_, [1])
        remove_member(again, archive.member)
        say(again)
        verify(again, values=True)
        trust = [
            json.loads(entry)["body"]
            for (entry,) in again.database.rows("SELECT bytes FROM entry WHERE count = 0")
            if json.loads(entry)["kind"] == "trust"
        ]
        assert [(one["threshold"], [t["id"] for t in one["trustees"]]) for one in trust] == [
            (2, sorted(people))
        ]
        assert BODIES["trust"](trust[0])


def test_a_refused_change_leaves_nothing_behind(archive: Archive, path: Path) -> None:
    before = (path / HEADER).read_bytes(), archive.size()
    with pytest.raises(keys.PassphraseRefused):
        join(archive, "short", "reader")
    with pytest.raises(keys.RoleUnknown):
        join(archive, WORDS[0], "spy")
    with pytest.raises(keys.NoQuorum):
        begin_crisis(archive)
    assert ((path / HEADER).read_bytes(), archive.size()) == before
    assert not (path / NEW).exists()
    say(archive)


def test_each_change_is_named_in_the_log(archive: Archive, path: Path) -> None:
    bakyt = join(archive, BAKYT.passphrase, "reader")
    set_roles(archive, bakyt, ["analyst"])
    remove_member(archive, bakyt)
    new_epoch(archive)
    with enter(path, AIZADA.passphrase) as again:
        rekey(again)
    with enter(path, AIZADA.passphrase) as again:
        said = [
            (entry["kind"], entry["body"].get("change"))
            for entry in map(
                json.loads,
                (row[0] for row in again.database.rows("SELECT bytes FROM entry WHERE count = 0")),
            )
        ]
    assert said == [
        ("genesis", None),
        ("member", None),
        ("header", "rewrap"),
        ("header", "rewrap"),
        ("revoked", None),
        ("header", "rewrap"),
        ("header", "epoch"),
        ("header", "rekey"),
        ("header", "rewrap"),
    ]


def test_a_passphrase_costs_as_much_as_that_of_who_lets_them_in(archive: Archive, path: Path) -> None:
    join(archive, BAKYT.passphrase, "reader")
    dear = Cost(memory=FLOOR.memory, passes=4)
    add_member(archive, Login(passphrase=WORDS[0]), ["reader"], cost=dear)
    rewrap(archive, Login(passphrase=WORDS[1]))
    members = keys.parse((path / HEADER).read_bytes())[0].members
    assert [member.derivation.cost for member in members] == [FLOOR, FLOOR, dear]
