# SPDX-License-Identifier: Apache-2.0
"""Names are recorded by who cannot read them, settled by who can, and missed when they are gone."""

import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from tests.sheets import sheet
from tests.template import Template

from kuzat.errors import Broken
from kuzat.log.box import BoxBroken, seal
from kuzat.log.statement import Draft, bind
from kuzat.store import (
    Act,
    Archive,
    Original,
    fingerprints,
    identity_fingerprints,
    import_sheet,
    is_protected,
    keep,
    rebuild,
    rebuild_identity,
    verify,
)
from kuzat.store.erasing import finish
from kuzat.store.opening import IdentityGone
from kuzat.store.settling import IdentityAhead, IdentityMissing
from kuzat.store.values import EntryBroken
from kuzat.testing import Maker

NAME, PHONE = "Айсулуу Токтосунова", "+996 000 010203"
FOLDERS = ("cases.db", "log")


@pytest.fixture
def office(template: Template, tmp_path: Path) -> "Office":
    office = Office(template, tmp_path / "a.archive")
    template.copy(office.path).close()
    return office


class Office:
    """One archive, opened by an officer or by a documenter who holds no key to identities."""

    def __init__(self, template: Template, path: Path) -> None:
        self.path, self.officer = path, template
        unlocked = template.unlocked
        shut = replace(unlocked, identity={}, roles=frozenset({"documenter"}))
        self.documenter = template._replace(unlocked=shut)

    def open(self, seed: str = "again", *, shut: bool = False) -> Archive:
        return (self.documenter if shut else self.officer).open(self.path, seed=seed)


def boxed(archive: Archive) -> int:
    return int(archive.database.row("SELECT count(*) FROM sealed WHERE box IS NOT NULL")[0])


def tombstone(archive: Archive, stone: Draft) -> Act:
    """The act of erasing one statement, as erasing makes it."""
    return Act(bound=[bind(stone, archive.log_id, archive.random(16))])


def names(archive: Archive) -> list[str]:
    assert archive.compartment is not None
    return [one.value for one in archive.compartment.saying("person.identity_name")]


def test_who_cannot_open_identities_records_a_name(office: Office) -> None:
    with office.open(shut=True) as archive:
        person = Maker(archive).new("person", identity_name=NAME, phone=PHONE, country="KG")
        assert archive.compartment is None
        assert boxed(archive) == 2
        report = verify(archive, values=True)
        assert (report.sealed, report.missing) == (2, 0)
    with office.open() as archive:
        assert boxed(archive) == 0
        assert names(archive) == [NAME]
        assert verify(archive, values=True).sealed == 0
        (kept,) = archive.database.rows("SELECT * FROM sealed WHERE about = ? LIMIT 1", (person,))
        assert kept[-1] is None


def test_settling_again_after_a_crash_changes_nothing(office: Office) -> None:
    with office.open() as archive:
        Maker(archive).new("person", identity_name=NAME)
        # What a crash leaves between the two: the statement is in identity.db, and its box still here.
        (one,) = archive.compartment.saying("person.identity_name")  # type: ignore[union-attr]
        _, _, _, _, epoch, box = archive.writer.sealer.row(one, archive.log_key, 0)
        with archive.database.writing():
            archive.database.raw.execute("UPDATE sealed SET box = ?, epoch = ?", (box, epoch))
        held = identity_fingerprints(archive)
    with office.open() as archive:
        assert (boxed(archive), names(archive)) == (0, [NAME])
        assert identity_fingerprints(archive) == held


def test_a_commit_is_not_reported_as_failed_when_it_cannot_settle(office: Office) -> None:
    with office.open() as archive, office.open("other") as other:
        other.database.raw.execute("PRAGMA busy_timeout = 1")
        archive.compartment.raw.execute("PRAGMA busy_timeout = 1")  # type: ignore[union-attr]
        with other.compartment.database.writing():  # type: ignore[union-attr]
            Maker(archive).new("person", identity_name=NAME)
        assert (boxed(archive), names(archive)) == (1, [])
        Maker(archive).new("event", start="2020")
        assert (boxed(archive), names(archive)) == (0, [NAME])


def test_swapped_boxes_are_kept_and_named(office: Office) -> None:
    with office.open(shut=True) as archive:
        maker = Maker(archive)
        for name in (NAME, "Гүлжан"):
            maker.new("person", identity_name=name)
        (one, first), (two, second) = archive.database.rows("SELECT statement, box FROM sealed")
        with archive.database.writing():
            for id_, box in ((one, second), (two, first)):
                archive.database.raw.execute("UPDATE sealed SET box = ? WHERE statement = ?", (box, id_))
    with office.open() as archive:
        assert (boxed(archive), names(archive)) == (2, [])
        assert {broken.details["statement"] for broken in archive.unsettled} == {one.hex(), two.hex()}
        with pytest.raises(BoxBroken):
            verify(archive, values=True)
        Maker(archive).new("person", identity_name="Бермет")
        assert names(archive) == ["Бермет"]


def test_a_box_of_another_archive_or_record_is_named(office: Office) -> None:
    with office.open() as archive:
        person = Maker(archive).new("person", identity_name=NAME)
        (one,) = archive.compartment.about(person)  # type: ignore[union-attr]
        foreign = seal(one, "ee" * 16, archive.writer.sealer.public_key, bytes(range(32)))
        moved = archive.writer.sealer.row(one, 0, 0)[-1]
        archive.compartment.forget([one.id])  # type: ignore[union-attr]
        for box, about in ((foreign, person), (moved, "per-" + "9" * 32)):
            with archive.database.writing():
                archive.database.raw.execute("UPDATE sealed SET box = ?, about = ?", (box, about))
                archive.settle_boxes()
            assert len(archive.unsettled) == 1
            assert NAME not in str(archive.unsettled[0])


def test_an_older_identity_db_is_an_alarm_and_changes_nothing(office: Office, tmp_path: Path) -> None:
    office.open().close()
    shutil.copy(office.path / "identity.db", tmp_path / "older.db")
    with office.open() as archive:
        Maker(archive).new("person", identity_name=NAME, phone=PHONE)
    newer = (office.path / "identity.db").read_bytes()
    shutil.copy(tmp_path / "older.db", office.path / "identity.db")
    with pytest.raises(IdentityMissing, match="lacks 2"):
        office.open()
    assert (office.path / "identity.db").read_bytes() == (tmp_path / "older.db").read_bytes()
    with office.open(shut=True) as archive:  # who cannot open it works on
        assert verify(archive, values=True).sealed == 2
    (office.path / "identity.db").write_bytes(newer)
    office.open().close()


def test_a_missing_identity_db_is_an_alarm(office: Office) -> None:
    (office.path / "identity.db").unlink()
    with office.open() as archive:  # nothing was in it
        Maker(archive).new("person", identity_name=NAME)
    (office.path / "identity.db").unlink()
    with pytest.raises(IdentityGone):
        office.open()


def test_older_cases_and_log_beside_a_newer_identity_db_are_an_alarm(office: Office, tmp_path: Path) -> None:
    with office.open() as archive:
        Maker(archive).new("event", start="2020")
    for name in FOLDERS:
        source = office.path / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    with office.open() as archive:
        Maker(archive).new("person", identity_name=NAME)
    shutil.rmtree(office.path / "log")
    shutil.copytree(tmp_path / "log", office.path / "log")
    shutil.copy(tmp_path / "cases.db", office.path / "cases.db")
    with pytest.raises(IdentityAhead):
        office.open()


def test_another_archives_identity_db_is_refused(office: Office, template: Template, tmp_path: Path) -> None:
    other = Template.make(tmp_path / "other.archive", seed="other")
    shutil.copy(other.path / "identity.db", office.path / "identity.db")
    with pytest.raises(Broken):
        office.open()


def test_readings_do_not_depend_on_whether_identities_are_open(office: Office) -> None:
    with office.open() as archive:
        maker = Maker(archive)
        person = maker.new("person", identity_name=NAME, phone=PHONE)
        maker.new("act", victim=person, type="act.liberty")
        maker.new("event", description="Кошунам айтып берди", language="ky")
        opened, held = fingerprints(archive), identity_fingerprints(archive)
        assert archive.database.row("SELECT id FROM person") == (person,)
        rebuild(archive)
        rebuild_identity(archive)
        assert (fingerprints(archive), identity_fingerprints(archive)) == (opened, held)
    with office.open(shut=True) as archive:
        assert identity_fingerprints(archive) == {}
        assert fingerprints(archive) == opened
        rebuild(archive)
        assert fingerprints(archive) == opened


def test_free_text_without_a_public_basis_is_in_no_table(office: Office) -> None:
    with office.open() as archive:
        event = Maker(archive).new("event", title="Told in trust", start="2020")
        assert archive.database.row("SELECT title, start FROM event WHERE id = ?", (event,)) == (None, "2020")
        assert archive.compartment.search("trust", 9) == [event]  # type: ignore[union-attr]


def test_what_is_withdrawn_is_no_longer_found(office: Office) -> None:
    with office.open() as archive:
        person = Maker(archive).new("person", identity_name=NAME)
        (one,) = archive.compartment.about(person)  # type: ignore[union-attr]
        archive.say([Draft(op="withdraw", about=person, says=one.says, type="statement", value=one.id.hex())])
        assert archive.compartment.search(NAME, 9) == []  # type: ignore[union-attr]
        assert (boxed(archive), names(archive)) == (0, [])
        assert archive.database.row("SELECT count(*) FROM sealed") == (2,)


def test_a_value_that_vanished_is_missing(office: Office) -> None:
    with office.open() as archive:
        Maker(archive).new("person", identity_name=NAME)
        (one,) = archive.compartment.saying("person.identity_name")  # type: ignore[union-attr]
        archive.compartment.forget([one.id])  # type: ignore[union-attr]
        with pytest.raises(EntryBroken, match="missing and was not erased"):
            verify(archive, values=True)


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE statement SET value = 'Somebody else'",
        "UPDATE statement SET about = 'per-99999999999999999999999999999999'",
        "UPDATE statement SET says = 'person.address'",
    ],
)
def test_a_changed_value_is_named_by_its_entry(office: Office, forged: str) -> None:
    with office.open() as archive:
        Maker(archive).new("person", identity_name=NAME)
        with archive.compartment.database.writing():  # type: ignore[union-attr]
            archive.compartment.raw.execute(forged)  # type: ignore[union-attr]
        with pytest.raises(EntryBroken, match=f"Entry {archive.size() - 1}"):
            verify(archive, values=True)


@pytest.mark.parametrize(
    "forged",
    [
        "DELETE FROM sealed",
        "UPDATE sealed SET statement = zeroblob(32)",
        "UPDATE sealed SET position = position - 1",
        "INSERT INTO sealed VALUES (zeroblob(32), 1, 1, 'per-99999999999999999999999999999999', 1, NULL)",
    ],
)
@pytest.mark.parametrize("shut", [False, True])
def test_a_changed_row_is_named_also_by_who_cannot_open_it(office: Office, forged: str, shut: bool) -> None:
    with office.open() as archive:
        Maker(archive).new("person", identity_name=NAME)
    with office.open(shut=True) as archive:
        with archive.database.writing():
            archive.database.raw.execute(forged)
        if shut:
            with pytest.raises(EntryBroken):
                verify(archive, values=True)
    if not shut:
        with pytest.raises(Broken), office.open() as archive:
            verify(archive, values=True)


def test_what_was_erased_is_forgotten_and_stays_forgotten(office: Office, tmp_path: Path) -> None:
    with office.open() as archive:
        person = Maker(archive).new("person", identity_name=NAME, phone=PHONE, country="KG")
        (one,) = archive.compartment.saying("person.identity_name")  # type: ignore[union-attr]
    shutil.copy(office.path / "identity.db", tmp_path / "older.db")
    with office.open() as archive:
        stone = Draft(about=person, says="any.erased", type="statement", value=one.id.hex())
        archive.commit_checked([tombstone(archive, stone)])
        finish(archive)
        assert names(archive) == []
        report = verify(archive, values=True)
        assert (report.erased, report.missing) == (1, 0)
    shutil.copy(tmp_path / "older.db", office.path / "identity.db")
    with office.open() as archive:
        assert names(archive) == []
        assert archive.compartment.search(NAME, 9) == []  # type: ignore[union-attr]


def test_an_erasure_by_who_cannot_open_is_done_by_who_can(office: Office) -> None:
    with office.open() as archive:
        person = Maker(archive).new("person", identity_name=NAME, country="KG")
        (one,) = archive.compartment.about(person)  # type: ignore[union-attr]
    with office.open(shut=True) as archive:
        stone = Draft(about=person, says="any.erased", type="statement", value=one.id.hex())
        archive.commit_checked([tombstone(archive, stone)])
        finish(archive)
    with office.open() as archive:
        assert names(archive) == []
        assert verify(archive, values=True).erased == 1


def test_a_protected_original_is_known_again_by_who_kept_it(office: Office) -> None:
    content = BytesIO(b"a letter")
    letter = Original(name="Айсулуунун каты.txt", media_type="text/plain", content=content, protected=True)
    with office.open(shut=True) as archive:
        first = keep(archive, letter)
        assert is_protected(archive, first.id)
        (told,) = archive.database.rows("SELECT name, sha256 FROM exhibit WHERE id = ?", (first.id,))
        assert told == (None, None)
        content.seek(0)
        assert keep(archive, letter).id == first.id
        assert verify(archive).exhibits == 2
    with office.open() as archive:
        content.seek(0)
        assert keep(archive, letter).id == first.id
        assert verify(archive).exhibits == 2


PEOPLE = """kuzat: mapping/1
language: ky
records:
- kind: person
  set:
    person.identity_name: name
    person.phone: phone
"""


def test_a_sheet_of_names_is_taken_once_also_by_who_cannot_read_it(office: Office) -> None:
    list_ = sheet(f"{NAME},{PHONE}", "Гүлжан,", head="name,phone", mapping=PEOPLE)
    with office.open(shut=True) as archive:
        first = import_sheet(archive, list_)
        assert (first.taken, first.sealed) == (2, 3)
        again = import_sheet(archive, list_)
        assert (again.taken, again.skipped, again.exhibit) == (0, 2, first.exhibit)
        assert is_protected(archive, str(first.exhibit))
    with office.open() as archive:
        assert sorted(names(archive)) == sorted([NAME, "Гүлжан"])
        assert verify(archive, values=True).missing == 0
