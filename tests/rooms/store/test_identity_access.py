# SPDX-License-Identifier: Apache-2.0
"""An identity is shown to who may open it, for a reason, and it is written down before."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.template import Template

from kuzat.errors import KuzatError, NotAllowed, Refused
from kuzat.keys import NotForThisRole
from kuzat.log import check_proof
from kuzat.log.statement import withdraw
from kuzat.records import adopt
from kuzat.store import (
    USES,
    Archive,
    Withheld,
    access_identity,
    access_identity_log,
    access_identity_search,
    access_member_names,
    access_proof,
    access_record,
    access_reference,
    access_sealed,
    access_statement,
    name_member,
    reader_of,
)
from kuzat.store.access import NoSuchRecord, Stranger
from kuzat.store.identity import IdentityShut, NoReason, own_record
from kuzat.store.proving import StatementSealed
from kuzat.terms import ids
from kuzat.testing import STRANGER, Maker

NAME, PHONE, WHY = "Айсулуу Токтосунова", "+996 555 010203", "to call her back"


@pytest.fixture
def person(archive: Archive) -> str:
    return Maker(archive).new("person", identity_name=NAME, phone=PHONE, country="KG")


@pytest.fixture
def roles(template: Template, tmp_path: Path) -> Iterator[Callable[..., Archive]]:
    """Open the same archive with other roles, and with or without the key."""
    path, opened = tmp_path / "r.archive", []
    template.copy(path).close()

    def open_as(*roles: str, shut: bool = False) -> Archive:
        unlocked = replace(template.unlocked, roles=frozenset(roles))
        unlocked = replace(unlocked, identity={}) if shut else unlocked
        opened.append(template._replace(unlocked=unlocked).open(path, seed=str(len(opened))))
        return opened[-1]

    yield open_as
    for archive in opened:
        archive.close()


def shown(archive: Archive, person: str, reason: str = WHY) -> dict[str, list[str]]:
    record = access_identity(archive, reader_of(archive), person, reason).record
    return {says: [value.text for value in values] for says, values in record.values.items()}


def test_both_compartments_are_shown_together(archive: Archive, person: str) -> None:
    opened = access_identity(archive, reader_of(archive), person, WHY)
    values = {says: values[0] for says, values in opened.record.values.items()}
    assert {says: value.text for says, value in values.items()} == {
        "person.identity_name": NAME,
        "person.phone": PHONE,
        "person.country": "KG",
    }
    assert values["person.country"].said.id not in opened.sealed
    assert {values[f"person.{says}"].said.id for says in ("identity_name", "phone")} == opened.sealed
    assert values["person.phone"].said.by == archive.member


def test_it_is_written_down_who_read_what_and_why(archive: Archive, person: str) -> None:
    shown(archive, person)
    access_identity_search(archive, reader_of(archive), "токтосунованы", "she wrote to us")
    found, searched, opened = access_identity_log(archive, reader_of(archive))
    assert (opened.record, opened.how, opened.reason) == (person, "read.opened", WHY)
    assert (opened.by, opened.words) == (archive.member, None)
    assert {searched.record, found.record} == {person, own_record(archive.member)}
    assert {searched.how, found.how} == {"read.searched", "read.found"}
    assert {searched.words, found.words} == {"токтосунованы"}
    assert {searched.reason, found.reason} == {"she wrote to us"}


def test_a_name_is_shown_and_found_no_more_when_who_told_it_withdraws_consent(archive: Archive) -> None:
    maker = Maker(archive)
    witness, person = maker.new("person", identity_name="Cholpon"), maker.new("person", country="KG")
    consent = maker.new("consent", person=witness, purpose="purpose.record", given="2025-01-10")
    maker.add(consent, audience="audience.organisation", identification="identification.named")
    account = maker.new("information", source=witness)
    maker.add(person, basis=account, identity_name=NAME)
    reader = reader_of(archive)
    (found,) = access_identity_search(archive, reader, NAME, WHY)
    assert found.record.id == person
    maker.add(consent, withdrawn="2025-03-01")
    assert "person.identity_name" not in shown(archive, person)
    assert access_identity_search(archive, reader, NAME, WHY) == ()
    maker.add(person, identity_name="Айсулуу эже")
    (found,) = access_identity_search(archive, reader, "Айсулуу", WHY)
    assert [value.text for value in found.record.all("person.identity_name")] == ["Айсулуу эже"]


def test_it_is_written_down_before_it_is_shown(archive: Archive, person: str) -> None:
    def closed(_: int) -> bytes:
        raise OSError("no randomness, no commit")

    size = archive.size()
    archive.writer.random = closed
    with pytest.raises(OSError, match="no randomness"):
        shown(archive, person)
    assert archive.size() == size


def test_a_search_that_finds_nobody_is_a_reading_too(archive: Archive, person: str) -> None:
    assert access_identity_search(archive, reader_of(archive), "Nobody", WHY) == ()
    (look,) = access_identity_log(archive, reader_of(archive))
    assert (look.how, look.words) == ("read.searched", "Nobody")


@pytest.mark.parametrize(
    "words",
    [NAME, "Toktosunova", "Айсулуунун", "токтосуновой", "0555 01-02-03", "996555010203", "айсулуу 555010203"],
)
def test_people_are_found_in_any_script_ending_and_setting(archive: Archive, person: str, words: str) -> None:
    (found,) = access_identity_search(archive, reader_of(archive), words, WHY)
    assert found.record.id == person


def test_reasons_and_searches_are_found_by_no_search(archive: Archive, person: str) -> None:
    shown(archive, person, "because of Гүлжан")
    access_identity_search(archive, reader_of(archive), "Гүлжан", WHY)
    assert access_identity_search(archive, reader_of(archive), "Гүлжан", WHY) == ()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reading_needs_a_reason(archive: Archive, person: str, reason: str) -> None:
    size = archive.size()
    with pytest.raises(NoReason):
        shown(archive, person, reason)
    assert archive.size() == size


def test_who_holds_no_key_finds_identities_shut(roles: Callable[..., Archive]) -> None:
    with roles("director") as archive:
        person = Maker(archive).new("person", identity_name=NAME)
    shut = roles("director", shut=True)
    reader = reader_of(shut)
    doors: list[Callable[[], Any]] = [
        lambda: access_identity(shut, reader, person, WHY),
        lambda: access_identity_search(shut, reader, NAME, WHY),
        lambda: access_identity_log(shut, reader),
        lambda: access_member_names(shut, reader, WHY),
    ]
    for door in doors:
        with pytest.raises(IdentityShut) as refused:
            door()
        assert NAME not in str(refused.value)
    assert access_sealed(shut, reader, person) == 1


def test_who_has_no_role_for_it_is_refused(roles: Callable[..., Archive]) -> None:
    with roles("director") as archive:
        person = Maker(archive).new("person", identity_name=NAME)
    with pytest.raises(NotForThisRole):
        shown(roles("analyst"), person)
    assert shown(roles("lawyer"), person)["person.identity_name"] == [NAME]


def test_a_stranger_finds_nothing(archive: Archive, person: str) -> None:
    with pytest.raises(Stranger):
        access_identity(archive, STRANGER.reader, person, WHY)


def test_a_record_of_which_nothing_is_said_is_not_there(archive: Archive) -> None:
    with pytest.raises(NoSuchRecord):
        shown(archive, "per-" + "9" * 32)


def test_elsewhere_a_person_appears_under_a_label(archive: Archive) -> None:
    person, reader = Maker(archive).new("person", identity_name=NAME), reader_of(archive)
    assert access_reference(archive, reader, ids.label(person)) == person
    assert access_record(archive, reader, person).values == {}
    assert access_sealed(archive, reader, person) == 1
    assert access_sealed(archive, reader, person, entries=archive.size() - 1) == 0
    with pytest.raises(NoSuchRecord):
        access_record(archive, reader, person, entries=archive.size() - 1)


def test_members_have_names_that_officers_read(archive: Archive) -> None:
    name_member(archive, archive.member, "Айзада")
    assert access_member_names(archive, reader_of(archive), WHY) == {archive.member: "Айзада"}
    assert archive.database.row("SELECT count(*) FROM record WHERE kind = 'member'") == (0,)
    own = own_record(archive.member)
    assert access_reference(archive, reader_of(archive), own) == own
    assert shown(archive, own)["member.name"] == ["Айзада"]


def name_of(archive: Archive, person: str) -> str:
    said = access_identity(archive, reader_of(archive), person, WHY).record.one("person.identity_name")
    assert said is not None
    return said.said.id.hex()


def test_a_protected_statement_is_given_for_a_reason(archive: Archive, person: str) -> None:
    statement, reader = name_of(archive, person), reader_of(archive)
    with pytest.raises(StatementSealed):
        access_statement(archive, reader, statement)
    placed = access_statement(archive, reader, statement, reason=WHY)
    assert placed.statement.value == NAME
    assert access_identity_log(archive, reader)[0].record == person
    archive.say([withdraw(placed.statement)])
    assert "person.identity_name" not in shown(archive, person)


def test_accounts_that_differ_stand_side_by_side_and_one_is_adopted(archive: Archive, person: str) -> None:
    maker = Maker(archive)
    (second,) = maker.add(person, identity_name=["Айсулуу Токтосун кызы"])
    (born,) = maker.add(person, birth_date="1971")
    maker.add(person, birth_date="1972")
    opened = access_identity(archive, reader_of(archive), person, WHY).record
    assert opened.contested == ("person.birth_date",)
    assert len(opened.all("person.identity_name")) == 2
    assert second in {value.said.id for value in opened.all("person.identity_name")}
    archive.say(adopt(person, born, "seen in her passport", None))
    (first, other) = access_identity(archive, reader_of(archive), person, WHY).record.all("person.birth_date")
    assert {first.standing.value, other.standing.value} == {"adopted", "set_aside"}
    assert archive.database.rows("SELECT 1 FROM statement WHERE says = 'any.adopts'") == []


def consent(archive: Archive, person: str, identification: str) -> None:
    Maker(archive).new(
        "consent", person=person, purpose=["purpose.submit"], audience=["audience.authority"],
        identification=f"identification.{identification}", given="2025-01-10",
    )  # fmt: skip


@pytest.mark.parametrize("identification", [None, "pseudonym", "named"])
def test_a_name_is_proven_only_with_consent_by_name(
    archive: Archive, person: str, identification: str | None
) -> None:
    statement, reader = name_of(archive, person), reader_of(archive)
    if identification:
        consent(archive, person, identification)

    def prove() -> bytes:
        return access_proof(archive, reader, [statement], use=USES["submit"], reason="for the court")

    if identification != "named":
        with pytest.raises(Withheld):
            prove()
        return
    (_, entry) = check_proof(prove()).entries
    assert [said.value for said in entry.statements] == [NAME]
    assert access_identity_log(archive, reader)[0].how == "read.proven"


def test_no_refusal_repeats_what_is_protected(archive: Archive, person: str) -> None:
    refusals = [
        lambda: shown(archive, person, ""),
        lambda: access_statement(archive, reader_of(archive), name_of(archive, person)),
        lambda: access_identity_search(archive, reader_of(archive), NAME, ""),
    ]
    for door in refusals:
        with pytest.raises((Refused, NotAllowed)) as refused:
            door()
        error: KuzatError = refused.value
        assert not {"Айсулуу", "Токтосунова", "010203"} & set(f"{error} {error.step()} {error!r}".split())
