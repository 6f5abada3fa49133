# SPDX-License-Identifier: Apache-2.0
"""What the page on the archive says is enough to read one: without SQLCipher, and without kuzat."""

import io
import sqlite3
from pathlib import Path

import pytest
import second_archive as second
import sqlcipher3.dbapi2 as driver
from second_verifier import Wrong

from kuzat.preservation import put

KEY = bytes(range(32))
EXHIBIT = "exh-" + "3c" * 16


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.db"
    database = driver.connect(str(path))
    database.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE statement (seq INTEGER PRIMARY KEY, value TEXT)")
    rows = [("Түнкү тинтүү",), *((f"{number}" * 2000,) for number in range(9))]
    database.executemany("INSERT INTO statement (value) VALUES (?)", rows)
    database.commit()
    database.close()
    return path


def test_the_database_is_read_without_sqlcipher(cases: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.db"
    plain.write_bytes(second.plain_database(cases.read_bytes(), KEY))
    database = sqlite3.connect(plain)
    assert database.execute("SELECT count(*) FROM statement").fetchone() == (10,)
    assert database.execute("SELECT value FROM statement").fetchone() == ("Түнкү тинтүү",)
    database.close()


def test_a_changed_page_or_another_key_is_refused(cases: Path) -> None:
    content = bytearray(cases.read_bytes())
    with pytest.raises(Wrong):
        second.plain_database(bytes(content), bytes(32))
    for at in (0, 20, 4095, 4096, len(content) - 1):
        content[at] ^= 1
        with pytest.raises(Wrong):
            second.plain_database(bytes(content), KEY)
        content[at] ^= 1


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 140_000])
def test_an_exhibit_is_read(size: int) -> None:
    original, sealed = bytes(number % 251 for number in range(size)), io.BytesIO()
    put(EXHIBIT, KEY, io.BytesIO(original), sealed)
    assert second.plain_exhibit(sealed.getvalue(), KEY, EXHIBIT) == original
    with pytest.raises(Wrong):
        second.plain_exhibit(sealed.getvalue(), KEY, "exh-" + "3d" * 16)
    with pytest.raises(Wrong):
        second.plain_exhibit(sealed.getvalue()[:-1], KEY, EXHIBIT)
