# SPDX-License-Identifier: Apache-2.0
"""Fill up what is sealed with bytes 0x00, so that its length does not tell a name from a testimony.

In: JCS, which never ends in such a byte. Out: the next power of two, but not less than a least length.
"""


def filled(said: bytes, least: int) -> bytes:
    """``said`` with bytes 0x00 behind it; none where it fits exactly."""
    return said.ljust(_size(len(said), least), b"\0")


def unfilled(plain: bytes, least: int) -> bytes:
    """What was filled up; nothing where the filling is not as it must be."""
    said = plain.rstrip(b"\0")
    return said if said and len(plain) == _size(len(said), least) else b""


def _size(length: int, least: int) -> int:
    return max(least, 1 << (length - 1).bit_length())
