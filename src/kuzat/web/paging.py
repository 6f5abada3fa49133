# SPDX-License-Identifier: Apache-2.0
"""Which part of a long list is shown."""

from dataclasses import dataclass

LAST = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """One part of a list of ``total`` lines, ``size`` lines a part; the first part is 1."""

    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last part; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def before(self) -> int | None:
        """The part before this one."""
        return min(self.number - 1, self.last) if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The part after this one."""
        return self.number + 1 if self.number < self.last else None


def asked_page(text: str) -> int:
    """The part that an address asks for; the first where it asks for nothing that is a number."""
    known = text.isascii() and text.isdigit() and len(text) < len(str(LAST))
    return max(1, int(text)) if known else 1
