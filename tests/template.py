# SPDX-License-Identifier: Apache-2.0
"""An archive that is made once and copied by every test that wants one of its own."""

import shutil
from pathlib import Path
from typing import NamedTuple

from kuzat.keys import Unlocked, open_header
from kuzat.store import Archive, open_with_keys
from kuzat.testing import AIZADA, Clock, Randomness, make_archive


class Template(NamedTuple):
    """An archive with nothing in it but its vocabulary, closed, and what Aizada can open."""

    path: Path
    unlocked: Unlocked

    @classmethod
    def make(cls, path: Path, *, seed: str = "template") -> "Template":
        """Make it; the passphrase is Aizada's, the keys follow from ``seed``."""
        make_archive(path, random=Randomness(seed)).close()
        header = (path / "archive.json").read_bytes()
        return cls(path, open_header(header, AIZADA.passphrase))

    def copy(self, path: Path, *, seed: str = "copy") -> Archive:
        """The same archive at another place, open; it costs a hundredth of making one."""
        shutil.copytree(self.path, path)
        return self.open(path, seed=seed)

    def open(self, path: Path, *, seed: str = "again") -> Archive:
        """A copy opened again with the keys themselves; each ``seed`` gives other ids and salts."""
        return open_with_keys(path, self.unlocked, clock=Clock(step=1), random=Randomness(seed))
