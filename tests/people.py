# SPDX-License-Identifier: Apache-2.0
"""One archive opened as members of different roles open it, without typing a passphrase."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from kuzat import keys
from kuzat.keys import Unlocked
from kuzat.store import Archive, open_with_keys
from kuzat.testing import BAKYT, Clock, Randomness


def unlocked_as(unlocked: Unlocked, *roles: str, member: str = "") -> Unlocked:
    """What a member with these roles opens of the same archive; another member signs with another key."""
    held = {
        kind: getattr(unlocked, kind) if kind in keys.opened_by(roles) else {}
        for kind in ("cases", "identity")
    }
    seed = bytes.fromhex(member * 2) if member else unlocked.member_seed
    return replace(
        unlocked, roles=frozenset(roles), member=member or unlocked.member, member_seed=seed, **held
    )


def open_as(path: Path, unlocked: Unlocked, *roles: str, member: str = "", **how: Any) -> Archive:
    """The archive as such a member opens it."""
    how = {"clock": Clock("2025-04-01T09:00:00Z"), "random": Randomness(f"{roles} {member}"), **how}
    return open_with_keys(path, unlocked_as(unlocked, *roles, member=member), **how)


COLLEAGUE = BAKYT.member
