# SPDX-License-Identifier: Apache-2.0
"""Stopwatch, percentiles, and what machine this is."""

import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher


class Watch:
    """Adds up the seconds spent inside its ``with`` blocks, and remembers each."""

    def __init__(self) -> None:
        self.laps: list[float] = []

    @property
    def seconds(self) -> float:
        """All laps together."""
        return sum(self.laps)

    @contextmanager
    def lap(self) -> Iterator[None]:
        """Time one stretch."""
        begun = time.perf_counter()
        yield
        self.laps.append(time.perf_counter() - begun)


def percentile(laps: Sequence[float], part: int) -> float:
    """The ``part``-th percentile in milliseconds."""
    return 1000 * statistics.quantiles(laps, n=100, method="inclusive")[part - 1]


def machine(folder: Path) -> str:
    """One line: cores, memory, versions, and how long the disk takes to promise a page."""
    memory = sqlcipher.connect(":memory:")
    (cipher,) = memory.execute("PRAGMA cipher_version").fetchone()
    memory.close()
    return (
        f"{os.cpu_count()} cores · {platform.system()} {platform.machine()}"
        f" · Python {platform.python_version()} · SQLCipher {cipher}"
        f" (SQLite {sqlcipher.sqlite_version}) · peer SQLite {sqlite3.sqlite_version}"
        f" · fsync {_fsync(folder):.2f} ms"
    )


def _fsync(folder: Path) -> float:
    """Median milliseconds to write 4 KiB and have it durable."""
    watch = Watch()
    path = folder / "fsync"
    with path.open("wb") as file:
        for _ in range(20):
            with watch.lap():
                file.write(b"\0" * 4096)
                file.flush()
                os.fsync(file.fileno())
    path.unlink()
    return percentile(watch.laps, 50)
