# SPDX-License-Identifier: Apache-2.0
"""One leaf of a log: an act, as the sorted digests of what was said, by whom and when.

An entry holds no content. Its digests are filled up with decoys to a power of two, so that it does
not tell how much was said:

    by    = SHA-256("kuzat/by/1\\n" ‖ JCS([log, salt, member]))
    at    = SHA-256("kuzat/at/1\\n" ‖ JCS([log, salt, time]))
    decoy = SHA-256("kuzat/decoy/1" ‖ entry salt ‖ i), i from 0 in four bytes, the highest first
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import Any

from kuzat.errors import Broken, Phrase, Refused
from kuzat.log.body import BODIES, is_body
from kuzat.log.canonical import encode, encode_strings
from kuzat.log.shape import is_count, is_hash, is_id
from kuzat.log.statement import COMPARTMENTS

FORMAT, SUITE = 1, 1
SMALLEST, LARGEST = 8, 512
MOST_STATEMENTS = LARGEST - 2
LARGEST_BYTES = 65_535
BY, AT, DECOY = b"kuzat/by/1\n", b"kuzat/at/1\n", b"kuzat/decoy/1"

_PARTS = {
    "body", "compartment", "digests", "format", "kind", "lamport", "log", "origin", "position",
    "suite", "vocabulary",
}  # fmt: skip
_SIZES = frozenset(1 << power for power in range(3, 10))


class EntryMalformed(Broken):
    """An entry is not of format 1: {reason}."""

    code = "entry_malformed"
    advice = "Keep the file as it is, and compare the log with other copies."


class TooManyStatements(Refused):
    """One entry holds at most {most} statements; this would have {count}."""

    code = "too_many_statements"
    advice = "Save it in several steps; nothing was written."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of one log; ``digests`` are sorted and padded, ``body`` is what its kind asks."""

    kind: str
    log: str
    position: int
    lamport: int
    origin: str
    compartment: str
    vocabulary: str
    digests: tuple[bytes, ...]
    body: Mapping[str, Any] = field(default_factory=dict)

    def encode(self) -> bytes:
        """The entry as JCS: the bytes that are the leaf. The keys stand in their order already."""
        body = encode(self.body).decode() if self.body else "{}"
        digests = '","'.join([digest.hex() for digest in self.digests])
        return (
            f'{{"body":{body},"compartment":"{self.compartment}","digests":["{digests}"],'
            f'"format":{FORMAT},"kind":"{self.kind}","lamport":{self.lamport},'
            f'"log":"{self.log}","origin":"{self.origin}","position":{self.position},'
            f'"suite":{SUITE},"vocabulary":"{self.vocabulary}"}}'
        ).encode()


def make_entry(
    *,
    kind: str,
    log: str,
    position: int,
    lamport: int,
    origin: str,
    compartment: str,
    vocabulary: str,
    digests: Sequence[bytes],
    salt: bytes,
    body: Mapping[str, Any],
) -> Entry:
    """The entry over these digests, those of *by* and *at* among them, padded under ``salt``.

    Raises `TooManyStatements`; `EntryMalformed` where a part is not of format 1.
    """
    entry = Entry(
        kind=kind,
        log=log,
        position=position,
        lamport=lamport,
        origin=origin,
        compartment=compartment,
        vocabulary=vocabulary,
        digests=tuple(pad(digests, salt)),
        body=body,
    )
    _check(entry)
    return entry


def decode(content: bytes) -> Entry:
    """Read an entry strictly: any byte other than those of `Entry.encode` is refused.

    Raises `EntryMalformed`.
    """
    stated = _parse(content)
    try:
        entry = Entry(
            kind=stated["kind"],
            log=stated["log"],
            position=stated["position"],
            lamport=stated["lamport"],
            origin=stated["origin"],
            compartment=stated["compartment"],
            vocabulary=stated["vocabulary"],
            digests=tuple([bytes.fromhex(digest) for digest in stated["digests"]]),
            body=stated["body"],
        )
    except (TypeError, ValueError):
        raise EntryMalformed(reason=Phrase("a digest is misshapen")) from None
    _check(entry)
    if entry.encode() != content:
        raise EntryMalformed(reason=Phrase("it is not canonical JSON"))
    return entry


def pad(own: Iterable[bytes], salt: bytes) -> list[bytes]:
    """The digests with their decoys, sorted: 8, 16, … 512 in all. Raises `TooManyStatements`."""
    digests = list(own)
    size = SMALLEST
    while size < len(digests):
        size *= 2
    if size > LARGEST:
        raise TooManyStatements(most=MOST_STATEMENTS, count=len(digests) - 2)
    seed = DECOY + salt
    for number in range(size - len(digests)):
        digests.append(sha256(seed + number.to_bytes(4, "big")).digest())
    digests.sort()
    return digests


def by_digest(log: str, salt: bytes, by: str) -> bytes:
    """The salted digest of who acted: a member's id."""
    return sha256(BY + encode_strings([log, salt.hex(), by])).digest()


def at_digest(log: str, salt: bytes, at: str) -> bytes:
    """The salted digest of when, by an untrusted clock."""
    return sha256(AT + encode_strings([log, salt.hex(), at])).digest()


def _parse(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST_BYTES:
        raise EntryMalformed(reason=Phrase("it is too large"))
    try:
        stated = json.loads(content)
    except (ValueError, RecursionError):
        raise EntryMalformed(reason=Phrase("it is not JSON")) from None
    if not isinstance(stated, dict) or stated.keys() != _PARTS:
        raise EntryMalformed(reason=Phrase("it has not the parts it must have"))
    if stated["format"] != FORMAT or stated["suite"] != SUITE:
        raise EntryMalformed(reason=Phrase("it is of another format or suite"))
    return stated


def _check(entry: Entry) -> None:
    """Raise `EntryMalformed`, which names the first part that is not of format 1."""
    if not is_id(entry.log) or not is_id(entry.origin):
        reason = Phrase("its log or origin is misshapen")
    elif not is_count(entry.position) or not is_count(entry.lamport):
        reason = Phrase("its position or Lamport number is misshapen")
    elif entry.compartment not in COMPARTMENTS:
        reason = Phrase("its compartment is unknown")
    elif not is_hash(entry.vocabulary):
        reason = Phrase("its vocabulary is misshapen")
    elif len(entry.digests) not in _SIZES or {len(digest) for digest in entry.digests} != {32}:
        reason = Phrase("it has not 8, 16, … or 512 digests")
    elif any(first >= second for first, second in pairwise(entry.digests)):
        reason = Phrase("its digests are not sorted or repeat")
    elif (entry.kind == "genesis") != (entry.position == 0):
        reason = Phrase("genesis is entry 0, and only that")
    elif type(entry.kind) is not str or entry.kind not in BODIES:
        reason = Phrase("its kind is unknown")
    elif not is_body(entry.kind, entry.body):
        reason = Phrase("its body is not what its kind asks")
    else:
        return
    raise EntryMalformed(reason=reason)
