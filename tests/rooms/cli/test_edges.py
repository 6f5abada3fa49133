# SPDX-License-Identifier: Apache-2.0
"""What a shell hands over by mistake ends with a sentence, a next step and the right status."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands import Office
from tests.template import Template

from kuzat.testing import AIZADA

PROGRAM = (sys.executable, "-c", "from kuzat.cli import main; main()")


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    template.copy(tmp_path / "a.archive").close()
    return Office(tmp_path / "a.archive", tmp_path)


@pytest.mark.parametrize("content", ["", "\n", "\nsecond line\n"])
@pytest.mark.parametrize("option", ["--passphrase-file", "--officer-file"])
def test_a_passphrase_file_that_is_empty(office: Office, option: str, content: str) -> None:
    said = office.refused(3, "exhibits", option, office.write("pass.txt", content))
    assert "empty first line" in said
    assert "Write the passphrase" in said


@pytest.mark.parametrize("here", [".", "..", "/"])
def test_a_folder_without_a_name_of_its_own(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: str
) -> None:
    (tmp_path / "in" / "empty").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "in" / "empty")
    said = office.refused(3, "init", "--archive", here)
    assert "is no name for a new folder" in said
    assert "kuzat init --archive" in said
    assert list((tmp_path / "in").rglob("*")) == [tmp_path / "in" / "empty"]


@pytest.mark.parametrize("command", [("show", "\udcff"), ("search", "\udcff"), ("keep", "\udcff.txt")])
def test_an_argument_that_is_no_text(office: Office, command: tuple[str, ...]) -> None:
    said = office.refused(3, *command)
    assert "not text in UTF-8" in said
    assert "Set the terminal to UTF-8" in said


@pytest.mark.parametrize("language", ["en", "ky"])
def test_an_argument_that_is_no_text_in_a_process_of_its_own(office: Office, language: str) -> None:
    result = office.process("show", "\udcff", language=language)
    assert result.returncode == 3
    assert "UTF-8" in result.stderr
    assert "Error" not in result.stderr


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("exhibits", "--archive", "{file}"), "is a file"),
        (("exhibits", "--passphrase-file", "{folder}"), "is a directory"),
        (("import", "{folder}", "--mapping", "{folder}"), "is a directory"),
        (("check-proof", "{folder}"), "is a directory"),
        (("restore", "{folder}", "new.archive"), "is a directory"),
    ],
)
def test_a_file_for_a_folder_and_a_folder_for_a_file(
    office: Office, command: tuple[str, ...], said: str
) -> None:
    names = {"file": office.write("file", "x"), "folder": str(office.files)}
    assert said in office.refused(2, *(part.format(**names) for part in command))


def test_a_folder_whose_content_is_asked_for(office: Office) -> None:
    said = office.refused(4, "add", "event", "--file", f"description={office.files}")
    assert "is not there or cannot be read" in said


def test_a_pipe_that_is_closed_early(office: Office) -> None:
    office.says("add", "event", "reference=K-1", "start=2020")
    environment = {**os.environ, "KUZAT_ARCHIVE": str(office.archive), "KUZAT_PASSPHRASE": AIZADA.passphrase}
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = subprocess.run(
            [*PROGRAM, "show", "K-1"],
            env=environment, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    finally:
        os.close(writing)
    assert (result.returncode, result.stderr) == (1, "")


def test_saying_no_stops_and_says_so(office: Office) -> None:
    office.says("add", "event", "reference=K-1", "start=2020")
    before = office.says("show", "K-1")
    said = office.refused(1, "erase", "K-1", "--ground", "asked")
    assert "Stopped. What was committed before is kept." in said
    assert office.says("show", "K-1") == before


def test_an_interrupt_while_something_is_asked(office: Office) -> None:
    """A person presses Ctrl+C where the passphrase is asked for."""
    environment = {**os.environ, "KUZAT_ARCHIVE": str(office.archive), "KUZAT_LANGUAGE": "en"}
    environment.pop("KUZAT_PASSPHRASE", None)
    child, terminal = pty.fork()
    if child == 0:
        os.execve(PROGRAM[0], [*PROGRAM, "exhibits"], environment)
    said = b""
    while b"Passphrase" not in said:
        said += os.read(terminal, 1024)
    os.write(terminal, b"\x03")
    said += _rest(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    assert b"Stopped. What was committed before is kept." in said
    assert b"Traceback" not in said


def _rest(terminal: int) -> bytes:
    """What is still said until the program ends."""
    said = b""
    try:
        while part := os.read(terminal, 1024):
            said += part
    except OSError:
        pass
    return said
