# SPDX-License-Identifier: Apache-2.0
"""Telephone numbers in a text, however people set them: +996 (555) 12-34-56, 0555 123456, 0555123456.

In: text in any script.
Out: where a number stands, and its digits as they are compared.
Never: a date taken for a number; an opinion on whose number it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Whoever dials from another country or from the same town uses more or fewer digits in front, so the
# last nine are compared; six are what is dialled in a town.
COMPARED, LEAST, MOST = 9, 6, 15
WHOLE = 9

_BETWEEN = r"[\s().\u2010-\u2014-]{0,2}"
_NUMBER = re.compile(rf"(?<![\w.,])[+(]?\d(?:{_BETWEEN}\d){{{LEAST - 1},{MOST - 1}}}(?!\w)")
_DATE = re.compile(r"[0-3]?\d[./-][01]?\d[./-]\d{2,4}(?!\d)|[12]\d{3}[./-][01]?\d[./-][0-3]?\d(?!\d)")
_NO_DIGIT = re.compile(r"\D+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in a text: from one character up to another, and its digits."""

    start: int
    end: int
    digits: str

    @property
    def key(self) -> str:
        """The digits that are compared."""
        return self.digits[-COMPARED:]

    @property
    def is_whole(self) -> bool:
        """Whether it is long enough to be dialled from anywhere in the country."""
        return len(self.digits) >= WHOLE

    def is_same(self, key: str) -> bool:
        """Whether it may be the number with this key, dialled from nearer or farther."""
        return self.key.endswith(key) or key.endswith(self.key)


def find(text: str) -> Iterator[Number]:
    """Every number of six to fifteen digits in a text, in order; dates are passed over."""
    at = 0
    while found := _NUMBER.search(text, at):
        date = _DATE.match(text, found.start())
        if date is not None:
            at = date.end()
            continue
        yield Number(start=found.start(), end=found.end(), digits=_NO_DIGIT.sub("", found[0]))
        at = found.end()
