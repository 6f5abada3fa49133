# SPDX-License-Identifier: Apache-2.0
"""What a day brings by itself: threats, consents that end or are over, backups that grow old."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.store import (
    Archive,
    Upkeep,
    Waits,
    access_upkeep,
    access_waiting,
    back_up,
    erase,
    reader_of,
)
from kuzat.store.container import FileExists
from kuzat.store.given import every
from kuzat.testing import Clock, Maker

TODAY = "2025-04-01"


@pytest.fixture
def archive(template: Template, tmp_path: Path) -> Iterator[Archive]:
    with template.copy(tmp_path / "office.archive") as made:
        made.clock = Clock(f"{TODAY}T09:00:00Z", step=1)
        yield made


def waits(archive: Archive, what: Waits) -> tuple[str, ...]:
    return access_waiting(archive, reader_of(archive), (what,))[what]


def upkeep(archive: Archive) -> Upkeep:
    return access_upkeep(archive, reader_of(archive))


def threat(maker: Maker, victim: str, start: str, type_: str = "act.integrity.death_threat") -> str:
    event = maker.new("event", basis=maker.page(), start=start)
    return maker.new("act", event=event, type=type_, victim=[victim])


def test_who_was_threatened_lately_stands_there_the_newest_first(archive: Archive) -> None:
    maker = Maker(archive)
    named = [maker.new("person", basis=maker.page(), name=name) for name in ("Kaalga", "Tang", "Ishenim")]
    for person, start in zip(named, ("2025-03-02", "2025-03-20", "2025-01-20"), strict=True):
        threat(maker, person, start)
    threat(maker, named[2], "2025-03-25", "act.assembly")
    assert waits(archive, Waits.THREATENED) == (named[1], named[0])


def test_an_old_threat_that_is_told_of_today_is_new(archive: Archive) -> None:
    maker = Maker(archive)
    person = maker.new("person", basis=maker.page(), name="Kaalga")
    act = threat(maker, person, "2024-06-01")
    assert waits(archive, Waits.THREATENED) == ()
    told = maker.new("information", publisher="told in person", received="2025-03-30")
    maker.add(act, basis=told, method=["method.threat_to_family"])
    assert waits(archive, Waits.THREATENED) == (person,)


def test_a_crowd_that_nobody_can_find_again_is_left_out(archive: Archive) -> None:
    maker = Maker(archive)
    crowd = maker.new("person", number_min="30")
    threat(maker, crowd, "2025-03-20")
    assert waits(archive, Waits.THREATENED) == ()
    threat(maker, crowd, "2019", "act.assembly")
    assert waits(archive, Waits.THREATENED) == (crowd,)


def test_a_protected_person_is_there_for_who_sees_them_only(
    archive: Archive, template: Template
) -> None:
    maker = Maker(archive)
    threat(maker, maker.new("person", identity_name="Zarina"), "2025-03-20")
    assert len(waits(archive, Waits.THREATENED)) == 1
    with open_as(archive.path, template.unlocked, "observer", member=COLLEAGUE) as seen:
        assert waits(seen, Waits.THREATENED) == ()


def test_what_was_told_by_somebody_who_does_not_consent_any_more_is_no_threat(archive: Archive) -> None:
    maker = Maker(archive)
    teller = maker.new("person", identity_name="Zarina")
    consent = maker.new("consent", person=teller, purpose=["purpose.record"])
    told = maker.new("information", source=teller, received="2025-03-21")
    named = [maker.new("person", basis=maker.page(), name=name) for name in ("Kaalga", "Tang", "Ishenim")]
    event = maker.new("event", basis=told, start="2025-03-20")
    maker.new("act", event=event, basis=told, type="act.integrity.death_threat", victim=[named[0]])
    both = threat(maker, named[1], "2025-03-20")
    maker.add(both, basis=told, victim=[named[2]])
    assert set(waits(archive, Waits.THREATENED)) == set(named)
    maker.add(consent, withdrawn="2025-03-30")
    assert waits(archive, Waits.THREATENED) == (named[1],)


def test_consents_end_one_after_the_other(archive: Archive) -> None:
    maker = Maker(archive)

    def until(day: str, **more: str) -> str:
        person = maker.new("person", number_min="1")
        return maker.new("consent", person=person, given="2024-01-01", until=day, **more)

    later, soon = until("2025-04-30"), until("2025-04-01")
    until("2025-06-01")
    until("2025-04-10", withdrawn="2025-03-01")
    month = until("2025-04")
    assert waits(archive, Waits.ENDING)[-1] == later
    assert set(waits(archive, Waits.ENDING)) == {soon, month, later}


def test_what_is_kept_after_consent_waits_until_it_is_erased(archive: Archive) -> None:
    maker = Maker(archive)
    person, other = (maker.new("person", identity_name=name) for name in ("Zarina", "Aida"))
    over = maker.new("consent", person=person, given="2024-01-01", until="2024-12-31")
    allowed = maker.new("consent", person=other, given="2024-01-01", until="2024-12-31")
    assert set(waits(archive, Waits.TO_ERASE)) == {over, allowed}
    maker.new("consent", person=other, given="2025-01-01")
    assert waits(archive, Waits.TO_ERASE) == (over,)
    erase(archive, reader_of(archive), person, "erasure_ground.consent_withdrawn")
    assert waits(archive, Waits.TO_ERASE) == ()


def test_a_backup_is_asked_for_once_something_was_said_or_erased_since(archive: Archive) -> None:
    maker, reader = Maker(archive), reader_of(archive)
    event = maker.new("event", basis=maker.page(), start="2020")
    assert upkeep(archive).backup is None
    back_up(archive, reader, archive.path.parent / "first")
    assert upkeep(archive) == Upkeep(backup=TODAY, unsaved=False, erased=False, stamp=None, unstamped=False)
    erase(archive, reader, event, "erasure_ground.asked")
    assert (upkeep(archive).unsaved, upkeep(archive).erased) == (True, True)
    back_up(archive, reader, archive.path.parent / "second")
    assert (upkeep(archive).unsaved, upkeep(archive).erased) == (False, False)


def test_a_backup_that_failed_is_known_and_asked_for_still(archive: Archive) -> None:
    (archive.path.parent / "there").touch()
    with pytest.raises(FileExists):
        back_up(archive, reader_of(archive), archive.path.parent / "there")
    assert [one.what for one in every(archive)] == ["handed_out.backup"]
    assert upkeep(archive).backup is None


def test_a_timestamp_covers_what_was_there(archive: Archive) -> None:
    maker = Maker(archive)
    at, covers = "2025-03-01T10:00:00+00:00", str(archive.size() + 1)
    maker.new("exhibit", stamped_at=at, stamped_size=covers)
    assert (upkeep(archive).stamp, upkeep(archive).unstamped) == ("2025-03-01", False)
    maker.page()
    assert upkeep(archive).unstamped
