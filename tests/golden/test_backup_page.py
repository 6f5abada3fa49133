# SPDX-License-Identifier: Apache-2.0
"""What the page on backups says is enough to read one, without kuzat."""

from pathlib import Path

import second_backup as second
from tests.damage import furnish

from kuzat.store import back_up, reader_of
from kuzat.testing import AIZADA, make_archive


def test_a_backup_is_read_from_the_page_alone(tmp_path: Path) -> None:
    with make_archive(tmp_path / "a.archive") as archive:
        furnish(archive)
        written = back_up(archive, reader_of(archive), tmp_path / "1.backup")
        expected = {
            bytes(id_).hex(): value for id_, value in archive.database.rows("SELECT id, value FROM statement")
        }
        kept = {exhibit for (exhibit,) in archive.database.rows("SELECT exhibit FROM exhibit_key")}
        vocabulary = archive.vocabulary.canonical
    backup, keys = written.file.read_bytes(), written.keys.read_bytes()
    _, plain = second.content(backup, second.BACKUP, AIZADA.passphrase)
    _, opening = second.content(keys, second.KEYS, AIZADA.passphrase)
    said, originals = second.values(plain, second.read_keys(opening))
    assert said == expected
    assert originals.keys() == kept
    assert vocabulary in originals.values()
