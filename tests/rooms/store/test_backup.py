# SPDX-License-Identifier: Apache-2.0
"""A backup comes back whole; what was erased since does not, whichever older file is used."""

from io import BytesIO
from pathlib import Path

import pytest
from tests.damage import NOTE, furnish
from tests.template import Template

from kuzat import keys
from kuzat.errors import Broken
from kuzat.keys import WrongPassphrase, open_header
from kuzat.log.report import check_proof
from kuzat.store import (
    Archive,
    Backup,
    Original,
    access_erased,
    access_proof,
    access_record,
    access_reference,
    access_statement,
    back_up,
    entries_of,
    entries_until,
    erase,
    fetch,
    fingerprints,
    keep,
    open_with_keys,
    reader_of,
    restore,
    verify,
)
from kuzat.store.access import NoSuchRecord
from kuzat.store.container import ContainerBroken, FileExists
from kuzat.store.opening import ArchiveExists
from kuzat.store.proving import SeveralLogs
from kuzat.store.unpacking import KeysForeign, KeysOlder
from kuzat.testing import AIZADA, BAKYT, Clock, Maker, Randomness

GROUND = "erasure_ground.asked"
NAME = b"Zarinabegim"


def backed_up(archive: Archive, file: Path) -> Backup:
    file.parent.mkdir(exist_ok=True)
    return back_up(archive, reader_of(archive), file)


class Office:
    """An archive with a person and an exhibit in it, and a place for its backups."""

    def __init__(self, template: Template, path: Path) -> None:
        self.template, self.path = template, path
        self.archive = template.copy(path / "a.archive")
        furnish(self.archive)
        maker = Maker(self.archive)
        self.person = maker.new("person", country="KG")
        (self.name,) = maker.add(self.person, basis=maker.page(), name=NAME.decode())
        content = BytesIO(NOTE * 9000)
        paper = Original(name="paper.txt", media_type="text/plain", content=content)
        self.exhibit = keep(self.archive, paper).id

    def restore(self, backup: Backup, name: str = "r.archive", keys_file: Path | None = None) -> Archive:
        folder, unlocked = self.path / name, self.template.unlocked
        self.restored = restore(
            backup.file,
            keys_file or backup.keys,
            folder,
            lambda _: unlocked,
            clock=Clock(),
            random=Randomness(name),
        )
        return open_with_keys(folder, unlocked, clock=Clock(), random=Randomness(name + "again"))


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    return Office(template, tmp_path)


def test_everything_comes_back_in_a_new_log(office: Office, tmp_path: Path) -> None:
    backup = backed_up(office.archive, tmp_path / "usb" / "1.backup")
    with office.archive, office.restore(backup) as again:
        before = fingerprints(office.archive)
        assert fingerprints(again) == before
        assert again.log_id != office.archive.log_id
        assert again.id == office.archive.id
        assert b"".join(fetch(again, office.exhibit)) == NOTE * 9000
        assert verify(again, values=True).entries == office.archive.size() + 1
        Maker(again).page()
        verify(again, values=True)
    restored, size = office.restored, backup.entries
    assert (restored.entries, restored.values) == (size, backup.values)
    assert (restored.erased, restored.lost, restored.exhibits) == (0, 0, backup.exhibits)


def test_the_new_log_names_the_head_of_the_old_one(office: Office, tmp_path: Path) -> None:
    backup = backed_up(office.archive, tmp_path / "usb" / "1.backup")
    with office.archive, office.restore(backup) as again:
        entry = again.folder.entries(0, 1)[0]
        checkpoint = office.archive.newest_checkpoint()
        assert checkpoint is not None
        assert f'"log":"{office.archive.log_id}"'.encode() in entry
        assert f'"size":{checkpoint[0]}'.encode() in entry
        assert (again.path / "log" / office.archive.log_id / "checkpoint").read_bytes() == checkpoint[1]


def test_as_of_goes_on_from_the_old_log_to_the_new_one(office: Office, tmp_path: Path) -> None:
    old, reader = office.archive, reader_of(office.archive)
    for day, country in (("2030-01-01", "UZ"), ("2030-01-03", "TJ")):
        old.clock = Clock(f"{day}T12:00:00Z")
        Maker(old).add(office.person, country=country)
    sizes = range(1, old.size() + 1)
    then = [_said(old, office.person, size) for size in sizes]
    backup = backed_up(old, tmp_path / "usb" / "1.backup")
    with old, office.restore(backup) as again:
        assert [_said(again, office.person, size) for size in sizes] == then
        assert entries_of(again, reader) == old.size() + 1
        assert _said(again, office.person, old.size() + 1) == then[-1]
        again.clock = Clock("2030-01-05T12:00:00Z")
        Maker(again).add(office.person, country="KZ")
        assert _said(again, office.person, entries_of(again, reader)) == [*then[-1], "KZ"]
        assert _said(again, office.person, old.size() + 1) == then[-1]
        for day in ("2030-01-01", "2030-01-02", "2030-01-03"):
            known = _said(old, office.person, entries_until(old, reader, day))
            assert _said(again, office.person, entries_until(again, reader, day)) == known, day


def _said(archive: Archive, record: str, entries: int) -> list[str]:
    """The countries that were told of a record as of an entry; none where nothing was told."""
    try:
        found = access_record(archive, reader_of(archive), record, entries=entries)
    except NoSuchRecord:
        return []
    return [value.text for value in found.all("person.country")]


def test_statements_of_the_old_log_are_still_proven(office: Office, tmp_path: Path) -> None:
    backup = backed_up(office.archive, tmp_path / "usb" / "1.backup")
    with office.archive as old, office.restore(backup) as again:
        report = check_proof(access_proof(again, reader_of(again), [office.name.hex()], author=True))
        assert report.log == old.log_id
        later = Maker(again).add(office.person, country="UZ")[0]
        assert check_proof(access_proof(again, reader_of(again), [later.hex()])).log == again.log_id
        with pytest.raises(SeveralLogs):
            access_proof(again, reader_of(again), [office.name.hex(), later.hex()])


def test_what_is_erased_stays_erased_when_an_older_backup_is_restored(
    office: Office, tmp_path: Path
) -> None:
    older = backed_up(office.archive, tmp_path / "usb" / "1.backup")
    erase(office.archive, reader_of(office.archive), office.name.hex(), GROUND)
    erase(office.archive, reader_of(office.archive), office.exhibit, GROUND)
    newer = backed_up(office.archive, tmp_path / "usb" / "2.backup")
    assert newer.older_keys is None, "after an erasure the older keys do not stay"
    assert sorted(file.name for file in (tmp_path / "usb").iterdir()) == [
        "1.backup",
        "2.backup",
        f"{office.archive.id}.keys",
    ]
    with office.archive, office.restore(older) as again:
        (erased,) = (e for e in access_erased(again, reader_of(again), office.person) if e.ground == GROUND)
        assert erased.statement == office.name.hex()
        assert not access_record(again, reader_of(again), office.person).values
        assert not (again.path / "exhibits" / office.exhibit).exists()
        found = verify(again, values=True)
        assert (found.erased, found.missing) == (office.restored.erased + office.restored.lost, 0)
    assert office.restored.lost == 1  # the person's country went with the key
    assert office.restored.erased == 5  # the name and the four statements about the exhibit
    with office.restore(newer, "n.archive") as again:
        assert fingerprints(again) == fingerprints(again)
        assert again.erasures() == 5
        assert office.restored.lost == 0


def test_one_place_holds_at_most_two_files_of_keys(office: Office, tmp_path: Path) -> None:
    made = [backed_up(office.archive, tmp_path / "usb" / f"{n}.backup") for n in range(3)]
    assert made[0].older_keys is None
    assert made[2].older_keys == tmp_path / "usb" / f"{office.archive.id}.keys.older"
    assert len(list((tmp_path / "usb").glob("*.keys*"))) == 2
    with office.archive, office.restore(made[0]) as again:
        verify(again, values=True)


def test_keys_that_are_older_or_of_another_archive_are_refused(
    office: Office, template: Template, tmp_path: Path
) -> None:
    first = backed_up(office.archive, tmp_path / "usb" / "1.backup")
    second = backed_up(office.archive, tmp_path / "usb" / "2.backup")
    assert second.older_keys is not None
    with office.archive, pytest.raises(KeysOlder):
        office.restore(second, keys_file=second.older_keys)
    assert not (tmp_path / "r.archive").exists()
    other = Template.make(tmp_path / "other.archive", seed="other")
    with other.open(tmp_path / "other.archive") as foreign:
        theirs = backed_up(foreign, tmp_path / "usb2" / "1.backup")
    with pytest.raises((ContainerBroken, KeysForeign)):
        office.restore(first, keys_file=theirs.keys)


def test_nothing_is_written_over(office: Office, tmp_path: Path) -> None:
    backup = backed_up(office.archive, tmp_path / "usb" / "1.backup")
    content = backup.file.read_bytes()
    with office.archive, pytest.raises(FileExists):
        backed_up(office.archive, backup.file)
    assert backup.file.read_bytes() == content
    with pytest.raises(ArchiveExists):
        office.restore(backup, "a.archive")


@pytest.mark.parametrize("part", ["file", "keys"])
def test_a_changed_or_cut_backup_is_refused(office: Office, tmp_path: Path, part: str) -> None:
    backup = backed_up(office.archive, tmp_path / "usb" / "1.backup")
    office.archive.close()
    path: Path = getattr(backup, part)
    content = path.read_bytes()
    size = len(content)
    places = [0, 20, size // 3, size // 2, size - 1]
    for at in places:
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        _refused(office, backup)
    for cut in (1, 16, 65_552, size // 2):
        if cut < size:
            path.write_bytes(content[:-cut])
            _refused(office, backup)
    path.write_bytes(content + b"x")
    _refused(office, backup)


def _refused(office: Office, backup: Backup) -> None:
    unlocked = office.template.unlocked
    header = (office.path / "a.archive" / "archive.json").read_bytes()

    def unlock(found: bytes) -> keys.Unlocked:
        if found != header:
            raise ContainerBroken(file="archive.json")
        return unlocked

    folder = office.path / "r.archive"
    with pytest.raises(Broken):
        restore(backup.file, backup.keys, folder, unlock, random=Randomness("r"))
    assert not folder.exists()
    assert not folder.with_name("r.archive.new").exists()


def test_a_backup_opens_with_a_members_passphrase_only(office: Office, tmp_path: Path) -> None:
    backup = backed_up(office.archive, tmp_path / "usb" / "1.backup")
    office.archive.close()
    with pytest.raises(WrongPassphrase):
        restore(backup.file, backup.keys, tmp_path / "r.archive", _by(BAKYT.passphrase))
    restore(backup.file, backup.keys, tmp_path / "r.archive", _by(AIZADA.passphrase))
    with open_with_keys(tmp_path / "r.archive", office.template.unlocked) as again:
        assert access_reference(again, reader_of(again), office.person) == office.person
        assert access_statement(again, reader_of(again), office.name.hex())


def _by(passphrase: str):  # type: ignore[no-untyped-def]
    return lambda header: open_header(header, passphrase)


def test_nothing_can_be_read_without_keys(office: Office, tmp_path: Path) -> None:
    backup = backed_up(office.archive, tmp_path / "usb" / "1.backup")
    with office.archive:
        content = backup.file.read_bytes() + backup.keys.read_bytes()
    for secret in (NAME, NOTE, b"A march is stopped", office.person.encode(), AIZADA.member.encode()):
        assert secret not in content


def test_a_restored_archive_is_backed_up_and_restored(office: Office, tmp_path: Path) -> None:
    first = backed_up(office.archive, tmp_path / "usb" / "1.backup")
    with office.archive, office.restore(first) as again:
        erase(again, reader_of(again), office.name.hex(), GROUND)
        second = backed_up(again, tmp_path / "usb" / "2.backup")
        before = fingerprints(again)
    with office.restore(second, "s.archive") as third:
        assert fingerprints(third) == before
        assert len(third.logs()) == 3
    with office.restore(first, "t.archive", second.keys) as old:
        assert not access_record(old, reader_of(old), office.person).all("person.name")
