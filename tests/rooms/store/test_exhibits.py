# SPDX-License-Identifier: Apache-2.0
"""Originals are kept once, byte for byte, whatever is said of them later."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from tests.template import Template

from kuzat.errors import Missing
from kuzat.log.statement import Draft, withdraw
from kuzat.preservation import ExhibitBroken
from kuzat.store import (
    Archive,
    Original,
    access_record,
    access_statement,
    fetch,
    keep,
    reader_of,
    verify,
)
from kuzat.store.vaults import ExhibitGone


def note(content: bytes, name: str = "note.txt") -> Original:
    return Original(name=name, media_type="text/plain", content=BytesIO(content))


def sealed(archive: Archive) -> list[str]:
    return sorted(file.name for file in (archive.path / "exhibits").iterdir())


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 300_000])
def test_an_original_comes_back_byte_for_byte(archive: Archive, size: int) -> None:
    content = bytes(n % 251 for n in range(size))
    kept = keep(archive, note(content))
    assert kept.size == size
    assert b"".join(fetch(archive, kept.id)) == content
    assert verify(archive, values=True).exhibits == 2


def test_the_same_content_again_is_the_same_exhibit(archive: Archive) -> None:
    first = keep(archive, note(b"seen at the gate"))
    before = archive.size(), sealed(archive)
    again = keep(archive, note(b"seen at the gate", name="other.txt"))
    assert again.id == first.id
    assert (archive.size(), sealed(archive)) == before


def test_where_it_is_published_may_be_said_later_and_is_said_once(archive: Archive) -> None:
    kept = keep(archive, note(b"seen at the gate"))
    address = "https://practice.example.org/note"
    published = Original(name="note", media_type="text/plain", content=BytesIO(b""), public=address)
    for _ in range(2):
        again = keep(archive, replace(published, content=BytesIO(b"seen at the gate")))
        assert again.id == kept.id
        (value,) = access_record(archive, reader_of(archive), kept.id).all("exhibit.public")
        assert value.text == address
    archive.say([withdraw(access_statement(archive, reader_of(archive), value.said.id.hex()).statement)])
    keep(archive, replace(published, content=BytesIO(b"seen at the gate")))
    assert access_record(archive, reader_of(archive), kept.id).all("exhibit.public") == ()


def test_each_is_sealed_under_a_key_of_its_own(archive: Archive) -> None:
    keep(archive, note(b"one"))
    keep(archive, note(b"two"))
    keys = [key for (key,) in archive.database.rows("SELECT key FROM exhibit_key")]
    assert len(set(keys)) == len(keys) == 3


def test_no_content_lies_on_the_disk(archive: Archive) -> None:
    content = b"Three people stood by the gate."
    keep(archive, note(content))
    for file in archive.path.rglob("*"):
        assert not file.is_file() or content not in file.read_bytes()


def test_what_is_not_here(archive: Archive) -> None:
    with pytest.raises(Missing):
        list(fetch(archive, "exh-" + "0" * 32))


def test_a_sealed_file_that_is_gone_or_exchanged(archive: Archive) -> None:
    one, two = keep(archive, note(b"one")), keep(archive, note(b"two"))
    folder = archive.path / "exhibits"
    (folder / one.id).replace(folder / "aside")
    for asked in (lambda: list(fetch(archive, one.id)), lambda: verify(archive)):
        with pytest.raises(ExhibitGone, match=one.id):
            asked()
    (folder / one.id).write_bytes((folder / two.id).read_bytes())
    for asked in (lambda: list(fetch(archive, one.id)), lambda: verify(archive)):
        with pytest.raises(ExhibitBroken, match=one.id):
            asked()
    (folder / "aside").replace(folder / one.id)
    assert verify(archive).exhibits == 3


def test_what_is_said_later_raises_no_alarm(archive: Archive) -> None:
    """Anybody may say or take back anything; the original is what it measured when it was kept."""
    kept = keep(archive, note(b"one"))
    archive.say([Draft(about=kept.id, says="exhibit.sha256", type="text", value="0" * 64)])
    assert verify(archive, values=True).exhibits == 2
    record = access_record(archive, reader_of(archive), kept.id)
    for value in record.all("exhibit.sha256"):
        placed = access_statement(archive, reader_of(archive), value.said.id.hex())
        archive.say([withdraw(placed.statement)])
    assert verify(archive, values=True).exhibits == 2
    assert b"".join(fetch(archive, kept.id)) == b"one"


def test_a_mere_claim_of_a_digest_is_no_exhibit(archive: Archive) -> None:
    """Otherwise whoever says a digest first would keep the original out."""
    probe = keep(archive, note(b"one"))
    claimed = "exh-" + "c" * 32
    row = archive.database.row("SELECT sha256 FROM exhibit WHERE id = ?", (probe.id,))
    archive.database.raw.execute("DELETE FROM exhibit_key WHERE exhibit = ?", (probe.id,))
    archive.say([Draft(about=claimed, says="exhibit.sha256", type="text", value=row[0])])
    kept = keep(archive, note(b"one"))
    assert kept.id not in (claimed, probe.id)
    assert b"".join(fetch(archive, kept.id)) == b"one"


class Torn(BytesIO):
    """A source that breaks off while it is read."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 200_000:
            raise InterruptedError
        return super().read(size)


def test_a_source_that_breaks_off_leaves_nothing(archive: Archive) -> None:
    before = archive.size(), sealed(archive)
    source = Original(name="film", media_type="video/mp4", content=Torn(bytes(400_000)))
    with pytest.raises(InterruptedError):
        keep(archive, source)
    assert (archive.size(), sealed(archive)) == before


@pytest.fixture
def interrupted(template: Template, tmp_path: Path) -> Iterator[Archive]:
    """An archive whose owner presses Ctrl+C just after a commit became durable."""
    with template.copy(tmp_path / "a.archive") as archive:
        follow, calls = archive.folder.follow, iter(range(10))

        def pressed() -> None:
            if next(calls) == 1:
                raise KeyboardInterrupt
            follow()

        archive.folder.follow = pressed  # type: ignore[method-assign]
        yield archive


def test_ctrl_c_after_the_commit_loses_no_original(interrupted: Archive, template: Template) -> None:
    with pytest.raises(KeyboardInterrupt):
        keep(interrupted, note(b"seen at the gate"))
    interrupted.close()
    with template.open(interrupted.path) as archive:
        assert verify(archive, values=True).exhibits == 2
        kept = keep(archive, note(b"seen at the gate"))
        assert b"".join(fetch(archive, kept.id)) == b"seen at the gate"
        assert len(sealed(archive)) == 2
