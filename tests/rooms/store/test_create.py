# SPDX-License-Identifier: Apache-2.0
"""An archive is made as a whole or not at all, and never over something."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from kuzat.keys import FLOOR, PassphraseRefused
from kuzat.log import entry
from kuzat.store import create, fetch, is_archive, open_archive, verify
from kuzat.store.cipher import DiskFull
from kuzat.store.opening import ArchiveExists
from kuzat.testing import AIZADA, Clock, Randomness, make_archive


def test_what_a_new_archive_holds(tmp_path: Path) -> None:
    with make_archive(tmp_path / "a.archive", clock=Clock(step=1)) as archive:
        report = verify(archive, values=True)
        assert (report.entries, report.exhibits, report.missing) == (2, 1, 0)
        genesis = entry.decode(archive.folder.entries(0, 1)[0])
        assert genesis.kind == "genesis"
        assert genesis.body["archive"] == archive.id
        (exhibit,) = archive.database.row("SELECT exhibit FROM exhibit_key")
        assert b"".join(fetch(archive, exhibit)) == archive.vocabulary.canonical
    assert sorted(file.name for file in (tmp_path / "a.archive").iterdir()) == [
        "archive.json",
        "cases.db",
        "exhibits",
        "identity.db",
        "log",
    ]
    with open_archive(tmp_path / "a.archive", AIZADA.passphrase) as archive:
        assert verify(archive, values=True).entries == 2


def test_an_empty_folder_may_become_one(tmp_path: Path) -> None:
    (tmp_path / "a.archive").mkdir()
    make_archive(tmp_path / "a.archive").close()
    assert is_archive(tmp_path / "a.archive")


@pytest.mark.parametrize("what", ["file", "folder", "archive"])
def test_nothing_is_overwritten(tmp_path: Path, what: str) -> None:
    path = tmp_path / "a.archive"
    if what == "file":
        path.write_text("notes")
    elif what == "folder":
        path.mkdir()
        (path / "notes.txt").write_text("notes")
    else:
        make_archive(path).close()
    before = {file: file.read_bytes() for file in [path, *path.rglob("*")] if file.is_file()}
    with pytest.raises(ArchiveExists):
        create(path, AIZADA.passphrase, cost=FLOOR)
    assert {file: file.read_bytes() for file in [path, *path.rglob("*")] if file.is_file()} == before


def failing(calls: int, error: BaseException) -> Callable[[int], bytes]:
    """Randomness of a machine that fails when it is asked for the n-th time."""
    random, left = Randomness(), iter(range(calls))

    def give(size: int) -> bytes:
        if next(left, None) is None:
            raise error
        return random(size)

    return give


@pytest.mark.parametrize("calls", [3, 14, 18])
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), (DiskFull, OSError)),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_what_fails_leaves_nothing_behind(
    tmp_path: Path, calls: int, error: BaseException, told: type[BaseException]
) -> None:
    with pytest.raises(told):
        create(tmp_path / "a", AIZADA.passphrase, random=failing(calls, error), cost=FLOOR)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("passphrase", ["", "short", "           ", "half \ud83d of a sign"])
def test_a_passphrase_too_weak_makes_nothing(tmp_path: Path, passphrase: str) -> None:
    with pytest.raises(PassphraseRefused):
        create(tmp_path / "a.archive", passphrase, cost=FLOOR)
    assert list(tmp_path.iterdir()) == []


def test_two_archives_share_no_key_and_no_id(tmp_path: Path) -> None:
    import os

    seen = []
    for name in ("a", "b"):
        with make_archive(tmp_path / name, random=os.urandom) as archive:
            signer = archive.writer.signer
            seeds = (signer.log_seed, signer.member_seed)
            seen.append({archive.id, archive.log_id, *seeds, signer.member, signer.origin})
    assert len(seen[0]) == 6
    assert seen[0].isdisjoint(seen[1])
