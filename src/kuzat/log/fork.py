# SPDX-License-Identifier: Apache-2.0
"""The evidence that a log was forked: two checkpoints of one key that cannot both be of one log.

Who has it needs nothing else: not the entries, not the archive. docs/format/log.md describes the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kuzat.errors import Broken, Phrase
from kuzat.log import canonical, merkle
from kuzat.log import note as notes
from kuzat.log.disclosed import ProofBad, open_checkpoint
from kuzat.log.note import Checkpoint, NoteBad
from kuzat.log.report import LONGEST_PATH, ProofKeyDiffers
from kuzat.log.shape import each, exactly, is_hash, is_id, is_text

FORMAT = "kuzat-fork/1"
LARGEST = 65_536


class ForkUnproven(Broken):
    """This does not prove that a log was forked: {reason}."""

    code = "fork_unproven"
    advice = "Ask whoever found it for both checkpoints and the entries up to the larger one."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """Two heads of one log, the smaller one first, and the log's key as a verifier key.

    It shows neither who did it nor which history is right.
    """

    key: str
    first: Checkpoint
    second: Checkpoint

    @property
    def log(self) -> str:
        """The log's id."""
        return self.first.origin


_fork = exactly(
    {
        **dict.fromkeys(("first", "format", "second"), is_text),
        **dict.fromkeys(("key", "prefix"), is_hash),
        "path": each(is_hash, 0, LONGEST_PATH),
    }
)


def make_fork(key: bytes, one: bytes, other: bytes, leaves: Sequence[bytes] = ()) -> bytes:
    """The evidence from two signed notes, in any order.

    Where their sizes differ, ``leaves`` are the leaf hashes of the larger one's entries. What was made
    is checked before it is handed out: raises `ForkUnproven`, `NoteBad`.
    """
    first, second = sorted((one, other), key=lambda note: Checkpoint.parse(note).size)
    old, new = Checkpoint.parse(first), Checkpoint.parse(second)
    grown = old.size < new.size
    path = merkle.consistency_proof(leaves, old.size, new.size) if grown else []
    fork = canonical.encode(
        {
            "first": first.decode(),
            "format": FORMAT,
            "key": key.hex(),
            "path": [node.hex() for node in path],
            "prefix": (merkle.root(leaves[: old.size]) if grown else new.root).hex(),
            "second": second.decode(),
        }
    )
    check_fork(fork)
    return fork


def check_fork(content: bytes, log_key: str | None = None) -> Fork:
    """Verify the evidence of a fork from its bytes alone.

    ``log_key`` is the log's verifier key as the reader noted it before. Raises `ForkUnproven`, naming
    the first thing that is wrong, or `ProofKeyDiffers`.
    """
    stated = _parse(content)
    key, prefix = bytes.fromhex(stated["key"]), bytes.fromhex(stated["prefix"])
    log = _origin(stated["first"])
    named = notes.verifier_key(log, key)
    if log_key is not None and log_key.strip() != named:
        raise ProofKeyDiffers()
    try:
        first, second = (open_checkpoint(stated[name], log, {log: key}) for name in ("first", "second"))
    except ProofBad as bad:
        raise ForkUnproven(**bad.details) from None
    path = [bytes.fromhex(node) for node in stated["path"]]
    if not merkle.verify_consistency(first.size, second.size, path, prefix, second.root):
        reason = Phrase("the consistency proof does not lead from one checkpoint to the other")
        raise ForkUnproven(reason=reason)
    if prefix == first.root:
        raise ForkUnproven(reason=Phrase("its checkpoints do not contradict each other"))
    return Fork(key=named, first=first, second=second)


def _parse(content: bytes) -> dict[str, Any]:
    try:
        stated = canonical.parse(content, LARGEST)
    except canonical.JsonRefused as refused:
        raise ForkUnproven(reason=refused.details["reason"]) from None
    if not isinstance(stated, dict) or stated.get("format") != FORMAT:
        raise ForkUnproven(reason=Phrase("it is not evidence of a fork of this format"))
    if not _fork(stated):
        raise ForkUnproven(reason=Phrase("it has not the parts it must have"))
    return stated


def _origin(note: str) -> str:
    try:
        origin = Checkpoint.parse(note.encode()).origin
    except NoteBad as bad:
        why = bad.details["reason"]
        reason = Phrase("a checkpoint is not good: {why}", why=why)
        raise ForkUnproven(reason=reason) from None
    if not is_id(origin):
        raise ForkUnproven(reason=Phrase("a checkpoint is of another log"))
    return origin
