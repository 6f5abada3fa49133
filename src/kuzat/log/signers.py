# SPDX-License-Identifier: Apache-2.0
"""Whose signature counts at which size of one log, learned from the log itself.

Genesis names the first members; a ``member`` entry adds one from the next commit on, so that nobody
signs themselves in; a ``revoked`` entry ends what a member may sign.
"""

from kuzat.log.entry import Entry
from kuzat.log.note import open_note
from kuzat.log.revocation import revoked_from

# An entry of statements begins so, and no other one does: all other kinds say something.
SAID = b'{"body":{},'


class Signers:
    """Reads the entries of one log in their order, and asks for each commit whose it is."""

    def __init__(self, log: str) -> None:
        self.log = log
        self.keys: dict[str, bytes] = {}
        self._fresh: dict[str, bytes] = {}
        self._revocations: list[Entry] = []
        self._signed: dict[str | None, list[int]] = {}

    def read(self, entry: Entry) -> None:
        """The next entry; those of kind ``said`` may be left out. An id keeps its first key.

        Of another log only those of kind ``revoked`` are read, each where it came to count here.
        """
        if entry.kind == "genesis":
            self.keys = {one["id"]: bytes.fromhex(one["key"]) for one in entry.body["members"]}
        elif entry.kind == "member":
            self._fresh.setdefault(entry.body["id"], bytes.fromhex(entry.body["key"]))
        elif entry.kind == "revoked":
            self._revocations.append(entry)

    def commit(self, text: bytes, size: int, line: bytes) -> str:
        """The member who signed the commit that ends at a size, by the line under the checkpoint's text.

        Raises `NoteBad` where it is nobody who was a member before it.
        """
        (signer, *_) = open_note(text + b"\n" + line, self.keys).signers
        self._end(signer, size)
        return signer

    def unnamed_commit(self, size: int) -> None:
        """The end of a commit of which it was not given who signed it."""
        self._end(None, size)

    def _end(self, signer: str | None, size: int) -> None:
        self._signed.setdefault(signer, []).append(size)
        self.keys = self._fresh | self.keys
        self._fresh = {}

    def counts(self, member: str | None, size: int) -> bool:
        """Whether a checkpoint of this size that a member signed counts, by what was read so far.

        None is somebody who was not named: then only what ends the whole log counts.
        """
        limit = revoked_from(self._revocations, self.log, member)
        return limit is None or size <= limit

    def disowned(self) -> int:
        """How many signatures count no longer, since their key was in other hands before it was known."""
        if not self._revocations:
            return 0
        signed = ((member, size) for member, sizes in self._signed.items() for size in sizes)
        return sum(not self.counts(member, size) for member, size in signed)
