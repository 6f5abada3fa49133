# SPDX-License-Identifier: Apache-2.0
"""The envelope of a bundle: for whom it is, and how they know whose it is without being able to show it.

    key box  = HPKE in base mode (`kuzat.keys.box`) of a fresh content key, to one receiver's key for
               bundles, info = "kuzat/bundle/1\\n" ‖ receiver's log id (16 bytes)
    boxes    = 4, 8, 16, 32 or 64 of them in the order of their bytes; those too many are sealed to nobody
    content  = HKDF(content key, info = "kuzat/bundle-content/1\\n" ‖ SHA-256(all boxes))
    tag      = HMAC-SHA-256(shared key, "kuzat/bundle-tag/1\\n" ‖ SHA-256(what stands before the tags))
    shared   = HKDF(X25519(giver, receiver), info = "kuzat/bundle-shared/1\\n" ‖ giver's log ‖ receiver's)

A tag can be made by both who share its key, so it proves to its receiver who gave the bundle, and to nobody
else. One receiver cannot make that of another, so none can change a bundle and pass it on.
"""

import hmac
from collections.abc import Callable, Sequence
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from kuzat.errors import NotAllowed, Refused
from kuzat.exchange.card import Card
from kuzat.keys import box as hpke
from kuzat.keys.box import KEY, derived

MAGIC = b"kuzat-bundle/1\n"
BOX = hpke.OVERHEAD + KEY
TAG = 32
FEWEST, MOST = 4, 64
SMALLEST = 64 * 1024
_BOX, _CONTENT = b"kuzat/bundle/1\n", b"kuzat/bundle-content/1\n"
_TAG, _SHARED = b"kuzat/bundle-tag/1\n", b"kuzat/bundle-shared/1\n"
_SECRET = b"kuzat/bundle-secret/1\n"
Random = Callable[[int], bytes]


class TooManyReceivers(Refused):
    """A bundle is for at most {most} receivers."""

    code = "too_many_receivers"
    advice = "Make several bundles."


class NotForUs(NotAllowed):
    """This bundle is not sealed to this archive, or it was changed on the way."""

    code = "not_for_us"
    advice = "Give its maker your card of today (kuzat peer card), and ask them to make it again."


def secret_key(log_seed: bytes, log: str) -> bytes:
    """The X25519 secret by which a log's owner opens bundles; it lives as long as the log."""
    return derived(log_seed, _SECRET + bytes.fromhex(log))


def seal_key(
    key: bytes, receivers: Sequence[Card], random: Random
) -> tuple[tuple[bytes, ...], list[Card | None]]:
    """The boxes of a content key, and for each box whose it is. Raises `TooManyReceivers`."""
    if len(receivers) > MOST:
        raise TooManyReceivers(most=MOST)
    count = FEWEST
    while count < len(receivers):
        count *= 2
    sealed: list[tuple[bytes, Card | None]] = [
        (hpke.seal(key, card.box, _info(card.log), random(KEY)), card) for card in receivers
    ]
    for _ in range(count - len(receivers)):
        nobody = hpke.public_key(random(KEY))
        sealed.append((hpke.seal(random(KEY), nobody, _info(random(16).hex()), random(KEY)), None))
    sealed.sort(key=lambda pair: pair[0])
    return tuple(box for box, _ in sealed), [card for _, card in sealed]


def open_key(boxes: Sequence[bytes], log: str, secret: bytes) -> tuple[int, bytes]:
    """Which of the boxes is for this log, and the content key in it. Raises `NotForUs`."""
    for place, box in enumerate(boxes):
        key = hpke.unseal(box, secret, _info(log))
        if key is not None and len(key) == KEY:
            return place, key
    raise NotForUs()


def content_key(key: bytes, boxes: Sequence[bytes]) -> bytes:
    """The key of the content, bound to the boxes before it."""
    return derived(key, _CONTENT + sha256(b"".join(boxes)).digest())


def tag(digest: bytes, secret: bytes, public: bytes, giver: str, receiver: str) -> bytes:
    """By what a receiver knows the giver: made with the secret of one and the public key of the other."""
    shared = X25519PrivateKey.from_private_bytes(secret).exchange(X25519PublicKey.from_public_bytes(public))
    key = derived(shared, _SHARED + bytes.fromhex(giver) + bytes.fromhex(receiver))
    return hmac.digest(key, _TAG + digest, "sha256")


def padded(size: int) -> int:
    """To how many bytes so many are filled up, so that a length tells little: at most an eighth more.

    Only as many of the highest binary digits of the length are kept as its logarithm has (Padmé, Nikitin
    and others 2019, section 4.3); less than 64 KiB is 64 KiB.
    """
    power = max(size, SMALLEST).bit_length() - 1
    free = (1 << power - power.bit_length()) - 1
    return max(size, SMALLEST) + free & ~free


def _info(log: str) -> bytes:
    return _BOX + bytes.fromhex(log)
