# SPDX-License-Identifier: Apache-2.0
"""Who said what; never overwritten. The format is described in docs/format.

In: drafts of statements, fresh salts, keys, the bytes of entries, notes, tiles and proofs.
Out: statements and entries as canonical bytes, roots, signed checkpoints, proofs, reports on proofs.
Never: a file, a clock, randomness; never content in an entry, never a value in an error.
"""

from kuzat.log.box import BoxBroken, open_box, seal
from kuzat.log.canonical import JsonRefused, NotCanonical
from kuzat.log.cosignature import Cosignature, cosign, cosignatures
from kuzat.log.disclosed import ProofBad, Proven
from kuzat.log.entry import Entry, EntryMalformed, TooManyStatements, decode, make_entry
from kuzat.log.foreign import (
    Advance,
    ForeignRefused,
    ForkFound,
    ReceivedWrong,
    extend,
    received,
    received_body,
)
from kuzat.log.fork import Fork, ForkUnproven, check_fork, make_fork
from kuzat.log.note import Checkpoint, NoteBad
from kuzat.log.proof import Author, Moment, Shown, make_proof
from kuzat.log.report import ProofKeyDiffers, Report, check_proof
from kuzat.log.revocation import revoked_from
from kuzat.log.statement import Draft, DraftRefused, Statement, bind, check, withdraw
from kuzat.log.tiles import BundleMalformed, inclusion_path

__all__ = [
    "Advance",
    "Author",
    "BoxBroken",
    "BundleMalformed",
    "Checkpoint",
    "Cosignature",
    "Draft",
    "DraftRefused",
    "Entry",
    "EntryMalformed",
    "ForeignRefused",
    "Fork",
    "ForkFound",
    "ForkUnproven",
    "JsonRefused",
    "Moment",
    "NotCanonical",
    "NoteBad",
    "ProofBad",
    "ProofKeyDiffers",
    "Proven",
    "ReceivedWrong",
    "Report",
    "Shown",
    "Statement",
    "TooManyStatements",
    "bind",
    "check",
    "check_fork",
    "check_proof",
    "cosign",
    "cosignatures",
    "decode",
    "extend",
    "inclusion_path",
    "make_entry",
    "make_fork",
    "make_proof",
    "open_box",
    "received",
    "received_body",
    "revoked_from",
    "seal",
    "withdraw",
]
