# SPDX-License-Identifier: Apache-2.0
"""A safe way to call back is typed when asked, sealed, and shown to nobody who does not open identities."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.commands import Office

from kuzat.cli import main
from kuzat.testing import AIZADA, make_archive

GIVE = ("--audience", "organisation", "--level", "named", "--medium", "spoken")
WAY = "+996 000 112233"
TYPED = f"{WAY}\nafter 18\nky\nthat a tailor calls\n"
REASON = ("--reason", "to read it back to her")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    make_archive(tmp_path / "a.archive").close()
    return Office(tmp_path / "a.archive", tmp_path)


def run(office: Office, *arguments: str, typed: str = TYPED) -> Result:
    env = {"KUZAT_ARCHIVE": str(office.archive), "KUZAT_PASSPHRASE": AIZADA.passphrase}
    return CliRunner(env=env).invoke(main, list(arguments), input=typed)


def person(office: Office) -> str:
    return str(office.json("add", "person", "country=KG")["record"])


def test_all_four_parts_are_sealed_and_shown_to_who_opens_identities(office: Office) -> None:
    who = person(office)
    given = run(office, "consent", "give", who, "--for", "contact", *GIVE, "--callback")
    assert given.exit_code == 0, given.output
    assert WAY not in given.output
    assert WAY not in office.says("show", given.output.split()[1], "--json")
    assert WAY not in office.says("consent", "list", who)
    said = office.says("consent", "call", who, *REASON)
    for part in (WAY, "after 18", "ky", "that a tailor calls"):
        assert part in said
    (look, *_others) = [one for one in office.json("identity", "log") if one["record"] == who]
    assert look["reason"] == REASON[1]


def test_a_way_can_be_told_later_and_several_stand_beside_each_other(office: Office) -> None:
    who = person(office)
    consent = office.json("consent", "give", who, "--for", "contact", *GIVE)["record"]
    assert "Do not call" in office.says("consent", "call", who, *REASON)
    for way in (WAY, "through her sister"):
        assert run(office, "consent", "callback", consent, typed=f"{way}\n").exit_code == 0
    (found,) = office.json("consent", "call", who, *REASON)
    assert found["consent"] == consent
    assert set(found["callback"]) == {WAY, "through her sister"}
    assert found["callback_other"] == []


def test_without_leave_to_call_no_way_is_taken_or_shown(office: Office) -> None:
    who = person(office)
    assert run(office, "consent", "give", who, "--for", "record", *GIVE, "--callback").exit_code == 2
    consent = office.json("consent", "give", who, "--for", "record", *GIVE)["record"]
    assert run(office, "consent", "callback", consent).exit_code == 0
    assert WAY not in office.says("consent", "call", who, *REASON)
    allowed = office.json("consent", "give", who, "--for", "contact", *GIVE)["record"]
    assert run(office, "consent", "callback", allowed).exit_code == 0
    assert WAY in office.says("consent", "call", who, *REASON)
    for one in (consent, allowed):
        office.says("consent", "withdraw", one)
    office.refused(5, "consent", "call", who, *REASON)


def test_nothing_typed_is_no_way(office: Office) -> None:
    consent = office.json("consent", "give", person(office), "--for", "contact", *GIVE)["record"]
    entries = office.json("checkpoint")["size"]
    assert run(office, "consent", "callback", consent, typed="\nafter 18\n").exit_code == 2
    assert office.json("checkpoint")["size"] == entries
