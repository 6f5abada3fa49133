# SPDX-License-Identifier: Apache-2.0
"""Long arrays worked on in parts, some at once, since NumPy, DuckDB and RapidFuzz let other threads run."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")
Made = TypeVar("Made")
# So many parts at once; so long, so that what one part needs stays near the processor.
AT_ONCE, LONG = 2, 100_000


def each(work: Callable[[Part], Made], parts: Iterable[Part]) -> list[Made]:
    """What ``work`` makes of each part, in the order of the parts."""
    known = list(parts)
    if len(known) < 2:
        return [work(part) for part in known]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(work, known))


def slices(size: int) -> list[slice]:
    """The parts of so long an array."""
    return [slice(start, min(start + LONG, size)) for start in range(0, size, LONG)]
