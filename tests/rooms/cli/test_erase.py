# SPDX-License-Identifier: Apache-2.0
"""`kuzat erase`: what goes, what it cannot reach, and the letters to those who hold copies."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kuzat.cli import main
from kuzat.terms import load
from kuzat.terms.languages import LANGUAGES
from kuzat.testing import AIZADA, Maker, make_archive

NAME = "Zarinabegim"
GROUND = ("--ground", "consent_withdrawn", "--yes")


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The id of the statement that names somebody, in an archive that commands find."""
    folder = tmp_path / "a.archive"
    with make_archive(folder) as archive:
        maker = Maker(archive)
        person = maker.new("person", country="KG")
        (statement,) = maker.add(person, basis=maker.page(), name=NAME)
    monkeypatch.setenv("KUZAT_ARCHIVE", str(folder))
    monkeypatch.setenv("KUZAT_PASSPHRASE", AIZADA.passphrase)
    return statement.hex()


def run(*arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=answer)


def test_a_value_is_erased_and_who_holds_a_copy_is_written_to(said: str, tmp_path: Path) -> None:
    proof, letters = tmp_path / "proof.json", tmp_path / "letters"
    letters.mkdir()
    assert run("prove", said, "--out", str(proof), "--to", "A committee").exit_code == 0
    assert run("export", "event", str(tmp_path / "e.csv"), "--to", "Nobody").exit_code == 0
    result = run("erase", said[:12], *GROUND, "--notices", str(letters), "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert found["statements"] == [said]
    assert [one["receiver"] for one in found["given"]] == ["A committee"]
    (letter,) = letters.iterdir()
    text = letter.read_text(encoding="utf-8")
    assert said[:12] in text
    assert NAME not in text
    assert "A committee" in text
    for language in LANGUAGES:
        assert load().property("person.name").label(language) in text
    assert "1 erased, 0 missing" in run("verify", "--values").output
    shown = run("show", json.loads(proof.read_text())["entries"][-1]["statements"][0]["about"]).output
    assert NAME not in shown
    assert "erased on" in shown
    assert "Consent withdrawn" in shown


def test_nothing_is_erased_without_a_yes(said: str) -> None:
    assert run("erase", said, "--ground", "asked", answer="n\n").exit_code == 1
    assert run("erase", said, "--ground", "asked", "--dry-run").exit_code == 0
    assert "0 erased" in run("verify", "--values").output
    assert run("erase", said, "--ground", "asked", answer="y\n").exit_code == 0
    assert run("erase", said, *GROUND).exit_code == 3


def test_a_ground_must_be_given(said: str) -> None:
    assert run("erase", said, "--yes").exit_code == 2
    assert run("erase", said, "--yes", "--ground", "boredom").exit_code == 2
