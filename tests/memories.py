# SPDX-License-Identifier: Apache-2.0
"""Processes of this machine and what stands in their memory, as whoever may read it sees it (Linux)."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PROCESSES = Path("/proc")
MAPPED = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r")
SESSION, STARTED = 3, 19  # fields of stat(5) behind the name


class Born(NamedTuple):
    """The session of a process, and when it started."""

    session: int
    at: int


def born(process: int) -> Born:
    """Raises `OSError` where it is gone."""
    stated = (PROCESSES / str(process) / "stat").read_text().rsplit(")", 1)[1].split()
    return Born(int(stated[SESSION]), int(stated[STARTED]))


def beside(one: Born) -> list[int]:
    """The processes of its session and all that started with it or later, without this one."""
    found = []
    for file in PROCESSES.iterdir():
        if file.name.isdecimal() and int(file.name) != os.getpid():
            with suppress(OSError):
                other = born(int(file.name))
                if other.session == one.session or other.at >= one.at:
                    found.append(int(file.name))
    return found


def holds(process: int, secrets: Iterable[bytes]) -> set[bytes]:
    """Those of the secrets that stand in its memory; none where it is gone meanwhile."""
    wanted, found = set(secrets), set[bytes]()
    with suppress(FileNotFoundError, ProcessLookupError):
        for part in _memory(process):
            found |= {secret for secret in wanted if secret in part}
    return found


def _memory(process: int) -> Iterator[bytes]:
    with (
        open(PROCESSES / str(process) / "maps") as maps,
        open(PROCESSES / str(process) / "mem", "rb", 0) as memory,
    ):
        for place in filter(None, map(MAPPED.match, maps)):
            first, last = (int(number, 16) for number in place.groups())
            with suppress(OSError, OverflowError, ValueError):  # pages of the kernel, files cut short
                memory.seek(first)
                yield memory.read(last - first)
