# SPDX-License-Identifier: Apache-2.0
"""One value, one sequence of bytes: the JSON Canonicalization Scheme (JCS, RFC 8785)."""

import json
from collections.abc import Sequence
from typing import Any

import rfc8785

from kuzat.errors import Refused

_strings = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":")
).encode


class NotCanonical(Refused):
    """This cannot be written as canonical JSON: a broken character or an impossible number."""

    code = "not_canonical"
    advice = "Type the text again; a copied character may have been cut in half."


def encode(value: Any) -> bytes:
    """Any JSON value as JCS. Raises `NotCanonical` on lone surrogates, NaN and unsafe integers."""
    try:
        return rfc8785.dumps(value)
    except ValueError:
        raise NotCanonical() from None


def encode_strings(value: Sequence[Any]) -> bytes:
    """An array of strings, nulls and such arrays as JCS: what `encode` gives, five times as fast.

    Nothing else may be handed in: for strings Python's escapes are those of RFC 8785, section
    3.2.2.2, for numbers and the order of keys they are not.
    """
    try:
        return _strings(value).encode()
    except UnicodeEncodeError:
        raise NotCanonical() from None
