# SPDX-License-Identifier: Apache-2.0
"""What people told need not stand in a command, where the shell's history and other programs have it."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from tests.commands import Office
from tests.template import Template

from kuzat.cli import main
from kuzat.testing import AIZADA

WHY = "She said so herself, in Naryn"
URL = "url=https://practice.example.org/1"
# Each option that takes a text in somebody's own words.
TEXTS = ("reason", "receiver")


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    template.copy(tmp_path / "a.archive").close()
    return Office(tmp_path / "a.archive", tmp_path)


@pytest.fixture
def told(office: Office) -> tuple[Office, str]:
    """An office with a published title, and the id of its statement."""
    office.says("add", "information", "reference=I-1", URL)
    said = office.json("add", "event", "reference=K-1", "title=A march", "--basis", "I-1")
    shown = office.json("show", "K-1")
    (title,) = shown["values"]["event.title"]
    assert title["statement"] in said["statements"]
    return office, title["statement"]


def typed(office: Office, text: str | bytes, *arguments: str) -> Result:
    """One command, with this on its standard input."""
    env = {"KUZAT_ARCHIVE": str(office.archive), "KUZAT_PASSPHRASE": AIZADA.passphrase}
    return CliRunner(env=env).invoke(main, list(arguments), input=text)


def reason_of(office: Office) -> list[str]:
    shown = office.json("identity", "open", "K-1", "--reason", "to look")
    return [value["value"] for value in shown["judgements"] if value["says"] == "any.disputes_reason"]


def test_a_reason_is_typed_when_asked(told: tuple[Office, str]) -> None:
    office, title = told
    result = typed(office, f"{WHY}\n", "dispute", title, "--reason", "-")
    assert result.exit_code == 0, result.output
    assert reason_of(office) == [WHY]


def test_a_reason_stands_in_a_file(told: tuple[Office, str]) -> None:
    office, title = told
    file = office.write("why.txt", f"{WHY}\n")
    office.says("dispute", title, "--reason", f"@{file}")
    assert reason_of(office) == [WHY]


def test_a_file_that_is_not_there(told: tuple[Office, str]) -> None:
    office, title = told
    assert "is not there" in office.refused(4, "dispute", title, "--reason", "@/nowhere/why.txt")


@pytest.mark.parametrize("nothing", ["", "\n", "  \n"])
def test_nothing_typed_is_said(told: tuple[Office, str], nothing: str) -> None:
    office, title = told
    result = typed(office, nothing, "dispute", title, "--reason", "-")
    assert result.exit_code == 3
    assert "Nothing was given for: Reason" in result.stderr


def test_standard_input_gives_one_text(told: tuple[Office, str]) -> None:
    office, _ = told
    result = typed(office, "Zarinabegim", "add", "person", "identity_name=-", "address=-")
    assert result.exit_code == 3
    assert "person.address" in result.stderr
    assert "Zarinabegim" not in result.output


def test_what_is_no_text_is_not_typed(told: tuple[Office, str]) -> None:
    office, title = told
    result = typed(office, b"\xff\xfe", "dispute", title, "--reason", "-")
    assert result.exit_code == 3
    assert "not text in UTF-8" in result.stderr


@pytest.mark.parametrize("words", [(), ("-",)])
def test_words_are_searched_for_as_typed(told: tuple[Office, str], words: tuple[str, ...]) -> None:
    office, _ = told
    result = typed(office, "march\n", "search", *words)
    assert result.exit_code == 0, result.output
    assert "A march" in result.stdout


def test_to_whom_something_goes_is_typed_and_sealed(told: tuple[Office, str]) -> None:
    office, title = told
    result = typed(office, "Zarinabegim\n", "prove", title, "--out", str(office.files / "p"), "--to", "-")
    assert result.exit_code == 0, result.output
    result = office.run("erase", "K-1", "--ground", "asked", "--dry-run")
    assert "Zarinabegim" in result.stdout


def test_every_text_of_an_option_can_be_kept_out_of_sight() -> None:
    """A new --reason or --to that takes no - fails here."""
    found = set()
    for path, command in commands(main, ()):
        for option in command.params:
            if option.name in TEXTS and not isinstance(option.type, click.Choice):
                assert "@FILE" in (getattr(option, "help", "") or ""), (path, option.name)
                found.add((path[0], option.name))
    assert len(found) > 8


def test_a_passphrase_is_no_argument() -> None:
    for path, command in commands(main, ()):
        names = [option.name or "" for option in command.params]
        assert not [n for n in names if "passphrase" in n and "file" not in n], path


def commands(
    group: click.Command, before: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(group, click.Group):
        yield before, group
        return
    for name, command in group.commands.items():
        yield from commands(command, (*before, name))
