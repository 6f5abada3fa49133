# SPDX-License-Identifier: Apache-2.0
"""What a proof discloses of one entry, held against what was signed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kuzat.errors import Broken, Phrase
from kuzat.log import merkle
from kuzat.log import note as notes
from kuzat.log.entry import Entry, at_digest, by_digest
from kuzat.log.note import Checkpoint, NoteBad
from kuzat.log.revocation import revoked_from
from kuzat.log.statement import Draft, DraftRefused, Statement, check, statement_id


class ProofBad(Broken):
    """The proof does not hold: {reason}."""

    code = "proof_bad"
    advice = "Do not rely on it. Ask whoever gave it to make it again from the archive."


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What a proof shows of one entry."""

    position: int
    kind: str
    lamport: int
    origin: str
    vocabulary: str
    statements: tuple[Statement, ...]
    by: str | None
    at: str | None


def open_checkpoint(checkpoint: str, log: str, keys: Mapping[str, bytes]) -> Checkpoint:
    """A checkpoint of this log that every one of these keys signed."""
    note = checkpoint.encode()
    try:
        opened = notes.open_note(note, keys)
        head = Checkpoint.parse(opened.text)
    except NoteBad as bad:
        why = bad.details["reason"]
        raise ProofBad(reason=Phrase("a checkpoint is not good: {why}", why=why)) from None
    if head.origin != log:
        raise ProofBad(reason=Phrase("a checkpoint is of another log"))
    if set(opened.signers) != set(keys):
        raise ProofBad(reason=Phrase("a checkpoint is not signed by all who must sign it"))
    return head


def check_included(entry: Entry, content: str, path: Sequence[str], head: Checkpoint) -> None:
    leaf = merkle.leaf_hash(content.encode())
    proof = [bytes.fromhex(node) for node in path]
    if not merkle.verify_inclusion(leaf, entry.position, head.size, proof, head.root):
        reason = Phrase(
            "entry {position} is not in the log of {size} entries that was signed",
            position=entry.position,
            size=head.size,
        )
        raise ProofBad(reason=reason)


class Disclosures:
    """Checks what is disclosed of entries whose place in the log is proven already."""

    def __init__(self, log: str, key: bytes, head: Checkpoint, entries: Sequence[Entry]) -> None:
        self.log, self.key, self.head, self.entries = log, key, head, entries

    def __call__(self, entry: Entry, stated: Mapping[str, Any]) -> Proven:
        statements = tuple(self._statements(entry, stated["statements"]))
        by, at = stated["by"], stated["at"]
        if by is not None:
            self._check_author(entry, stated["entry"], by)
        if at is not None:
            self._check_in(entry, at_digest(self.log, bytes.fromhex(at["salt"]), at["at"]))
        return Proven(
            position=entry.position,
            kind=entry.kind,
            lamport=entry.lamport,
            origin=entry.origin,
            vocabulary=entry.vocabulary,
            statements=statements,
            by=by and by["member"],
            at=at and at["at"],
        )

    def _statements(self, entry: Entry, listed: list[dict[str, Any]]) -> Iterator[Statement]:
        ids: set[bytes] = set()
        for number, stated in enumerate(listed, start=1):
            said = {name: value for name, value in stated.items() if name != "salt"}
            try:
                check(Draft(**said))
            except DraftRefused:
                reason = Phrase(
                    "statement {number} of entry {position} is not of format 1",
                    number=number,
                    position=entry.position,
                )
                raise ProofBad(reason=reason) from None
            salt = bytes.fromhex(stated["salt"])
            id_ = statement_id(self.log, salt, **said)
            self._check_in(entry, id_)
            if id_ in ids:
                raise ProofBad(reason=Phrase("it shows one statement twice"))
            ids.add(id_)
            yield Statement(id=id_, log=self.log, salt=salt, **said)

    def _check_in(self, entry: Entry, digest: bytes) -> None:
        if digest not in entry.digests:
            reason = Phrase(
                "what it says of entry {position} is not what was signed", position=entry.position
            )
            raise ProofBad(reason=reason)

    def _check_author(self, entry: Entry, content: str, by: Mapping[str, Any]) -> None:
        member = by["member"]
        self._check_in(entry, by_digest(self.log, bytes.fromhex(by["salt"]), member))
        keys = {self.log: self.key, member: self._member_key(member, entry.position)}
        head = open_checkpoint(by["checkpoint"], self.log, keys)
        revoked = revoked_from(self.entries, self.log, member)
        if revoked is not None and head.size > revoked:
            raise ProofBad(reason=Phrase("the key of its author was revoked before"))
        if head.size > self.head.size or (head.size == self.head.size and head != self.head):
            raise ProofBad(reason=Phrase("two checkpoints of one log contradict each other"))
        check_included(entry, content, by["path"], head)

    def _member_key(self, member: str, position: int) -> bytes:
        """The key that genesis gives a member, or the first earlier entry. No member is the log."""
        for entry in self.entries:
            listed = entry.body.get("members", ()) if entry.kind == "genesis" else ()
            added = (entry.body,) if entry.kind == "member" and entry.position < position else ()
            for named in (*listed, *added):
                if named["id"] == member != self.log:
                    return bytes.fromhex(named["key"])
        raise ProofBad(reason=Phrase("it does not give the key of its author"))
