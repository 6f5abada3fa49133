# SPDX-License-Identifier: Apache-2.0
"""Measure and print the table."""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench import measures
from bench.clocked import machine
from bench.table import Figure, lines

SIZES = (10_000, 100_000)
FULL = (10_000, 100_000, 1_000_000)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure at each size, smallest first; the table comes at the end, the pace on stderr."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=main.__doc__)
    parser.add_argument("--size", type=int, action="append", help="statements in the archive")
    parser.add_argument("--full", action="store_true", help="1,000,000 statements too")
    parser.add_argument("--folder", type=Path, help="where to work (a temporary folder)")
    asked = parser.parse_args(arguments)
    sizes = asked.size or (FULL if asked.full else SIZES)
    with tempfile.TemporaryDirectory(prefix="kuzat-bench-", dir=asked.folder) as work:
        folder = Path(work)
        print("Kuzat bench: generated data only ·", time.strftime("%Y-%m-%d"))
        print(machine(folder))
        measured: dict[int, list[Figure]] = {}
        for size in sorted(sizes):
            begun = time.monotonic()
            said = _teller(size, begun)
            measured[size] = list(measures.run(folder, size, said, measures.Effort()))
        print()
        print(*lines(measured), sep="\n")


def _teller(size: int, begun: float) -> measures.Say:
    def say(what: str) -> None:
        print(f"{size:>10,}  {time.monotonic() - begun:6.0f} s  {what}", file=sys.stderr)

    return say


if __name__ == "__main__":
    main()
