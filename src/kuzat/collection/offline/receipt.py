# SPDX-License-Identifier: Apache-2.0
"""The code by which somebody asks what became of their report: 24 random digits and a check digit.

An archive keeps its digest only. The check digit is that of ISO/IEC 7064, MOD 11,10: it finds every digit
that was misread.
"""

import re
from hashlib import sha256

from kuzat.errors import Refused

DIGITS, GROUP = 25, 5
DOMAIN = b"kuzat/receipt/1\n"


class ReceiptRefused(Refused):
    """This is no receipt code: a digit is missing, too many or misread."""

    code = "receipt_refused"
    advice = "It has 25 digits in groups of five. Compare it with the paper, and type it again."


def check_digit(digits: str) -> str:
    """The digit that makes a row of digits right."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def digest(code: str, form: str) -> str:
    """What is kept of a code that came with a submission to ``form``. Raises `ReceiptRefused`."""
    digits = re.sub(r"[\s-]", "", code)
    if not re.fullmatch(f"[0-9]{{{DIGITS}}}", digits, re.ASCII) or check_digit(digits[:-1]) != digits[-1]:
        raise ReceiptRefused()
    return sha256(DOMAIN + bytes.fromhex(form[-32:]) + digits.encode()).hexdigest()
