# SPDX-License-Identifier: Apache-2.0
"""Keys that only several people together can open: each wrapped once for every k of n.

    wrapping key = HKDF(the k share keys joined in the order of `of`,
                        info = JCS(["kuzat/quorum/1", format, suite, archive, key, of, share]))
    wrap         = AES-256-GCM: nonce ‖ sealed key ‖ tag, no associated data

A wrong share is an authentication error, never a wrong key. 3 of 5 are ten wraps of 60 bytes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kuzat.errors import Phrase
from kuzat.keys.box import KEY, NONCE, TAG, derived
from kuzat.keys.member import FORMAT, SUITE, HeaderDamaged, Random

LEAST, MOST = 2, 9
_QUORUM = "kuzat/quorum/1"
_KEY = re.compile(r"(cases|identity)/[1-9][0-9]{0,8}")
_ID = re.compile(r"[0-9a-f]{32}")
_WRAP = re.compile(rf"[0-9a-f]{{{2 * (NONCE + KEY + TAG)}}}")
_FURTHEST = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A key under the shares of some people; ``share`` is the epoch of those shares."""

    key: str
    of: tuple[str, ...]
    share: int
    wrap: bytes

    def stated(self) -> dict[str, Any]:
        """What the header says of it."""
        return {
            "key": self.key,
            "of": list(self.of),
            "share": self.share,
            "wrap": self.wrap.hex(),
        }

    def open(self, archive: str, shares: Mapping[str, bytes]) -> bytes | None:
        """The key inside; None where a share is missing. Raises `HeaderDamaged` for a wrong one.

        ``shares`` gives by member their share of this epoch.
        """
        if not shares.keys() >= set(self.of):
            return None
        joined = b"".join(shares[member] for member in self.of)
        cipher = _cipher(joined, archive, self.key, self.of, self.share)
        try:
            return cipher.decrypt(self.wrap[:NONCE], self.wrap[NONCE:], b"")
        except InvalidTag:
            raise HeaderDamaged(reason=Phrase("a key under shares does not open")) from None


def share_out(
    archive: str,
    keys: Mapping[str, bytes],
    shares: Mapping[str, bytes],
    threshold: int,
    epoch: int,
    random: Random,
) -> Iterator[Shared]:
    """Each key under the shares of every ``threshold`` of these people."""
    for name, key in keys.items():
        for of in combinations(sorted(shares), threshold):
            cipher = _cipher(b"".join(shares[one] for one in of), archive, name, of, epoch)
            nonce = random(NONCE)
            wrap = nonce + cipher.encrypt(nonce, key, b"")
            yield Shared(key=name, of=of, share=epoch, wrap=wrap)


def read(stated: Any) -> Shared:
    """A key under shares as the header states it. Raises `HeaderDamaged`."""
    parts = {"key", "of", "share", "wrap"}
    if not isinstance(stated, dict) or stated.keys() != parts or not _is_sound(**stated):
        raise HeaderDamaged(reason=Phrase("a key under shares is misshapen"))
    return Shared(
        key=stated["key"],
        of=tuple(stated["of"]),
        share=stated["share"],
        wrap=bytes.fromhex(stated["wrap"]),
    )


def _cipher(shares: bytes, archive: str, key: str, of: Sequence[str], epoch: int) -> AESGCM:
    info = rfc8785.dumps([_QUORUM, FORMAT, SUITE, archive, key, [*of], epoch])
    return AESGCM(derived(shares, info))


def _is_sound(*, key: Any, of: Any, share: Any, wrap: Any) -> bool:
    return (
        isinstance(key, str)
        and _KEY.fullmatch(key) is not None
        and isinstance(of, list)
        and LEAST <= len(of) <= MOST
        and all(isinstance(one, str) and _ID.fullmatch(one) for one in of)
        and of == sorted(set(of))
        and type(share) is int
        and 0 < share < _FURTHEST
        and isinstance(wrap, str)
        and _WRAP.fullmatch(wrap) is not None
    )
