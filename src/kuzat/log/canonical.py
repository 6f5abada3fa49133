# SPDX-License-Identifier: Apache-2.0
"""One value, one sequence of bytes: the JSON Canonicalization Scheme (JCS, RFC 8785)."""

import json
from collections.abc import Sequence
from typing import Any

import rfc8785

from kuzat.errors import Phrase, Refused

LARGEST_INTEGER = 2**53 - 1
_LONGEST_INTEGER = 17

_strings = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":")
).encode
# What stands behind the first value makes the bytes others than those that are written again.
_first_value = json.JSONDecoder().raw_decode


class NotCanonical(Refused):
    """This cannot be written as canonical JSON: a broken character or an impossible number."""

    code = "not_canonical"
    advice = "Type the text again; a copied character may have been cut in half."


class JsonRefused(Refused):
    """This file is not read: {reason}."""

    code = "json_refused"
    advice = "Ask for the file again, unchanged, from whoever made it."


def encode(value: Any) -> bytes:
    """Any JSON value as JCS. Raises `NotCanonical` on lone surrogates, NaN and unsafe integers."""
    try:
        return rfc8785.dumps(value)
    except (ValueError, RecursionError):
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


def parse_strings(content: bytes) -> list[Any]:
    """Read what `encode_strings` wrote, and nothing that differs from it by a byte. Raises `JsonRefused`."""
    try:
        value, _ = _first_value(content.decode())
        is_canonical = isinstance(value, list) and encode_strings(value) == content
    except (ValueError, RecursionError, NotCanonical):
        raise JsonRefused(reason=Phrase("it is not JSON")) from None
    if not is_canonical:
        raise JsonRefused(reason=Phrase("it is not canonical JSON"))
    return value  # type: ignore[no-any-return]


def parse(content: bytes, largest: int) -> Any:
    """Read what a stranger may have written: JCS of whole numbers, at most ``largest`` bytes.

    Raises `JsonRefused`, which names the first thing that is wrong. One value has one form, so a
    space, another order of keys or ``1.0`` for ``1`` is refused too.
    """
    if len(content) > largest:
        raise JsonRefused(reason=Phrase("it is larger than {largest} bytes", largest=largest))
    try:
        value = json.loads(
            content.decode(),
            object_pairs_hook=_without_repeats,
            parse_int=_whole,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
        canonical = encode(value)
    except UnicodeDecodeError:
        raise JsonRefused(reason=Phrase("it is not UTF-8")) from None
    except RecursionError:
        raise JsonRefused(reason=Phrase("it is nested too deeply")) from None
    except (ValueError, NotCanonical):
        raise JsonRefused(reason=Phrase("it is not JSON")) from None
    if canonical != content:
        raise JsonRefused(reason=Phrase("it is not canonical JSON"))
    return value


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise JsonRefused(reason=Phrase("a name stands twice in one object"))
    return found


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_INTEGER or abs(int(digits)) > LARGEST_INTEGER:
        raise JsonRefused(reason=Phrase("a number is larger than every reader keeps exact"))
    return int(digits)


def _no_number(_: str) -> Any:
    raise JsonRefused(reason=Phrase("a number is not whole"))
