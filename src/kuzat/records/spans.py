# SPDX-License-Identifier: Apache-2.0
"""In which texts of an information a span such as ``inf-…#chars=10,42`` counts (docs/format/statement.md).

A span points for ever at the words that its author saw: neither a text told later nor the withdrawal or
erasure of one may put other words in their place.
"""

import re
from collections.abc import Iterable

from kuzat.log.statement import Statement
from kuzat.records.record import ERASED, Said

TEXT = "information.text"
SPAN = re.compile(r"#chars=([0-9]+),([0-9]+)$")
_MADE = "stm-"


def is_made(text: Said | Statement) -> bool:
    """Whether a text was made from another, as a translation is."""
    return (text.basis or "").startswith(_MADE)


def counted(said: Iterable[Said]) -> tuple[Said, ...]:
    """The texts that count, in causal order, of all that is said of an information as of one entry.

    Those that were read from a document and say from where, else the one told first.
    """
    ordered = sorted(said, key=lambda s: (s.lamport, s.log, s.position, s.id))
    gone = {s.value for s in ordered if s.op == "withdraw" or s.says == ERASED}
    standing = (s for s in ordered if s.op == "set" and s.says == TEXT and s.id.hex() not in gone)
    told = [s for s in standing if not is_made(s)]
    return tuple([s for s in told if SPAN.search(s.basis or "")] or told[:1])
