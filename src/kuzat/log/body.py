# SPDX-License-Identifier: Apache-2.0
"""What an entry says besides its digests, by kind. Only what a stranger needs in order to verify.

Everything that people said, erasures and reads included, is a statement in an entry of kind
``said``, so that a mirrored log does not tell them apart.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], bool]

MOST_LISTED = 64
CHANGES = ("epoch", "rekey", "rewrap")
LARGEST_COUNT = 2**53 - 1

_ID = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")
_WITNESS = re.compile(r"[^\s+]{1,255}")


def is_id(value: Any) -> bool:
    """128 bits as 32 hex digits."""
    return type(value) is str and _ID.fullmatch(value) is not None


def is_hash(value: Any) -> bool:
    """256 bits as 64 hex digits."""
    return type(value) is str and _HASH.fullmatch(value) is not None


def is_count(value: Any) -> bool:
    """A whole number from 0 that every JSON reader keeps exact."""
    return type(value) is int and 0 <= value <= LARGEST_COUNT


def _is_witness_name(value: Any) -> bool:
    return type(value) is str and value.isprintable() and _WITNESS.fullmatch(value) is not None


def _shape(**checks: Check) -> Check:
    """An object with exactly these parts."""
    return lambda value: (
        isinstance(value, Mapping)
        and value.keys() == checks.keys()
        and all(check(value[name]) for name, check in checks.items())
    )


def _or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _each(check: Check, unique: str, least: int = 0) -> Check:
    """A list of such objects, no two with the same ``unique`` part."""
    return lambda value: (
        isinstance(value, list | tuple)
        and least <= len(value) <= MOST_LISTED
        and all(check(item) for item in value)
        and len({item[unique] for item in value}) == len(value)
    )


_key = _shape(id=is_id, key=is_hash)
_head = _shape(log=is_id, root=is_hash, size=is_count)
_trust = {
    "threshold": is_count,
    "trustees": _each(_key, "id"),
    "witnesses": _each(_shape(key=is_hash, name=_is_witness_name), "name"),
}

BODIES: Mapping[str, Check] = {
    "genesis": _shape(
        archive=is_id,
        header=is_hash,
        key=is_hash,
        members=_each(_key, "id", least=1),
        previous=_or_null(_head),
        **_trust,
    ),
    "header": _shape(change=lambda value: value in CHANGES, header=is_hash),
    "member": _key,
    "received": _head,
    "revoked": _shape(**{"from": is_count, "log": is_id, "member": _or_null(is_id)}),
    "said": _shape(),
    "trust": _shape(**_trust),
}


def is_body(kind: Any, body: Any) -> bool:
    """Whether ``body`` is what an entry of this kind must say."""
    if type(kind) is not str or kind not in BODIES or not BODIES[kind](body):
        return False
    return "threshold" not in body or body["threshold"] <= len(body["trustees"])
