# SPDX-License-Identifier: Apache-2.0
"""From which size on a signature no longer counts (docs/format/log.md, revocation)."""

from collections.abc import Iterable

from kuzat.log.entry import Entry


def revoked_from(entries: Iterable[Entry], log: str, member: str | None) -> int | None:
    """The size up to which checkpoints of ``log`` that ``member`` signed count; None without limit.

    ``entries`` are those of one's own log that are looked at: a prefix, or what a proof shows. With
    ``member`` None only what ends the whole log counts.
    """
    limits = [
        int(entry.body["from"])
        for entry in entries
        if entry.kind == "revoked"
        and entry.body["log"] == log
        and entry.body["member"] in (None, member)
    ]
    return min(limits, default=None)
