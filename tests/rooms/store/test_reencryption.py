# SPDX-License-Identifier: Apache-2.0
"""A database under another key: all of it, nothing beside it, and nobody else in it meanwhile."""

from pathlib import Path

import pytest

from kuzat.errors import KuzatError
from kuzat.store.cipher import Busy, Database, DatabaseBroken, KeysChanged
from kuzat.store.reencryption import reencrypt

OLD, NEW = bytes(32), bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "cases.db"
    database = Database(path, OLD, fresh=True)
    with database.writing():
        database.raw.execute("CREATE TABLE said (seq INTEGER PRIMARY KEY, value TEXT)")
        database.raw.execute("CREATE VIRTUAL TABLE search USING fts5 (tokens)")
        database.raw.execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 1)")
        rows = [(f"night {number}" * 40,) for number in range(500)]
        database.raw.executemany("INSERT INTO said (value) VALUES (?)", rows)
        database.raw.execute("INSERT INTO search (rowid, tokens) SELECT seq, value FROM said")
    database.close()
    return path


def content(path: Path, key: bytes) -> list[object]:
    database = Database(path, key)
    queries = (
        "SELECT * FROM said",
        "SELECT * FROM search_config",
        "SELECT count(*) FROM search WHERE search MATCH 'night'",
        "SELECT name, sql FROM sqlite_master ORDER BY name",
    )
    found: list[object] = [database.rows(query) for query in queries]
    database.close()
    return found


def test_everything_lies_under_the_new_key(path: Path) -> None:
    before = content(path, OLD)
    reencrypt(path, OLD, NEW)
    assert content(path, NEW) == before
    with pytest.raises(DatabaseBroken):
        Database(path, OLD)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_an_interrupted_attempt_left_is_written_over(path: Path) -> None:
    before = content(path, OLD)
    path.with_name("cases.db.new").write_bytes(b"half")
    reencrypt(path, OLD, NEW)
    assert content(path, NEW) == before


def test_the_last_commits_are_taken_along(path: Path) -> None:
    """Those that are in the write-ahead log only, since whoever wrote them was killed."""
    living = Database(path, OLD)
    with living.writing():
        living.raw.execute("INSERT INTO said (value) VALUES ('the last')")
    files = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    living.close()
    for name, kept in files.items():
        if not name.endswith("-shm"):
            (path.parent / name).write_bytes(kept)
    assert (path.parent / "cases.db-wal").stat().st_size > 0
    reencrypt(path, OLD, NEW)
    database = Database(path, NEW)
    assert database.row("SELECT count(*) FROM said WHERE value = 'the last'") == (1,)
    database.close()


def test_nobody_else_may_have_it_open(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kuzat.store.cipher.PRAGMAS", ("cipher_log_level = NONE", "busy_timeout = 1"))
    other = Database(path, OLD)
    with pytest.raises(Busy):
        reencrypt(path, OLD, NEW)
    other.close()
    assert len(content(path, OLD)) == 4


def test_a_wrong_key_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(DatabaseBroken):
        reencrypt(path, NEW, OLD)
    assert path.read_bytes() == before


def test_who_opened_the_old_file_writes_nothing_into_it(path: Path) -> None:
    waiting = Database(path, OLD)
    copy = path.with_name("copy.db")
    copy.write_bytes(path.read_bytes())
    copy.replace(path)
    with pytest.raises(KeysChanged), waiting.writing():
        raise AssertionError("never here")
    waiting.close()


def test_a_damaged_page_is_not_copied(path: Path) -> None:
    damaged = bytearray(path.read_bytes())
    damaged[9 * 4096 + 100] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(KuzatError):
        reencrypt(path, OLD, NEW)
    assert path.read_bytes()[4096:] == damaged[4096:], "the first page tells how it is written"
