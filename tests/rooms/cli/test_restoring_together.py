# SPDX-License-Identifier: Apache-2.0
"""Whoever opens the archive restores its backup in the same way: alone, with a key file, or together."""

import json
import shutil
from pathlib import Path

import pytest
from tests.commands import Office
from tests.template import Template

from kuzat.keys import Login
from kuzat.log.statement import Draft
from kuzat.store import add_member, begin_crisis, rewrap, set_officers, set_trustees
from kuzat.testing import AIZADA, Maker

WORDS = [f"{name} counts the bells of the valley" for name in ("Chynar", "Daniyar", "Elmira", "Farida")]
CHYNAR, DANIYAR, ELMIRA, FARIDA = WORDS
KEY = bytes(range(32))
NAME = "Нурлан Ойдон"


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    """Two officers after a crisis, two trustees, a name, a record, and a backup of it all."""
    path = tmp_path / "a.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        maker.new("event", basis=maker.page(), title="A march is stopped")
        person = maker.new("person", country="KG")
        archive.say([Draft(about=person, says="person.name", type="text", value=NAME)])
        officers = [add_member(archive, Login(passphrase=one), ["lawyer"]) for one in (CHYNAR, DANIYAR)]
        trustees = [add_member(archive, Login(passphrase=one), ["trustee"]) for one in (ELMIRA, FARIDA)]
        set_officers(archive, 2, officers)
        set_trustees(archive, 2, trustees)
        rewrap(archive, Login(passphrase=AIZADA.passphrase, file=KEY))
        begin_crisis(archive)
    return Office(path, tmp_path)


def as_(passphrase: str) -> dict[str, str]:
    return {"KUZAT_PASSPHRASE": passphrase}


def backup(office: Office) -> tuple[str, str]:
    """A backup and its keys; of the archive as it lies there nothing is left."""
    file = str(office.files / "1.backup")
    written = office.run("backup", file, "--json", *beside(office, DANIYAR), env=as_(CHYNAR))
    shutil.rmtree(office.archive)
    return file, json.loads(written.output)["keys"]


def restore(office: Office, passphrase: str, *others: str) -> tuple[int, str]:
    """The exit status of restoring with a passphrase and what is put beside it, and where to."""
    file, keys = backup(office)
    folder = office.files / "r.archive"
    command = ["restore", file, str(folder), "--keys", keys]
    result = office.run(*command, *others, env=as_(passphrase))
    assert folder.exists() == (result.exit_code == 0)
    return result.exit_code, str(folder)


def beside(office: Office, passphrase: str) -> tuple[str, str]:
    return "--officer-file", office.write(f"{WORDS.index(passphrase)}.txt", f"{passphrase}\n")


def says(office: Office, folder: str, passphrase: str, *command: str) -> str:
    result = office.run(*command, "--archive", folder, env=as_(passphrase))
    assert result.exit_code == 0, result.output
    return result.output


def test_with_a_key_file_and_not_without(office: Office) -> None:
    usb = ("--key-file", office.write("usb.key", KEY))
    assert restore(office, AIZADA.passphrase, *usb)[0] == 0


def test_a_passphrase_without_its_key_file_restores_nothing(office: Office) -> None:
    assert restore(office, AIZADA.passphrase)[0] != 0


@pytest.mark.slow
def test_a_passphrase_that_was_changed_since_keeps_its_key_file(template: Template, office: Office) -> None:
    older, words = str(office.files / "0.backup"), "a lantern by the orchard wall"
    usb = ("--key-file", office.write("usb.key", KEY))
    both = (*usb, *beside(office, CHYNAR), *beside(office, DANIYAR))
    office.says("backup", older, *both)
    with template.open(office.archive) as archive:
        rewrap(archive, Login(passphrase=words, file=KEY))
    newer = office.run("backup", str(office.files / "1.backup"), "--json", *both, env=as_(words))
    keys = json.loads(newer.output)["keys"]
    command = ["restore", older, str(office.files / "r.archive"), "--keys", keys, *usb]
    assert office.run(*command).exit_code != 0
    today = office.write("today.txt", f"{words}\n")
    office.says(*command, "--keys-passphrase-file", today)


@pytest.mark.slow
def test_by_officers_who_read_names_together_only(template: Template, office: Office) -> None:
    """In a crisis the restored archive is as shut as the one that was lost."""
    with template.open(office.archive) as archive:
        (person,) = archive.database.row("SELECT id FROM person")
    status, folder = restore(office, CHYNAR, *beside(office, DANIYAR))
    assert status == 0
    assert "march" in says(office, folder, CHYNAR, "search", "march")
    command = ("identity", "open", person, "--reason", "to call her")
    alone = office.run(*command, "--archive", folder, env=as_(CHYNAR))
    assert alone.exit_code != 0
    assert NAME not in alone.output
    assert NAME in says(office, folder, CHYNAR, *command, *beside(office, DANIYAR))


@pytest.mark.slow
def test_by_trustees_together(office: Office) -> None:
    status, folder = restore(office, ELMIRA, *beside(office, FARIDA))
    assert status == 0
    assert "hold" in says(office, folder, CHYNAR, "verify", "--values")


def test_one_trustee_restores_nothing(office: Office) -> None:
    assert restore(office, ELMIRA)[0] != 0


def test_a_trustee_and_an_officer_restore_nothing_as_a_trustee(office: Office) -> None:
    assert restore(office, ELMIRA, *beside(office, DANIYAR))[0] != 0
