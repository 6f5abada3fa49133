# SPDX-License-Identifier: Apache-2.0
"""A line of a sealed file may go over many frames, and one without end is given up early."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kuzat.store.container import ContainerBroken, Lines, line

FRAME = 64 * 1024


def frames(content: bytes, size: int) -> Iterator[bytes]:
    """The content in parts of this size."""
    return (content[at : at + size] for at in range(0, len(content), size))


@pytest.mark.parametrize("size", [1, 7, 100, 5000])
def test_lines_and_raw_bytes_are_read_from_parts_of_any_size(size: int) -> None:
    content = line("one", "a" * 300) + b"raw\nbytes" + line("two", None) + line("three", "b" * 900)
    lines = Lines(Path("x"), frames(content, size))
    assert lines.line() == ["one", "a" * 300]
    assert b"".join(lines.raw(9)) == b"raw\nbytes"
    assert lines.line() == ["two", None]
    assert lines.line() == ["three", "b" * 900]
    assert lines.at_end()


def test_a_line_without_end_is_given_up_before_all_of_it_is_read() -> None:
    taken = []

    def endless() -> Iterator[bytes]:
        while len(taken) < 1000:
            taken.append(None)
            yield b"a" * FRAME

    with pytest.raises(ContainerBroken):
        Lines(Path("x"), endless()).line()
    assert len(taken) < 20
