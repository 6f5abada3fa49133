# SPDX-License-Identifier: Apache-2.0
"""How commands refuse: an exit status by kind, a next step, and never a passphrase or a value."""

import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.commands import Office
from tests.sheets import EVENTS, HEAD
from tests.template import Template

from kuzat.cli.app import Commands
from kuzat.store import Original, keep
from kuzat.testing import AIZADA, STRANGER

SECRET = "Aidai Secretova"


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    template.copy(tmp_path / "a.archive").close()
    return Office(tmp_path / "a.archive", tmp_path)


def assert_silent(said: str) -> None:
    """Nothing that must not be told, and no trace of the program."""
    for word in (AIZADA.passphrase, STRANGER.passphrase, SECRET, "Traceback", ".py:"):
        assert word not in said


def test_a_wrong_passphrase_is_refused_and_not_repeated(office: Office) -> None:
    said = office.refused(3, "verify", env={"KUZAT_PASSPHRASE": STRANGER.passphrase})
    assert "opens none of the keys" in said
    assert "keyboard" in said
    assert_silent(said)


def test_a_passphrase_comes_from_a_file(office: Office) -> None:
    none = {"KUZAT_PASSPHRASE": ""}
    for number, content in enumerate(
        (
            AIZADA.passphrase,
            f"{AIZADA.passphrase}\n",
            f"{AIZADA.passphrase}\r\nnote",
            f"\ufeff{AIZADA.passphrase}\r\n",
        )
    ):
        file = office.write(f"{number}.txt", content)
        assert office.run("verify", "--passphrase-file", file, env=none).exit_code == 0
    wrong = office.write("wrong.txt", STRANGER.passphrase)
    assert_silent(office.refused(3, "verify", "--passphrase-file", wrong))
    for empty in ("", "\n"):
        office.refused(3, "verify", "--passphrase-file", office.write("empty.txt", empty))
    missing = str(office.files / "gone.txt")
    assert "gone.txt" in office.refused(4, "verify", "--passphrase-file", missing)


def test_without_a_passphrase_nothing_waits(office: Office) -> None:
    assert "No passphrase was given" in office.refused(3, "verify", env={"KUZAT_PASSPHRASE": ""})


def test_where_no_archive_is(tmp_path: Path) -> None:
    office = Office(tmp_path / "nowhere.archive", tmp_path)
    for command in (("verify",), ("show", "K-1"), ("count",), ("search", "x"), ("exhibits",)):
        said = office.refused(4, *command)
        assert "nowhere.archive" in said
        assert "kuzat init" in said
    assert "KUZAT_ARCHIVE" in office.refused(2, "verify", env={"KUZAT_ARCHIVE": ""})


def test_what_is_not_there(office: Office) -> None:
    zeros = "0" * 32
    for command in (
        ("show", "K-1"),
        ("show", f"evt-{zeros}"),
        ("show", "E-00000"),
        ("prove", zeros * 2),
        ("withdraw", zeros * 2),
        ("add", "event", "start=2020", "--to", "K-1"),
        ("add", "event", "start=2020", "--basis", "I-1"),
        ("export", "exh-" + zeros, str(office.files / "out.csv")),
        ("original", "exh-" + zeros, str(office.files / "out.csv")),
    ):
        office.refused(4, *command)
    assert not (office.files / "out.csv").exists()


@pytest.mark.parametrize(
    "said",
    [
        (f"title={SECRET}",),
        (f"start={SECRET}",),
        (f"killed_min={SECRET}",),
        (f"region={SECRET}",),
        (f"freedom={SECRET}",),
        (f"weather={SECRET}",),
        (f"person.name={SECRET}",),
        ("start=31.02.2020",),
        ("story=",),
        ("story=  ",),
    ],
)
def test_what_may_not_be_said_names_the_field_and_never_the_value(
    office: Office, said: tuple[str, ...]
) -> None:
    result = office.run("add", "event", *said)
    assert result.exit_code in (3, 4), result.output
    assert_silent(result.output)
    if not said[0].startswith("story"):
        assert said[0].split("=")[0] in result.stderr
    assert office.json("verify")["entries"] == 2


@pytest.mark.parametrize("says", ["identity_name", "phone", "address", "birth_date"])
def test_what_identifies_a_person_is_refused(office: Office, says: str) -> None:
    said = office.refused(3, "add", "person", f"{says}={SECRET}")
    assert says in said
    assert_silent(said)


def test_a_value_without_its_property_is_not_repeated(office: Office) -> None:
    assert_silent(office.refused(2, "add", "event", SECRET))


def test_files_that_vanish_or_cannot_be_written(office: Office) -> None:
    sheet = office.write("events.csv", HEAD + "\n")
    mapping = office.write("events.yaml", EVENTS)
    gone, folder = str(office.files / "gone.csv"), str(office.files / "no" / "such" / "folder.csv")
    assert "gone.csv" in office.refused(4, "import", gone, "--mapping", mapping)
    assert "gone.csv" in office.refused(4, "import", sheet, "--mapping", gone)
    assert "gone.csv" in office.refused(4, "check-proof", gone)
    assert "folder.csv" in office.refused(3, "export", "event", folder)
    assert "guess" in office.refused(2, "import", sheet)


def test_a_mapping_and_a_sheet_that_cannot_be_used(office: Office) -> None:
    mapping = office.write("events.yaml", EVENTS)
    sheet = office.write("events.csv", "code,title\nK-1,x\n")
    assert "there is no column" in office.refused(3, "import", sheet, "--mapping", mapping)
    old = office.write("old.csv", "code,title,day,region,killed,topics\nK-1,Марш,,,,\n".encode("cp1251"))
    assert "encoding" in office.refused(3, "import", old, "--mapping", mapping)
    bad = office.write("bad.yaml", "kuzat: mapping/1\nrecords: [")
    assert "bad.yaml, line" in office.refused(3, "import", sheet, "--mapping", bad)
    assert office.json("verify")["entries"] == 2


def test_a_broken_archive_is_an_alarm(office: Office, template: Template) -> None:
    from io import BytesIO

    with template.open(office.archive) as archive:
        kept = keep(archive, Original(name="a", media_type="text/plain", content=BytesIO(b"abc")))
    (office.archive / "exhibits" / kept.id).unlink()
    said = office.refused(90, "verify")
    assert kept.id in said
    assert_silent(said)
    (checkpoint,) = office.archive.glob("log/*/checkpoint")
    checkpoint.write_bytes(b"")
    for command in (("show", "K-1"), ("verify",), ("add", "event", "start=2020")):
        assert "log folder" in office.refused(90, *command)
    database = office.archive / "cases.db"
    database.write_bytes(b"x" * 8192)
    assert "cases.db" in office.refused(90, "verify")


@click.group(cls=Commands)
def strange() -> None:
    """Commands that fail in ways nobody foresaw."""


@strange.command()
def value() -> None:
    raise ValueError(f"could not convert {SECRET}")


@strange.command()
def key() -> None:
    raise KeyError(SECRET)


def test_an_unknown_error_tells_kind_and_place_alone() -> None:
    for name, kind in (("value", "ValueError"), ("key", "KeyError")):
        result = CliRunner().invoke(strange, [name])
        assert result.exit_code == 1
        assert kind in result.output
        assert "test_refusals.py:" in result.output
        assert SECRET not in result.output


def test_a_broken_pipe_is_no_error_to_report(office: Office) -> None:
    @strange.command()
    def pipe() -> None:
        raise BrokenPipeError

    assert "does not know" not in CliRunner().invoke(strange, ["pipe"]).output


def test_a_process_of_its_own_speaks_the_readers_language(office: Office) -> None:
    file = office.write("passphrase.txt", AIZADA.passphrase)
    english = office.process("verify", "--passphrase-file", file)
    kyrgyz = office.process("verify", "--passphrase-file", file, language="ky")
    assert (english.returncode, kyrgyz.returncode) == (0, 0)
    assert english.stdout != kyrgyz.stdout
    assert english.stdout.split()[-1] == kyrgyz.stdout.split()[-1], "the root is the same"
    refused = office.process("show", "K-1", "--passphrase-file", file, language="ky")
    assert refused.returncode == 4
    assert refused.stdout == ""
    assert "no record" not in refused.stderr
    assert "K-1" in refused.stderr


def test_a_process_without_a_passphrase_ends_at_once(office: Office) -> None:
    ended = office.process("verify")
    assert ended.returncode == 3
    assert "passphrase" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_passphrase_is_in_no_process_list(office: Office) -> None:
    """There is no option that takes one."""
    from kuzat.cli import main

    options = {flag for c in main.commands.values() for p in c.params for flag in p.opts}
    assert "--passphrase" not in options
    assert "--passphrase-file" in options
    assert AIZADA.passphrase not in " ".join(sys.argv)
