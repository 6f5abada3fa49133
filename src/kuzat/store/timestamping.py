# SPDX-License-Identifier: Apache-2.0
"""Let somebody outside vouch for the hour: a timestamp (RFC 3161) over the newest checkpoint.

The request and the reply are files that travel by any road; nothing here uses a network. What is
stamped is the SHA-256 of the signed checkpoint, so one timestamp covers every entry before it.
"""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kuzat.errors import Missing
from kuzat.preservation import Exhibit
from kuzat.preservation.custody import Told
from kuzat.preservation.timestamp import Timestamp, request, verify
from kuzat.store.archive import Archive
from kuzat.store.vaults import Original, keep

REQUEST_TYPE = "application/timestamp-query"
REPLY_TYPE = "application/timestamp-reply"
NONCE = 8


class StampsNothing(Missing):
    """This reply was not made for any checkpoint of this archive."""

    code = "stamps_nothing"
    advice = "Choose the reply to a request that kuzat timestamp request wrote for this archive."


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A timestamp that holds, how many entries it covers, and the exhibit that keeps the reply."""

    timestamp: Timestamp
    size: int
    exhibit: Exhibit


def timestamp_request(archive: Archive) -> tuple[int, bytes]:
    """How many entries the newest checkpoint covers, and the request to send to an authority."""
    newest = archive.newest_checkpoint()
    size, note = newest if newest is not None else (0, b"")
    nonce = int.from_bytes(archive.random(NONCE), "big")
    return size, request(hashlib.sha256(note).digest(), nonce)


def keep_timestamp(archive: Archive, reply: bytes, trusted: Sequence[Any]) -> Stamped:
    """Verify a reply against the checkpoint that it was made for, and keep it as an exhibit.

    ``trusted`` are certificates as `kuzat.preservation.timestamp.certificates` reads them. Raises
    `StampsNothing`, `TimestampBad` or `TimestampDenied`.
    """
    for size, digest in _checkpoints(archive):
        if digest in reply:
            timestamp = verify(reply, digest, trusted)
            name = f"checkpoint-{size}.tsr"
            original = Original(
                name=name,
                media_type=REPLY_TYPE,
                content=io.BytesIO(reply),
                told=tuple(_told(timestamp, size)),
            )
            exhibit = keep(archive, original)
            return Stamped(timestamp=timestamp, size=size, exhibit=exhibit)
    raise StampsNothing()


def _told(timestamp: Timestamp, size: int) -> Iterator[Told]:
    """What the exhibit of a reply says of itself, so that custody can be shown without the certificates."""
    yield "exhibit.stamped_size", "decimal", str(size)
    yield "exhibit.stamped_at", "text", timestamp.at.isoformat(timespec="seconds")
    yield "exhibit.stamped_by", "text", timestamp.authority


def _checkpoints(archive: Archive) -> Iterator[tuple[int, bytes]]:
    """Size and digest of each checkpoint of the own log, the newest first."""
    rows = archive.database.raw.execute(
        "SELECT size, note FROM checkpoint WHERE log = ? ORDER BY size DESC", (archive.log_key,)
    ).fetchall()
    for size, note in rows:
        yield int(size), hashlib.sha256(bytes(note)).digest()
