# SPDX-License-Identifier: Apache-2.0
"""Codes that a telephone shows for half a minute: TOTP of RFC 6238 over HOTP of RFC 4226, with SHA-1.

In: a secret and the seconds since 1970.
Out: the code, or which step of time a typed code belongs to.
Never: a step that was used before; a key to anything, since no key follows from a code.
"""

import base64
import hmac

SECRET_BYTES = 20
SECONDS = 30
DIGITS = 6
DRIFT = 1  # steps that a clock may be early or late


def step(seconds: int) -> int:
    """The step of time that a moment lies in."""
    return seconds // SECONDS


def code(secret: bytes, of: int, digits: int = DIGITS) -> str:
    """The code of one step (RFC 4226, section 5.3)."""
    mac = hmac.digest(secret, of.to_bytes(8, "big"), "sha1")
    start = mac[-1] & 0x0F
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def used(secret: bytes, typed: str, seconds: int, last: int) -> int | None:
    """The step of a typed code, if it is of now, one before or one after, and later than the ``last`` one."""
    now = step(seconds)
    given = "".join(typed.split()).encode()
    for of in range(max(now - DRIFT, last + 1, 0), now + DRIFT + 1):
        if hmac.compare_digest(code(secret, of).encode(), given):
            return of
    return None


def typed(secret: bytes) -> str:
    """The secret as people type it into a telephone: base32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))
