# SPDX-License-Identifier: Apache-2.0
"""A recording is written down from the command line, by a person or first by a program of this machine."""

import json
import sys
from pathlib import Path
from shutil import which

import pytest
from tests import sounds
from tests.commands import Office

from kuzat.testing import make_archive

WHY = ("--reason", "to record it")
REFUSED = 3


@pytest.fixture
def office(tmp_path: Path) -> Office:
    make_archive(tmp_path / "a.archive").close()
    return Office(tmp_path / "a.archive", tmp_path)


def kept(office: Office, name: str, content: bytes) -> str:
    (one,) = office.json("keep", office.write(name, content))
    return str(one["id"])


@pytest.mark.slow
@pytest.mark.skipif(which("bwrap") is None, reason="programs run in the sandbox only")
def test_a_machine_writes_first_and_a_person_says_it(office: Office) -> None:
    voice = kept(office, "a.ogg", sounds.opus(3))
    program = office.write("listener.py", "print('алар тундо келишти')")
    told = {"name": "Listener 1.0", "command": [sys.executable, "-I", program], "sees": [str(office.files)]}
    config = office.write("listener.json", json.dumps(told))
    by_machine = office.json("transcribe", voice, "--language", "ky", "--recogniser", config, *WHY)
    assert by_machine["seconds"] == 3
    (record,) = {one["id"] for one in office.json("identity", "search", "тундо", *WHY)}
    assert "vouched for by nobody" in office.says("identity", "open", record, *WHY)
    heard = office.write("heard.txt", "Алар түндө келишти")
    by_person = office.json("transcribe", voice, "--language", "ky", "--file", heard, *WHY)
    assert len(by_person["statements"]) == 2, "the words, and that the machine's are taken back"
    assert "vouched for by nobody" not in office.says("identity", "open", record, *WHY)


@pytest.mark.slow
def test_what_is_no_recording_is_refused_with_the_reason(office: Office) -> None:
    page = kept(office, "a.ogg", b"<html><script>")
    file = office.write("heard.txt", "x")
    said = office.refused(REFUSED, "transcribe", page, "--language", "ky", "--file", file, *WHY)
    assert "not played here" in said
