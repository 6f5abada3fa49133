# SPDX-License-Identifier: Apache-2.0
"""A returned laptop: any one file is that of last week, or all but the checkpoint; each is an alarm."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from tests.damage import Small
from tests.template import Template

from kuzat.keys import Login
from kuzat.log.statement import Draft
from kuzat.store import Archive, Original, add_member, keep

COMMITS = 3
TOP = ("archive.json", "cases.db", "identity.db")


def go_on(archive: Archive, commits: int) -> None:
    """A week in which every file of the archive changes."""
    for number in range(commits):
        person = f"per-{number:032x}"
        archive.say([Draft(about=person, says="person.name", type="text", value=f"Invented {number}")])
        note = Original(name="n", media_type="text/plain", content=BytesIO(b"%d" % number), protected=True)
        keep(archive, note)
    add_member(archive, Login(passphrase="a basket of late apples"), ["reader"])


@pytest.fixture(scope="module")
def weeks(template: Template, tmp_path_factory: pytest.TempPathFactory) -> tuple[Small, Small]:
    """The archive as it was, and as it is."""
    folder = tmp_path_factory.mktemp("weeks")
    older = Small.make(template, folder / "older.archive")
    newer = older.copy(folder / "newer.archive")
    with newer.open() as archive:
        go_on(archive, COMMITS)
    return older, newer


@pytest.fixture
def returned(weeks: tuple[Small, Small], tmp_path: Path) -> tuple[Small, Small]:
    """The archive as it was, and a copy of it as it is, into which older files are put."""
    older, newer = weeks
    return older, newer.copy(tmp_path / "a.archive")


def put_back(older: Small, newer: Small, file: Path) -> None:
    shutil.copy(older.path / file, newer.path / file)


def changed_since(older: Small, newer: Small) -> list[Path]:
    """The files of both weeks that are not the same."""
    both = [file.relative_to(older.path) for file in older.files()]
    return [
        file
        for file in both
        if (newer.path / file).exists()
        and (newer.path / file).read_bytes() != (older.path / file).read_bytes()
    ]


def test_the_archive_is_sound_before(returned: tuple[Small, Small]) -> None:
    older, newer = returned
    assert newer.alarm() is None
    assert older.alarm() is None
    files = changed_since(older, newer)
    assert {str(file) for file in files} == {*TOP, f"log/{newer.log.name}/checkpoint"}


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("archive.json", "header_replaced"),
        ("cases.db", "header_replaced"),  # the log of last week does not name the new archive.json
        ("identity.db", "identity_missing"),
        ("checkpoint", "log_behind"),
    ],
)
def test_one_file_of_last_week(returned: tuple[Small, Small], file: str, code: str) -> None:
    older, newer = returned
    put_back(older, newer, Path(file if file in TOP else f"log/{newer.log.name}/{file}"))
    alarm = newer.alarm()
    assert alarm is not None
    assert alarm.code == code
    assert alarm.step()


def test_all_of_last_week_but_the_checkpoint(returned: tuple[Small, Small]) -> None:
    older, newer = returned
    checkpoint = (newer.log / "checkpoint").read_bytes()
    shutil.rmtree(newer.path)
    shutil.copytree(older.path, newer.path)
    (newer.log / "checkpoint").write_bytes(checkpoint)
    alarm = newer.alarm()
    assert alarm is not None
    assert alarm.code == "log_ahead"


def test_the_log_folder_of_last_week(returned: tuple[Small, Small]) -> None:
    older, newer = returned
    folder = newer.log
    shutil.rmtree(folder)
    shutil.copytree(older.log, folder)
    alarm = newer.alarm()
    assert alarm is not None
    assert alarm.code == "log_behind"


def test_the_originals_of_last_week(returned: tuple[Small, Small]) -> None:
    """An original has one content for good, so an older folder is one in which some are missing."""
    older, newer = returned
    shutil.rmtree(newer.path / "exhibits")
    shutil.copytree(older.path / "exhibits", newer.path / "exhibits")
    assert newer.alarm() is not None


def test_one_original_in_the_place_of_another(returned: tuple[Small, Small]) -> None:
    _older, newer = returned
    first, second, *_ = sorted((newer.path / "exhibits").iterdir())
    shutil.copy(first, second)
    assert newer.alarm() is not None
