# SPDX-License-Identifier: Apache-2.0
"""Bytes that look random and are the same in every run."""

from hashlib import shake_256


class Randomness:
    """A stream of bytes that follows from its seed: SHAKE-256 over seed and count of calls.

    Two archives made with one seed, one clock and one passphrase get the same ids, salts and
    keys, so their logs are equal byte for byte. **Never for real data**: who knows the seed knows
    every key.
    """

    def __init__(self, seed: int | str = 0) -> None:
        self._seed = f"kuzat/testing/{seed}/".encode()
        self._calls = 0

    def __call__(self, size: int) -> bytes:
        """The next ``size`` bytes."""
        self._calls += 1
        return shake_256(self._seed + str(self._calls).encode()).digest(size)
