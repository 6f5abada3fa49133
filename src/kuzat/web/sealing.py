# SPDX-License-Identifier: Apache-2.0
"""Words that a list is filtered by, sealed before they stand in an address.

A browser keeps the addresses it visited. The names of stories and sources may say too much there, so
they travel under a key that dies with the session (AES-SIV, RFC 5297: one word, one address).
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from kuzat.errors import Refused

BITS = 512


class StaleAddress(Refused):
    """This address belonged to an earlier session."""

    code = "stale_address"
    advice = "Begin again from the list of events: addresses with a story or a source end with the session."


class Seal:
    """The key of one session; it exists nowhere else."""

    def __init__(self) -> None:
        self._box = AESSIV(AESSIV.generate_key(BITS))

    def seal(self, text: str) -> str:
        """The text as it may stand in an address."""
        return urlsafe_b64encode(self._box.encrypt(text.encode(), None)).decode().rstrip("=")

    def open(self, sealed: str) -> str:
        """The text again. Raises `StaleAddress` for what this session did not seal."""
        try:
            box = urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
            return self._box.decrypt(box, None).decode()
        except (InvalidTag, binascii.Error, ValueError):
            raise StaleAddress() from None
