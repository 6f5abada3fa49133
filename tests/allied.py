# SPDX-License-Identifier: Apache-2.0
"""Organisations that share by a file: each with an archive of its own, and the cards of the others."""

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

from kuzat.store import (
    Archive,
    Taken,
    Wish,
    add_peer,
    find_peer,
    make_bundle,
    printed_card,
    read_bundle,
    reader_of,
)
from kuzat.store.peers import OFFICE, own_card
from kuzat.testing import Clock, Randomness, make_archive


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
