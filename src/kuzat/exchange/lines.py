# SPDX-License-Identifier: Apache-2.0
"""What a line of a bundle must look like, as docs/format/bundle.md lists them."""

from collections.abc import Mapping
from typing import Any

from kuzat.log.shape import (
    Check,
    is_about,
    is_bytes,
    is_exhibit,
    is_hash,
    is_id,
    is_moment,
    is_number,
    is_text,
    one_of,
    or_null,
)
from kuzat.log.statement import OPS, TYPES

WHOLE, CHOSEN, DENIABLE, RECALL = "whole", "chosen", "deniable", "recall"
SIGNED = (WHOLE, CHOSEN)

Lines = Mapping[str, tuple[Check, ...]]

_given = (or_null(is_id), or_null(is_id), or_null(is_id), or_null(is_moment), or_null(is_id), is_number)
_words = (or_null(is_text), or_null(is_text))
HEAD: Lines = {"bundle": (is_hash, is_id, one_of(WHOLE, CHOSEN, DENIABLE, RECALL))}
BODY: Lines = {
    "checkpoint": (is_number, is_text, or_null(is_text)),
    "end": (),
    "entry": (is_text, *_given),
    "erased": (is_hash, one_of(*OPS), is_about, is_text, one_of(*TYPES), *_words),
    "exhibit": (is_exhibit, is_number),
    "held": (is_number, *_given),
    "log": (is_id, is_hash, is_number),
    "recall": (is_hash, is_about),
    # Its other parts are looked at when it becomes a statement.
    "said": (is_id, *(is_text,) * 5, *_words),
    "sealed": (is_hash, is_about, is_number, is_bytes),
    "told": (is_about, is_text, one_of(*TYPES), is_text, *_words),
}
# Which lines a bundle of each kind may have before its end.
ALLOWED = {
    WHOLE: ("checkpoint", "entry", "erased", "exhibit", "log", "said", "sealed"),
    CHOSEN: ("checkpoint", "entry", "exhibit", "held", "log", "said", "sealed"),
    DENIABLE: ("exhibit", "told"),
    RECALL: ("recall",),
}


def fits(line: list[Any], lines: Lines) -> bool:
    """Whether a line is one of these and each of its parts has the form that its place asks."""
    checks = lines.get(line[0] if line and isinstance(line[0], str) else "")
    if checks is None or len(line) != len(checks) + 1:
        return False
    for place, check in enumerate(checks, start=1):  # noqa: SIM110
        if not check(line[place]):
            return False
    return True
