# SPDX-License-Identifier: Apache-2.0
"""An archive of the day on which format 1 was frozen: it opens, verifies, reads, restores, forgets, goes on.

Where one of these fails, the program is wrong, never the archive: it is not made again.
"""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import second_archive as second
import second_backup
import second_boxes
from second_verifier import leaf_hash, read_entry, read_note, statement_id, tree_root

from kuzat.keys import Unlocked, open_header
from kuzat.store import (
    Archive,
    access_record,
    access_search,
    back_up,
    erase,
    fetch,
    open_archive,
    open_with_keys,
    reader_of,
    rebuild,
    restore,
    verify,
)
from kuzat.testing import AIZADA, BAKYT, Clock, Maker, Randomness

FROZEN = Path(__file__).parent / "frozen"
EXPECTED: dict[str, Any] = json.loads((FROZEN / "expected.json").read_text(encoding="utf-8"))
LATER = "2040-01-01T09:00:00Z"


@pytest.fixture(scope="module")
def unlocked() -> Unlocked:
    return open_header((FROZEN / "a.archive" / "archive.json").read_bytes(), AIZADA.passphrase)


@pytest.fixture
def archive(tmp_path: Path, unlocked: Unlocked) -> Iterator[Archive]:
    """A copy, open."""
    path = shutil.copytree(FROZEN / "a.archive", tmp_path / "a.archive")
    with open_with_keys(path, unlocked, clock=Clock(LATER), random=Randomness("later")) as copy:
        yield copy


def values(archive: Archive) -> dict[str, str | None]:
    """Every value of both compartments by the id of its statement."""
    assert archive.compartment is not None
    query = "SELECT lower(hex(id)), value FROM statement"
    return dict(archive.database.rows(query)) | dict(archive.compartment.database.rows(query))


def test_nobody_made_it_again() -> None:
    told = dict(reversed(line.split("  ")) for line in (FROZEN / "SHA256SUMS").read_text().splitlines())
    there = {file.relative_to(FROZEN).as_posix() for file in FROZEN.rglob("*") if file.is_file()}
    assert there - {"SHA256SUMS"} == set(told)
    digests = {name: hashlib.sha256((FROZEN / name).read_bytes()).hexdigest() for name in told}
    assert digests == told
    page = (FROZEN.parents[2] / "docs" / "format" / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256((FROZEN / "SHA256SUMS").read_bytes()).hexdigest() in page


def test_it_opens_verifies_and_says_what_it_said(archive: Archive) -> None:
    said = EXPECTED["cases"] | EXPECTED["identity"]
    held = values(archive)
    assert {id_: held[id_] for id_ in said} == said
    report = verify(archive, values=True)
    assert report.missing == report.sealed == 0
    assert report.checked == len([value for value in held.values() if value is not None])
    sizes = {view.log_id: view.size() for view in archive.logs()}
    assert sizes | {EXPECTED["log"]: EXPECTED["sizes"][EXPECTED["log"]]} == EXPECTED["sizes"]
    originals = {
        one: hashlib.sha256(b"".join(fetch(archive, one))).hexdigest() for one in EXPECTED["exhibits"]
    }
    assert originals == EXPECTED["exhibits"]


def test_its_records_are_read(archive: Archive) -> None:
    reader = reader_of(archive)
    (march,) = access_search(archive, reader, "march stopped")
    record = access_record(archive, reader, march.record)
    assert {value.text for value in record.all("event.start")} == {"2019-07", "2019-07-08"}
    assert [value.text for value in record.all("event.killed_min")] == ["0"]


def test_whoever_opens_no_identities_opens_the_rest(tmp_path: Path) -> None:
    path = shutil.copytree(FROZEN / "a.archive", tmp_path / "a.archive")
    with open_archive(path, BAKYT.passphrase, clock=Clock(LATER)) as copy:
        assert copy.compartment is None
        assert verify(copy, values=True).sealed == len(EXPECTED["identity"])


def test_it_is_read_from_the_pages_alone(tmp_path: Path) -> None:
    folder = FROZEN / "a.archive"
    _, keys = second.open_header((folder / "archive.json").read_bytes(), AIZADA.passphrase)
    id_ = bytes.fromhex(EXPECTED["archive"])
    identity = keys["identity/1"]
    cases = database(folder / "cases.db", keys["cases/1"], tmp_path)
    names = database(folder / "identity.db", second.database_key(identity, id_), tmp_path)
    logs = dict(cases.execute("SELECT key, id FROM log"))
    parts = "salt, op, about, says, type, value, language, basis"
    said = {
        bytes(one).hex(): stated(logs[log], bytes(one), *rest)
        for one, log, *rest in cases.execute(f"SELECT id, log, {parts} FROM statement")
    }
    assert said == EXPECTED["cases"]
    secret = second.box_secret(identity, id_)
    protected = {
        bytes(one).hex(): stated(log, bytes(one), *rest)
        for one, log, *rest in names.execute(f"SELECT id, log, {parts} FROM statement")
    }
    for one, log, box in cases.execute("SELECT statement, log, box FROM sealed WHERE box IS NOT NULL"):
        opened = second_boxes.open_box(bytes(box), EXPECTED["archive"], logs[log], bytes(one).hex(), secret)
        protected[bytes(one).hex()] = opened["value"]
    assert protected == EXPECTED["identity"]
    for exhibit, key in cases.execute("SELECT exhibit, key FROM exhibit_key"):
        plain = second.plain_exhibit((folder / "exhibits" / exhibit).read_bytes(), bytes(key), exhibit)
        assert hashlib.sha256(plain).hexdigest() == EXPECTED["exhibits"][exhibit]
    for key, log in logs.items():
        keyed = bytes(cases.execute("SELECT public_key FROM log WHERE key = ?", (key,)).fetchone()[0])
        published(folder / "log" / log, log, keyed)


def database(path: Path, key: bytes, folder: Path) -> sqlite3.Connection:
    """A database of the archive, decrypted page by page into a folder."""
    plain = folder / path.name
    plain.write_bytes(second.plain_database(path.read_bytes(), key))
    return sqlite3.connect(plain)


def stated(log: str, id_: bytes, salt: bytes | None, *said: Any) -> str | None:
    """The value of a row whose digest is computed again; None where it was erased."""
    if salt is None:
        return None
    parts = dict(zip(("op", "about", "says", "type", "value", "language", "basis"), said, strict=True))
    assert statement_id(log, parts | {"salt": bytes(salt).hex()}) == id_
    return str(parts["value"])


def published(folder: Path, log: str, key: bytes) -> None:
    """The mirrored folder of a log gives the root that its checkpoint signs."""
    size = EXPECTED["sizes"][log]
    found = read_note((folder / "checkpoint").read_text(encoding="utf-8"), {log: key})
    (bundle,) = (folder / "tile" / "entries" / "000.p").iterdir()
    content, entries = bundle.read_bytes(), []
    while content:
        length = int.from_bytes(content[:2], "big")
        entries.append(content[2 : 2 + length])
        content = content[2 + length :]
    assert [read_entry(entry)["position"] for entry in entries] == list(range(size))
    assert found == (log, size, tree_root([leaf_hash(entry) for entry in entries]))


def test_its_backup_comes_back(tmp_path: Path, unlocked: Unlocked) -> None:
    keys = FROZEN / f"{EXPECTED['archive']}.keys"
    folder = tmp_path / "again.archive"
    how = {"clock": Clock(LATER), "random": Randomness("restored")}
    restored = restore(FROZEN / "1.backup", keys, folder, lambda _: unlocked, **how)  # type: ignore[arg-type]
    assert restored.lost == restored.erased == 0
    said = EXPECTED["cases"] | EXPECTED["identity"]
    with open_with_keys(folder, unlocked, clock=Clock(LATER), random=Randomness("r")) as again:
        held = values(again)
        own = {view.log_id for view in again.logs()} - {again.log_id}
        assert own == set(EXPECTED["sizes"])
        shared = said.keys() & held.keys()
        assert {id_: held[id_] for id_ in shared} == {id_: said[id_] for id_ in shared}
        # It was made before Bakyt wrote; nothing else is lacking.
        assert {said[id_] for id_ in said.keys() - shared} == {"Гүлнара Мамытова", "KG"}


def test_its_backup_is_read_from_the_page_alone() -> None:
    file = (FROZEN / "1.backup").read_bytes()
    keys = (FROZEN / f"{EXPECTED['archive']}.keys").read_bytes()
    opened = second_backup.unlocked(file, second_backup.BACKUP, AIZADA.passphrase)
    plain = second_backup.content(file, second_backup.BACKUP, opened["cases/1"])
    opening = second_backup.content(keys, second_backup.KEYS, opened["cases/1"])
    found = second_backup.check(plain, opening, EXPECTED["archive"])
    assert found.values.items() <= EXPECTED["cases"].items()
    assert found.identities(EXPECTED["archive"], opened).items() <= EXPECTED["identity"].items()
    assert set(found.heads) == set(EXPECTED["sizes"])


def test_it_forgets_and_goes_on(archive: Archive, tmp_path: Path) -> None:
    reader = reader_of(archive)
    name = next(id_ for id_, value in EXPECTED["cases"].items() if value == "Айсулуу Токтосунова")
    phone = next(id_ for id_, value in EXPECTED["identity"].items() if value == "+996 000 010203")
    for one in (name, phone):
        erase(archive, reader, f"stm-{one}", "erasure_ground.asked")
    page = Maker(archive).page("A paper of a later year")
    event = Maker(archive).new("event", basis=page, title="Told later")
    rebuild(archive)
    (title,) = access_record(archive, reader, event).all("event.title")
    assert title.text == "Told later"
    held = values(archive)
    assert held[name] is None
    assert phone not in held
    report = verify(archive, values=True)
    assert report.erased == 3
    assert back_up(archive, reader, tmp_path / "2.backup").entries > sum(EXPECTED["sizes"].values())
