# SPDX-License-Identifier: Apache-2.0
"""What a later version says in words that this one does not know is kept and shown, never dropped."""

from pathlib import Path

import pytest
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.log import check_proof
from kuzat.log.statement import Draft, Statement, statement_id
from kuzat.store import (
    Archive,
    access_proof,
    access_record,
    back_up,
    erase,
    open_with_keys,
    reader_of,
    rebuild,
    restore,
    verify,
)
from kuzat.store.access import NoSuchRecord
from kuzat.store.commit import Act
from kuzat.store.values import EntryBroken
from kuzat.testing import Clock, Maker, Randomness

EVENT, STORM = "evt-" + "5e" * 16, "wth-" + "3c" * 16
SAID = {
    "property": (EVENT, "event.weather", "text", "It rained"),
    "term": (EVENT, "event.topic", "term", "topic.not_yet_thought_of"),
    "place": (EVENT, "event.region", "place", "XX-YY"),
    "kind_of_record": (STORM, "weather.strength", "decimal", "7"),
    "property_for_all": (EVENT, "any.seen_by", "record", STORM),
}


def say(archive: Archive, name: str) -> bytes:
    """Say one of these as a later version would, which knows the word."""
    about, says, type_, value = SAID[name]
    page = Maker(archive).page()
    Maker(archive).add(EVENT, basis=page, title="A march is stopped")
    draft = Draft(about=about, says=says, type=type_, value=value, basis=page)
    ((id_,),) = archive.commit_checked([Act(drafts=[draft])]).ids
    return id_


def shown(archive: Archive, name: str) -> list[str]:
    about, says, _, _ = SAID[name]
    return [value.said.value for value in access_record(archive, reader_of(archive), about).all(says)]


@pytest.mark.parametrize("name", SAID)
def test_it_is_shown_proven_and_kept(archive: Archive, name: str) -> None:
    id_ = say(archive, name)
    assert shown(archive, name) == [SAID[name][3]]
    rebuild(archive)
    assert shown(archive, name) == [SAID[name][3]]
    assert verify(archive, values=True).missing == 0
    proven = check_proof(access_proof(archive, reader_of(archive), [id_.hex()])).entries
    assert [one.value for entry in proven for one in entry.statements] == [SAID[name][3]]


@pytest.mark.parametrize("name", SAID)
def test_it_comes_back_from_a_backup(archive: Archive, tmp_path: Path, name: str) -> None:
    say(archive, name)
    written = back_up(archive, reader_of(archive), tmp_path / "1.backup")
    folder, unlocked = tmp_path / "again.archive", archive.unlocked
    how = (written.file, written.keys, folder, lambda _: unlocked)
    assert restore(*how, clock=Clock(), random=Randomness("restored")).lost == 0
    with open_with_keys(folder, unlocked, clock=Clock(), random=Randomness("again")) as again:
        assert shown(again, name) == [SAID[name][3]]


def test_who_sees_a_part_sees_no_kind_that_nobody_weighed(template: Template, tmp_path: Path) -> None:
    with template.copy(tmp_path / "a.archive") as whole:
        say(whole, "kind_of_record")
    with open_as(tmp_path / "a.archive", template.unlocked, "observer", member=COLLEAGUE) as part:
        reader = reader_of(part)
        assert access_record(part, reader, EVENT).all("event.title")
        with pytest.raises(NoSuchRecord):
            access_record(part, reader, STORM)


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("whole", [False, True], ids=["statement", "record"])
def test_it_can_be_forgotten(archive: Archive, name: str, whole: bool) -> None:
    id_ = say(archive, name)
    what = SAID[name][0] if whole else f"stm-{id_.hex()}"
    erase(archive, reader_of(archive), what, "erasure_ground.asked")
    assert verify(archive, values=True).erased > 0
    (value,) = archive.database.row("SELECT value FROM statement WHERE id = ?", (id_,))
    assert value is None


def test_a_type_that_format_1_does_not_have_is_refused(archive: Archive) -> None:
    parts = (EVENT, "event.weather", "colour", "grey", None, None)
    id_ = statement_id(archive.log_id, bytes(16), "set", *parts)
    said = Statement(id_, archive.log_id, bytes(16), "set", *parts)
    archive.commit_checked([Act(bound=[said])])
    verify(archive)
    with pytest.raises(EntryBroken, match="type"):
        verify(archive, values=True)
