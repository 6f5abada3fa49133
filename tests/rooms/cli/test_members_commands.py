# SPDX-License-Identifier: Apache-2.0
"""Members, keys and quorums from the command line: what each command does, and what it says it does not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from tests.commands import Office
from tests.template import Template

from kuzat.cli import main
from kuzat.keys import Login
from kuzat.store.members import add_member
from kuzat.testing import AIZADA, BAKYT

WORDS = {name: f"{name} walked over the wooden bridge" for name in ("Chynar", "Daniyar", "Elmira")}


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    shutil.copytree(template.path, tmp_path / "a.archive")
    return Office(tmp_path / "a.archive", tmp_path)


def staff(template: Template, office: Office, *roles: str) -> list[str]:
    """Members who were let in before the day begins."""
    words = [BAKYT.passphrase, *WORDS.values()]
    with template.open(office.archive) as archive:
        return [
            add_member(archive, Login(passphrase=one), [role])
            for one, role in zip(words, roles, strict=False)
        ]


def as_(passphrase: str) -> dict[str, str]:
    return {"KUZAT_PASSPHRASE": passphrase}


def test_a_member_comes_changes_and_goes(office: Office) -> None:
    file = office.write("new.txt", BAKYT.passphrase + "\n")
    added = office.json("member", "add", "--role", "documenter", "--new-passphrase-file", file)
    bakyt = added["member"]
    listed = office.json("member", "list")["members"]
    assert [(one["roles"], one["opens"]) for one in listed if one["id"] == bakyt] == [
        (["documenter"], ["cases"])
    ]
    assert office.run("add", "event", "start=2020", env=as_(BAKYT.passphrase)).exit_code == 0
    said = office.says("member", "roles", bakyt[:8], "--role", "lawyer", "--role", "reader")
    assert "Lawyer, Second reader" in said
    assert "does not take back" in said
    assert "opens identities" in office.says("member", "list")
    assert "for good" in office.run("member", "remove", bakyt[:8]).output
    said = office.says("member", "remove", bakyt[:8], "--yes")
    assert "kuzat keys rekey" in said
    assert BAKYT.passphrase not in said
    assert "removed" in office.says("member", "list")
    office.refused(3, "show", "x", env=as_(BAKYT.passphrase))
    assert "hold" in office.says("verify", "--values")


@pytest.mark.slow
def test_what_a_role_may_not_do_is_refused(template: Template, office: Office) -> None:
    staff(template, office, "reader")
    for command in (
        ("member", "remove", "0"),
        ("keys", "epoch"),
        ("keys", "rekey"),
        ("crisis", "on", "--yes"),
        ("crisis", "off"),
    ):
        status = office.run(*command, env=as_(BAKYT.passphrase)).exit_code
        assert status in (4, 5), command
    said = office.refused(2, "member", "add", "--role", "spy")
    assert "documenter" in said
    assert "trustee" not in said, "trustees are added by a command of their own"


def test_a_revoked_member(template: Template, office: Office) -> None:
    (bakyt,) = staff(template, office, "documenter")
    for _ in range(2):
        assert office.run("add", "event", "start=2020", env=as_(BAKYT.passphrase)).exit_code == 0
    size = office.json("checkpoint")["size"]
    assert office.run("member", "revoke", bakyt[:8], "--from", "999", "--yes").exit_code == 3
    assert "proves no author" in office.says(
        "member", "revoke", bakyt[:8], "--from", str(size - 1), "--yes"
    )
    assert office.json("verify")["disowned"] == 1


def test_a_new_passphrase_with_a_key_file(office: Office) -> None:
    words, key = office.write("words.txt", WORDS["Chynar"]), office.files / "usb.key"
    said = office.says("keys", "rewrap", "--new-passphrase-file", words, "--new-key-file", str(key))
    assert "second copy" in said
    assert key.stat().st_size == 32
    both = {"KUZAT_KEY_FILE": str(key)} | as_(WORDS["Chynar"])
    assert office.run("verify", env=both).exit_code == 0
    assert "--key-file" in office.refused(3, "verify", env=as_(WORDS["Chynar"]))
    assert "none of the keys" in office.refused(3, "verify", env={"KUZAT_KEY_FILE": str(key)})
    short = office.write("short.key", b"x")
    assert "32 bytes" in office.refused(3, "verify", "--key-file", short, env=as_(WORDS["Chynar"]))
    assert "is not there" in office.refused(4, "verify", "--key-file", "gone.key", env=both)
    again = office.run(
        "keys", "rewrap", "--keep-key-file", "--new-passphrase-file", words, env=both
    )
    assert again.exit_code == 0
    assert office.run("verify", env=both).exit_code == 0


def test_a_key_file_is_not_written_over(office: Office) -> None:
    words, key = office.write("words.txt", WORDS["Chynar"]), office.write("usb.key", b"mine")
    office.refused(2, "keys", "rewrap", "--new-passphrase-file", words, "--new-key-file", key)
    assert Path(key).read_bytes() == b"mine"
    assert office.run("verify").exit_code == 0


def test_epoch_and_rekey_say_what_they_do_not(office: Office) -> None:
    before = (office.archive / "cases.db").read_bytes()[:16]
    said = office.says("keys", "epoch")
    assert "takes back nothing" in said
    assert office.json("member", "list")["identity_epochs"] == 2
    said = office.says("keys", "rekey")
    assert "Originals keep" in said
    assert (office.archive / "cases.db").read_bytes()[:16] != before
    assert office.json("member", "list")["identity_epochs"] == 3
    assert "hold" in office.says("verify", "--values")


@pytest.mark.slow
def test_a_day_of_crisis(template: Template, office: Office) -> None:
    officers = staff(template, office, "reader", "reader", "reader")
    assert "No key is shared" in office.refused(3, "crisis", "on", "--yes")
    assert "takes no key away" in office.says("quorum", "set", "2", *(one[:8] for one in officers))
    assert "Stop every kuzat serve" in office.says("crisis", "on", "--yes")
    assert "kuzat crisis off" in office.says("member", "list")
    assert office.run("crisis", "off").exit_code == 5
    files = [
        office.write(f"{number}.txt", f"{words}\n")
        for number, words in enumerate((BAKYT.passphrase, WORDS["Chynar"]))
    ]
    one = office.run("crisis", "off", "--officer-file", files[0])
    assert one.exit_code == 5
    both = [part for file in files for part in ("--officer-file", file)]
    assert "alone again" in office.says("crisis", "off", *both)
    assert not office.json("member", "list")["is_crisis"]


@pytest.mark.slow
def test_trustees_recover(template: Template, office: Office) -> None:
    (first,) = staff(template, office, "trustee")
    chynar = office.write("Chynar.txt", WORDS["Chynar"])
    second = office.json("trustee", "add", "--new-passphrase-file", chynar)["member"]
    assert "against your will" in office.says("trustee", "set", "2", first, second)
    assert "Trustee" in office.says("member", "list")
    assert office.run("verify", env=as_(BAKYT.passphrase)).exit_code == 5
    new, bakyt = office.write("new.txt", WORDS["Elmira"]), office.write("b.txt", BAKYT.passphrase)
    command = ["trustee", "recover", "--role", "director", "--new-passphrase-file", new]
    office.refused(5, *command, "--trustee-file", bakyt)
    office.refused(2, *command)
    said = office.says(*command, "--trustee-file", bakyt, "--trustee-file", chynar)
    assert "let them in" in said
    assert office.run("verify", "--values", env=as_(WORDS["Elmira"])).exit_code == 0


def test_passphrases_are_prompted_for_and_never_told(office: Office) -> None:
    result = office.process("member", "add", "--role", "reader", KUZAT_PASSPHRASE=AIZADA.passphrase)
    assert result.returncode == 3
    assert "No passphrase was given" in result.stderr
    assert AIZADA.passphrase not in result.stdout + result.stderr


def test_no_command_takes_a_passphrase_as_an_argument() -> None:
    named = {str(parameter.name) for command in below(main) for parameter in command.params}
    assert {name for name in named if "passphrase" in name} == {
        "keys_passphrase_file",
        "new_passphrase_file",
        "passphrase_file",
    }


def below(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for one in command.commands.values():
            yield from below(one)
