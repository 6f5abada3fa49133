# SPDX-License-Identifier: Apache-2.0
"""One transaction: statements, entry, edge of the tree, signed checkpoint and readings, or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kuzat.errors import Broken
from kuzat.log import merkle, note
from kuzat.log.entry import Entry, at_digest, by_digest, make_entry
from kuzat.log.statement import Draft, Statement, bind
from kuzat.records import Said
from kuzat.store.cipher import Database
from kuzat.store.projections import Projections
from kuzat.store.sealing import IDENTITY, INSERT, Sealer

SALT = 16


class EdgeBroken(Broken):
    """The tree of the log no longer gives the root that was signed at entry {size}."""

    code = "edge_broken"
    advice = "Nothing was signed. Run kuzat verify, and keep the archive as it is."


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One human act, or one row that an act vouched for: its statements, or the body of its kind.

    ``bound`` are statements whose ids had to be known before, since others of the entry rest on them.
    ``keeps`` is an exhibit that it takes in, with its key; ``marks`` a sign by which the member knows
    the content of an exhibit again, and that exhibit.
    """

    drafts: Sequence[Draft] = ()
    bound: Sequence[Statement] = ()
    kind: str = "said"
    body: Mapping[str, Any] = field(default_factory=dict)
    keeps: tuple[str, bytes] | None = None
    marks: tuple[bytes, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Signer:
    """The keys that sign a checkpoint: the log's own, and the acting member's."""

    log_id: str
    log_key: int
    log_seed: bytes
    member: str
    member_seed: bytes
    origin: str

    @cached_property
    def log_signing(self) -> note.SigningKey:
        """The log's key, ready to sign."""
        return note.SigningKey(self.log_id, self.log_seed)

    @cached_property
    def member_signing(self) -> note.SigningKey:
        """The acting member's key, ready to sign."""
        return note.SigningKey(self.member, self.member_seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where a log ends: how many entries, the last Lamport number, the tree's right edge."""

    size: int
    lamport: int
    edge: merkle.Edge


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What a commit wrote: the entries from ``old`` up to ``new``, and the note to publish."""

    old: int
    new: int
    note: bytes
    ids: tuple[tuple[bytes, ...], ...]


class Writer:
    """Appends acts of one member to the own log. The caller holds the writer's lock."""

    def __init__(
        self,
        database: Database,
        projections: Projections,
        signer: Signer,
        sealer: Sealer,
        random: Callable[[int], bytes],
    ) -> None:
        self.raw: Any = database.raw
        self.projections = projections
        self.signer = signer
        self.sealer = sealer
        self.random = random

    def head(self) -> Head:
        """Read the head and recompute the root from the stored edge before anything is built on it."""
        key = (self.signer.log_key,)
        last = self.raw.execute(
            "SELECT position, lamport FROM entry WHERE log = ? ORDER BY position DESC LIMIT 1", key
        ).fetchone()
        size, lamport = (last[0] + 1, last[1]) if last else (0, -1)
        hashes = self.raw.execute("SELECT hash FROM edge WHERE log = ? ORDER BY place", key)
        edge = merkle.Edge.of(size, [row[0] for row in hashes])
        signed = self.raw.execute(
            "SELECT note FROM checkpoint WHERE log = ? ORDER BY size DESC LIMIT 1", key
        ).fetchone()
        if signed is not None:
            checkpoint = note.Checkpoint.parse(signed[0])
            if (checkpoint.size, checkpoint.root) != (size, edge.root()):
                raise EdgeBroken(size=checkpoint.size)
        return Head(size=size, lamport=lamport, edge=edge)

    def append(self, acts: Sequence[Act], at: str) -> Committed:
        """Write acts as entries, sign once for all of them, and bring the readings up to date."""
        head = self.head()
        (seq,) = self.raw.execute("SELECT coalesce(max(seq), 0) + 1 FROM statement").fetchone()
        lamport = self._lamport(head)
        entries: list[tuple[Any, ...]] = []
        rows: list[tuple[Any, ...]] = []
        boxes: list[tuple[Any, ...]] = []
        fresh: dict[str, list[Said]] = {}
        ids = []
        for number, act in enumerate(acts):
            position = head.size + number
            statements = [*self._bind(act.drafts), *act.bound]
            entry, salts = self._entry(act, statements, position, lamport + number, at)
            entries.append(
                (self.signer.log_key, position, entry.encode(), lamport + number, salts[0],
                 self.signer.member, salts[1], at, salts[2], seq + len(rows), len(statements))
            )  # fmt: skip
            ids.append(tuple(statement.id for statement in statements))
            for s in statements:
                said = fresh.setdefault(s.about, [])
                if s.compartment == IDENTITY:
                    boxes.append(self.sealer.row(s, self.signer.log_key, position))
                    continue
                rows.append(
                    (seq + len(rows), self.signer.log_key, position, s.id, s.salt, s.op, s.about,
                     s.says, s.type, s.value, s.language, s.basis)
                )  # fmt: skip
                said.append(
                    Said(s.id, self.signer.log_id, position, lamport + number, s.op, s.about,
                         s.says, s.type, s.value, s.language, s.basis, self.signer.member, at)
                )  # fmt: skip
        known = self._known(fresh)
        self._insert(entries, rows, boxes, acts)
        signed = self._sign(head, len(acts))
        new = {about: said for about, said in fresh.items() if about not in known}
        self.projections.refold(list(fresh), new)
        self.projections.vouch(seq)
        return Committed(
            old=head.size, new=head.size + len(acts), note=signed, ids=tuple(ids)
        )

    def _lamport(self, head: Head) -> int:
        """One more than any Lamport number in the archive, received logs included."""
        others = self.raw.execute(
            "SELECT (SELECT lamport FROM entry WHERE log = l.key ORDER BY position DESC LIMIT 1)"
            " FROM log l WHERE l.key <> ?",
            (self.signer.log_key,),
        )
        return max(head.lamport, *(int(row[0]) for row in others if row[0] is not None), -1) + 1

    def _bind(self, drafts: Sequence[Draft]) -> list[Statement]:
        salts = self.random(SALT * len(drafts))
        return [
            bind(draft, self.signer.log_id, salts[i * SALT : (i + 1) * SALT])
            for i, draft in enumerate(drafts)
        ]

    def _entry(
        self, act: Act, statements: list[Statement], position: int, lamport: int, at: str
    ) -> tuple[Entry, tuple[bytes, bytes, bytes]]:
        fresh = self.random(3 * SALT)
        salt, by_salt, at_salt = fresh[:SALT], fresh[SALT : 2 * SALT], fresh[2 * SALT :]
        log = self.signer.log_id
        digests = [statement.id for statement in statements]
        digests.append(by_digest(log, by_salt, self.signer.member))
        digests.append(at_digest(log, at_salt, at))
        entry = make_entry(
            kind=act.kind,
            log=log,
            position=position,
            lamport=lamport,
            origin=self.signer.origin,
            compartment="cases",
            vocabulary=self.projections.vocabulary.digest,
            digests=digests,
            salt=salt,
            body=act.body,
        )
        return entry, (salt, by_salt, at_salt)

    def _known(self, fresh: Mapping[str, list[Said]]) -> set[str]:
        """Those of the touched records of which something was said before."""
        known = set()
        for about in fresh:
            if self.raw.execute("SELECT 1 FROM record WHERE id = ?", (about,)).fetchone():
                known.add(about)
        return known

    def _insert(
        self,
        entries: list[tuple[Any, ...]],
        rows: list[tuple[Any, ...]],
        boxes: list[tuple[Any, ...]],
        acts: Sequence[Act],
    ) -> None:
        self.raw.executemany("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?,?)", entries)
        self.raw.executemany("INSERT INTO statement VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", rows)
        self.raw.executemany(INSERT, boxes)
        self.raw.executemany(
            "INSERT INTO exhibit_mark (mark, exhibit) VALUES (?, ?)",
            [act.marks for act in acts if act.marks],
        )
        self.raw.executemany(
            "INSERT INTO exhibit_key (exhibit, key) VALUES (?, ?)",
            [act.keeps for act in acts if act.keeps],
        )

    def _sign(self, head: Head, count: int) -> bytes:
        """Re-read the new entries from the database, hash those bytes, and sign the root they give."""
        edge = head.edge
        rows = self.raw.execute(
            "SELECT bytes FROM entry WHERE log = ? AND position >= ? ORDER BY position",
            (self.signer.log_key, head.size),
        )
        for (encoded,) in rows:
            edge.append(merkle.leaf_hash(encoded))
        if edge.size != head.size + count:
            raise EdgeBroken(size=head.size)
        text = note.Checkpoint(origin=self.signer.log_id, size=edge.size, root=edge.root()).text()
        signed = text + b"\n" + self.signer.log_signing.sign(text)
        member_line = self.signer.member_signing.sign(text)
        key = self.signer.log_key
        self.raw.execute("DELETE FROM edge WHERE log = ?", (key,))
        self.raw.executemany(
            "INSERT INTO edge (log, place, hash) VALUES (?, ?, ?)",
            [(key, place, node) for place, node in enumerate(edge.hashes)],
        )
        self.raw.execute(
            "INSERT INTO checkpoint (log, size, note, member_line) VALUES (?, ?, ?, ?)",
            (key, edge.size, signed, member_line),
        )
        return signed
