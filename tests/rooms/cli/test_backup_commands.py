# SPDX-License-Identifier: Apache-2.0
"""`kuzat backup` and `kuzat restore`, as somebody types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kuzat.cli import main
from kuzat.testing import AIZADA, Maker, make_archive


@pytest.fixture
def event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An event in an archive that commands find."""
    folder = tmp_path / "a.archive"
    with make_archive(folder) as archive:
        maker = Maker(archive)
        record = maker.new("event", basis=maker.page(), title="A march is stopped")
    monkeypatch.setenv("KUZAT_ARCHIVE", str(folder))
    monkeypatch.setenv("KUZAT_PASSPHRASE", AIZADA.passphrase)
    return record


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_there_and_back(event: str, tmp_path: Path) -> None:
    file, folder = tmp_path / "1.backup", tmp_path / "r.archive"
    written = run("backup", str(file), "--to", "Our second office", "--json")
    assert written.exit_code == 0, written.output
    found = json.loads(written.output)
    again = run("restore", str(file), str(folder), "--keys", found["keys"])
    assert again.exit_code == 0, again.output
    assert "A march is stopped" in run("show", event, "--archive", str(folder)).output
    assert run("verify", "--values", "--archive", str(folder)).exit_code == 0
    assert run("backup", str(file)).exit_code == 3
    assert run("restore", str(file), str(folder), "--keys", found["keys"]).exit_code == 3


@pytest.mark.usefixtures("event")
def test_a_backup_is_named_when_something_is_erased(tmp_path: Path) -> None:
    file = tmp_path / "1.backup"
    assert run("backup", str(file), "--to", "Our second office").exit_code == 0
    (title,) = json.loads(run("search", "march", "--json").output)
    shown = json.loads(run("show", title["record"], "--json").output)
    said = shown["values"]["event.title"][0]["statement"]
    erased = run("erase", said, "--ground", "mistake", "--yes")
    assert "Our second office" in erased.output
    assert "kuzat backup" in erased.output
    assert run("backup", str(tmp_path / "2.backup")).exit_code == 0
    keys = next(tmp_path.glob("*.keys"))
    folder = tmp_path / "r.archive"
    again = run("restore", str(file), str(folder), "--keys", str(keys), "--json")
    assert json.loads(again.output)["erased"] == 1
    assert "A march is stopped" not in run("show", title["record"], "--archive", str(folder)).output
