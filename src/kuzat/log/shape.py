# SPDX-License-Identifier: Apache-2.0
"""What a part of an entry or a proof must look like, said as small checks that combine."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from kuzat.log.canonical import LARGEST_INTEGER

Check = Callable[[Any], bool]

_ID = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")
_ABOUT = re.compile(r"[a-z]{3}-[0-9a-f]{32}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
_BYTES = re.compile(r"(?:[0-9a-f]{2})+")
_EXHIBIT = "exh-"
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def is_id(value: Any) -> bool:
    """128 bits as 32 hex digits."""
    return type(value) is str and _ID.fullmatch(value) is not None


def is_hash(value: Any) -> bool:
    """256 bits as 64 hex digits."""
    return type(value) is str and _HASH.fullmatch(value) is not None


def is_count(value: Any) -> bool:
    """A whole number from 0 that every JSON reader keeps exact."""
    return type(value) is int and 0 <= value <= LARGEST_INTEGER


def is_moment(value: Any) -> bool:
    """A time in UTC to the second, as 2026-11-24T09:30:00Z."""
    return type(value) is str and _MOMENT.fullmatch(value) is not None


def is_number(value: Any) -> bool:
    """A decimal number from 0 of at most 16 digits, as a string."""
    return type(value) is str and _NUMBER.fullmatch(value) is not None


def is_bytes(value: Any) -> bool:
    """One byte or more as hex."""
    return type(value) is str and _BYTES.fullmatch(value) is not None


def is_about(value: Any) -> bool:
    """The id of a record of any kind, also of one that only a later program knows."""
    return type(value) is str and _ABOUT.fullmatch(value) is not None


def is_exhibit(value: Any) -> bool:
    """The id of an exhibit, which names its file."""
    return is_about(value) and value.startswith(_EXHIBIT)


def is_text(value: Any) -> bool:
    """A string."""
    return type(value) is str


def is_list(value: Any) -> bool:
    """A list."""
    return type(value) is list


def one_of(*words: str) -> Check:
    """One of these words."""
    return lambda value: type(value) is str and value in words


def exactly(parts: Mapping[str, Check]) -> Check:
    """An object with these parts and no other."""
    return lambda value: (
        isinstance(value, Mapping)
        and value.keys() == parts.keys()
        and all(check(value[name]) for name, check in parts.items())
    )


def or_null(check: Check) -> Check:
    """Null, or what ``check`` asks."""
    return lambda value: value is None or check(value)


def each(check: Check, least: int, most: int) -> Check:
    """A list of ``least`` to ``most`` values, each as ``check`` asks."""
    return lambda value: (
        isinstance(value, list | tuple)
        and least <= len(value) <= most
        and all(check(item) for item in value)
    )


def each_named(check: Check, name: str, least: int, most: int) -> Check:
    """Such a list of objects, no two with the same ``name`` part."""
    listed = each(check, least, most)
    return lambda value: listed(value) and len({item[name] for item in value}) == len(value)
