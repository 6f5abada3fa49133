# SPDX-License-Identifier: Apache-2.0
"""The fakes repeat, and what they make is a real archive."""

from pathlib import Path

import pytest

from kuzat.errors import Missing, NotAllowed
from kuzat.keys import WrongPassphrase
from kuzat.store import access_record, open_archive, reader_of, verify
from kuzat.terms.vocabulary import load
from kuzat.testing import BAKYT, STRANGER, Clock, Maker, Randomness, drafts, make_archive


def test_clock_stands_ticks_and_goes_back() -> None:
    still, ticking = Clock(), Clock("2024-02-28T23:59:00Z", step=60)
    assert still() == still() == "2025-03-21T09:00:00Z"
    assert [ticking(), ticking()] == ["2024-02-28T23:59:00Z", "2024-02-29T00:00:00Z"]
    still.forward(days=1, hours=-2)
    assert still() == "2025-03-22T07:00:00Z"


def test_randomness_follows_from_its_seed_alone() -> None:
    one, same, other = Randomness(7), Randomness(7), Randomness(8)
    assert [one(16), one(16)] == [same(16), same(16)]
    assert Randomness(7)(16) != other(16)
    assert len({one(32) for _ in range(100)}) == 100
    assert one(0) == b""


def test_two_archives_of_one_seed_have_one_log(tmp_path: Path) -> None:
    notes = []
    for name in ("first", "second"):
        with make_archive(tmp_path / name) as archive:
            Maker(archive).page()
            notes.append(archive.newest_checkpoint())
            assert verify(archive, values=True).missing == 0
    assert notes[0] is not None
    assert notes[0] == notes[1]


def test_a_stranger_opens_nothing_and_finds_nothing(tmp_path: Path) -> None:
    with make_archive(tmp_path / "a") as archive:
        page = Maker(archive).page()
        for nobody in (BAKYT, STRANGER):
            with pytest.raises(NotAllowed):
                access_record(archive, nobody.reader, page)
    with pytest.raises(WrongPassphrase):
        open_archive(tmp_path / "a", STRANGER.passphrase)


def test_maker_says_with_types_from_the_vocabulary(tmp_path: Path) -> None:
    with make_archive(tmp_path / "a", clock=Clock(step=1)) as archive:
        maker = Maker(archive)
        page = maker.page("Tang")
        march = maker.new(
            "event", basis=page, language="ky", title="Жүрүш", start="2019-07",
            freedom=["freedom.assembly", "freedom.expression"],
        )  # fmt: skip
        maker.add(march, basis=maker.page(), start="2019-07-08")
        record = access_record(archive, reader_of(archive), march)
    title = record.one("event.title")
    assert title is not None
    assert (title.text, title.said.language, title.said.basis) == ("Жүрүш", "ky", page)
    assert {v.text for v in record.all("event.start")} == {"2019-07", "2019-07-08"}
    assert "event.start" in record.contested
    assert len(record.all("event.freedom")) == 2


def test_maker_knows_only_the_vocabulary() -> None:
    with pytest.raises(Missing):
        list(drafts(load(), "evt-" + "0" * 32, {"weather": "rain"}))
