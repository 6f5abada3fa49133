# SPDX-License-Identifier: Apache-2.0
"""Start the child that opens a document, shut in by bubblewrap, and end it when its time is up.

The child sees Python, this package and nothing else: no home, no archive, no network, no other
process, no environment, and nothing that it could write to. The document lies in memory that is
sealed against change and has no name. Without such a sandbox no document is opened at all.
"""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import IO

import kuzat
from kuzat.errors import Phrase, Refused
from kuzat.preservation.documents.extracted import (
    READY,
    Extracted,
    Limits,
    Silence,
    read_reply,
)

CHILD = "kuzat.preservation.documents.child"
UNKNOWN = "application/octet-stream"
NOBODY = "65534"
SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache")
CHUNK = 64 * 1024


class NoSandbox(Refused):
    """Documents are kept and not opened on this machine: {reason}."""

    code = "no_sandbox"
    advice = "On Debian and Ubuntu: apt install bubblewrap. Nothing else is lost without it."


def extract(content: Iterable[bytes], limits: Limits | None = None) -> Extracted:
    """What a document says, read where it can do no harm. Raises `NoSandbox`.

    A document that is too large, too slow, too heavy or breaks its reader gives a silence with
    that reason; nothing that it does is an error here.
    """
    limits = limits or Limits()
    starting = command([sys.executable, "-I", "-m", CHILD, limits.written()])
    with _in_memory(content, limits.size) as document:
        if document is None:
            return _silent(Silence.LARGE)
        return _run(starting, document, limits)


def command(program: list[str]) -> list[str]:
    """The command that runs a program in the sandbox. Raises `NoSandbox`."""
    if sys.platform != "linux":
        raise NoSandbox(reason=Phrase("only Linux has a sandbox for it"))
    found = which("bwrap")
    if found is None:
        raise NoSandbox(reason=Phrase("bubblewrap is not installed"))
    return [
        found,
        *("--unshare-all", "--unshare-user", "--uid", NOBODY, "--gid", NOBODY),
        *("--cap-drop", "ALL", "--clearenv", "--new-session", "--die-with-parent"),
        *_visible(),
        *("--remount-ro", "/", "--chdir", "/", "--"),
        *program,
    ]


def _visible() -> Iterator[str]:
    """The system's libraries, this Python and this package, all of them only to be read."""
    for path in map(Path, SYSTEM):
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.exists():
            yield from ("--ro-bind", str(path), str(path))
    package = Path(kuzat.__file__).parent
    for path in dict.fromkeys([Path(sys.base_prefix), Path(sys.prefix), package]):
        yield from ("--ro-bind", str(path), str(path))


@contextmanager
def _in_memory(content: Iterable[bytes], most: int) -> Iterator[int | None]:
    """The content as a file without a name that nobody can change; nothing where it is larger."""
    import fcntl  # not on every system, and `command` has refused the others

    document = os.memfd_create("document", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        size = 0
        for chunk in content:
            size += len(chunk)
            if size > most:
                yield None
                return
            _write(document, chunk)
        os.lseek(document, 0, os.SEEK_SET)
        seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
        fcntl.fcntl(document, fcntl.F_ADD_SEALS, seals)
        yield document
    finally:
        os.close(document)


def _write(file: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(file, rest) :]


def _run(starting: list[str], document: int, limits: Limits) -> Extracted:
    with subprocess.Popen(  # noqa: S603
        starting,
        stdin=document,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
    ) as child:
        try:
            assert child.stdout is not None
            reply = _listen(child.stdout, limits)
            status = None if reply is None else _ended(child)
        finally:
            child.kill()
    if reply is None:
        return _silent(Silence.SLOW)
    if not reply and status:
        raise NoSandbox(reason=Phrase("the sandbox does not start on this system"))
    return _judged(reply, status, limits)


def _listen(pipe: IO[bytes], limits: Limits) -> bytes | None:
    """What the child says until it ends or says too much; nothing when its time is up."""
    ends = time.monotonic() + limits.seconds
    said = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while len(said) <= limits.reply:
            if not selector.select(max(0.0, ends - time.monotonic())):
                return None
            chunk = os.read(pipe.fileno(), CHUNK)
            if not chunk:
                break
            said += chunk
    return bytes(said)


def _ended(child: subprocess.Popen[bytes]) -> int | None:
    try:
        return child.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return None


def _judged(reply: bytes, status: int | None, limits: Limits) -> Extracted:
    if status in (128 + signal.SIGXCPU, 128 + signal.SIGKILL):
        return _silent(Silence.SLOW)
    if status != 0 or not reply.startswith(READY):
        return _silent(Silence.FAILED)
    return read_reply(reply.removeprefix(READY), limits) or _silent(Silence.FAILED)


def _silent(silence: Silence) -> Extracted:
    return Extracted(media_type=UNKNOWN, silence=silence)
