# SPDX-License-Identifier: Apache-2.0
"""A member's drawer: rows beside the log that nobody else can read, whoever holds the key of ``cases.db``.

What lies in it is sealed under a key that follows from the member's own and from what the drawer is for, so
that the content of one is not taken for that of another. Where a thing lies follows from its two names under
the same key. The table is no part of the format: a backup, a bundle and `rebuild` know nothing of it.
"""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kuzat.keys.box import NONCE, derived
from kuzat.store.archive import Archive

LAY = (
    "CREATE TABLE IF NOT EXISTS draft (place BLOB PRIMARY KEY NOT NULL, member VARCHAR(32) NOT NULL,"
    " box BLOB NOT NULL) WITHOUT ROWID"
)
IS_LAID = "SELECT 1 FROM sqlite_master WHERE name = 'draft'"


class Drawer:
    """The drawer of the member who unlocked the archive, for one purpose."""

    def __init__(self, archive: Archive, purpose: bytes) -> None:
        self.archive = archive
        self._key = derived(archive.unlocked.member_seed, purpose + bytes.fromhex(archive.id))

    def contents(self) -> list[dict[str, Any]]:
        """All that lies in it, in no order; what another key sealed is left out."""
        if self.archive.database.row(IS_LAID) is None:
            return []
        rows = self.archive.database.rows(
            "SELECT place, box FROM draft WHERE member = ?", (self.archive.member,)
        )
        opened = (self._opened(bytes(place), bytes(box)) for place, box in rows)
        return [one for one in opened if one is not None]

    def put(self, sort: str, id: str, content: Mapping[str, Any]) -> None:
        """Keep it in the place of what lay under these names. Raises `Busy`, `DiskFull`."""
        place, nonce = self._place(sort, id), self.archive.random(NONCE)
        box = nonce + AESGCM(self._key).encrypt(nonce, json.dumps(content).encode(), place)
        with self.archive.database.writing():
            self.archive.database.raw.execute(LAY)
            self.archive.database.raw.execute(
                "INSERT OR REPLACE INTO draft (place, member, box) VALUES (?, ?, ?)",
                (place, self.archive.member, box),
            )

    def forget(self, sort: str, id: str) -> None:
        """Throw it away; what is not there is nothing. The caller holds the writer's lock."""
        self.archive.database.raw.execute(LAY)
        self.archive.database.raw.execute("DELETE FROM draft WHERE place = ?", (self._place(sort, id),))

    def _opened(self, place: bytes, box: bytes) -> dict[str, Any] | None:
        try:
            content = AESGCM(self._key).decrypt(box[:NONCE], box[NONCE:], place)
        except InvalidTag:
            return None
        opened: dict[str, Any] = json.loads(content)
        return opened

    def _place(self, sort: str, id: str) -> bytes:
        return hmac.digest(self._key, f"{sort}\n{id}".encode(), "sha256")
