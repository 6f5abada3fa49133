# SPDX-License-Identifier: Apache-2.0
"""What a member keeps for themselves, such as a search under a name: readable to that member alone.

It lies in a drawer of its own. Like a draft it is no statement.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kuzat.errors import Missing, Refused
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.drawer import Drawer

SHELF = b"kuzat/shelf/1\n"
MOST = 100


class ShelfFull(Refused):
    """No more than {number} can be kept."""

    code = "shelf_full"
    advice = "Throw one away that you no longer need."


class NotOnShelf(Missing):
    """You keep nothing of this kind under that address."""

    code = "not_on_shelf"
    advice = "Look at what you keep: it may have been thrown away."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """One thing kept: its sort and id, the member's name for it, what it is, and when it was put there."""

    sort: str
    id: str
    name: str
    content: Mapping[str, Any]
    at: str = ""


def access_shelf(archive: Archive, reader: Reader, sort: str) -> tuple[Shelved, ...]:
    """What the member keeps of one sort, by name."""
    admit(archive, reader)
    found = [one for one in _kept(archive) if one.sort == sort]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))


def _kept(archive: Archive) -> list[Shelved]:
    return [Shelved(**one) for one in Drawer(archive, SHELF).contents()]


def find_shelved(archive: Archive, reader: Reader, sort: str, id: str) -> Shelved:
    """One thing that the member keeps. Raises `NotOnShelf`."""
    found = next((one for one in access_shelf(archive, reader, sort) if one.id == id), None)
    if found is None:
        raise NotOnShelf()
    return found


def shelve(archive: Archive, one: Shelved) -> None:
    """Keep it, in the place of an earlier one of its id. Raises `ShelfFull`, `Busy`, `DiskFull`."""
    if sum((other.sort, other.id) != (one.sort, one.id) for other in _kept(archive)) >= MOST:
        raise ShelfFull(number=MOST)
    Drawer(archive, SHELF).put(one.sort, one.id, {**asdict(one), "at": archive.clock()})


def unshelve(archive: Archive, sort: str, id: str) -> None:
    """Throw it away; what is not there is nothing. Raises `Busy`, `DiskFull`."""
    with archive.database.writing():
        Drawer(archive, SHELF).forget(sort, id)
