# SPDX-License-Identifier: Apache-2.0
"""Check a proof file from its bytes alone (kuzat-proof/1), and say what it shows and what not.

docs/format/proof.md describes every part; `kuzat.log.proof` makes such files.
"""

from dataclasses import dataclass
from typing import Any

from kuzat.errors import Broken, Phrase
from kuzat.log import canonical
from kuzat.log import note as notes
from kuzat.log.disclosed import (
    Disclosures,
    ProofBad,
    Proven,
    check_included,
    open_checkpoint,
)
from kuzat.log.entry import Entry, EntryMalformed, decode
from kuzat.log.shape import each, exactly, is_hash, is_id, is_list, is_moment, is_text, or_null

FORMAT = "kuzat-proof/1"
LARGEST = 16 * 1024 * 1024
MOST_ENTRIES = 1024
LONGEST_PATH = 64


class ProofKeyDiffers(Broken):
    """The proof is signed by another key than the one that was noted for this log."""

    code = "proof_key_differs"
    advice = "Ask the organisation, by a road that you trust, which key its log has."


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a proof shows: the log, its key as a verifier key, and entries under a signed root.

    ``compared`` tells whether the key was held against one that the reader had noted before. ``note`` is
    the signed checkpoint, with the lines of witnesses that it bears.
    """

    log: str
    key: str
    compared: bool
    size: int
    root: bytes
    note: bytes
    entries: tuple[Proven, ...]

    def limits(self) -> tuple[Phrase, ...]:
        """What it does not prove; to be printed with every proof."""
        whose = () if self.compared else (Phrase("whose log it is: compare its key"),)
        return (
            *whose,
            Phrase("that what was said is true"),
            Phrase("that nothing else was said, withdrawn or erased, before or later"),
            Phrase("when it was said, before the day on which somebody else noted the checkpoint"),
            Phrase("who said it, beyond the key that signed; nor that this key was never revoked"),
        )


_salted = {"salt": is_id}
_path = each(is_hash, 0, LONGEST_PATH)
_statement = exactly(
    {
        **dict.fromkeys(("about", "op", "says", "type", "value"), is_text),
        **dict.fromkeys(("basis", "language"), or_null(is_text)),
        **_salted,
    }
)
_by = exactly({"checkpoint": is_text, "member": is_id, "path": _path, **_salted})
_shown = exactly(
    {
        "at": or_null(exactly({"at": is_moment, **_salted})),
        "by": or_null(_by),
        "entry": is_text,
        "path": _path,
        "statements": each(_statement, 0, 512),
    }
)


def check_proof(content: bytes, log_key: str | None = None) -> Report:
    """Verify a proof file from its bytes alone, and say what it shows.

    ``log_key`` is the log's verifier key as the reader noted it before. Raises `ProofBad`, naming
    the first thing that is wrong, or `ProofKeyDiffers`.
    """
    stated = _parse(content)
    entries = [_decode(number, one["entry"]) for number, one in enumerate(stated["entries"], start=1)]
    genesis = entries[0]
    if genesis.kind != "genesis":
        raise ProofBad(reason=Phrase("its first entry is not the first of a log"))
    key = bytes.fromhex(genesis.body["key"])
    named = notes.verifier_key(genesis.log, key)
    if log_key is not None and log_key.strip() != named:
        raise ProofKeyDiffers()
    head = open_checkpoint(stated["checkpoint"], genesis.log, {genesis.log: key})
    before = -1
    for entry, one in zip(entries, stated["entries"], strict=True):
        if entry.log != genesis.log or entry.position <= before:
            raise ProofBad(reason=Phrase("its entries are of several logs or out of order"))
        before = entry.position
        check_included(entry, one["entry"], one["path"], head)
    check_one = Disclosures(genesis.log, key, head, entries)
    return Report(
        log=genesis.log,
        key=named,
        compared=log_key is not None,
        size=head.size,
        root=head.root,
        note=stated["checkpoint"].encode(),
        entries=tuple(map(check_one, entries, stated["entries"])),
    )


def _parse(content: bytes) -> dict[str, Any]:
    try:
        stated = canonical.parse(content, LARGEST)
    except canonical.JsonRefused as refused:
        raise ProofBad(reason=refused.details["reason"]) from None
    if not isinstance(stated, dict) or stated.get("format") != FORMAT:
        raise ProofBad(reason=Phrase("it is not a proof file of this format"))
    if not exactly({"checkpoint": is_text, "entries": is_list, "format": is_text})(stated):
        raise ProofBad(reason=Phrase("it has not the parts it must have"))
    if not 1 <= len(stated["entries"]) <= MOST_ENTRIES:
        raise ProofBad(reason=Phrase("it has no entries or too many"))
    for number, one in enumerate(stated["entries"], start=1):
        if not _shown(one):
            raise ProofBad(reason=Phrase("item {number} is misshapen", number=number))
    return stated


def _decode(number: int, entry: str) -> Entry:
    try:
        return decode(entry.encode())
    except EntryMalformed as malformed:
        why = malformed.details["reason"]
        reason = Phrase("the entry of item {number} is malformed: {why}", number=number, why=why)
        raise ProofBad(reason=reason) from None
