# SPDX-License-Identifier: Apache-2.0
"""Erasing what lies with the identities: boxed or settled, no byte of it is left in either database."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from tests import lives
from tests.damage import NOTE
from tests.lives import Life
from tests.residue import content_of_every_file
from tests.template import Template

from kuzat import keys
from kuzat.log import BoxBroken, open_box
from kuzat.log.statement import Draft
from kuzat.store import (
    Archive,
    Original,
    access_erased,
    access_identity,
    access_sealed,
    back_up,
    erase,
    keep,
    open_with_keys,
    reader_of,
    restore,
    verify,
)
from kuzat.store.container import Reading
from kuzat.store.unpacking import KEYS_MAGIC, MAGIC, opened_box, read_keys
from kuzat.testing import Clock, Maker, Randomness

GROUND = "erasure_ground.asked"
NAME = "Zarinabegim Qoʻldoshxonova"
STEM = b"zarinabegim"
LeftIn = Callable[..., list[bytes]]


@pytest.fixture
def left_in(template: Template) -> LeftIn:
    """Which of some bytes are still in the archive's files, those of identity.db decrypted too."""

    def left(archive: Archive, *secrets: bytes) -> list[bytes]:
        unlocked = template.unlocked
        identity = keys.identity_database_key(unlocked.identity[max(unlocked.identity)], archive.id)
        content = b"\n".join(content_of_every_file(archive, unlocked.cases_key, identity)).lower()
        return [secret for secret in secrets if secret.lower() in content]

    return left


def person(archive: Archive) -> tuple[str, bytes]:
    """A person whose name rests on nothing public, and the statement that names them."""
    record = Maker(archive).new("person", country="KG")
    draft = Draft(about=record, says="person.name", type="text", value=NAME, language="uz")
    return record, archive.say([draft]).ids[0][0]


def test_nothing_of_an_identity_is_left(archive: Archive, left_in: LeftIn) -> None:
    record, said = person(archive)
    assert left_in(archive, STEM, NAME.encode()) == [STEM, NAME.encode()]
    erase(archive, reader_of(archive), said.hex(), GROUND)
    assert left_in(archive, STEM, NAME.encode()) == []
    report = verify(archive, values=True)
    assert (report.erased, report.missing) == (1, 0)
    opened = access_identity(archive, reader_of(archive), record, "to see that it is gone")
    assert not opened.record.all("person.name")


def test_a_person_is_erased_with_what_lies_in_either_compartment(
    archive: Archive, left_in: LeftIn
) -> None:
    record, said = person(archive)
    access_identity(archive, reader_of(archive), record, "to call back")
    erasure = erase(archive, reader_of(archive), record, GROUND)
    assert {target.says for target in erasure.targets} == {"person.name", "person.country"}
    assert said in {target.id for target in erasure.targets}
    assert left_in(archive, STEM) == []
    verify(archive, values=True)


def test_a_protected_original_goes_with_its_key_and_file(archive: Archive, left_in: LeftIn) -> None:
    original = Original(name="a.txt", media_type="text/plain", content=BytesIO(NOTE), protected=True)
    exhibit = keep(archive, original).id
    (path,) = [file for file in (archive.path / "exhibits").iterdir() if file.name == exhibit]
    erase(archive, reader_of(archive), exhibit, GROUND)
    assert not path.exists()
    assert left_in(archive, b"a.txt") == []
    verify(archive, values=True)


def test_an_older_backup_does_not_bring_an_identity_back(
    archive: Archive, template: Template, tmp_path: Path
) -> None:
    record, said = person(archive)
    (tmp_path / "usb").mkdir()
    older = back_up(archive, reader_of(archive), tmp_path / "usb" / "1.backup")
    erase(archive, reader_of(archive), said.hex(), GROUND)
    back_up(archive, reader_of(archive), tmp_path / "usb" / "2.backup")
    folder, unlocked = tmp_path / "r.archive", template.unlocked
    restored = restore(older.file, older.keys, folder, lambda _: unlocked, random=Randomness("r"))
    with open_with_keys(folder, unlocked, clock=Clock(), random=Randomness("s")) as again:
        opened = access_identity(again, reader_of(again), record, "to see that it is gone")
        assert not opened.record.all("person.name")
        assert verify(again, values=True).missing == 0
    assert (restored.erased, restored.lost) == (1, 1)  # the country went with the key


def test_in_an_older_backup_no_key_of_today_opens_the_box(
    archive: Archive, template: Template, tmp_path: Path
) -> None:
    """The key pair of the compartment would open it for ever: so it lies under its subject's key too."""
    _, said = person(archive)
    older = back_up(archive, reader_of(archive), tmp_path / "1.backup")
    erase(archive, reader_of(archive), said.hex(), GROUND)
    newer = back_up(archive, reader_of(archive), tmp_path / "2.backup")
    with Reading(newer.keys, KEYS_MAGIC, lambda _: template.unlocked) as reading:
        found = read_keys(reading)
    with Reading(older.file, MAGIC, lambda _: template.unlocked) as reading:
        told = [reading.line() for _ in range(2)]
        while (told[-1][0], told[-1][1]) != ("sealed", said.hex()):
            told.append(reading.line())
    _, id_, about, _, box = (str(part) for part in told[-1])
    assert opened_box(found, id_, about, box) is None
    epoch = max(template.unlocked.identity)
    secret = keys.identity_box_secret(template.unlocked.identity[epoch], archive.id)
    with pytest.raises(BoxBroken):
        open_box(bytes.fromhex(box), archive.id, archive.log_id, said, secret)


def test_a_sealed_statement_says_when_and_why_it_went_and_never_what_it_said(archive: Archive) -> None:
    record, said = person(archive)
    assert access_erased(archive, reader_of(archive), record) == ()
    erase(archive, reader_of(archive), said.hex(), GROUND)
    (gone,) = access_erased(archive, reader_of(archive), record)
    assert (gone.statement, gone.says, gone.ground) == (said.hex(), None, GROUND)
    assert gone.at.startswith("2025-")
    assert access_sealed(archive, reader_of(archive), record) == 0


@pytest.mark.parametrize("stage", ["before tiles", "before the rename", "after the rename"])
def test_a_killed_erasure_leaves_nothing_once_it_is_opened_again(
    template: Template, tmp_path: Path, left_in: LeftIn, stage: str
) -> None:
    path = tmp_path / "killed.archive"
    with template.copy(path) as archive:
        record, said = person(archive)
        salt = archive.compartment.statement(said).salt  # type: ignore[union-attr]
        assert left_in(archive, STEM, salt) == [STEM, salt]
    with Life(lives.erasing, path, template.unlocked, said.hex(), stage) as life:
        assert life.rest() == []
    with template.open(path) as archive:
        assert left_in(archive, STEM, NAME.encode(), salt) == []
        assert [one.statement for one in access_erased(archive, reader_of(archive), record)] == [said.hex()]
        assert verify(archive, values=True).missing == 0
