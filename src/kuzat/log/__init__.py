# SPDX-License-Identifier: Apache-2.0
"""Who said what; never overwritten. The format is described in docs/format.

In: drafts of statements, fresh salts, keys, the bytes of entries, notes, tiles and proofs.
Out: statements and entries as canonical bytes, roots, signed checkpoints, proofs, reports on proofs.
Never: a file, a clock, randomness; never content in an entry, never a value in an error.
"""

from kuzat.log.canonical import NotCanonical
from kuzat.log.entry import Entry, EntryMalformed, TooManyStatements, decode, make_entry
from kuzat.log.note import Checkpoint, NoteBad
from kuzat.log.statement import Draft, DraftRefused, Statement, bind, check, withdraw
from kuzat.log.tiles import BundleMalformed

__all__ = [
    "BundleMalformed",
    "Checkpoint",
    "Draft",
    "DraftRefused",
    "Entry",
    "EntryMalformed",
    "NotCanonical",
    "NoteBad",
    "Statement",
    "TooManyStatements",
    "bind",
    "check",
    "decode",
    "make_entry",
    "withdraw",
]
