# SPDX-License-Identifier: Apache-2.0
"""The process that opens documents: one by one, each in a child of its own that has seen no other.

Started as ``python -I -m kuzat.preservation.documents.child LIMITS`` by `kuzat.store.sandbox`, on Linux
only, with a socket as its standard input. It says READY, and then takes pairs of open files by that socket:
a document, and the pipe for the answer. For each pair it starts a child, which gives up the socket, confines
itself, says READY and reads; and it answers with the child's exit status. **It reads no byte of a document
itself**, so that a document which takes its child over finds nothing of the next.
"""

import os
import signal
import socket
import sys

from kuzat.preservation.documents.extracted import (
    FOR_FILES,
    READY,
    Extracted,
    Limits,
    Silence,
    write_files,
    write_reply,
)
from kuzat.preservation.documents.kinds import UNKNOWN
from kuzat.preservation.documents.mail import attached
from kuzat.preservation.documents.reading import extract

FILES = 16
FAILED = 1
PR_SET_DUMPABLE = 4  # prctl(2)


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


def answer(document: int, reply: int, limits: Limits) -> None:
    """Confine this process, then read one document and write what it says."""
    confine(limits)
    with open(reply, "wb") as out:
        out.write(READY)
        out.flush()
        try:
            with open(document, "rb") as content:
                found = extract(content.read(limits.size + 1), limits)
            out.write(write_reply(found))
        except MemoryError:
            out.write(write_reply(Extracted(media_type=UNKNOWN, silence=Silence.HEAVY)))


def hand_over(message: int, reply: int, limits: Limits) -> None:
    """Confine this process, then write out the files that are in a message of mail."""
    confine(limits)
    with open(reply, "wb") as out, open(message, "rb") as content:
        out.write(READY)
        out.write(write_files(attached(content.read(limits.size + 1))))


def serve(control: socket.socket, limits: Limits) -> None:
    """Have each document answered by a child of its own, until nobody asks any more."""
    while True:
        asked, files, _flags, _address = socket.recv_fds(control, 1, 2)
        if not asked:
            return
        document, reply = files
        child = os.fork()
        if child == 0:
            control.close()
            _be_the_child(asked, document, reply, limits)
        os.close(document)
        os.close(reply)
        control.send(bytes([_ended(child)]))


def _be_the_child(asked: bytes, document: int, reply: int, limits: Limits) -> None:
    """Answer and end, whatever happens, without going back to where the next document comes in."""
    status = FAILED
    try:
        (hand_over if asked == FOR_FILES else answer)(document, reply, limits)
        status = 0
    finally:
        os._exit(status)


def _ended(child: int) -> int:
    """The child's exit status; 128 and the signal's number where one ended it."""
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status if status >= 0 else 128 - status


def let_nobody_look_in() -> None:
    """Refuse to be traced or read by a process of the same user, such as a child that was taken over."""
    import ctypes

    if ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0):
        raise OSError("prctl")


def main() -> None:
    """Serve the socket that is the standard input."""
    limits = Limits.read(sys.argv[1])
    let_nobody_look_in()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    with socket.socket(fileno=sys.stdin.fileno()) as control:
        control.sendall(READY)
        serve(control, limits)


if __name__ == "__main__":
    main()
