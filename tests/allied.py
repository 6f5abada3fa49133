# SPDX-License-Identifier: Apache-2.0
"""Organisations that share by a file: each with an archive of its own, and the cards of the others."""

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

from kuzat.keys import Unlocked
from kuzat.store import (
    USES,
    Archive,
    Taken,
    Wish,
    add_peer,
    find_peer,
    fingerprints,
    make_bundle,
    open_with_keys,
    printed_card,
    read_bundle,
    reader_of,
    rebuild,
    verify,
)
from kuzat.store.peers import OFFICE, own_card
from kuzat.testing import Clock, Maker, Randomness, make_archive

SHARE = USES["share"]
UNLOCKED: dict[str, Unlocked] = {}


def office(path: Path, seed: str) -> Archive:
    """An empty archive of its own."""
    return make_archive(path, clock=Clock(step=1), random=Randomness(seed))


def acquaint(archives: dict[str, Archive], relation: str = OFFICE) -> None:
    """Each adds the card of each other, after the digits were compared."""
    for (_, one), (name, other) in permutations(archives.items(), 2):
        introduce(one, other, name, relation)


def introduce(one: Archive, other: Archive, name: str, relation: str = OFFICE) -> None:
    """``one`` adds the card of ``other`` under this name."""
    digits = own_card(other).digits()
    add_peer(one, printed_card(other), name, digits=digits, compared="compared.person", relation=relation)


def give(
    archive: Archive, file: Path, *to: str, records: Sequence[str] | None = None, **wish: object
) -> Path:
    """A bundle for these partners in a new file."""
    chosen = None if records is None else tuple(records)
    peers = [find_peer(archive, name) for name in to]
    make_bundle(archive, reader_of(archive), file, peers, Wish(records=chosen, **wish))  # type: ignore[arg-type]
    return file


def take(archive: Archive, file: Path) -> Taken:
    """Read a bundle."""
    return read_bundle(archive, reader_of(archive), file)


def lay_offices(folder: Path) -> Path:
    """Two offices that compared their digits, closed; `opened` opens a copy of either."""
    with office(folder / "osh", "osh") as osh, office(folder / "bishkek", "bishkek") as bishkek:
        acquaint({"osh": osh, "bishkek": bishkek})
        UNLOCKED.update(osh=osh.unlocked, bishkek=bishkek.unlocked)
    return folder


def opened(path: Path, name: str, seed: str = "") -> Archive:
    """A copy of one of these offices, with its keys."""
    random = Randomness(f"{name} {seed}")
    return open_with_keys(path, UNLOCKED[name], clock=Clock(step=1), random=random)


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
