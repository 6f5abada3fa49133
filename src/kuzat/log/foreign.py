# SPDX-License-Identifier: Apache-2.0
"""Another organisation's log, or another device's: what is held of it, and what may be added.

In: the ``received`` entries of one's own log; a foreign checkpoint with its consistency proof.
Out: the head that is held now, to be written as the next ``received`` entry.

The form in which a checkpoint and its proof travel is the body of ``add-checkpoint`` of C2SP
tlog-witness, so that a witness is asked in the same way:

    old <size that is held>
    <hash in base64>               one line for each hash of the consistency proof
                                   an empty line
    <the checkpoint, a signed note>
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from kuzat.errors import Broken, Phrase
from kuzat.log import merkle
from kuzat.log import note as notes
from kuzat.log.entry import Entry
from kuzat.log.note import Checkpoint, NoteBad

LARGEST = 65_536
MOST_HASHES = 63
_OLD = re.compile(rb"old (0|[1-9][0-9]{0,15})")


class ForeignRefused(Broken):
    """What came of another log is not taken in: {reason}."""

    code = "foreign_refused"
    advice = "Nothing was changed. Ask its owner to make it again, from the size that is held."


class ForkFound(Broken):
    """The log {log} was forked: its key signed two histories that cannot both be."""

    code = "fork_found"
    advice = "Keep both checkpoints, take in nothing more of this log, and ask its owner in person."


class ReceivedWrong(Broken):
    """Entry {position} says of a received log what cannot be: {reason}."""

    code = "received_wrong"
    advice = "Keep the archive as it is, and compare its log with other copies."


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """A signed checkpoint, and the hashes that prove that it adds to a tree of ``old`` entries."""

    old: int
    path: tuple[bytes, ...]
    note: bytes

    def encode(self) -> bytes:
        """The bytes that travel."""
        hashes = b"".join(b64encode(node) + b"\n" for node in self.path)
        return b"old %d\n%s\n%s" % (self.old, hashes, self.note)

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read what a stranger sent; no signature is checked here. Raises `ForeignRefused`."""
        head, separator, note = content.partition(b"\n\n")
        first, *hashes = head.split(b"\n")
        old = _OLD.fullmatch(first)
        if len(content) > LARGEST or old is None or not separator or len(hashes) > MOST_HASHES:
            raise ForeignRefused(reason=Phrase("it is misshapen"))
        return cls(old=int(old[1]), path=tuple(map(_hash, hashes)), note=note)


def _hash(line: bytes) -> bytes:
    try:
        node = notes.decoded(line)
    except NoteBad:
        node = b""
    if len(node) != merkle.HASH:
        raise ForeignRefused(reason=Phrase("it is misshapen"))
    return node


def extend(held: Checkpoint | None, advance: Advance, log: str, key: bytes) -> Checkpoint:
    """The head of a foreign log that may be received now, after ``held``; None is nothing yet.

    Raises `NoteBad` where the log's ``key`` did not sign, `ForeignRefused` where the checkpoint does
    not add to what is held, `ForkFound` where both have one size and different roots.
    """
    head = Checkpoint.parse(notes.open_note(advance.note, {log: key}).text)
    size = held.size if held else 0
    if head.origin != log:
        raise ForeignRefused(reason=Phrase("a checkpoint is of another log"))
    if advance.old != size:
        reason = Phrase("it begins at {old} entries, and {size} are held", old=advance.old, size=size)
        raise ForeignRefused(reason=reason)
    if head.size < max(size, 1):
        raise ForeignRefused(reason=Phrase("it has fewer entries than are held, or none"))
    if held and head.size == size and head.root != held.root:
        raise ForkFound(log=log)
    if not _adds(held, head, advance.path):
        raise ForeignRefused(reason=Phrase("no consistency proof joins it to what is held"))
    return head


def _adds(held: Checkpoint | None, head: Checkpoint, path: Sequence[bytes]) -> bool:
    if held is None:
        return not path
    return merkle.verify_consistency(held.size, head.size, path, held.root, head.root)


def received_body(head: Checkpoint) -> dict[str, Any]:
    """The body of the ``received`` entry that says that a foreign log is held up to here."""
    return {"log": head.origin, "root": head.root.hex(), "size": head.size}


def received(entries: Iterable[Entry]) -> dict[str, Checkpoint]:
    """What a prefix of one's own log holds of each foreign log. Raises `ReceivedWrong`."""
    held: dict[str, Checkpoint] = {}
    for entry in entries:
        if entry.kind == "received":
            head = _head(entry)
            _follow(entry, held.get(head.origin), head)
            held[head.origin] = head
    return held


def _head(entry: Entry) -> Checkpoint:
    body = entry.body
    return Checkpoint(origin=body["log"], size=body["size"], root=bytes.fromhex(body["root"]))


def _follow(entry: Entry, before: Checkpoint | None, head: Checkpoint) -> None:
    if head.origin == entry.log:
        reason = Phrase("a log does not receive itself")
    elif head.size < (before.size if before else 1):
        reason = Phrase("it has fewer entries than were received before, or none")
    elif before and head.size == before.size and head.root != before.root:
        reason = Phrase("it has another root than was received before")
    else:
        return
    raise ReceivedWrong(position=entry.position, reason=reason)
