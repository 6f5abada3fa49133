# SPDX-License-Identifier: Apache-2.0
"""A session lives in memory, ends by the button, by idleness or to make room, and closes its archive."""

from dataclasses import dataclass

import pytest
from tests.browser import Seconds

from kuzat.web.sealing import Seal, StaleAddress
from kuzat.web.sessions import IDLE_SECONDS, MOST, Sessions


@dataclass
class Folder:
    """Something that can be closed, as an archive can."""

    closed: int = 0

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def sessions(seconds: Seconds) -> Sessions:
    return Sessions(seconds)


def test_an_id_finds_its_archive_and_another_finds_nothing(sessions: Sessions) -> None:
    one, other = Folder(), Folder()
    first, second = sessions.begin(one), sessions.begin(other)  # type: ignore[arg-type]
    assert sessions.find(first).archive is one  # type: ignore[union-attr]
    assert sessions.find(second).archive is other  # type: ignore[union-attr]
    assert sessions.find(first[:-1]) is None
    assert sessions.find("") is None


def test_ids_are_long_and_never_the_same(sessions: Sessions) -> None:
    ids = {sessions.begin(Folder()) for _ in range(50)}  # type: ignore[arg-type]
    assert len(ids) == 50
    assert min(map(len, ids)) >= 43  # 256 bits


def test_the_end_closes_the_archive_once(sessions: Sessions) -> None:
    folder = Folder()
    token = sessions.begin(folder)  # type: ignore[arg-type]
    sessions.end(token)
    sessions.end(token)
    assert (folder.closed, sessions.find(token)) == (1, None)


def test_a_page_keeps_a_session_awake_and_idleness_ends_it(sessions: Sessions, seconds: Seconds) -> None:
    folder = Folder()
    token = sessions.begin(folder)  # type: ignore[arg-type]
    seconds.now = IDLE_SECONDS - 1
    assert sessions.find(token) is not None
    seconds.now += IDLE_SECONDS - 1
    assert sessions.find(token) is not None
    seconds.now += IDLE_SECONDS
    sessions.sweep()
    assert (folder.closed, sessions.find(token)) == (1, None)


def test_the_longest_unused_session_makes_room(sessions: Sessions, seconds: Seconds) -> None:
    folders = [Folder() for _ in range(MOST + 1)]
    tokens = []
    for folder in folders:
        seconds.now += 1
        tokens.append(sessions.begin(folder))  # type: ignore[arg-type]
    assert [folder.closed for folder in folders] == [1] + [0] * MOST
    assert sessions.find(tokens[0]) is None


def test_the_end_of_the_desk_closes_every_archive(sessions: Sessions) -> None:
    folders = [Folder(), Folder()]
    for folder in folders:
        sessions.begin(folder)  # type: ignore[arg-type]
    sessions.end_all()
    assert [folder.closed for folder in folders] == [1, 1]


def test_sealed_words_open_in_their_session_only() -> None:
    seal = Seal()
    sealed = seal.seal("дело Аскарова")
    assert seal.open(sealed) == "дело Аскарова"
    assert seal.seal("дело Аскарова") == sealed
    assert set(sealed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    with pytest.raises(StaleAddress):
        Seal().open(sealed)


@pytest.mark.parametrize("sealed", ["", "a", "Аскаров", "====", "A" * 23, "A" * 4000, "../..", "\0"])
def test_what_was_never_sealed_is_refused(sealed: str) -> None:
    with pytest.raises(StaleAddress):
        Seal().open(sealed)
