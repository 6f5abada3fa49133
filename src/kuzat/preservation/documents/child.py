# SPDX-License-Identifier: Apache-2.0
"""The process that opens a document: limits first, then bytes in, JSON out, and the end.

Started as ``python -I -m kuzat.preservation.documents.child LIMITS`` by `kuzat.store.sandbox`,
on Linux only. It says READY once it is confined and before it has read a byte.
"""

import sys

from kuzat.preservation.documents.extracted import (
    READY,
    Extracted,
    Limits,
    Silence,
    write_reply,
)
from kuzat.preservation.documents.kinds import UNKNOWN
from kuzat.preservation.documents.reading import extract

FILES = 16


def confine(limits: Limits) -> None:
    """Give up what this process will not need: memory, time, files, children, core dumps."""
    import resource  # only where there are such limits, and so only here

    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, FILES),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Read the document on standard input; answer on standard output."""
    limits = Limits.read(sys.argv[1])
    confine(limits)
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    try:
        reply = write_reply(extract(sys.stdin.buffer.read(limits.size + 1), limits))
    except MemoryError:
        reply = write_reply(Extracted(media_type=UNKNOWN, silence=Silence.HEAVY))
    sys.stdout.buffer.write(reply)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
