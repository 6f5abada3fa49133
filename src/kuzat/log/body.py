# SPDX-License-Identifier: Apache-2.0
"""What an entry says besides its digests, by kind. Only what a stranger needs in order to verify.

Everything that people said, erasures and reads included, is a statement in an entry of kind
``said``, so that a mirrored log does not tell them apart.
"""

import re
from collections.abc import Mapping
from typing import Any

from kuzat.log.shape import (
    Check,
    each_named,
    exactly,
    is_count,
    is_hash,
    is_id,
    one_of,
    or_null,
)

MOST_LISTED = 64
_WITNESS = re.compile(r"[!-*,-~]{1,255}")


def _is_witness_name(value: Any) -> bool:
    """The name of a key as C2SP signed-note allows it, in ASCII: no reader's Unicode decides."""
    return type(value) is str and _WITNESS.fullmatch(value) is not None


_key = exactly({"id": is_id, "key": is_hash})
_witness = exactly({"key": is_hash, "name": _is_witness_name})
_head = exactly({"log": is_id, "root": is_hash, "size": is_count})
_trust: Mapping[str, Check] = {
    "threshold": is_count,
    "trustees": each_named(_key, "id", 0, MOST_LISTED),
    "witnesses": each_named(_witness, "name", 0, MOST_LISTED),
}

BODIES: Mapping[str, Check] = {
    "genesis": exactly(
        {
            "archive": is_id,
            "header": is_hash,
            "key": is_hash,
            "members": each_named(_key, "id", 1, MOST_LISTED),
            "previous": or_null(_head),
            **_trust,
        }
    ),
    "header": exactly({"change": one_of("epoch", "rekey", "rewrap"), "header": is_hash}),
    "member": _key,
    "received": _head,
    "revoked": exactly({"from": is_count, "log": is_id, "member": or_null(is_id)}),
    "said": exactly({}),
    "trust": exactly(_trust),
}


def is_body(kind: str, body: Any) -> bool:
    """Whether ``body`` is what an entry of this kind, one of `BODIES`, must say."""
    if not BODIES[kind](body):
        return False
    return "threshold" not in body or body["threshold"] <= len(body["trustees"])
