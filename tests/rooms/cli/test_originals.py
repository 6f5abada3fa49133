# SPDX-License-Identifier: Apache-2.0
"""Originals come out as they went in, alone, in a bag, or with somebody else's word for the hour."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.serialization import Encoding
from tests.authority import ROOT, Authority

from kuzat.cli import main
from kuzat.preservation import check_bag
from kuzat.preservation.timestamp import request
from kuzat.testing import AIZADA, make_archive

NONCE = 77


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "a.archive"
    make_archive(folder).close()
    monkeypatch.setenv("KUZAT_ARCHIVE", str(folder))
    monkeypatch.setenv("KUZAT_PASSPHRASE", AIZADA.passphrase)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def kept(tmp_path: Path, content: bytes) -> str:
    file = tmp_path / "photo.bin"
    file.write_bytes(content)
    return str(json.loads(run("keep", str(file), "--json").output)[0]["id"])


@pytest.mark.usefixtures("archive")
def test_an_original_comes_out_byte_for_byte(tmp_path: Path) -> None:
    content = bytes(range(256)) * 700
    exhibit = kept(tmp_path, content)
    out = tmp_path / "out.bin"
    assert run("original", exhibit, str(out)).exit_code == 5  # it is sealed
    assert not out.exists()
    given = ("original", exhibit, str(out), "--reason", "for the court")
    assert run(*given).exit_code == 0
    assert out.read_bytes() == content
    assert run(*given).exit_code == 2  # never over a file that is there


@pytest.mark.usefixtures("archive")
def test_what_is_published_or_for_all_is_not_sealed(tmp_path: Path) -> None:
    for option in (("--public", "https://practice.example.org"), ("--for-all",)):
        file = tmp_path / option[0]
        file.write_bytes(option[0].encode())
        (one,) = json.loads(run("keep", str(file), *option, "--json").output)
        assert run("original", one["id"], str(tmp_path / one["id"])).exit_code == 0


@pytest.mark.usefixtures("archive")
def test_a_folder_is_kept_file_by_file_and_twice_adds_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    (folder / "deep").mkdir(parents=True)
    for path, content in (("a.txt", b"1"), ("deep/b.txt", b"2"), ("deep/same.txt", b"1")):
        (folder / path).write_bytes(content)
    first = json.loads(run("keep", str(folder), "--json").output)
    assert len(first) == 3
    assert len({one["id"] for one in first}) == 2
    again = json.loads(run("keep", str(folder), "--json").output)
    assert [one["id"] for one in again] == [one["id"] for one in first]


@pytest.mark.usefixtures("archive")
def test_a_bag_is_one_that_others_accept(tmp_path: Path) -> None:
    exhibit = kept(tmp_path, b"an original")
    folder = tmp_path / "bag"
    assert run("bag", str(folder), exhibit, "--reason", "for the archive").exit_code == 0
    files = {
        file.relative_to(folder).as_posix(): (lambda file=file: [file.read_bytes()])
        for file in folder.rglob("*")
        if file.is_file()
    }
    checked = check_bag(files)
    assert checked.files == 1
    assert (folder / "data" / exhibit).read_bytes() == b"an original"


@pytest.mark.usefixtures("archive")
def test_an_authority_vouches_for_the_newest_checkpoint(tmp_path: Path) -> None:
    note = json.loads(run("checkpoint", "--json").output)
    digest = hashlib.sha256(note["note"].encode()).digest()
    asked = tmp_path / "asked.tsq"
    assert run("timestamp", "request", str(asked)).exit_code == 0
    assert digest in asked.read_bytes()
    assert asked.read_bytes() != request(digest, NONCE)  # each request has a nonce of its own

    reply, trusted = tmp_path / "reply.tsr", tmp_path / "root.pem"
    reply.write_bytes(Authority().reply(digest, NONCE))
    trusted.write_bytes(ROOT.public_bytes(Encoding.PEM))
    answer = run("timestamp", "add", str(reply), "--authority", str(trusted), "--json")
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.output)["size"] == note["size"]


@pytest.mark.usefixtures("archive")
def test_a_reply_for_something_else_is_refused(tmp_path: Path) -> None:
    reply, trusted = tmp_path / "reply.tsr", tmp_path / "root.pem"
    reply.write_bytes(Authority().reply(hashlib.sha256(b"else").digest(), NONCE))
    trusted.write_bytes(ROOT.public_bytes(Encoding.PEM))
    answer = run("timestamp", "add", str(reply), "--authority", str(trusted))
    assert answer.exit_code == 4
    assert "checkpoint" in answer.output


@pytest.mark.usefixtures("archive")
def test_custody_is_told_when_it_is_kept_and_shown_as_one_list(tmp_path: Path) -> None:
    person = json.loads(run("add", "person", "country=KG", "--json").output)["record"]
    file = tmp_path / "photo.bin"
    file.write_bytes(b"an original")
    told = ("--received-from", person, "--received-on", "3 May 2024", "--received-how", "messenger")
    (one,) = json.loads(run("keep", str(file), *told, "--made-on", "2024", "--json").output)
    exhibit = one["id"]
    assert run("original", exhibit, str(tmp_path / "out"), "--reason", "for the court").exit_code == 0
    shown = run("show", exhibit).output
    chain = shown.partition("Chain of custody\n")[2].splitlines()
    steps = [line.strip().partition("  ")[::2] for line in chain]
    assert [at for at, _ in steps[:2]] == ["2024", "3 May 2024"]
    assert steps[1][1].startswith("received, By a messenger")
    whats = [what.partition(",")[0] for _, what in steps]
    assert whats[:3] == ["made", "received", "kept here"]
    assert sorted(whats[3:]) == ["handed out", "opened"]
    assert person not in shown
    whole = json.loads(run("identity", "open", exhibit, "--reason", "for the court", "--json").output)
    assert whole["values"]["exhibit.received_from"][0]["value"] == person


@pytest.mark.usefixtures("archive")
def test_a_receipt_without_its_day_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "photo.bin"
    file.write_bytes(b"an original")
    before = len(json.loads(run("exhibits", "--json").output))
    assert run("keep", str(file), "--received-how", "hand").exit_code == 2
    assert run("keep", str(file), "--received-on", "some day").exit_code == 3
    assert len(json.loads(run("exhibits", "--json").output)) == before
