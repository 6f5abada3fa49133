# SPDX-License-Identifier: Apache-2.0
"""What the page on backups says is enough to read one, without kuzat; both readers agree on every vector."""

from pathlib import Path
from typing import Any

import pytest
import second_backup as second
import vector_backups
from second_verifier import Wrong
from test_vectors import cases, each
from tests.damage import furnish

from kuzat.errors import KuzatError
from kuzat.store import back_up, reader_of, restore
from kuzat.store.container import LineBroken
from kuzat.testing import AIZADA, make_archive


@each("backups")
def test_backup(case: dict[str, Any]) -> None:
    whole = cases("backups")[0]
    parts = {part: case[part] for part in ("backup", "keys")}
    if "refused" in case:
        parts = {part: vector_backups.exchanged(whole[part], parts[part]) for part in parts}
    backup, keys = (vector_backups.content(items) for items in parts.values())
    if "refused" in case:
        with pytest.raises(KuzatError) as refused:
            vector_backups.checked(backup, keys)
        assert str(refused.value) == case["refused"]
        with pytest.raises(Wrong):
            second.check(backup, keys, whole["archive"])
        return
    vector_backups.checked(backup, keys)
    found = second.check(backup, keys, case["archive"])
    assert found.values == case["cases"]
    secrets = {"identity/1": bytes.fromhex(case["identity/1"])}
    assert found.identities(case["archive"], secrets) == case["identity"]
    originals = {one: text.decode() for one, text in found.originals.items() if text is not None}
    assert originals == case["exhibits"]


def name_twice(backup: list[Any]) -> None:
    """The same protected statement twice in one entry, which counts it twice."""
    place = next(place for place, item in enumerate(backup) if item[0] == "sealed")
    backup.insert(place, backup[place])
    entry = next(item for item in backup if item[0] == "entry" and item[-1] != "0")
    entry[-1] = str(int(entry[-1]) + 1)


BAD = ("exhibit_a_path", "exhibit_twice", "log_twice", "name_twice")
NOT_OWN = ("own_log_not_first", "own_log_missing", "own_log_cut", "no_log", "nothing_but_the_first_line")


@pytest.mark.parametrize("name", BAD + NOT_OWN)
def test_no_archive_is_built_of_a_bad_backup(tmp_path: Path, name: str) -> None:
    office = vector_backups.office()
    backup, keys = office.backup(), office.keys()
    if name == "name_twice":
        name_twice(backup)
    else:
        whole = cases("backups")[0]
        (case,) = (case for case in cases("backups") if case["name"] == name)
        backup = vector_backups.exchanged(whole["backup"], case["backup"])
    file, beside = tmp_path / "1.backup", tmp_path / "1.keys"
    file.write_bytes(office.file(second.BACKUP, vector_backups.content(backup)))
    beside.write_bytes(office.file(second.KEYS, vector_backups.content(keys)))
    with pytest.raises(LineBroken):
        restore(file, beside, tmp_path / "inside" / "a.archive", lambda _: office.unlocked)
    assert {one for one in tmp_path.rglob("*") if one.is_file()} == {file, beside}


@each("containers")
def test_container(case: dict[str, Any]) -> None:
    file, magic, key = bytes.fromhex(case["file"]), case["magic"].encode(), bytes.fromhex(case["cases"])
    if "refused" in case:
        with pytest.raises(KuzatError) as refused:
            vector_backups.read(file, magic)
        assert str(refused.value) == case["refused"]
        with pytest.raises(Wrong):
            second.content(file, magic, key)
        return
    whole = cases("backups")[0]
    name = {second.BACKUP: "backup", second.KEYS: "keys"}[magic]
    expected = vector_backups.content(whole[name])
    assert second.content(file, magic, key) == expected
    if name == "keys":
        assert vector_backups.read(file, magic) == expected


def test_a_backup_is_read_from_the_page_alone(tmp_path: Path) -> None:
    with make_archive(tmp_path / "a.archive") as archive:
        furnish(archive)
        written = back_up(archive, reader_of(archive), tmp_path / "1.backup")
        said = dict(archive.database.rows("SELECT lower(hex(id)), value FROM statement"))
        compartment = archive.compartment
        assert compartment is not None
        protected = dict(compartment.database.rows("SELECT lower(hex(id)), value FROM statement"))
        kept = {exhibit for (exhibit,) in archive.database.rows("SELECT exhibit FROM exhibit_key")}
        vocabulary, head = archive.vocabulary.canonical, archive.newest_checkpoint()
    backup, keys = written.file.read_bytes(), written.keys.read_bytes()
    unlocked = second.unlocked(backup, second.BACKUP, AIZADA.passphrase)
    found = second.check(
        second.content(backup, second.BACKUP, unlocked["cases/1"]),
        second.content(keys, second.KEYS, unlocked["cases/1"]),
        archive.id,
    )
    assert found.values == said
    assert found.identities(archive.id, unlocked) == protected
    originals = {one for one, text in found.originals.items() if text is not None}
    assert originals == kept
    assert vocabulary in found.originals.values()
    assert head is not None
    assert {log: size for log, size, _ in found.heads.values()} == {archive.log_id: head[0]}
