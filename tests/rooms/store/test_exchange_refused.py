# SPDX-License-Identifier: Apache-2.0
"""What is refused of a bundle or a card, and that nothing of it stays."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from tests.allied import SHARE, give, holds, introduce, office, opened, sound, take, told
from tests.people import open_as

from kuzat.errors import KuzatError
from kuzat.exchange import CardRefused, NotForUs
from kuzat.keys import NotForThisRole
from kuzat.log.foreign import ForeignRefused, ForkFound
from kuzat.log.fork import check_fork
from kuzat.store import (
    Archive,
    Original,
    back_up,
    fetch,
    find_peer,
    fingerprints,
    keep,
    new_epoch,
    open_with_keys,
    reader_of,
    restore,
    revoke_peer,
)
from kuzat.store.bundling import NothingToGive
from kuzat.store.peers import (
    DigitsDiffer,
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
from kuzat.testing import Randomness


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
    (osh,) = peers(bishkek)
    assert osh.called == "osh"


@pytest.mark.slow
def test_a_newer_card_needs_no_digits_and_changes_nothing_else(osh: Archive, bishkek: Archive) -> None:
    (before,) = peers(bishkek)
    new_epoch(osh)  # which closes it
    with opened(osh.path, "osh", "again") as again:
        add_peer(bishkek, printed_card(again), "osh", digits="", compared="compared.call")
    (after,) = peers(bishkek)
    assert after.card.epoch == before.card.epoch + 1
    assert (after.is_office, after.compared) == (True, "compared.person")


@pytest.mark.slow
def test_after_a_restore_partners_need_the_new_card(osh: Archive, bishkek: Archive, tmp_path: Path) -> None:
    event = told(osh)
    take(bishkek, give(osh, tmp_path / "1", "bishkek"))
    written = back_up(bishkek, reader_of(bishkek), tmp_path / "1.backup")
    unlocked = bishkek.unlocked
    restore(written.file, written.keys, tmp_path / "again", lambda _: unlocked, random=Randomness("restored"))
    told(osh, "A second march")
    with open_with_keys(tmp_path / "again", unlocked, random=Randomness("again")) as again:
        assert holds(again, event)
        with pytest.raises(NotForUs):
            take(again, give(osh, tmp_path / "2", "bishkek"))
        introduce(osh, again, "restored")
        take(again, give(osh, tmp_path / "3", "restored"))
        assert find_peer(again, "osh").held == osh.size()
        take(osh, give(again, tmp_path / "4", "osh"))
        assert find_peer(osh, "restored").has > 0
        sound(again)
    sound(osh)


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
