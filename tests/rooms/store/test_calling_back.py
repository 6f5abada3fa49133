# SPDX-License-Identifier: Apache-2.0
"""What was given is called back by either road, and whoever got nothing of it hears nothing of it."""

from pathlib import Path

import pytest
from tests.allied import SHARE, give, take, told

from kuzat.store import Archive, erase, fetch, find_peer, reader_of, recall
from kuzat.store.exchanging import NeverGiven
from kuzat.store.vaults import is_kept
from kuzat.testing import Maker


def asked_of(osh: Archive, talas: Archive, event: str, file: Path) -> dict[str, str]:
    """Erase an event, and hand the request over; what is asked for, each with its record."""
    erase(osh, reader_of(osh), event, "erasure_ground.asked")
    recall(osh, reader_of(osh), file, find_peer(osh, "talas"), event)
    return dict(take(talas, file).asked)


def test_what_has_no_signatures_is_called_back(osh: Archive, talas: Archive, tmp_path: Path) -> None:
    event = told(osh)
    taken = take(talas, give(osh, tmp_path / "1", "talas", records=[event], use=SHARE, deniable=True))
    assert taken.exhibit is not None
    assert b"A march is stopped" in b"".join(fetch(talas, taken.exhibit))
    assert asked_of(osh, talas, event, tmp_path / "2") == {taken.exhibit: event}
    erase(talas, reader_of(talas), taken.exhibit, "erasure_ground.asked")
    assert not is_kept(talas, taken.exhibit)


@pytest.mark.slow
def test_what_was_given_by_both_roads_is_called_back_from_both(
    osh: Archive, talas: Archive, tmp_path: Path
) -> None:
    event = told(osh)
    ids = {one.id.hex() for one in osh.projections.said(event)}
    taken = take(talas, give(osh, tmp_path / "1", "talas", records=[event], use=SHARE, deniable=True))
    take(talas, give(osh, tmp_path / "2", "talas", records=[event], use=SHARE))
    assert asked_of(osh, talas, event, tmp_path / "3") == dict.fromkeys({*ids, taken.exhibit}, event)


def test_whoever_got_nothing_of_it_hears_nothing_of_it(osh: Archive, talas: Archive, tmp_path: Path) -> None:
    event, other = told(osh), told(osh, "Another march")
    for road, deniable in (("1", True), ("2", False)):
        take(talas, give(osh, tmp_path / road, "talas", records=[other], use=SHARE, deniable=deniable))
    with pytest.raises(NeverGiven):
        asked_of(osh, talas, event, tmp_path / "3")
    assert not (tmp_path / "3").exists()


@pytest.mark.slow
def test_what_was_said_after_it_was_given_is_not_named(osh: Archive, talas: Archive, tmp_path: Path) -> None:
    event = told(osh)
    take(talas, give(osh, tmp_path / "1", "talas", records=[event], use=SHARE))
    known = {one.id.hex() for one in osh.projections.said(event)}
    Maker(osh).add(event, basis=Maker(osh).page(), title="It was stopped")
    assert set(asked_of(osh, talas, event, tmp_path / "2")) == known
