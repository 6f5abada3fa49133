# SPDX-License-Identifier: Apache-2.0
"""Whoever has the keys may change what stands in the tables; verifying names the first wrong entry."""

from pathlib import Path

import pytest
from tests.damage import Small
from tests.template import Template

from kuzat.errors import Broken
from kuzat.log import note
from kuzat.log.note import Checkpoint
from kuzat.store import Act, Archive, verify
from kuzat.store.commit import EdgeBroken
from kuzat.store.verify import CheckpointBroken, EntryBroken
from kuzat.terms import ids
from kuzat.testing import Maker, drafts

COMMIT = 5


@pytest.fixture
def archive(template: Template, tmp_path: Path) -> Archive:
    """A log of single entries, and one commit of several entries in the middle."""
    small = Small.make(template, tmp_path / "a.archive")
    with small.open() as archive:
        records = (ids.record_id("event", archive.random(16)) for _ in range(COMMIT))
        said = [drafts(archive.vocabulary, record, {"start": "2020", "story": "gate"}) for record in records]
        archive.commit([Act(drafts=list(one)) for one in said])
        Maker(archive).new("event", start="2021")
        assert verify(archive, values=True).missing == 0
        yield archive


def tamper(archive: Archive, query: str, *values: object) -> None:
    """Change the tables as the driver lets anybody who has the key."""
    archive.database.raw.execute("PRAGMA ignore_check_constraints = ON")
    assert archive.database.raw.execute(query, values).rowcount == 1


def alarm(archive: Archive, *, values: bool = True) -> Broken:
    with pytest.raises(Broken) as found:
        verify(archive, values=values)
    assert found.value.step()
    return found.value


def middle(archive: Archive) -> int:
    """An entry inside the commit of several."""
    return archive.size() - 1 - COMMIT + 2


@pytest.mark.parametrize(
    "column", ["value", "about", "says", "type", "language", "basis", "op", "salt", "id"]
)
def test_a_changed_part_of_a_statement(archive: Archive, column: str) -> None:
    place = middle(archive)
    fresh = {"id": bytes(32), "salt": bytes(16), "op": "withdraw", "about": "evt-" + "0" * 32}
    tamper(
        archive,
        f"UPDATE statement SET {column} = ? WHERE position = ? AND says = 'event.story'",
        fresh.get(column, "event.end"),
        place,
    )
    found = alarm(archive)
    assert isinstance(found, EntryBroken)
    assert found.details["position"] == place
    assert "gate" not in str(found)


@pytest.mark.parametrize("column", ["by", "at", "by_salt", "at_salt", "salt"])
def test_a_changed_author_hour_or_salt(archive: Archive, column: str) -> None:
    fresh = bytes(16) if column.endswith("salt") else "0" * 32
    tamper(archive, f'UPDATE entry SET "{column}" = ? WHERE position = ?', fresh, middle(archive))
    found = alarm(archive)
    assert (found.code, found.details["position"]) == ("entry_broken", middle(archive))


def test_a_statement_that_is_taken_away(archive: Archive) -> None:
    tamper(archive, "DELETE FROM statement WHERE position = ? AND says = 'event.story'", middle(archive))
    assert alarm(archive).details["position"] == middle(archive)


def test_a_statement_that_was_never_said(archive: Archive) -> None:
    tamper(
        archive,
        "INSERT INTO statement SELECT (SELECT max(seq) + 1 FROM statement), log, position, ?, salt, op,"
        " about, says, type, value, language, basis FROM statement WHERE position = ? LIMIT 1",
        bytes(32),
        archive.size() - 1,
    )
    assert alarm(archive).code == "entry_broken"


@pytest.mark.parametrize("values", [True, False])
def test_changed_bytes_of_an_entry_inside_a_commit(archive: Archive, values: bool) -> None:
    """The signature covers the whole commit; the log folder tells which entry of it is wrong."""
    place = middle(archive)
    encoded = archive.folder.entries(place, place + 1)[0]
    other = archive.folder.entries(place - 1, place)[0]
    for content in (encoded[:-1] + b" ", other, encoded.replace(b'"suite":1', b'"suite":2')):
        tamper(archive, "UPDATE entry SET bytes = ? WHERE position = ?", content, place)
        found = alarm(archive, values=values)
        assert (found.code, found.details["position"]) == ("entry_broken", place)
    tamper(archive, "UPDATE entry SET bytes = ? WHERE position = ?", encoded, place)
    assert verify(archive, values=True).missing == 0


def test_an_entry_that_is_taken_away(archive: Archive) -> None:
    place = middle(archive)
    tamper(archive, "DELETE FROM entry WHERE position = ?", place)
    assert alarm(archive).details["position"] == place


def test_the_last_entries_taken_away_with_their_signature(archive: Archive) -> None:
    """Nothing inside the tables shows it; the published checkpoint does."""
    last = archive.size() - 1
    raw = archive.database.raw
    raw.execute("DELETE FROM entry WHERE position = ?", (last,))
    raw.execute("DELETE FROM statement WHERE position = ?", (last,))
    raw.execute("DELETE FROM checkpoint WHERE size = ?", (last + 1,))
    assert alarm(archive)
    with pytest.raises(Broken):
        Maker(archive).page()


def test_a_signature_of_another_key(archive: Archive) -> None:
    size, signed = archive.newest_checkpoint() or (0, b"")
    text = Checkpoint.parse(signed).text()
    for column, line in (
        ("note", text + b"\n" + note.sign(text, archive.log_id, bytes(32))),
        ("member_line", note.sign(text, archive.member, bytes(32))),
        ("note", text + b"\n"),
        ("member_line", b""),
    ):
        before = archive.database.row(f"SELECT {column} FROM checkpoint WHERE size = ?", (size,))[0]
        tamper(archive, f"UPDATE checkpoint SET {column} = ? WHERE size = ?", line, size)
        assert alarm(archive)
        tamper(archive, f"UPDATE checkpoint SET {column} = ? WHERE size = ?", before, size)
    assert verify(archive).entries == size


def test_a_forged_checkpoint_in_the_middle(archive: Archive) -> None:
    """Signed by the log's own key, over another root."""
    size = archive.size() - 1
    signer = archive.writer.signer
    text = Checkpoint(origin=archive.log_id, size=size, root=bytes(32)).text()
    forged = text + b"\n" + note.sign(text, signer.log_id, signer.log_seed)
    tamper(archive, "UPDATE checkpoint SET note = ? WHERE size = ?", forged, size)
    assert alarm(archive).code == "entry_broken"


def test_a_worn_edge_signs_nothing(archive: Archive) -> None:
    size = archive.size()
    tamper(archive, "UPDATE edge SET hash = ? WHERE place = 0", bytes(32))
    assert isinstance(alarm(archive), CheckpointBroken)
    with pytest.raises(EdgeBroken):
        Maker(archive).page()
    assert archive.size() == size


def test_another_key_beside_the_log(archive: Archive) -> None:
    """It is the one that people note on paper."""
    tamper(archive, "UPDATE log SET public_key = ? WHERE id = ?", bytes(32), archive.log_id)
    assert alarm(archive, values=False).details["position"] == 0


def test_an_order_that_was_not_signed(archive: Archive) -> None:
    tamper(archive, "UPDATE entry SET lamport = 0 WHERE position = ?", middle(archive))
    assert alarm(archive).details["position"] == middle(archive)


def test_another_genesis(archive: Archive) -> None:
    encoded = archive.folder.entries(0, 1)[0]
    key = archive.database.row("SELECT public_key FROM log")[0].hex().encode()
    tamper(archive, "UPDATE entry SET bytes = ? WHERE position = 0", encoded.replace(key, b"0" * 64))
    assert alarm(archive).code in ("entry_broken", "note_bad")


def test_an_exhibit_under_another_key(archive: Archive) -> None:
    exhibit = archive.database.row("SELECT exhibit FROM exhibit_key ORDER BY exhibit LIMIT 1")[0]
    tamper(archive, "UPDATE exhibit_key SET key = ? WHERE exhibit = ?", bytes(32), exhibit)
    assert exhibit in str(alarm(archive))
