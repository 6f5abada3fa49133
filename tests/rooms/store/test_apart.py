# SPDX-License-Identifier: Apache-2.0
"""What a partner says stands beside what we say, and never for it."""

from pathlib import Path

import pytest
from tests.allied import SHARE, give, sound, take, told

from kuzat.analysis import Question, Unit
from kuzat.log.statement import Draft
from kuzat.records import ADOPTS, Standing, adopt, dispute
from kuzat.store import (
    Archive,
    access_count,
    access_record,
    access_search,
    access_titles,
    access_uncounted,
    add_peer,
    gate,
    printed_card,
    reader_of,
)
from kuzat.store.peers import OFFICE, PARTNER
from kuzat.terms import ids
from kuzat.testing import Maker


def events(archive: Archive) -> int:
    """How many events are counted."""
    return access_count(archive, reader_of(archive), Question(unit=Unit.EVENT, by=())).total


def start(archive: Archive, event: str) -> str | None:
    """The first day of an event as lists show it."""
    row = archive.database.row("SELECT start FROM event WHERE id = ?", (event,))
    return row and row[0]


def said_of(archive: Archive, event: str, says: str, value: str) -> bytes:
    """The statement that says a value."""
    return next(one.id for one in archive.projections.said(event) if (one.says, one.value) == (says, value))


def shared(osh: Archive, talas: Archive, tmp_path: Path) -> str:
    """An event of ours that was given to the partner, who then told its day otherwise."""
    event = told(osh)
    take(talas, give(osh, tmp_path / "out", "talas", records=[event], use=SHARE))
    Maker(talas).add(event, basis=Maker(talas).page(), start="1999-01-01")
    take(osh, give(talas, tmp_path / "back", "osh", records=[event], use=SHARE))
    return event


def test_a_partners_later_word_does_not_stand_for_ours(osh: Archive, talas: Archive, tmp_path: Path) -> None:
    event = shared(osh, talas, tmp_path)
    assert start(osh, event) == "2019-07-08"
    Maker(osh).add(event, basis=Maker(osh).page(), title="A march")
    assert start(osh, event) == "2019-07-08"
    sound(osh)


@pytest.mark.slow
def test_a_partners_word_comes_in_by_being_adopted(osh: Archive, talas: Archive, tmp_path: Path) -> None:
    event = shared(osh, talas, tmp_path)
    theirs = said_of(osh, event, "event.start", "1999-01-01")
    osh.say(adopt(event, theirs, "their page is nearer", None))
    assert start(osh, event) == "1999-01-01"
    sound(osh)


@pytest.mark.slow
def test_a_partners_word_makes_nothing_contested(osh: Archive, talas: Archive, tmp_path: Path) -> None:
    event = shared(osh, talas, tmp_path)
    record = access_record(osh, reader_of(osh), event)
    standing = {value.text: value.standing for value in record.all("event.start")}
    assert standing == {"2019-07-08": Standing.SOLE, "1999-01-01": Standing.RECEIVED}
    assert not record.contested
    assert record.told_otherwise(osh.projections.is_many) == ("event.start",)


def test_what_only_a_partner_tells_of_is_not_counted(osh: Archive, talas: Archive, tmp_path: Path) -> None:
    ours, alone = told(osh), told(talas, "A raid at night")
    take(osh, give(talas, tmp_path / "1", "osh", records=[alone], use=SHARE))
    assert events(osh) == 1
    (hit,) = access_search(osh, reader_of(osh), "raid")
    assert (hit.record, hit.title, hit.tellers) == (alone, "A raid at night", ("talas",))
    assert access_titles(osh, reader_of(osh), (ours, alone), "en")[alone] == "A raid at night"
    sound(osh)


@pytest.mark.slow
def test_a_word_of_ours_makes_it_ours_but_no_judgement(osh: Archive, talas: Archive, tmp_path: Path) -> None:
    alone = told(talas)
    take(osh, give(talas, tmp_path / "1", "osh", records=[alone], use=SHARE))
    theirs = said_of(osh, alone, "event.start", "2019-07-08")
    osh.say(dispute(alone, theirs, "nobody there knows of it", None))
    assert events(osh) == 0
    osh.say([Draft(about=alone, says="event.title", type="text", value="A march", basis=Maker(osh).page())])
    assert events(osh) == 1
    assert start(osh, alone) is None
    sound(osh)


@pytest.mark.slow
def test_what_was_partly_adopted_shows_what_was_adopted(osh: Archive, talas: Archive, tmp_path: Path) -> None:
    alone = told(talas)
    take(osh, give(talas, tmp_path / "1", "osh", records=[alone], use=SHARE))
    osh.say(adopt(alone, said_of(osh, alone, "event.start", "2019-07-08"), "a page says so", None))
    assert (events(osh), start(osh, alone)) == (1, "2019-07-08")
    row = osh.database.row("SELECT title FROM event WHERE id = ?", (alone,))
    assert row == (None,)


def test_a_partners_acts_are_no_acts_of_our_event(osh: Archive, talas: Archive, tmp_path: Path) -> None:
    event = told(osh)
    take(talas, give(osh, tmp_path / "1", "talas", records=[event], use=SHARE))
    page = Maker(talas).page()
    Maker(talas).add(page, event=event)
    act = Maker(talas).new("act", basis=page, event=event, type="act.liberty.arbitrary_detention")
    Maker(talas).add(event, basis=page, region="KG-GB", title="Another march")
    take(osh, give(talas, tmp_path / "2", "osh", records=[event, act, page], use=SHARE))
    by_region = access_count(osh, reader_of(osh), Question(unit=Unit.EVENT, by=("region",)))
    assert [(cell.values, cell.count, cell.sources) for cell in by_region.cells] == [((None,), 1, 1)]
    assert access_count(osh, reader_of(osh), Question(unit=Unit.ACT, by=())).total == 0


@pytest.mark.slow
def test_what_an_office_says_is_ours(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    told(bishkek)
    take(osh, give(bishkek, tmp_path / "1", "osh"))
    assert events(osh) == 1


@pytest.mark.slow
def test_who_becomes_an_office_is_counted_from_then_on(osh: Archive, talas: Archive, tmp_path: Path) -> None:
    alone = told(talas)
    take(osh, give(talas, tmp_path / "1", "osh", records=[alone], use=SHARE))
    for relation, count in ((OFFICE, 1), (PARTNER, 0)):
        add_peer(osh, printed_card(talas), "talas", digits="", compared="compared.person", relation=relation)
        assert events(osh) == count
        sound(osh)


@pytest.mark.slow
def test_who_follows_it_no_longer_counts_it_no_longer(osh: Archive, talas: Archive, tmp_path: Path) -> None:
    alone = told(talas)
    take(osh, give(talas, tmp_path / "1", "osh", records=[alone], use=SHARE))
    osh.say(adopt(alone, said_of(osh, alone, "event.start", "2019-07-08"), "a page says so", None))
    adoption = next(one for one in osh.projections.said(alone) if one.says == ADOPTS)
    osh.say([Draft(op="withdraw", about=alone, says=ADOPTS, type="statement", value=adoption.id.hex())])
    assert events(osh) == 0
    assert access_uncounted(osh, reader_of(osh), Unit.EVENT) == {"talas": 1}
    sound(osh)


def test_whom_a_partner_names_as_source_is_asked_for_consent_too(
    osh: Archive, talas: Archive, tmp_path: Path
) -> None:
    person = Maker(osh).new("person", country="KG")
    take(talas, give(osh, tmp_path / "1", "talas", records=[person], use=SHARE))
    told_them = Maker(talas).new("information", source=person, language="ky")
    take(osh, give(talas, tmp_path / "2", "osh", records=[told_them], use=SHARE))
    event = Maker(osh).new("event", basis=told_them, start="2020")
    (rests,) = osh.projections.said(event)
    assert gate(osh).said(rests.id, event).allowed
    consent = ids.record_id("consent", osh.random(16))
    days = (("given", "2020-01-01"), ("withdrawn", "2020-02-01"))
    osh.say([
        Draft(about=consent, says="consent.person", type="record", value=person),
        *(Draft(about=consent, says=f"consent.{name}", type="date", value=day) for name, day in days),
    ])  # fmt: skip
    assert not gate(osh).said(rests.id, event).allowed
