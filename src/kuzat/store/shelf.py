# SPDX-License-Identifier: Apache-2.0
"""What a member keeps for themselves, such as a search under a name: readable to that member alone.

It lies in the table of drafts under another key, so that neither is taken for the other. Like a draft it is
no statement, and no backup, bundle or `rebuild` knows of it.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kuzat.errors import Missing, Refused
from kuzat.keys.box import NONCE, derived
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.drafts import IS_LAID, LAY

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
    """All that the member keeps; drafts, which another key sealed, are left out."""
    if archive.database.row(IS_LAID) is None:
        return []
    rows = archive.database.rows("SELECT place, box FROM draft WHERE member = ?", (archive.member,))
    opened = (_opened(archive, bytes(place), bytes(box)) for place, box in rows)
    return [one for one in opened if one is not None]


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
    kept = {**asdict(one), "at": archive.clock()}
    place, nonce = _place(archive, one.sort, one.id), archive.random(NONCE)
    box = nonce + _cipher(archive).encrypt(nonce, json.dumps(kept).encode(), place)
    with archive.database.writing():
        archive.database.raw.execute(LAY)
        archive.database.raw.execute(
            "INSERT OR REPLACE INTO draft (place, member, box) VALUES (?, ?, ?)",
            (place, archive.member, box),
        )


def unshelve(archive: Archive, sort: str, id: str) -> None:
    """Throw it away; what is not there is nothing. Raises `Busy`, `DiskFull`."""
    with archive.database.writing():
        archive.database.raw.execute(LAY)
        archive.database.raw.execute("DELETE FROM draft WHERE place = ?", (_place(archive, sort, id),))


def _opened(archive: Archive, place: bytes, box: bytes) -> Shelved | None:
    try:
        content = _cipher(archive).decrypt(box[:NONCE], box[NONCE:], place)
    except InvalidTag:
        return None
    return Shelved(**json.loads(content))


def _place(archive: Archive, sort: str, id: str) -> bytes:
    return hmac.digest(_key(archive), f"{sort}\n{id}".encode(), "sha256")


def _cipher(archive: Archive) -> AESGCM:
    return AESGCM(_key(archive))


def _key(archive: Archive) -> bytes:
    return derived(archive.unlocked.member_seed, SHELF + bytes.fromhex(archive.id))
