# SPDX-License-Identifier: Apache-2.0
"""A card or a receipt as a QR code (ISO/IEC 18004), to be held against a camera instead of being typed.

In: a text. Out: the path of a drawing for a page, or lines for a terminal; `segno` is imported only here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest

# The white that a reader needs around it, in squares.
QUIET = 4
# Two rows in one line: the upper and the lower square, each light or dark.
HALVES = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A code as SVG draws it: so many squares wide and high with its white, and the path of the dark ones."""

    size: int
    dark: str


def drawn(text: str) -> Drawing:
    """The code of a text."""
    rows = _squares(text)
    dark = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in _runs(rows))
    return Drawing(size=len(rows), dark=dark)


def lines(text: str) -> Iterator[str]:
    """Lines of blocks, light ones printed: so it is right where letters are light on dark."""
    rows = _squares(text)
    for upper, lower in zip_longest(rows[::2], rows[1::2], fillvalue=[False] * len(rows)):
        yield "".join(HALVES[pair] for pair in zip(upper, lower, strict=True))


def _squares(text: str) -> list[list[bool]]:
    """Whether each square is dark, row by row, with the white around it."""
    import segno

    code = segno.make(text, error="m", micro=False, boost_error=False)
    return [[square == 1 for square in row] for row in code.matrix_iter(border=QUIET)]


def _runs(rows: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    """Where dark squares stand side by side: column, row, how many."""
    for y, row in enumerate(rows):
        x = 0
        for is_dark, run in groupby(row):
            length = len(list(run))
            if is_dark:
                yield x, y, length
            x += length
