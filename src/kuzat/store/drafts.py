# SPDX-License-Identifier: Apache-2.0
"""What a member is writing and has not said yet: rows beside the log, readable to that member alone.

A draft is sealed under a key that follows from the member's own, since whoever holds the key of the
compartment cases must not read a testimony before it is said. Where it lies follows from the form and its
record under the same key. Saying it and forgetting the draft are one commit. The table is no part of
the format: a backup, a bundle and `rebuild` know nothing of it.
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kuzat.keys.box import NONCE, derived
from kuzat.log.statement import Draft
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.commit import Act, Committed

DRAFT = b"kuzat/draft/1\n"
LAY = (
    "CREATE TABLE IF NOT EXISTS draft (place BLOB PRIMARY KEY NOT NULL, member VARCHAR(32) NOT NULL,"
    " box BLOB NOT NULL) WITHOUT ROWID"
)
IS_LAID = "SELECT 1 FROM sqlite_master WHERE name = 'draft'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A draft: which form, about which record, what was typed, and how the record stood then."""

    form: str
    record: str
    typed: Mapping[str, str]
    seen: str
    at: str


def access_drafts(archive: Archive, reader: Reader) -> tuple[Kept, ...]:
    """The member's own drafts, the newest first; what another key sealed is left out."""
    admit(archive, reader)
    if archive.database.row(IS_LAID) is None:
        return ()
    rows = archive.database.rows("SELECT place, box FROM draft WHERE member = ?", (archive.member,))
    opened = (_opened(archive, bytes(place), bytes(box)) for place, box in rows)
    found = [one for one in opened if one is not None]
    return tuple(sorted(found, key=lambda one: (one.at, one.form, one.record), reverse=True))


def find_draft(archive: Archive, reader: Reader, form: str, record: str) -> Kept | None:
    """The member's draft of one form about one record."""
    found = access_drafts(archive, reader)
    return next((one for one in found if (one.form, one.record) == (form, record)), None)


def keep_draft(
    archive: Archive, form: str, record: str, typed: Mapping[str, str], seen: str
) -> None:
    """Keep what was typed as it was typed, in the place of an earlier draft. Raises `Busy`, `DiskFull`."""
    kept = {"form": form, "record": record, "typed": dict(typed), "seen": seen, "at": archive.clock()}
    place, nonce = _place(archive, form, record), archive.random(NONCE)
    box = nonce + _cipher(archive).encrypt(nonce, json.dumps(kept).encode(), place)
    with archive.database.writing():
        archive.database.raw.execute(LAY)
        archive.database.raw.execute(
            "INSERT OR REPLACE INTO draft (place, member, box) VALUES (?, ?, ?)",
            (place, archive.member, box),
        )


def drop_draft(archive: Archive, form: str, record: str) -> None:
    """Forget a draft; one that is not there is nothing. Raises `Busy`, `DiskFull`."""
    with archive.database.writing():
        _forget(archive.database.raw, _place(archive, form, record))


def say_draft(archive: Archive, form: str, record: str, said: Sequence[Draft] | Act) -> Committed:
    """Say what a form says and forget its draft, both or neither. Raises what `Archive.say` raises."""
    act = archive.checked(said if isinstance(said, Act) else Act(drafts=said))
    with archive.turn() as append:
        archive.check_codes(act.drafts)
        committed = append([act])
        _forget(archive.database.raw, _place(archive, form, record))
    return committed


def _forget(raw: Any, place: bytes) -> None:
    raw.execute(LAY)
    raw.execute("DELETE FROM draft WHERE place = ?", (place,))


def _opened(archive: Archive, place: bytes, box: bytes) -> Kept | None:
    try:
        content = _cipher(archive).decrypt(box[:NONCE], box[NONCE:], place)
    except InvalidTag:
        return None
    return Kept(**json.loads(content))


def _place(archive: Archive, form: str, record: str) -> bytes:
    return hmac.digest(_key(archive), f"{form}\n{record}".encode(), "sha256")


def _cipher(archive: Archive) -> AESGCM:
    return AESGCM(_key(archive))


def _key(archive: Archive) -> bytes:
    return derived(archive.unlocked.member_seed, DRAFT + bytes.fromhex(archive.id))
