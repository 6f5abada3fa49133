# SPDX-License-Identifier: Apache-2.0
"""A QR code is the same squares on a page and in a terminal, with the white that a camera needs."""

import re

from kuzat.exchange.qr import HALVES, QUIET, drawn, lines

CARD = "kuzat-card-1:" + "Az09_-" * 43 + "Abcd"
FINDER = ("1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111")


def on_page(text: str) -> list[str]:
    """The squares of the path, row by row."""
    code = drawn(text)
    rows = [[0] * code.size for _ in range(code.size)]
    for x, y, length, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", code.dark):
        assert length == back
        for at in range(int(x), int(x) + int(length)):
            rows[int(y)][at] = 1
    return ["".join(map(str, row)) for row in rows]


def in_terminal(text: str) -> list[str]:
    """The squares of the blocks, row by row."""
    halves = {block: pair for pair, block in HALVES.items()}
    rows = []
    for line in lines(text):
        rows += ["".join(str(int(halves[block][half])) for block in line) for half in (0, 1)]
    return rows


def test_page_and_terminal_show_the_same_squares() -> None:
    for text in (CARD, "1234567890123456789012345"):
        page = on_page(text)
        assert in_terminal(text)[: len(page)] == page
    assert on_page(CARD) != on_page(CARD[:-1] + "e")


def test_the_three_corners_stand_in_white() -> None:
    rows = on_page(CARD)
    ends = (QUIET, len(rows) - QUIET - 7)
    for top, left in ((ends[0], ends[0]), (ends[0], ends[1]), (ends[1], ends[0])):
        assert tuple(row[left : left + 7] for row in rows[top : top + 7]) == FINDER
    border = rows[:QUIET] + rows[-QUIET:] + [row[:QUIET] + row[-QUIET:] for row in rows]
    assert set("".join(border)) == {"0"}
