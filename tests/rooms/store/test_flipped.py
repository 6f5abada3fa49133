# SPDX-License-Identifier: Apache-2.0
"""Whatever byte of an archive changes: opening refuses, or verifying names something.

Excepted are ``-shm``, which SQLite makes again, and frames of the write-ahead log that are dead.
"""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver
from tests.damage import DATABASE, WAL, Small, changed, flipped
from tests.template import Template

from kuzat.errors import Broken, KuzatError
from kuzat.preservation import vault
from kuzat.store import (
    Archive,
    Wanted,
    access_events,
    access_proof,
    access_record,
    access_reference,
    access_rows_of_kind,
    access_search,
    access_table,
    reader_of,
    rebuild,
    verify,
)
from kuzat.store.vaults import check_exhibits
from kuzat.testing import Maker

PAGE = 4096
FRAME_HEAD = 24
WAL_HEAD = 32
HEAD, FRAME = vault.HEAD, vault.FRAME + vault.TAG
SAMPLED = 25


@pytest.fixture(scope="module")
def small(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Small:
    return Small.make(template, tmp_path_factory.mktemp("flipped") / "a.archive")


@pytest.fixture(scope="module")
def unfolded(small: Small, tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The archive as a killed process leaves it: its last three commits stand in the log alone."""
    copy = small.copy(tmp_path_factory.mktemp("unfolded") / "a.archive")
    with copy.open() as archive:
        for publisher in ("Post", "Tang", "Echo"):
            Maker(archive).page(publisher)
        left = copy.copy(copy.path.with_name("left.archive"))
    (left.path / "cases.db-shm").unlink()
    assert left.copy(copy.path.with_name("checked.archive")).alarm() is None
    return left


def assert_noticed(small: Small, path: Path, places: Iterator[int] | list[int], bits: int = 1) -> None:
    content = path.read_bytes()
    for at in places:
        with changed(path, flipped(content, at, bits)):
            assert small.alarm() is not None, f"{path.name}: byte {at} of {len(content)}"


def test_the_archive_is_sound_to_begin_with(small: Small) -> None:
    assert small.alarm() is None
    assert {file.relative_to(small.path).parts[0] for file in small.files()} == {
        "archive.json",
        "cases.db",
        "exhibits",
        "identity.db",
        "log",
    }


@pytest.mark.slow
def test_a_sampled_byte_of_every_file_is_noticed(small: Small) -> None:
    chance = random.Random(2019)
    for path in small.files():
        size = path.stat().st_size
        places = {0, size - 1, *(chance.randrange(size) for _ in range(SAMPLED))}
        assert_noticed(small, path, sorted(places), 1 << chance.randrange(8))


def test_a_sampled_byte_of_every_page_is_noticed(small: Small) -> None:
    chance = random.Random(2020)
    path = small.path / DATABASE
    pages = path.stat().st_size // PAGE
    assert_noticed(small, path, [page * PAGE + chance.randrange(PAGE) for page in range(pages)])


LONG = " ".join(f"The {n}th witness saw the gate." for n in range(400))


@pytest.fixture(scope="module")
def long(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Small:
    """An archive with a text that fills several pages."""
    path = tmp_path_factory.mktemp("long") / "a.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        maker.new("event", basis=maker.page(), reference="K-1", description=LONG)
    return Small(path, template)


def shown(archive: Archive) -> Any:
    reader = reader_of(archive)
    event = access_reference(archive, reader, "K-1")
    return access_record(archive, reader, event).values["event.description"][0].text


def listed(archive: Archive) -> Any:
    return access_events(archive, reader_of(archive), Wanted()).rows


def rows_of_kind(archive: Archive) -> Any:
    return access_rows_of_kind(archive, reader_of(archive), "event")


def exported(archive: Archive) -> Any:
    return list(access_table(archive, reader_of(archive), "event").rows)


def found(archive: Archive) -> Any:
    return access_search(archive, reader_of(archive), "399th witness")


def proven(archive: Archive) -> Any:
    (statement,) = archive.database.row("SELECT lower(hex(id)) FROM statement WHERE value = ?", (LONG,))
    return access_proof(archive, reader_of(archive), [statement])


def said_more(archive: Archive) -> Any:
    reader = reader_of(archive)
    Maker(archive).add(access_reference(archive, reader, "K-1"), start="2020")
    return [row["description"] for row in rows_of_kind(archive)]


def rebuilt(archive: Archive) -> Any:
    rebuild(archive)
    return rows_of_kind(archive)


def slowly(reading: Callable[[Archive], Any]) -> Any:
    return pytest.param(reading, marks=pytest.mark.slow)


@pytest.mark.slow
@pytest.mark.parametrize(
    "reading",
    [shown, rows_of_kind, said_more, *map(slowly, (listed, exported, found, proven, rebuilt))],
    ids=lambda reading: reading.__name__,
)
def test_a_broken_page_is_never_shown_as_something_else(
    long: Small, tmp_path: Path, reading: Callable[[Archive], Any]
) -> None:
    """The driver hands out zeros for the later pages of a long value; nobody may be shown those."""
    with long.copy(tmp_path / "sound.archive").open() as archive:
        expected = reading(archive)
    copy = long.copy(tmp_path / "a.archive")
    path, content = copy.path / DATABASE, (copy.path / DATABASE).read_bytes()
    refused = 0
    for page in range(len(content) // PAGE):
        path.write_bytes(flipped(content, page * PAGE + 2000))
        try:
            with copy.open() as archive:
                assert reading(archive) == expected, f"page {page + 1}"
        except Broken:
            refused += 1
        shutil.rmtree(copy.path / "log")
        shutil.copytree(long.path / "log", copy.path / "log")
    assert refused >= 3


def wal_alarm(unfolded: Small, at: int) -> KuzatError | None:
    """What is found after one byte of the write-ahead log changed; opening would fold it."""
    database, wal = unfolded.path / DATABASE, unfolded.path / WAL
    content = wal.read_bytes()
    with changed(database, database.read_bytes()):
        wal.write_bytes(flipped(content, at))
        try:
            return unfolded.alarm()
        finally:
            wal.write_bytes(content)


def test_a_sampled_byte_of_the_write_ahead_log_is_noticed(unfolded: Small) -> None:
    chance = random.Random(2021)
    size = (unfolded.path / WAL).stat().st_size
    assert (size - WAL_HEAD) % (FRAME_HEAD + PAGE) == 0
    for at in {0, size - 1, *(chance.randrange(size) for _ in range(SAMPLED))}:
        assert wal_alarm(unfolded, at) is not None, at


@pytest.mark.slow
def test_every_byte_of_the_header(small: Small) -> None:
    path = small.path / "archive.json"
    assert_noticed(small, path, list(range(path.stat().st_size)))


@pytest.mark.slow
def test_every_byte_of_the_log_folder(small: Small) -> None:
    with small.open() as archive:
        for path in small.files():
            if small.log in path.parents:
                with path.open("r+b", buffering=0) as file:
                    for at in range(path.stat().st_size):
                        with flipped_in(file, at), pytest.raises(Broken):
                            verify(archive)
        assert verify(archive, values=True).missing == 0


@pytest.mark.slow
def test_every_byte_of_the_database(small: Small) -> None:
    """One byte of each page at once: pages are checked one by one, and each must be named.

    The first page is needed to open the file, so its bytes are changed one after another.
    """
    path = small.path / DATABASE
    content = path.read_bytes()
    pages = len(content) // PAGE
    assert_noticed(small, path, list(range(PAGE)))
    expected = {f"HMAC verification failed for page {page}" for page in range(2, pages + 1)}
    for at in range(PAGE):
        worn = bytearray(content)
        for page in range(1, pages):
            worn[page * PAGE + at] ^= 1
        with changed(path, bytes(worn)):
            assert set(findings(path, small.template.unlocked.cases_key)) == expected, at


def findings(path: Path, key: bytes) -> Iterator[str]:
    """What the page cipher says of the file, as `verify` asks it first of all."""
    connection = driver.connect(str(path))
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for (finding,) in connection.execute("PRAGMA cipher_integrity_check"):
            yield finding
    finally:
        connection.close()


@pytest.mark.slow
def test_every_head_of_the_write_ahead_log_and_many_bytes_between(unfolded: Small) -> None:
    chance = random.Random(2022)
    size = (unfolded.path / WAL).stat().st_size
    places = set(range(WAL_HEAD))
    for frame in range(WAL_HEAD, size, FRAME_HEAD + PAGE):
        places |= set(range(frame, frame + FRAME_HEAD))
        places |= {frame + FRAME_HEAD + chance.randrange(PAGE) for _ in range(16)}
    for at in sorted(places):
        assert wal_alarm(unfolded, at) is not None, at


@pytest.mark.slow
def test_every_byte_of_the_exhibits(small: Small) -> None:
    """The frames of a long original are sealed alike: of those between first and last some bytes do."""
    with small.open() as archive:
        for path in sorted((small.path / "exhibits").iterdir()):
            size = path.stat().st_size
            last = len(HEAD) + (size - len(HEAD)) // FRAME * FRAME
            between = range(len(HEAD) + FRAME, last, 97)
            with path.open("r+b", buffering=0) as file:
                for at in (*range(min(size, len(HEAD) + FRAME)), *between, *range(last, size)):
                    with flipped_in(file, at), pytest.raises(Broken):
                        check_exhibits(archive)
        assert verify(archive, values=True).exhibits == len(list((small.path / "exhibits").iterdir()))


@contextmanager
def flipped_in(file: FileIO, at: int) -> Iterator[None]:
    """One byte of an open file is another for a while."""
    byte = os.pread(file.fileno(), 1, at)
    os.pwrite(file.fileno(), bytes((byte[0] ^ 1,)), at)
    try:
        yield
    finally:
        os.pwrite(file.fileno(), byte, at)
