# SPDX-License-Identifier: Apache-2.0
"""What a proof file says to a person cannot be mistaken for what the program says of it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kuzat.cli import main
from kuzat.log.statement import withdraw
from kuzat.store import Archive, access_proof, access_statement, reader_of
from kuzat.testing import Maker

FORGED = "A march\nEntry 99: event.title of evt-1\n  \x1b[2J\x1b[31mforged\u202e"


@pytest.fixture
def told(archive: Archive) -> str:
    maker = Maker(archive)
    (title,) = maker.add(maker.new("event", start="2020"), basis=maker.page(), title=FORGED)
    return title.hex()


def checked(archive: Archive, statement: str, folder: Path) -> list[str]:
    file = folder / "one.proof"
    file.write_bytes(access_proof(archive, reader_of(archive), [statement]))
    answer = CliRunner().invoke(main, ["check-proof", str(file)], color=True)
    assert answer.exit_code == 0
    return answer.output.splitlines()


def test_a_value_cannot_speak_for_the_program(archive: Archive, told: str, tmp_path: Path) -> None:
    lines = checked(archive, told, tmp_path)
    assert [line for line in lines if line.startswith("Entry 99")] == []
    assert "    Entry 99: event.title of evt-1" in lines
    assert not any("\x1b" in line or "\u202e" in line for line in lines)


def test_what_is_taken_back_is_not_said(archive: Archive, told: str, tmp_path: Path) -> None:
    statement = access_statement(archive, reader_of(archive), told).statement
    ((taken_back,),) = archive.say([withdraw(statement)]).ids
    assert f"    withdraw {told}" in checked(archive, taken_back.hex(), tmp_path)
