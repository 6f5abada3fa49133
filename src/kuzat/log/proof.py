# SPDX-License-Identifier: Apache-2.0
"""A proof file: chosen statements of one log, checkable without the archive (kuzat-proof/1).

It holds the log's first entry, which names its key, the entries in question with their inclusion
proofs under one signed checkpoint, and of those entries only the statements that were chosen. The
file is canonical JSON; `kuzat.log.report` checks it, docs/format/proof.md describes every part.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kuzat.log import canonical
from kuzat.log.entry import decode
from kuzat.log.note import Checkpoint
from kuzat.log.report import FORMAT, check_proof
from kuzat.log.statement import Statement

Path = Callable[[int, int], Sequence[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who acted, with the salt, and the commit's checkpoint signed by the log and by them."""

    member: str
    salt: bytes
    checkpoint: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When, by the clock of the machine that wrote it, with the salt."""

    at: str
    salt: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One entry and what is disclosed of it."""

    entry: bytes
    statements: tuple[Statement, ...] = ()
    by: Author | None = None
    at: Moment | None = None


def make_proof(checkpoint: bytes, genesis: bytes, shown: Sequence[Shown], path: Path) -> bytes:
    """The proof file for ``shown`` entries, in any order, under a note signed by the log.

    ``genesis`` is the log's entry 0; ``path(index, size)`` gives an inclusion proof. What was made
    is checked before it is handed out: raises `ProofBad` where the archive does not hold.
    """
    by_position = {decode(genesis).position: Shown(entry=genesis)}
    by_position |= {decode(one.entry).position: one for one in shown}
    size = Checkpoint.parse(checkpoint).size
    entries = [_entry_out(one, at, size, path) for at, one in sorted(by_position.items())]
    stated = {"checkpoint": checkpoint.decode(), "entries": entries, "format": FORMAT}
    proof = canonical.encode(stated)
    check_proof(proof)
    return proof


def _entry_out(shown: Shown, position: int, size: int, path: Path) -> dict[str, Any]:
    at, by = shown.at, shown.by
    return {
        "at": at and {"at": at.at, "salt": at.salt.hex()},
        "by": by and _author_out(by, position, path),
        "entry": shown.entry.decode(),
        "path": [node.hex() for node in path(position, size)],
        "statements": [_statement_out(statement) for statement in shown.statements],
    }


def _author_out(by: Author, position: int, path: Path) -> dict[str, Any]:
    size = Checkpoint.parse(by.checkpoint).size
    return {
        "checkpoint": by.checkpoint.decode(),
        "member": by.member,
        "path": [node.hex() for node in path(position, size)],
        "salt": by.salt.hex(),
    }


def _statement_out(statement: Statement) -> dict[str, Any]:
    parts = ("about", "basis", "language", "op", "says", "type", "value")
    return {"salt": statement.salt.hex()} | {part: getattr(statement, part) for part in parts}
