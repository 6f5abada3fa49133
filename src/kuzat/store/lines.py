# SPDX-License-Identifier: Apache-2.0
"""What a line of a backup or of a file of keys must look like, as docs/format/backup.md lists them.

In: the lines of one file, in their order. Out: the parts of each, of which every one has the form that
its place asks; so that no name of a file and no number comes from a line unseen.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from kuzat.log.canonical import JsonRefused
from kuzat.log.entry import EntryMalformed
from kuzat.log.note import NoteBad
from kuzat.log.shape import (
    Check,
    is_about,
    is_bytes,
    is_exhibit,
    is_hash,
    is_id,
    is_moment,
    is_number,
    is_text,
    one_of,
    or_null,
)
from kuzat.log.statement import OPS, TYPES
from kuzat.store.cipher import StandsOnce
from kuzat.store.container import Reading

Lines = Mapping[str, tuple[Check, ...]]
ARCHIVE: Lines = {"archive": (is_id, is_id, is_id, is_number)}
BACKUP: Lines = {
    "log": (is_id, is_hash),
    "entry": (
        is_text, or_null(is_id), or_null(is_id), or_null(is_id), or_null(is_moment), or_null(is_id),
        is_number,
    ),
    "said": (
        is_hash, one_of(*OPS), is_about, is_text, one_of(*TYPES), or_null(is_text), or_null(is_text),
        or_null(is_bytes),
    ),
    "sealed": (is_hash, is_about, is_number, or_null(is_bytes)),
    "checkpoint": (is_number, is_text, or_null(is_text)),
    "mark": (is_hash, is_exhibit),
    "exhibit": (is_exhibit, is_number),
}  # fmt: skip
# What stands once in a backup, by its id.
ONCE = ("exhibit", "log", "mark")
KEYS: Lines = {"keys": (is_id, is_id, is_number)}
OPENED_BY: Lines = {
    "subject": (is_about, is_hash),
    "exhibit": (is_exhibit, is_hash),
    "member": (is_id, is_hash),
    "erased": (is_hash, or_null(is_text)),
}


def told(reading: Reading, lines: Lines) -> list[Any]:
    """The next line, which must be one of these. Raises `LineBroken`, `ContainerBroken`."""
    kind, *parts = reading.line() or [None]
    checks = lines.get(kind or "")
    if checks is None or len(parts) != len(checks):
        raise reading.line_broken()
    if not all(check(part) for check, part in zip(checks, parts, strict=True)):
        raise reading.line_broken()
    return [kind, *parts]


class Own(NamedTuple):
    """What the first line of a backup says: the organisation, and the own log with its size."""

    origin: str
    log: str
    size: int


def hand_out(reading: Reading, taker: object, own: Own) -> None:
    """Read a backup to its end: each line goes to the method of ``taker`` that is called as its kind.

    Raises `LineBroken`, also where a line says again what may be said once, or where the own log is not the
    first or not of its size, `ContainerBroken`, and what those methods raise.
    """
    seen: set[tuple[str, str]] = set()
    logs = entries = 0
    while not reading.at_end():
        kind, *parts = told(reading, BACKUP)
        if (kind, parts[0]) in seen or not (seen or (kind, parts[0]) == ("log", own.log)):
            raise reading.line_broken()
        if kind in ONCE:
            seen.add((kind, parts[0]))
        logs += kind == "log"
        entries += kind == "entry" and logs == 1
        try:
            getattr(taker, f"_{kind}")(*parts)
        except (EntryMalformed, JsonRefused, NoteBad, StandsOnce):
            raise reading.line_broken() from None
    if not logs or entries != own.size:
        raise reading.line_broken()
