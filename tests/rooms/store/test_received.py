# SPDX-License-Identifier: Apache-2.0
"""A log of somebody else in the tables of cases.db: whole, or with chosen statements only."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kuzat.log.foreign import received_body
from kuzat.log.note import Checkpoint
from kuzat.store import (
    INSIDE,
    Archive,
    Withheld,
    access_proof,
    back_up,
    reader_of,
    rebuild,
    restore,
    verify,
)
from kuzat.store.commit import Act
from kuzat.store.proving import AuthorNotGiven
from kuzat.store.values import EntryBroken
from kuzat.store.verify import CheckpointBroken
from kuzat.testing import BAKYT, Clock, Maker, Randomness, make_archive


@pytest.fixture
def partner(tmp_path: Path) -> Iterator[Archive]:
    """Another organisation's archive."""
    with make_archive(tmp_path / "partner.archive", random=Randomness("partner")) as other:
        maker = Maker(other)
        page = maker.page()
        maker.new("event", basis=page, title="A meeting is dispersed", region="KG-O")
        maker.new("person", identity_name="Айсулуу Токтосунова", country="KG")
        yield other


def hold(archive: Archive, other: Archive, *, told: bool = True) -> int:
    """Put the whole log of ``other`` into the tables of ``archive``; if ``told``, say that it was received.

    Boxes stay where they were: what was said in them is not given.
    """
    here, there = archive.database.raw, other.database.raw
    key = there.execute("SELECT public_key FROM log WHERE key = ?", (other.log_key,)).fetchone()
    note = next(iter(other.folder.signed().values()))
    with archive.database.writing():
        here.execute("INSERT INTO log (id, public_key) VALUES (?, ?)", (other.log_id, *key))
        (held,) = here.execute("SELECT key FROM log WHERE id = ?", (other.log_id,)).fetchone()
        (last,) = here.execute("SELECT max(seq) FROM statement").fetchone()
        for table in ("entry", "statement", "edge", "checkpoint"):
            for row in there.execute(f"SELECT * FROM {table}").fetchall():
                values = [row[0] + last, held, *row[2:]] if table == "statement" else [held, *row[1:]]
                if table == "entry":
                    values[-2] += last
                holes = ",".join("?" * len(values))
                here.execute(f"INSERT INTO {table} VALUES ({holes})", values)
        sealed = there.execute("SELECT position, count(*) FROM sealed GROUP BY position").fetchall()
        for position, count in sealed:
            where = f"WHERE log = {held} AND position = {position}"
            here.execute(f"UPDATE entry SET count = count - {count}, salt = NULL {where}")
        view = archive.seen_by(other.log_id)
        view.folder.folder.mkdir(parents=True)
        view.folder.publish(0, other.size(), note)
    if told:
        archive.commit_checked([Act(kind="received", body=received_body(Checkpoint.parse(note)))])
    rebuild(archive)
    return int(held)


def change(archive: Archive, *statements: str) -> None:
    """Change what is held, as a wrong or a malicious giver would have given it."""
    with archive.database.writing():
        for statement in statements:
            archive.database.raw.execute(statement)


def keep_only(archive: Archive, held: int, says: str) -> None:
    """Of a received log one statement is given, of no entry the author and time, and only the newest note."""
    gone = f"log = {held} AND says <> '{says}'"
    change(
        archive,
        f"DELETE FROM statement WHERE {gone}",
        'UPDATE entry SET salt = NULL, "by" = NULL, by_salt = NULL, at = NULL, at_salt = NULL,'
        " count = (SELECT count(*) FROM statement s WHERE s.log = entry.log AND"
        f" s.position = entry.position) WHERE log = {held}",
        f"DELETE FROM checkpoint WHERE log = {held} AND size <"
        f" (SELECT max(size) FROM checkpoint WHERE log = {held})",
        f"UPDATE checkpoint SET member_line = NULL WHERE log = {held}",
    )
    rebuild(archive)


def test_a_whole_log_is_kept_and_verified(archive: Archive, partner: Archive) -> None:
    before = verify(archive, values=True)
    hold(archive, partner)
    after = verify(archive, values=True)
    assert after.entries == before.entries + partner.size() + 1
    (given,) = partner.database.row("SELECT count(*) FROM statement")
    assert (after.checked or 0) - (before.checked or 0) == given


def test_chosen_statements_are_kept_and_verified(archive: Archive, partner: Archive) -> None:
    before = verify(archive, values=True).checked or 0
    held = hold(archive, partner)
    keep_only(archive, held, "event.title")
    assert verify(archive, values=True).checked == before + 1
    said = archive.database.row(
        "SELECT s.about, s.value, e.by, e.at FROM statement s JOIN entry e"
        " ON e.log = s.log AND e.position = s.position WHERE s.log = ?",
        (held,),
    )
    assert said[1:] == ("A meeting is dispersed", None, None)
    (shown,) = archive.projections.said(said[0])
    assert (shown.value, shown.by, shown.at) == ("A meeting is dispersed", "", "")


def test_no_proof_names_an_author_that_was_not_given(archive: Archive, partner: Archive) -> None:
    held = hold(archive, partner)
    keep_only(archive, held, "event.title")
    (id_,) = archive.database.row("SELECT lower(hex(id)) FROM statement WHERE log = ?", (held,))
    with pytest.raises(Withheld):  # it was given to us, and to nobody else through us
        access_proof(archive, reader_of(archive), [id_])
    assert access_proof(archive, reader_of(archive), [id_], use=INSIDE)
    with pytest.raises(AuthorNotGiven):
        access_proof(archive, reader_of(archive), [id_], author=True, use=INSIDE)
    with pytest.raises(AuthorNotGiven):
        access_proof(archive, reader_of(archive), [id_], time=True, use=INSIDE)


WRONG = {
    "another_value": "UPDATE statement SET value = 'Nothing happened' WHERE log = {held}",
    "another_author": "UPDATE entry SET \"by\" = '{stranger}', by_salt = zeroblob(16)"
    " WHERE log = {held} AND position = 1",
    "another_time": "UPDATE entry SET at = '2020-01-01T00:00:00Z', at_salt = zeroblob(16)"
    " WHERE log = {held} AND position = 1",
    "a_statement_of_another_entry": "UPDATE statement SET position = position - 1 WHERE log = {held}",
    "a_value_taken_away": "UPDATE statement SET value = NULL, salt = NULL WHERE log = {held}",
    "an_invented_salt": "UPDATE entry SET salt = zeroblob(16) WHERE log = {held}",
}


@pytest.mark.parametrize("name", WRONG)
def test_what_was_given_wrongly_is_found(archive: Archive, partner: Archive, name: str) -> None:
    held = hold(archive, partner)
    keep_only(archive, held, "event.title")
    change(archive, WRONG[name].format(held=held, stranger="5e" * 16))
    with pytest.raises(EntryBroken):
        verify(archive, values=True)


def test_of_the_own_log_nothing_may_be_missing(archive: Archive) -> None:
    Maker(archive).new("event", basis=Maker(archive).page(), title="A march")
    newest = f"log = {archive.log_key} AND position = {archive.size() - 1}"
    for column in ("salt", "by_salt", "at", "at_salt"):
        before = archive.database.row(f"SELECT {column} FROM entry WHERE {newest}")
        change(archive, f"UPDATE entry SET {column} = NULL WHERE {newest}")
        with pytest.raises(EntryBroken):
            verify(archive, values=True)
        with archive.database.writing():
            archive.database.raw.execute(f"UPDATE entry SET {column} = ? WHERE {newest}", before)
    change(archive, f"UPDATE checkpoint SET member_line = NULL WHERE size = {archive.size()}")
    with pytest.raises(CheckpointBroken):
        verify(archive)


def test_a_log_that_was_never_received_is_found(archive: Archive, partner: Archive) -> None:
    hold(archive, partner, told=False)
    with pytest.raises(CheckpointBroken):
        verify(archive)


def test_a_log_that_grew_without_being_received_is_found(archive: Archive, partner: Archive) -> None:
    first = Checkpoint.parse(list(partner.folder.signed().values())[1])
    hold(archive, partner, told=False)
    archive.commit_checked([Act(kind="received", body=received_body(first))])
    with pytest.raises(CheckpointBroken):
        verify(archive)


def revoke(archive: Archive, other: Archive, member: str | None, size: int) -> None:
    """Say in the own log that a foreign one counts up to here, or what this member signed in it."""
    body = {"log": other.log_id, "member": member, "from": size}
    archive.commit_checked([Act(kind="revoked", body=body)])


def later(other: Archive, size: int) -> int:
    """How many checkpoints a log has behind a size."""
    (count,) = other.database.row("SELECT count(*) FROM checkpoint WHERE size > ?", (size,))
    return int(count)


def test_what_the_own_log_revokes_later_is_counted(archive: Archive, partner: Archive) -> None:
    hold(archive, partner)
    assert verify(archive).disowned == 0
    revoke(archive, partner, BAKYT.member, 0)
    assert verify(archive).disowned == 0
    revoke(archive, partner, partner.unlocked.member, 2)
    assert verify(archive).disowned == later(partner, 2) > 0
    revoke(archive, partner, None, 1)
    assert verify(archive).disowned == later(partner, 1) > later(partner, 2)


def test_an_ended_log_counts_no_longer_whoever_signed_it(archive: Archive, partner: Archive) -> None:
    held = hold(archive, partner)
    keep_only(archive, held, "event.title")
    revoke(archive, partner, partner.unlocked.member, 0)
    assert verify(archive).disowned == 0
    revoke(archive, partner, None, partner.size() - 1)
    assert verify(archive).disowned == 1


@pytest.mark.parametrize("named", [True, False])
def test_nothing_is_received_of_whoever_was_revoked_before(
    archive: Archive, partner: Archive, named: bool
) -> None:
    revoke(archive, partner, partner.unlocked.member if named else None, partner.size() - 1)
    hold(archive, partner)
    with pytest.raises(CheckpointBroken):
        verify(archive)


def test_an_author_is_held_with_their_signature_only(archive: Archive, partner: Archive) -> None:
    held = hold(archive, partner)
    change(archive, f"UPDATE checkpoint SET member_line = NULL WHERE log = {held}")
    with pytest.raises(EntryBroken):
        verify(archive)


def test_a_backup_carries_what_was_not_given(archive: Archive, partner: Archive, tmp_path: Path) -> None:
    held = hold(archive, partner)
    keep_only(archive, held, "event.title")
    written = back_up(archive, reader_of(archive), tmp_path / "1.backup")
    restored = restore(
        written.file,
        written.keys,
        tmp_path / "again.archive",
        lambda header: archive.unlocked,
        clock=Clock(),
        random=Randomness("restored"),
    )
    assert restored.lost == restored.erased == 0
