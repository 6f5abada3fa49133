# SPDX-License-Identifier: Apache-2.0
"""Erasing: nothing of it is left in any file, the rest is proven as before, and a crash changes nothing."""

import random
import re
import statistics
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from tests.damage import NOTE, Small
from tests.residue import content_of_every_file
from tests.template import Template

from kuzat.log.report import check_proof
from kuzat.log.statement import Draft
from kuzat.records import adopt
from kuzat.store import (
    Act,
    Archive,
    ErasureUnfinished,
    Original,
    access_erased,
    access_proof,
    access_record,
    access_search,
    access_statement,
    erase,
    fetch,
    fingerprints,
    handed_out,
    keep,
    reader_of,
    rebuild,
    verify,
)
from kuzat.store import erasing as module
from kuzat.store.access import NoSuchRecord
from kuzat.store.cipher import Busy, Database
from kuzat.store.erasing import GroundUnknown, finish, is_due
from kuzat.store.proving import StatementErased
from kuzat.store.reach import (
    NoContent,
    NothingToErase,
    RestingUndecided,
    StillInOriginal,
    VocabularyKept,
)
from kuzat.store.vaults import ExhibitGone, NoSuchExhibit
from kuzat.store.verify import EntryBroken
from kuzat.terms import ids
from kuzat.testing import Maker

GROUND = "erasure_ground.consent_withdrawn"
NAME = "Zarinabegim Qoʻldoshxonova"
STEM = b"zarinabegim"
LeftIn = Callable[..., list[bytes]]


def salt_of(archive: Archive, statement: bytes) -> bytes:
    return access_statement(archive, reader_of(archive), statement.hex()).statement.salt


def person(archive: Archive, name: str = NAME) -> tuple[str, bytes]:
    """A person of one name, and the statement that names them."""
    maker = Maker(archive)
    record = maker.new("person", country="KG")
    (said,) = maker.add(record, basis=maker.page(), name=name)
    return record, said


@pytest.fixture
def left_in(template: Template) -> LeftIn:
    """Which of some bytes are still in the archive's files, decrypted, in letters of any size."""

    def left(archive: Archive, *secrets: bytes) -> list[bytes]:
        content = b"\n".join(content_of_every_file(archive, template.unlocked.cases_key)).lower()
        return [secret for secret in secrets if secret.lower() in content]

    return left


def test_nothing_of_a_value_is_left(archive: Archive, left_in: LeftIn) -> None:
    record, said = person(archive)
    secrets = (NAME.encode(), STEM, salt_of(archive, said))
    assert left_in(archive, *secrets) == list(secrets), "the search finds what is there"
    erase(archive, reader_of(archive), said.hex(), GROUND)
    assert left_in(archive, *secrets) == []
    assert access_search(archive, reader_of(archive), "Zarinabegim") == ()
    assert not access_record(archive, reader_of(archive), record).all("person.name")


def test_what_is_erased_says_so_with_day_and_ground(archive: Archive) -> None:
    record, said = person(archive)
    erase(archive, reader_of(archive), said.hex()[:12], GROUND)
    (erased,) = access_erased(archive, reader_of(archive), record)
    assert (erased.statement, erased.says, erased.ground) == (said.hex(), "person.name", GROUND)
    assert erased.at.startswith("2025-03-21")
    with pytest.raises(StatementErased):
        access_statement(archive, reader_of(archive), said.hex())


def test_every_other_proof_stands(archive: Archive) -> None:
    """Also of another statement of the same entry, and those that were made before."""
    maker = Maker(archive)
    record = ids.record_id("person", bytes(16))
    first, second = maker.add(record, basis=maker.page(), name=[NAME, "Bakyt"])
    before = access_proof(archive, reader_of(archive), [second.hex()])
    erase(archive, reader_of(archive), first.hex(), GROUND)
    assert check_proof(before).size < archive.size()
    after = check_proof(access_proof(archive, reader_of(archive), [second.hex()], author=True))
    assert [s.value for entry in after.entries for s in entry.statements] == ["Bakyt"]
    report = verify(archive, values=True)
    assert (report.erased, report.missing) == (1, 0)


def test_a_value_that_is_missing_without_a_tombstone_is_an_alarm(archive: Archive) -> None:
    record, _ = person(archive)
    with archive.database.writing():
        archive.database.raw.execute(
            "UPDATE statement SET value = NULL, salt = NULL WHERE about = ? AND says = 'person.name'",
            (record,),
        )
    with pytest.raises(EntryBroken):
        verify(archive, values=True)


def test_a_key_that_is_missing_without_a_tombstone_is_an_alarm(archive: Archive) -> None:
    exhibit = keep(archive, Original(name="a", media_type="text/plain", content=BytesIO(NOTE)))
    with archive.database.writing():
        archive.database.raw.execute("DELETE FROM exhibit_key WHERE exhibit = ?", (exhibit.id,))
    with pytest.raises(ExhibitGone):
        verify(archive)


def test_erasing_and_rebuilding_may_change_places(template: Template, tmp_path: Path) -> None:
    made = Small.make(template, tmp_path / "a.archive")
    with made.open() as archive:
        record, said = person(archive)
        person(archive, "Bakyt")
    other = made.copy(tmp_path / "b.archive")
    with made.open() as archive, other.open() as second:
        rebuild(archive)
        erase(archive, reader_of(archive), said.hex(), GROUND)
        erase(second, reader_of(second), said.hex(), GROUND)
        rebuild(second)
        assert fingerprints(archive) == fingerprints(second)
        erase(archive, reader_of(archive), record, GROUND)
        erase(second, reader_of(second), record, GROUND)
        before = fingerprints(archive)
        rebuild(archive)
        assert before == fingerprints(archive) == fingerprints(second)


def test_a_record_of_which_all_is_erased_is_in_no_list(archive: Archive) -> None:
    record, _ = person(archive)
    records = archive.record_count()
    erasure = erase(archive, reader_of(archive), record, GROUND)
    assert {target.says for target in erasure.targets} == {"person.name", "person.country"}
    assert archive.record_count() == records - 1
    assert len(access_erased(archive, reader_of(archive), record)) == 2
    with pytest.raises(NothingToErase):
        erase(archive, reader_of(archive), record, GROUND)
    Maker(archive).add(record, country="UZ")
    before = fingerprints(archive)
    rebuild(archive)
    assert before == fingerprints(archive)


def test_what_was_made_from_a_value_goes_with_it(archive: Archive, left_in: LeftIn) -> None:
    """A version that rests on it, a version of that version, and the reason that quotes it."""
    record, said = person(archive)
    maker = Maker(archive)
    basis = f"stm-{said.hex()}"
    (version,) = archive.say([_name(record, "Zarinabegim-1", basis)]).ids[0]
    (second,) = archive.say([_name(record, "Zarinabegim-2", f"stm-{version.hex()}#chars=0,11")]).ids[0]
    page = maker.page()
    reasons = archive.say(adopt(record, said, "Zarinabegim is in her passport", page, "en")).ids[0]
    (other,) = archive.say([_name(record, "Bakyt", page)]).ids[0]
    erasure = erase(archive, reader_of(archive), said.hex(), GROUND)
    assert {target.id for target in erasure.targets} == {said, version, second, reasons[1]}
    assert left_in(archive, STEM) == []
    assert access_statement(archive, reader_of(archive), other.hex()).statement.value == "Bakyt"


def _name(record: str, name: str, basis: str) -> Draft:
    says = "person.name" if basis.startswith("inf-") else "person.reference"
    return Draft(about=record, says=says, type="text", value=name, language="en", basis=basis)


def test_an_original_goes_with_key_and_file(archive: Archive, left_in: LeftIn) -> None:
    exhibit = keep(archive, Original(name="a.txt", media_type="text/plain", content=BytesIO(NOTE))).id
    path = archive.path / "exhibits" / exhibit
    (key,) = archive.database.row("SELECT key FROM exhibit_key WHERE exhibit = ?", (exhibit,))
    assert left_in(archive, NOTE, key) == [NOTE, key]
    erasure = erase(archive, reader_of(archive), exhibit, GROUND)
    assert erasure.exhibits == (exhibit,)
    assert left_in(archive, NOTE, key, b"a.txt") == []
    assert not path.exists()
    with pytest.raises(NoSuchExhibit):
        next(fetch(archive, exhibit))
    assert verify(archive, values=True).exhibits == 1


def test_what_rests_on_an_original_is_decided_by_a_person(archive: Archive) -> None:
    exhibit = keep(archive, Original(name="a", media_type="text/plain", content=BytesIO(NOTE))).id
    record = Maker(archive).new("person", country="KG")
    basis = f"{exhibit}#row=1"
    archive.say([Draft(about=record, says="person.country", type="place", value="UZ", basis=basis)])
    with pytest.raises(RestingUndecided):
        erase(archive, reader_of(archive), exhibit, GROUND)
    assert not is_due(archive)
    assert erase(archive, reader_of(archive), exhibit, GROUND, derived=False).staying == 1
    assert len(access_record(archive, reader_of(archive), record).all("person.country")) == 2


def test_a_value_is_not_erased_while_its_original_keeps_it(archive: Archive, left_in: LeftIn) -> None:
    exhibit = keep(archive, Original(name="a", media_type="text/plain", content=BytesIO(NOTE))).id
    record = Maker(archive).new("person", country="KG")
    basis = f"{exhibit}#row=1"
    draft = Draft(about=record, says="person.country", type="place", value="UZ", basis=basis)
    (said,) = archive.say([draft]).ids[0]
    with pytest.raises(StillInOriginal):
        erase(archive, reader_of(archive), said.hex(), GROUND)
    erasure = erase(archive, reader_of(archive), said.hex(), GROUND, originals=True)
    assert erasure.exhibits == (exhibit,)
    assert left_in(archive, NOTE) == []


def test_the_measure_of_an_original_goes_only_with_it(archive: Archive, left_in: LeftIn) -> None:
    """Its digest is not salted: whoever guesses the content could check the guess."""
    exhibit = keep(archive, Original(name="a", media_type="text/plain", content=BytesIO(NOTE)))
    value = access_record(archive, reader_of(archive), exhibit.id).one("exhibit.sha256")
    assert value is not None
    erasure = erase(archive, reader_of(archive), value.said.id.hex(), GROUND)
    assert erasure.exhibits == (exhibit.id,)
    assert left_in(archive, exhibit.sha256.encode(), NOTE) == []


def test_what_cannot_be_erased(archive: Archive) -> None:
    record, said = person(archive)
    page = Maker(archive).page()
    judged = archive.say(adopt(record, said, "Her own word", page, "en")).ids[0]
    vocabulary = archive.database.row("SELECT id FROM exhibit WHERE name = 'vocabulary.json'")[0]
    refused: list[tuple[str, str, type[Exception]]] = [
        (said.hex(), "erasure_ground.boredom", GroundUnknown),
        (judged[0].hex(), GROUND, NoContent),
        (vocabulary, GROUND, VocabularyKept),
        ("f" * 64, GROUND, NothingToErase),
        ("per-" + "f" * 32, GROUND, NoSuchRecord),
    ]
    size = archive.size()
    for what, ground, error in refused:
        with pytest.raises(error):
            erase(archive, reader_of(archive), what, ground)
    assert archive.size() == size
    assert not is_due(archive)


def test_tombstones_are_never_erased(archive: Archive) -> None:
    record, said = person(archive)
    erase(archive, reader_of(archive), said.hex(), GROUND)
    stones = archive.database.rows(
        "SELECT id FROM statement WHERE says IN ('any.erased', 'any.erasure_ground')"
    )
    for (stone,) in stones:
        with pytest.raises(NoContent):
            erase(archive, reader_of(archive), bytes(stone).hex(), GROUND)
    erase(archive, reader_of(archive), record, GROUND)
    verify(archive, values=True)


def test_what_is_known_elsewhere_is_named(archive: Archive) -> None:
    """Other records with the same words, and whatever was handed out with the value in it."""
    record, said = person(archive)
    maker = Maker(archive)
    march = maker.new("event", basis=maker.page(), title=f"{NAME} is called in")
    proof = handed_out(archive, "handed_out.proof", "A court", statements=[said])
    table = handed_out(archive, "handed_out.sheet", "A partner", table="person")
    backup = handed_out(archive, "handed_out.backup", "Our second office")
    handed_out(archive, "handed_out.sheet", "Nobody", table="event")
    later = Maker(archive).add(record, basis=maker.page(), name="Zarina")
    erasure = erase(archive, reader_of(archive), said.hex(), GROUND)
    assert erasure.mentions == (march,)
    assert [given.record for given in erasure.given] == [proof, table, backup]
    assert [given.receiver for given in erasure.given] == ["A court", "A partner", "Our second office"]
    assert erase(archive, reader_of(archive), later[0].hex(), GROUND).given == ()


STEPS = ("_blank", "_exhibits_erased", "sync_folder", "write_anew")


@pytest.mark.parametrize("step", STEPS)
def test_an_erasure_that_is_interrupted_goes_on_at_opening(
    template: Template,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    left_in: LeftIn,
    step: str,
) -> None:
    path = tmp_path / "a.archive"
    with template.copy(path) as archive:
        _, said = person(archive)
        exhibit = keep(archive, Original(name="a", media_type="text/plain", content=BytesIO(NOTE))).id
        with monkeypatch.context() as patched:
            target = Database if step == "write_anew" else module
            patched.setattr(target, step, _interrupted)
            for what in (said.hex(), exhibit):
                with pytest.raises(KeyboardInterrupt):
                    erase(archive, reader_of(archive), what, GROUND)
        assert is_due(archive)
    with template.open(path) as archive:
        assert not is_due(archive)
        assert left_in(archive, STEM, NAME.encode(), NOTE) == []
        assert not (path / "exhibits" / exhibit).exists()
        assert verify(archive, values=True).erased == 5


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_another_program_that_reads_only_delays_it(
    template: Template, tmp_path: Path, left_in: LeftIn
) -> None:
    path = tmp_path / "a.archive"
    with template.copy(path) as archive:
        _, said = person(archive)
        archive.database.raw.execute("PRAGMA busy_timeout = 10")
        with template.open(path) as reading:
            reading.database.raw.execute("BEGIN")
            reading.database.raw.execute("SELECT count(*) FROM statement").fetchone()
            with pytest.raises(ErasureUnfinished):
                erase(archive, reader_of(archive), said.hex(), GROUND)
            with pytest.raises(Busy):
                finish(archive)
            reading.database.raw.execute("COMMIT")
        finish(archive)
        assert not is_due(archive)
        assert left_in(archive, STEM) == []


def test_a_copy_that_moving_rows_left_behind_goes_too(
    archive: Archive, template: Template, left_in: LeftIn
) -> None:
    """SQLite clears what is deleted, but not what stays in a page when its rows move to another."""
    rnd = random.Random(1)
    page = Maker(archive).page()
    people = [f"per-{rnd.randbytes(16).hex()}" for _ in range(1500)]
    for first in range(0, len(people), 60):
        archive.commit(
            [
                Act(drafts=[_name(record, f"{_marker(record)} {'a' * rnd.randint(5, 90)}", page)])
                for record in people[first : first + 60]
            ]
        )
    for _ in range(3):
        archive.commit([Act(drafts=[_country(r)]) for r in rnd.sample(people, 300)])
    archive.database.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = b"".join(content_of_every_file(archive, template.unlocked.cases_key))
    copies = Counter(re.findall(rb"marker[0-9a-f]{12}x", content))
    ((marker, most),) = copies.most_common(1)
    assert most > statistics.median(copies.values())
    stale = next(record for record in people if _marker(record).encode() == marker)
    erase(archive, reader_of(archive), stale, GROUND)
    assert left_in(archive, _marker(stale).encode()) == []
    kept = _marker(people[0] if people[0] != stale else people[1]).encode()
    assert left_in(archive, kept) == [kept]


def _marker(record: str) -> str:
    return f"marker{record[4:16]}x"


def _country(record: str) -> Draft:
    return Draft(about=record, says="person.country", type="place", value="KG")
