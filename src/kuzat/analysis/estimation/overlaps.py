# SPDX-License-Identifier: Apache-2.0
"""An UpSet plot of the overlaps of lists as SVG: which combinations hold how many, largest first.

Lex et al., "UpSet: visualization of intersecting sets", IEEE Transactions on Visualization 20 (2014). The
markup has no script, no style and no address; colours are those of the text (currentColor), so it fits a
page in any theme.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import numpy as np

from kuzat.analysis.estimation.table import CaptureTable

MOST_COLUMNS = 40
LETTER = 7
STEP = 18
ROW = 22
BARS = 120
SIZES = 90
HEAD = 18
DOT = 5
GAP = 10
LONGEST_NAME = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Where things stand, in pixels."""

    left: int
    top: int
    width: int
    height: int


def upset(table: CaptureTable, *, title: str) -> str:
    """The plot of the forty largest combinations; ``title`` is read aloud in place of the picture."""
    order = np.argsort(-table.counts, kind="stable")[:MOST_COLUMNS]
    names = [name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…" for name in table.lists]
    left = SIZES + GAP + LETTER * max(map(len, names)) + GAP
    top = HEAD + BARS + GAP
    frame = _Frame(
        left=left, top=top, width=left + STEP * len(order) + GAP, height=top + ROW * len(names) + GAP
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {frame.width} {frame.height}" '
        f'width="{frame.width}" height="{frame.height}" font-family="sans-serif" font-size="11" '
        f'fill="currentColor"><title>{escape(title)}</title>',
        *_columns(table, order.tolist(), frame),
        *_lists(table, names, frame),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _columns(table: CaptureTable, order: list[int], frame: _Frame) -> Iterator[str]:
    """For each combination its bar, its count, and the dots of its lists with a line through them."""
    most = int(table.counts.max())
    for place, cell in enumerate(order):
        middle = frame.left + STEP * place + STEP // 2
        count = int(table.counts[cell])
        height = max(round(BARS * count / most), 1)
        high = HEAD + BARS - height
        yield f'<rect x="{middle - 6}" y="{high}" width="12" height="{height}"/>'
        yield f'<text x="{middle}" y="{high - 3}" text-anchor="middle" font-size="9">{count}</text>'
        heights = [frame.top + ROW * row + ROW // 2 for row in range(len(table.lists))]
        held = [y for y, inside in zip(heights, table.patterns[cell], strict=True) if inside]
        for y in heights:
            faint = "" if y in held else ' fill-opacity="0.15"'
            yield f'<circle cx="{middle}" cy="{y}" r="{DOT}"{faint}/>'
        if len(held) > 1:
            yield f'<path d="M{middle} {held[0]}V{held[-1]}" stroke="currentColor" stroke-width="2"/>'


def _lists(table: CaptureTable, names: list[str], frame: _Frame) -> Iterator[str]:
    """For each list its name and a bar with its size."""
    most = int(table.sizes.max())
    for row, (name, size) in enumerate(zip(names, table.sizes.tolist(), strict=True)):
        middle = frame.top + ROW * row + ROW // 2
        length = max(round(SIZES * 0.6 * size / most), 1)
        yield f'<rect x="{SIZES - length}" y="{middle - 6}" width="{length}" height="12"/>'
        yield f'<text x="{SIZES - length - 3}" y="{middle + 4}" text-anchor="end" font-size="9">{size}</text>'
        yield f'<text x="{frame.left - GAP}" y="{middle + 4}" text-anchor="end">{escape(name)}</text>'
