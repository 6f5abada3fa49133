# SPDX-License-Identifier: Apache-2.0
"""Offices and partners that share by a file: in any order, with loss and repetition, as people consented."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from tests.allied import SHARE, give, holds, introduce, office, opened, sound, take, told
from tests.sheets import many

from kuzat.analysis import Question
from kuzat.log.statement import Draft
from kuzat.records import adopt
from kuzat.store import (
    Archive,
    Original,
    Wish,
    Withheld,
    access_count,
    access_proof,
    erase,
    fetch,
    find_peer,
    fingerprints,
    import_sheet,
    keep,
    make_bundle,
    reader_of,
)
from kuzat.store.bundling import NothingToGive, OneReceiver, OnlyOffices
from kuzat.store.peers import (
    PARTNER,
    LogPutBack,
)
from kuzat.store.receiving import BundleRepeated
from kuzat.testing import Maker


def test_two_offices_end_with_equal_tables(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    event = told(osh)
    take(bishkek, give(osh, tmp_path / "1", "bishkek"))
    Maker(bishkek).add(event, start="2019-07-09", basis=Maker(bishkek).page("tang"))
    take(osh, give(bishkek, tmp_path / "2", "osh"))
    assert fingerprints(osh) == fingerprints(bishkek)
    sound(osh)
    sound(bishkek)


@pytest.mark.slow
def test_a_second_bundle_begins_where_the_first_is_known_to_end(
    osh: Archive, bishkek: Archive, tmp_path: Path
) -> None:
    told(osh)
    first = take(bishkek, give(osh, tmp_path / "1", "bishkek"))
    take(osh, give(bishkek, tmp_path / "2", "osh"))
    told(osh, "A second march")
    second = take(bishkek, give(osh, tmp_path / "3", "bishkek"))
    assert second.entries < first.entries
    sound(bishkek)


@pytest.mark.slow
def test_what_was_lost_comes_with_the_next(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    told(osh)
    give(osh, tmp_path / "lost", "bishkek")
    told(osh, "A second march")
    later = give(osh, tmp_path / "2", "bishkek")
    take(bishkek, later)
    with pytest.raises(BundleRepeated):
        take(bishkek, tmp_path / "lost")
    with pytest.raises(BundleRepeated):
        take(bishkek, later)
    sound(bishkek)


@pytest.mark.slow
def test_a_file_may_be_renamed(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    told(osh)
    renamed = give(osh, tmp_path / "1", "bishkek").rename(tmp_path / "holiday.jpg")
    assert take(bishkek, renamed).giver == "osh"


@pytest.mark.slow
def test_chosen_records_come_without_who_said_them(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    march, other = told(osh), told(osh, "Another matter")
    take(bishkek, give(osh, tmp_path / "1", "bishkek", records=[march], use=SHARE))
    (said,) = bishkek.database.rows("SELECT DISTINCT about FROM statement WHERE about LIKE 'evt-%'")
    assert said == (march,)
    assert {one.by for one in bishkek.projections.said(march)} == {""}
    assert not bishkek.projections.said(other)
    sound(bishkek)


def test_chosen_records_arrive_in_any_order(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    first, second = told(osh), told(osh, "A second march")
    early = give(osh, tmp_path / "1", "bishkek", records=[first], use=SHARE)
    late = give(osh, tmp_path / "2", "bishkek", records=[second], use=SHARE)
    take(bishkek, late)
    take(bishkek, early)
    assert bishkek.projections.said(first)
    assert bishkek.projections.said(second)
    sound(bishkek)
    take(bishkek, give(osh, tmp_path / "3", "bishkek"))
    take(osh, give(bishkek, tmp_path / "4", "osh"))
    assert fingerprints(osh) == fingerprints(bishkek)
    sound(bishkek)


@pytest.mark.slow
def test_more_of_what_is_held_comes_without_the_entries_again(
    osh: Archive, bishkek: Archive, tmp_path: Path
) -> None:
    first, second = told(osh), told(osh, "A second march")
    take(bishkek, give(osh, tmp_path / "1", "bishkek", records=[second], use=SHARE))
    take(osh, give(bishkek, tmp_path / "2", "osh"))
    again = take(bishkek, give(osh, tmp_path / "3", "bishkek", records=[first], use=SHARE))
    assert bishkek.projections.said(first)
    assert again.entries < 10
    sound(bishkek)


@pytest.mark.slow
def test_an_original_comes_along(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    photo = keep(osh, Original(name="a.jpg", media_type="image/jpeg", content=BytesIO(b"light" * 40_000)))
    take(bishkek, give(osh, tmp_path / "1", "bishkek", records=[photo.id], use=SHARE, originals=True))
    assert b"".join(fetch(bishkek, photo.id)) == b"light" * 40_000
    sound(bishkek)
    erase(bishkek, reader_of(bishkek), photo.id, "erasure_ground.asked")
    told(osh)
    take(bishkek, give(osh, tmp_path / "2", "bishkek", originals=True))
    assert not (bishkek.path / "exhibits" / photo.id).exists()
    assert not list((bishkek.path / "exhibits").glob("*.new"))
    sound(bishkek)


@pytest.mark.slow
def test_what_a_crash_left_of_an_original_is_written_again(
    osh: Archive, bishkek: Archive, tmp_path: Path
) -> None:
    photo = keep(osh, Original(name="a.jpg", media_type="image/jpeg", content=BytesIO(b"light")))
    (bishkek.path / "exhibits" / photo.id).write_bytes(b"cut")
    take(bishkek, give(osh, tmp_path / "1", "bishkek", originals=True))
    assert b"".join(fetch(bishkek, photo.id)) == b"light"
    sound(bishkek)


@pytest.mark.slow
def test_identities_come_only_where_they_are_chosen(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    person = Maker(osh).new("person", identity_name="Айсулуу Токтосунова", country="KG")
    take(bishkek, give(osh, tmp_path / "1", "bishkek"))
    assert bishkek.compartment is not None
    assert not bishkek.compartment.about(person)
    take(bishkek, give(osh, tmp_path / "2", "bishkek", identities="they meet her", again=True))
    told = {one.says: one.value for one in bishkek.compartment.about(person)}
    assert told["person.identity_name"] == "Айсулуу Токтосунова"
    sound(bishkek)


@pytest.mark.slow
@pytest.mark.parametrize("level", ["pseudonym", "named"])
def test_a_name_goes_to_a_partner_only_as_far_as_somebody_consented(
    osh: Archive, bishkek: Archive, tmp_path: Path, level: str
) -> None:
    maker = Maker(osh)
    person = maker.new("person", identity_name="Айсулуу Токтосунова", country="KG")
    consent = maker.new("consent", person=person, purpose=["purpose.share"], audience=["audience.partner"])
    maker.add(consent, identification=f"identification.{level}", given="2025-01-10")
    take(
        bishkek,
        give(osh, tmp_path / "1", "bishkek", records=[person], use=SHARE, identities="they meet her"),
    )
    assert bishkek.compartment is not None
    known = {one.says for one in bishkek.compartment.about(person)}
    assert ("person.identity_name" in known) == (level == "named")
    assert {one.says for one in bishkek.projections.said(person)} == {"person.country"}
    sound(bishkek)


@pytest.mark.slow
def test_identities_go_to_one_receiver(osh: Archive, tmp_path: Path) -> None:
    with office(tmp_path / "talas", "talas") as talas:
        introduce(osh, talas, "talas")
        with pytest.raises(OneReceiver):
            give(osh, tmp_path / "1", "bishkek", "talas", identities="they meet her")


def test_an_erasure_travels(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    event = told(osh)
    take(bishkek, give(osh, tmp_path / "1", "bishkek"))
    erasure = erase(osh, reader_of(osh), event, "erasure_ground.consent_withdrawn")
    assert [(one.what, one.receiver) for one in erasure.given] == [("handed_out.log", "bishkek")]
    take(bishkek, give(osh, tmp_path / "2", "bishkek"))
    assert not holds(bishkek, event)
    take(osh, give(bishkek, tmp_path / "3", "osh"))
    assert fingerprints(osh) == fingerprints(bishkek)
    sound(bishkek)
    with pytest.raises(BundleRepeated):
        take(bishkek, tmp_path / "1")


@pytest.mark.slow
def test_an_older_bundle_brings_nothing_erased_back(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    event = told(osh)
    early = give(osh, tmp_path / "1", "bishkek", records=[event], use=SHARE)
    erase(osh, reader_of(osh), event, "erasure_ground.consent_withdrawn")
    take(bishkek, give(osh, tmp_path / "2", "bishkek"))
    with pytest.raises(BundleRepeated):
        take(bishkek, early)
    assert not holds(bishkek, event)
    sound(bishkek)


def test_what_has_no_signature_is_an_exhibit(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    event = told(osh)
    file = give(osh, tmp_path / "1", "bishkek", records=[event], use=SHARE, deniable=True)
    taken = take(bishkek, file)
    assert taken.exhibit
    content = b"".join(fetch(bishkek, taken.exhibit)).decode()
    assert "A march is stopped" in content
    ids = [bytes(id_).hex() for (id_,) in osh.database.rows("SELECT id FROM statement")]
    salts = [bytes(salt).hex() for (salt,) in osh.database.rows("SELECT salt FROM statement")]
    assert not [secret for secret in (*ids, *salts, osh.member) if secret in content]
    assert not bishkek.projections.said(event)
    with pytest.raises(BundleRepeated):
        take(bishkek, file)
    sound(bishkek)


@pytest.mark.slow
def test_an_original_without_signature_comes_along(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    photo = keep(osh, Original(name="a.jpg", media_type="image/jpeg", content=BytesIO(b"light")))
    chosen = {"records": [photo.id], "use": SHARE, "deniable": True, "originals": True}
    take(bishkek, give(osh, tmp_path / "1", "bishkek", **chosen))  # type: ignore[arg-type]
    assert b"".join(fetch(bishkek, photo.id)) == b"light"
    sound(bishkek)


@pytest.mark.slow
def test_nothing_goes_that_nobody_allowed(osh: Archive, tmp_path: Path) -> None:
    person = Maker(osh).new("person", identity_name="Айсулуу Токтосунова", country="KG")
    with pytest.raises(NothingToGive):
        give(osh, tmp_path / "1", "bishkek", records=[person], use=SHARE)
    assert not (tmp_path / "1").exists()


def test_what_rests_on_somebodys_word_stays_behind(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    maker = Maker(osh)
    person = maker.new("person", country="KG", identity_name="Айсулуу Токтосунова")
    event = told(osh)
    hers = maker.new("information", source=person, event=event)
    maker.add(event, basis=hers, end="2019-07-10")
    records = [event, hers, person, "log-" + bishkek.log_id]
    file = tmp_path / "1"
    peer = find_peer(osh, "bishkek")
    made = make_bundle(osh, reader_of(osh), file, [peer], Wish(records=tuple(records), use=SHARE))
    assert made.withheld == 4
    take(bishkek, file)
    said = {one.says for one in bishkek.projections.said(event)}
    assert "event.title" in said
    assert "event.end" not in said
    assert not bishkek.projections.said(hers)
    hold = Draft(about=event, says="any.hold", type="term", value="hold.danger")
    osh.say([hold])
    with pytest.raises(NothingToGive):
        give(osh, tmp_path / "2", "bishkek", records=[event], use=SHARE)


@pytest.mark.slow
def test_rows_of_a_sheet_are_known_in_both_offices(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    import_sheet(osh, many(5))
    import_sheet(bishkek, many(3, start=9))
    take(bishkek, give(osh, tmp_path / "1", "bishkek"))
    take(osh, give(bishkek, tmp_path / "2", "osh"))
    assert fingerprints(osh) == fingerprints(bishkek)
    sound(osh)
    sound(bishkek)


def test_what_a_partner_gives_decides_nothing_and_goes_no_further(
    osh: Archive, bishkek: Archive, tmp_path: Path
) -> None:
    with office(tmp_path / "talas", "talas") as talas:
        introduce(talas, osh, "osh")
        introduce(osh, talas, "talas", PARTNER)
        event = told(osh)
        take(talas, give(osh, tmp_path / "1", "talas", records=[event], use=SHARE))
        ours = next(one for one in talas.projections.said(event) if one.says == "event.title")
        hold = Draft(about=event, says="any.hold", type="term", value="hold.danger")
        talas.say([hold, *adopt(event, ours.id, "we saw it", Maker(talas).page())])
        talas.say([Draft(about=event, says=ours.says, type="statement", value=ours.id.hex(), op="withdraw")])
        Maker(talas).add(event, end="2019-07-10")
        alone = told(talas, "Another matter")
        take(osh, give(talas, tmp_path / "2", "osh"))
    said = [(one.op, one.says) for one in osh.projections.said(event)]
    assert ("set", "event.end") in said
    assert not {("set", "any.hold"), ("set", "any.adopts"), ("withdraw", ours.says)} & set(said)
    sound(osh)
    with pytest.raises(NothingToGive):
        give(osh, tmp_path / "3", "bishkek", records=[alone], use=SHARE)
    take(bishkek, give(osh, tmp_path / "4", "bishkek", records=[event, alone], use=SHARE))
    assert {one.says for one in bishkek.projections.said(event)} >= {"event.title", "event.start"}
    assert not [one for one in bishkek.projections.said(event) if one.says == "event.end"]
    (end,) = osh.database.row("SELECT lower(hex(id)) FROM statement WHERE says = 'event.end'")
    with pytest.raises(Withheld):
        access_proof(osh, reader_of(osh), [end], use=SHARE)


@pytest.mark.slow
def test_what_rests_on_a_statement_is_told_once_that_comes(
    osh: Archive, bishkek: Archive, tmp_path: Path
) -> None:
    maker = Maker(osh)
    page = maker.page()
    (text,) = maker.add(page, basis=page, text="They came at night.")
    event = maker.new("event", basis=f"stm-{text.hex()}#chars=0,4", start="2020")
    early = give(osh, tmp_path / "1", "bishkek", records=[event], use=SHARE)
    late = give(osh, tmp_path / "2", "bishkek", records=[page], use=SHARE)
    for file, heard in ((early, 0), (late, 1)):
        take(bishkek, file)
        assert access_count(bishkek, reader_of(bishkek), Question()).sources == heard
        sound(bishkek)


@pytest.mark.slow
def test_an_older_copy_that_was_put_back_gives_none(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    osh.close()
    older = shutil.copytree(osh.path, tmp_path / "older")
    with opened(osh.path, "osh", "first") as first:
        told(first)
        take(bishkek, give(first, tmp_path / "1", "bishkek"))
    with opened(older, "osh", "second") as second:
        take(second, give(bishkek, tmp_path / "2", "osh"))
        with pytest.raises(LogPutBack):
            give(second, tmp_path / "3", "bishkek")


@pytest.mark.slow
def test_a_partner_does_not_get_everything(osh: Archive, tmp_path: Path) -> None:
    with office(tmp_path / "talas", "talas") as talas:
        introduce(osh, talas, "talas", PARTNER)
        with pytest.raises(OnlyOffices):
            give(osh, tmp_path / "1", "talas")
