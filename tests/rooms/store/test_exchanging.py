# SPDX-License-Identifier: Apache-2.0
"""Offices and partners that share by a file: in any order, with loss, with repetition, with malice."""

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from tests.allied import acquaint, give, introduce, office, take
from tests.people import open_as
from tests.sheets import many

from kuzat.errors import KuzatError
from kuzat.exchange import CardRefused, NotForUs
from kuzat.keys import NotForThisRole
from kuzat.log.foreign import ForeignRefused, ForkFound
from kuzat.log.fork import check_fork
from kuzat.log.statement import Draft
from kuzat.records import adopt
from kuzat.store import (
    USES,
    Archive,
    Original,
    Wish,
    Withheld,
    access_proof,
    erase,
    fetch,
    find_peer,
    fingerprints,
    import_sheet,
    keep,
    make_bundle,
    open_with_keys,
    reader_of,
    rebuild,
    revoke_peer,
    verify,
)
from kuzat.store.bundling import NothingToGive, OneReceiver, OnlyOffices
from kuzat.store.peers import (
    PARTNER,
    DigitsDiffer,
    LogPutBack,
    OwnCard,
    PeerRevoked,
    PeerTaken,
    add_peer,
    own_card,
    peers,
    printed_card,
)
from kuzat.store.receiving import BundleRepeated
from kuzat.store.unsealing import BundleBroken, GiverUnknown
from kuzat.testing import Clock, Maker, Randomness

SHARE = USES["share"]


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two offices that compared their digits, closed."""
    folder = tmp_path_factory.mktemp("offices")
    with office(folder / "osh", "osh") as osh, office(folder / "bishkek", "bishkek") as bishkek:
        acquaint({"osh": osh, "bishkek": bishkek})
        _UNLOCKED.update(osh=osh.unlocked, bishkek=bishkek.unlocked)
    return folder


_UNLOCKED: dict[str, object] = {}


def opened(path: Path, name: str, seed: str = "") -> Archive:
    """One of the archives again, with its keys."""
    unlocked = _UNLOCKED[name]
    return open_with_keys(path, unlocked, clock=Clock(step=1), random=Randomness(f"{name} {seed}"))  # type: ignore[arg-type]


@pytest.fixture
def osh(laid: Path, tmp_path: Path) -> Iterator[Archive]:
    with opened(shutil.copytree(laid / "osh", tmp_path / "osh"), "osh") as archive:
        yield archive


@pytest.fixture
def bishkek(laid: Path, tmp_path: Path) -> Iterator[Archive]:
    with opened(shutil.copytree(laid / "bishkek", tmp_path / "bishkek"), "bishkek") as archive:
        yield archive


def told(archive: Archive, title: str = "A march is stopped") -> str:
    """An event that somebody published."""
    return Maker(archive).new("event", basis=Maker(archive).page(), title=title, start="2019-07-08")


def holds(archive: Archive, event: str) -> bool:
    """Whether it is known what an event is called."""
    return any(one.says == "event.title" for one in archive.projections.said(event))


def sound(archive: Archive) -> None:
    """Everything verifies, and what is read from it is what a rebuild reads."""
    verify(archive, values=True)
    before = fingerprints(archive)
    rebuild(archive)
    assert fingerprints(archive) == before


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


@pytest.mark.slow
def test_a_file_for_somebody_else_does_not_open(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    with office(tmp_path / "talas", "talas") as talas:
        introduce(osh, talas, "talas")
        introduce(bishkek, talas, "talas")
        file = give(osh, tmp_path / "1", "talas")
    with pytest.raises(NotForUs):
        take(bishkek, file)


@pytest.mark.slow
def test_a_giver_whom_nobody_compared_is_refused(bishkek: Archive, tmp_path: Path) -> None:
    with office(tmp_path / "talas", "talas") as talas:
        introduce(talas, bishkek, "bishkek")
        told(talas)
        file = give(talas, tmp_path / "1", "bishkek")
    with pytest.raises(GiverUnknown):
        take(bishkek, file)


def test_what_was_cut_or_altered_takes_nothing_in(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    photo = keep(osh, Original(name="a.jpg", media_type="image/jpeg", content=BytesIO(b"light" * 40_000)))
    file = give(osh, tmp_path / "1", "bishkek", records=[photo.id], use=SHARE, originals=True)
    content, before = file.read_bytes(), bishkek.size()
    files = {path.name for path in (bishkek.path / "exhibits").iterdir()}
    places = [0, 15, 16, 100, 400, 70_000, len(content) - 1]
    wrong = [content[:at] for at in places]
    wrong += [content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :] for at in places]
    for one in (*wrong, content + b"\0", b""):
        file.write_bytes(one)
        with pytest.raises((BundleBroken, NotForUs)):
            take(bishkek, file)
    assert bishkek.size() == before
    assert {path.name for path in (bishkek.path / "exhibits").iterdir()} == files
    sound(bishkek)
    file.write_bytes(content)
    take(bishkek, file)


def test_a_partner_is_revoked_from_a_point_on(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    event = told(osh)
    take(bishkek, give(osh, tmp_path / "1", "bishkek"))
    told(osh, "A second march")
    later = give(osh, tmp_path / "2", "bishkek")
    revoke_peer(bishkek, "osh")
    with pytest.raises(PeerRevoked):
        take(bishkek, later)
    with pytest.raises(PeerRevoked):
        give(bishkek, tmp_path / "3", "osh")
    with pytest.raises(PeerRevoked):
        revoke_peer(bishkek, "osh")
    assert bishkek.projections.said(event)
    sound(bishkek)


@pytest.mark.slow
@pytest.mark.parametrize("longer", [True, False])
def test_a_fork_is_kept_as_evidence(osh: Archive, bishkek: Archive, tmp_path: Path, longer: bool) -> None:
    osh.close()
    with opened(shutil.copytree(osh.path, tmp_path / "twin"), "osh", "twin") as twin:
        for number in range(8 if longer else 1):
            told(twin, f"Another history {number}")
        forked = give(twin, tmp_path / "2", "bishkek")
    with opened(osh.path, "osh", "again") as again:
        for number in range(4):
            told(again, f"One history {number}")
        take(bishkek, give(again, tmp_path / "1", "bishkek"))
        with pytest.raises(ForkFound):
            take(bishkek, forked)
        (evidence,) = bishkek.database.row("SELECT value FROM statement WHERE says = 'log.fork'")
        fork = check_fork(b"".join(fetch(bishkek, evidence)), again.log_public_key())
        assert fork.log == again.log_id
        told(again, "And on")
        with pytest.raises(ForkFound):
            take(bishkek, give(again, tmp_path / "3", "bishkek"))
    sound(bishkek)


@pytest.mark.slow
def test_a_log_that_was_put_back_and_went_on_from_there_is_found(
    osh: Archive, bishkek: Archive, tmp_path: Path
) -> None:
    told(osh)
    osh.close()
    older = shutil.copytree(osh.path, tmp_path / "older")
    with opened(osh.path, "osh", "first") as first:
        take(bishkek, give(first, tmp_path / "1", "bishkek"))
        take(first, give(bishkek, tmp_path / "2", "osh"))
    with opened(older, "osh", "second") as second:
        told(second, "What nobody had seen")
        with pytest.raises(ForkFound):
            take(bishkek, give(second, tmp_path / "3", "bishkek"))
    sound(bishkek)


@pytest.mark.slow
def test_values_that_were_not_signed_are_refused(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    told(osh)
    with osh.database.writing():
        osh.database.raw.execute("UPDATE statement SET value = 'Nothing' WHERE says = 'event.title'")
    before = fingerprints(bishkek)
    with pytest.raises(ForeignRefused):
        take(bishkek, give(osh, tmp_path / "1", "bishkek"))
    assert fingerprints(bishkek) == before
    assert find_peer(bishkek, "osh").held == 0
    sound(bishkek)


@pytest.mark.slow
def test_a_folder_that_a_crash_left_behind_follows_on_opening(
    osh: Archive, bishkek: Archive, tmp_path: Path
) -> None:
    told(osh)
    take(bishkek, give(osh, tmp_path / "1", "bishkek"))
    bishkek.close()
    shutil.rmtree(bishkek.path / "log" / osh.log_id)
    with opened(bishkek.path, "bishkek", "again") as again:
        sound(again)


@pytest.mark.slow
def test_no_card_is_added_unseen(bishkek: Archive, tmp_path: Path) -> None:
    with office(tmp_path / "talas", "talas") as talas:
        card, digits = printed_card(talas), own_card(talas).digits()
    wrong = [
        (OwnCard, printed_card(bishkek), "here", own_card(bishkek).digits()),
        (DigitsDiffer, card, "talas", own_card(bishkek).digits()),
        (PeerTaken, card, "osh", digits),
        (CardRefused, card[:-1], "talas", digits),
    ]
    for error, shown, called, read in wrong:
        with pytest.raises(error):
            add_peer(bishkek, shown, called, digits=read, compared="compared.person")
    assert [peer.called for peer in peers(bishkek)] == ["osh"]


@pytest.mark.slow
def test_each_step_needs_its_role(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    event = told(osh)
    file = give(osh, tmp_path / "1", "bishkek", records=[event], use=SHARE)
    for archive in (osh, bishkek):
        archive.close()
    with open_as(bishkek.path, bishkek.unlocked, "analyst") as analyst:
        for step in (
            lambda: take(analyst, file),
            lambda: revoke_peer(analyst, "osh"),
            lambda: add_peer(analyst, "", "osh", digits="", compared="compared.person"),
        ):
            with pytest.raises(NotForThisRole):
                step()
    with open_as(osh.path, osh.unlocked, "coder") as coder, pytest.raises(NotForThisRole):
        give(coder, tmp_path / "2", "bishkek", records=[event], use=SHARE)


def test_every_refusal_is_a_sentence_that_names_no_value() -> None:
    for error in (BundleRepeated(), BundleBroken(file="a"), GiverUnknown(), NotForUs(), NothingToGive()):
        assert isinstance(error, KuzatError)
        assert error.step()
