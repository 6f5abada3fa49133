# SPDX-License-Identifier: Apache-2.0
"""A real archive on disk, opened quickly and the same in every run."""

from pathlib import Path

from kuzat import keys
from kuzat.store import Archive, create
from kuzat.store.archive import Clock as Look
from kuzat.store.archive import Random
from kuzat.testing.clock import Clock
from kuzat.testing.people import AIZADA
from kuzat.testing.randomness import Randomness


def make_archive(
    path: Path,
    *,
    passphrase: str = AIZADA.passphrase,
    clock: Look | None = None,
    random: Random | None = None,
) -> Archive:
    """An empty archive with one member, open; whoever calls closes it.

    The passphrase costs the least that is allowed, the clock stands still and the randomness is
    seeded, unless others are handed in. **Never for real data.**
    """
    return create(
        path,
        passphrase,
        clock=clock or Clock(),
        random=random or Randomness(),
        cost=keys.FLOOR,
    )
