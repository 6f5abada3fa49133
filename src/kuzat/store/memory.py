# SPDX-License-Identifier: Apache-2.0
"""A database that no file is behind, for readings that die with the process."""

from pathlib import Path

from kuzat.store.cipher import Database


class InMemory(Database):
    """A database that lies in memory only: no file is behind it, and it dies with the process."""

    def __init__(self) -> None:
        super().__init__(Path(":memory:"), b"", fresh=True)

    def _unlock(self, key: bytes, fresh: bool) -> None:
        for pragma in ("temp_store = MEMORY", "trusted_schema = OFF"):
            self.raw.execute(f"PRAGMA {pragma}")

    def check(self) -> None:
        """Nothing: no page of it ever leaves the memory."""
