# SPDX-License-Identifier: Apache-2.0
"""A statement of a bundle that takes the id of another is left out by itself, and the rest comes in."""

from collections.abc import Iterator
from json import loads
from pathlib import Path

import pytest
from tests.allied import SHARE, sound, take, told

from kuzat.log.statement import Draft, bind
from kuzat.store import Archive, Wish, find_peer
from kuzat.store.bundling import _Choice, _Content, write
from kuzat.store.commit import SALT, Act
from kuzat.store.container import line
from kuzat.testing import Maker

FORGED = "a value that is never given"


def forged(talas: Archive, stolen: bytes, event: str) -> None:
    """An entry of their log that lists an id which is not theirs."""
    draft = Draft(about=event, says="event.title", type="text", value=FORGED, language="en")
    made = bind(draft, talas.log_id, talas.random(SALT))
    talas.commit([Act(bound=[made._replace(id=stolen)])])


def instead(parts: Iterator[bytes], kind: str, stolen: bytes, event: str) -> Iterator[bytes]:
    """The lines of a bundle, with one that shows nothing in the place of what cannot be shown."""
    for part in parts:
        if FORGED.encode() not in part:
            yield part
        elif kind == "sealed":
            yield line("sealed", stolen.hex(), event, "1", "00" * 48)
        else:
            yield line("erased", stolen.hex(), "set", *loads(part)[3:6], None, None)


@pytest.mark.parametrize("kind", ["sealed", "erased"])
def test_what_takes_the_id_of_ours_is_left_out(
    osh: Archive, talas: Archive, tmp_path: Path, kind: str
) -> None:
    person = Maker(osh).new("person", identity_name="Айгерим")
    (stolen,) = osh.database.row("SELECT statement FROM sealed WHERE about = ?", (person,))
    event = told(talas)
    forged(talas, bytes(stolen), event)
    to = [find_peer(talas, "osh")]
    wish = Wish(records=(event,), use=SHARE) if kind == "sealed" else Wish()
    choice = _Choice(talas, wish, to_partner=False)
    content = _Content(talas, choice, to, talas.random(32).hex(), lambda _: None)
    write(talas, tmp_path / "1", to, instead(content.parts(), kind, bytes(stolen), event))
    assert take(osh, tmp_path / "1").refused == 1
    assert {one.says for one in osh.projections.said(event)} == {"event.start", "event.title"}
    assert osh.database.rows("SELECT about FROM sealed WHERE statement = ?", (bytes(stolen),)) == [(person,)]
    sound(osh)
