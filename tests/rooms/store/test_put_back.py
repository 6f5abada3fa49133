# SPDX-License-Identifier: Apache-2.0
"""Older, foreign and shortened files beside the others: an alarm, and nothing is touched."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.damage import DATABASE, WAL, Small, changed, flipped
from tests.template import Template

from kuzat.errors import Broken, KuzatError, Refused
from kuzat.keys import (
    CostExhausting,
    CostWeakened,
    HeaderDamaged,
    HeaderNewer,
    WrongPassphrase,
)
from kuzat.keys.header import parse
from kuzat.log import note
from kuzat.log.note import Checkpoint
from kuzat.store import NoArchive, fingerprints, open_archive, verify
from kuzat.store.cipher import DatabaseBroken
from kuzat.store.headers import HeaderReplaced
from kuzat.store.publish import LogAhead, LogBehind, LogForked
from kuzat.testing import AIZADA, STRANGER, Maker, Randomness

PAGE, SHM = 4096, "cases.db-shm"


@pytest.fixture(scope="module")
def made(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Small:
    return Small.make(template, tmp_path_factory.mktemp("put_back") / "a.archive")


@pytest.fixture
def small(made: Small, tmp_path: Path) -> Small:
    return made.copy(tmp_path / "a.archive")


def contents(small: Small) -> dict[str, str]:
    """A digest of every file but what SQLite lays out again by itself."""
    return {
        str(file.relative_to(small.path)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in small.files()
        if file.name != SHM and (file.name != WAL or file.stat().st_size)
    }


def say_more(small: Small, commits: int) -> None:
    with small.open() as archive:
        for _ in range(commits):
            Maker(archive).page()


def assert_alarm(small: Small, kind: type[Broken], **details: object) -> None:
    before = contents(small)
    with pytest.raises(kind) as alarm:
        small.open()
    assert alarm.value.details.items() >= details.items()
    assert alarm.value.step()
    assert contents(small) == before


@pytest.mark.parametrize("commits", [1, 2, 7])
def test_an_older_database_put_back(small: Small, commits: int) -> None:
    older = (small.path / DATABASE).read_bytes()
    with small.open() as archive:
        held = archive.size()
    say_more(small, commits)
    (small.path / DATABASE).write_bytes(older)
    assert_alarm(small, LogAhead, published=held + commits, held=held)


def test_a_database_without_its_last_commits(small: Small, tmp_path: Path) -> None:
    """The file is copied without its write-ahead log."""
    with small.open() as archive:
        Maker(archive).page()
        torn = small.copy(tmp_path / "torn.archive")
    (torn.path / WAL).unlink()
    assert_alarm(torn, LogAhead)


def test_a_write_ahead_log_cut_short(small: Small, tmp_path: Path) -> None:
    with small.open() as archive:
        for _ in range(3):
            Maker(archive).page()
        torn = small.copy(tmp_path / "torn.archive")
    size = (torn.path / WAL).stat().st_size
    for at, cut in enumerate((1, PAGE, size // 2, size - 32, size)):
        copy = torn.copy(tmp_path / f"cut{at}.archive")
        os.truncate(copy.path / WAL, size - cut)
        assert_alarm(copy, LogAhead)


def test_a_torn_write_ahead_log_is_kept_as_it_is(small: Small, tmp_path: Path) -> None:
    """Behind the torn frame lie commits that somebody may still rescue."""
    with small.open() as archive:
        for _ in range(3):
            Maker(archive).page()
        torn = small.copy(tmp_path / "torn.archive")
    wal = torn.path / WAL
    content = wal.read_bytes()
    wal.write_bytes(flipped(content, len(content) // 2))
    for _ in range(2):
        assert_alarm(torn, LogAhead)
    wal.write_bytes(content)
    assert torn.alarm() is None


def test_a_log_folder_one_commit_behind_is_published_again(small: Small) -> None:
    older = small.copy(small.path.with_name("older.archive"))
    say_more(small, 1)
    shutil.rmtree(small.log)
    shutil.copytree(older.log, small.path / "log" / older.log.name)
    with small.open() as archive:
        assert archive.folder.checkpoint() == (archive.newest_checkpoint() or (0, b""))[1]
        assert verify(archive, values=True).entries == archive.size()


@pytest.mark.parametrize("commits", [2, 5])
def test_a_log_folder_further_behind(small: Small, commits: int) -> None:
    older = small.copy(small.path.with_name("older.archive"))
    say_more(small, commits)
    shutil.rmtree(small.log)
    shutil.copytree(older.log, small.path / "log" / older.log.name)
    assert_alarm(small, LogBehind)


@pytest.mark.parametrize("what", ["checkpoint", "folder", "all"])
def test_a_log_folder_that_is_gone(small: Small, what: str) -> None:
    if what == "checkpoint":
        (small.log / "checkpoint").unlink()
    else:
        shutil.rmtree(small.log if what == "folder" else small.path / "log")
    assert_alarm(small, LogBehind, published=0)


def test_an_empty_checkpoint(small: Small) -> None:
    (small.log / "checkpoint").write_bytes(b"")
    assert_alarm(small, LogBehind, published=0)


def test_another_checkpoint_of_the_same_size(small: Small) -> None:
    """Signed by the log's own key, as whoever copied the machine could do it."""
    with small.open() as archive:
        head = Checkpoint.parse(archive.folder.checkpoint())
        other = Checkpoint(origin=head.origin, size=head.size, root=bytes(32)).text()
        line = note.sign(other, head.origin, archive.writer.signer.log_seed)
    (small.log / "checkpoint").write_bytes(other + b"\n" + line)
    assert_alarm(small, LogForked, published=head.size)


def test_the_log_of_another_archive(small: Small, template: Template, tmp_path: Path) -> None:
    with template.copy(tmp_path / "other.archive", seed="other") as other:
        for _ in range(3):
            Maker(other).page()
    foreign = Small(tmp_path / "other.archive", template)
    shutil.copy(foreign.log / "checkpoint", small.log / "checkpoint")
    with pytest.raises((LogAhead, LogBehind, LogForked)):
        small.open()


def test_a_folder_that_is_exchanged_under_an_open_archive(small: Small) -> None:
    """The alarm is not left to the next opening: nothing more is written beside a foreign log."""
    older = (small.log / "checkpoint").read_bytes()
    with small.open() as archive:
        Maker(archive).page()
        Maker(archive).page()
        size = archive.size()
        (small.log / "checkpoint").write_bytes(older)
        with pytest.raises(LogBehind):
            Maker(archive).page()
        assert archive.size() == size


def entry_files(small: Small) -> list[Path]:
    return [file for file in small.log.rglob("*") if file.is_file() and file.name != "checkpoint"]


@pytest.mark.parametrize("harm", ["gone", "cut", "longer"])
def test_a_tile_or_bundle_that_is_not_whole(small: Small, harm: str) -> None:
    files = entry_files(small)
    assert len(files) == 2
    for file in files:
        content = file.read_bytes()
        with changed(file, {"gone": b"", "cut": content[:-1], "longer": content + b"x"}[harm]):
            if harm == "gone":
                file.unlink()
            alarm = small.alarm()
            assert alarm is not None
            assert alarm.code == "tile_broken"
            assert file.name in str(alarm)
            file.touch()
    assert small.alarm() is None


def resealed(small: Small) -> bytes:
    """archive.json as it was written on another day: the same keys, sealed anew."""
    cases_key = small.template.unlocked.cases_key
    header, _ = parse((small.path / "archive.json").read_bytes())
    (member,) = header.members
    known = member.public(header.archive, cases_key)
    again = member.known_as(known, header.archive, cases_key, Randomness("last week"))
    return replace(header, members=(again,)).encode(cases_key)


def test_the_header_of_last_week(small: Small) -> None:
    (small.path / "archive.json").write_bytes(resealed(small))
    before = contents(small)
    with pytest.raises(HeaderReplaced):
        open_archive(small.path, AIZADA.passphrase)
    assert contents(small) == before


def altered(small: Small, **parts: object) -> bytes:
    stated = json.loads((small.path / "archive.json").read_bytes())
    stated["members"][0]["kdf"] |= parts.pop("kdf", {})
    return json.dumps(stated | parts, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"format": 2}, HeaderNewer),
        ({"quorums": [{}]}, HeaderDamaged),
        ({"suite": 2}, Refused),
        ({"format": 0}, HeaderDamaged),
        ({"archive": "0" * 32}, KuzatError),
        ({"mac": "0" * 64}, HeaderDamaged),
        ({"members": []}, HeaderDamaged),
        ({"kdf": {"memory": 8}}, CostWeakened),
        ({"kdf": {"passes": 1}}, CostWeakened),
        ({"kdf": {"memory": 2**31}}, CostExhausting),
        ({"kdf": {"lanes": 255}}, CostExhausting),
        ({"kdf": {"memory": 65_537}}, WrongPassphrase),
    ],
)
def test_a_header_that_was_altered(
    small: Small, parts: dict[str, object], error: type[KuzatError]
) -> None:
    (small.path / "archive.json").write_bytes(altered(small, **parts))
    with pytest.raises(error):
        open_archive(small.path, AIZADA.passphrase)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff\xfe", b"[" * 100_000, b"{" + b" " * 2_000_000])
def test_a_header_that_is_none(small: Small, content: bytes) -> None:
    (small.path / "archive.json").write_bytes(content)
    with pytest.raises(HeaderDamaged):
        open_archive(small.path, AIZADA.passphrase)


def test_a_wrong_passphrase(small: Small) -> None:
    before = contents(small)
    with pytest.raises(WrongPassphrase) as refused:
        open_archive(small.path, STRANGER.passphrase)
    assert STRANGER.passphrase not in f"{refused.value} {refused.value.details}"
    assert contents(small) == before


def cuts(path: Path) -> Iterator[int]:
    return iter(range(0, path.stat().st_size, PAGE))


def test_a_database_cut_at_every_page(small: Small) -> None:
    path = small.path / DATABASE
    content = path.read_bytes()
    for cut in cuts(path):
        path.write_bytes(content[:cut])
        alarm = small.alarm()
        assert alarm is not None, f"cut at {cut} of {len(content)}"
        assert path.read_bytes() == content[:cut], f"cut at {cut}: the evidence was changed"
        path.write_bytes(content)
    assert small.alarm() is None


@pytest.mark.parametrize("size", [0, 1, 16, 4095, 4096])
def test_a_database_that_is_none(small: Small, size: int) -> None:
    path = small.path / DATABASE
    path.write_bytes(Randomness("noise")(size))
    with pytest.raises(DatabaseBroken, match=r"cases\.db"):
        small.open()
    assert path.read_bytes() == Randomness("noise")(size)


def test_the_database_of_another_archive(small: Small, template: Template, tmp_path: Path) -> None:
    other = Template.make(tmp_path / "other.archive", seed="another")
    shutil.copy(other.path / DATABASE, small.path / DATABASE)
    assert_alarm(small, DatabaseBroken)


def test_a_database_that_is_not_encrypted(small: Small) -> None:
    import sqlite3

    path = small.path / DATABASE
    path.unlink()
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE setting (name, value)")
    plain.close()
    assert_alarm(small, DatabaseBroken)


def test_where_no_archive_is(tmp_path: Path, small: Small) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(NoArchive):
            open_archive(path, AIZADA.passphrase)
    (small.path / DATABASE).unlink()
    with pytest.raises(NoArchive):
        open_archive(small.path, AIZADA.passphrase)
    assert not (small.path / DATABASE).exists()


def test_an_opening_that_alarms_changes_no_reading(small: Small) -> None:
    with small.open() as archive:
        before = fingerprints(archive)
    note_ = (small.log / "checkpoint").read_bytes()
    (small.log / "checkpoint").write_bytes(b"")
    with pytest.raises(LogBehind):
        small.open()
    (small.log / "checkpoint").write_bytes(note_)
    with small.open() as archive:
        assert fingerprints(archive) == before
