# SPDX-License-Identifier: Apache-2.0
"""Start the process that opens documents, shut in by bubblewrap, and end it when its time is up.

It sees Python, this package and nothing else: no home, no archive, no network, no other process, no
environment, and nothing that it could write to. Each document lies in memory that is sealed against change
and has no name, and is read by a child that has seen no other document. Without such a sandbox no document
is opened at all.
"""

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Self

import kuzat
from kuzat.errors import Phrase, Refused
from kuzat.preservation.documents.extracted import (
    FOR_FILES,
    FOR_TEXT,
    READY,
    Extracted,
    Limits,
    Silence,
    read_files,
    read_reply,
)

CHILD = "kuzat.preservation.documents.child"
UNKNOWN = "application/octet-stream"
NOBODY = "65534"
SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache")
CHUNK = 64 * 1024
GLANCE = 0.5  # seconds after which one looks whether somebody wants to leave
START, END = 30, 1  # seconds until the process greets, and until a child that said all is gone


class NoSandbox(Refused):
    """Documents are kept and not opened on this machine: {reason}."""

    code = "no_sandbox"
    advice = "On Debian and Ubuntu: apt install bubblewrap. Nothing else is lost without it."


class Sandbox:
    """One shut-in process for as many documents as come; started at the first, and anew where it ended.

    ``program`` is what runs in it, by default the process that opens documents.
    """

    def __init__(self, limits: Limits | None = None, program: list[str] | None = None) -> None:
        self.limits = limits or Limits()
        self.program = program or [sys.executable, "-I", "-m", CHILD, self.limits.written()]
        self.starts = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process and whatever runs in it."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._control = None

    def extract(self, content: Iterable[bytes]) -> Extracted:
        """What a document says, read where it can do no harm. Raises `NoSandbox`.

        A document that is too large, too slow, too heavy or breaks its reader gives a silence with
        that reason; nothing that it does is an error here.
        """
        control = self._started()
        with in_memory(content, self.limits.size) as document:
            if document is None:
                return _silent(Silence.LARGE)
            reply, status = self._ask(control, document, FOR_TEXT)
        return _silent(Silence.SLOW) if reply is None else _judged(reply, status, self.limits)

    def attached(self, message: bytes) -> tuple[tuple[str, bytes], ...] | None:
        """The files in a message of mail, by name; nothing where not all can be had. Raises `NoSandbox`."""
        control = self._started()
        with in_memory([message], self.limits.size) as document:
            if document is None:
                return None
            reply, status = self._ask(control, document, FOR_FILES)
        if reply is None or status != 0 or not reply.startswith(READY):
            return None
        return read_files(reply.removeprefix(READY))

    def _started(self) -> socket.socket:
        if self._control is not None and self._process is not None and self._process.poll() is None:
            return self._control
        self.close()
        starting = command(self.program)
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                starting,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={},
            )
        self._control = ours
        self.starts += 1
        ours.settimeout(START)
        try:
            greeting = ours.recv(len(READY), socket.MSG_WAITALL)
        except OSError:
            greeting = b""
        if greeting != READY:
            self.close()
            raise NoSandbox(reason=Phrase("the sandbox does not start on this system"))
        return ours

    def _ask(
        self, control: socket.socket, document: int, what: bytes
    ) -> tuple[bytes | None, int | None]:
        """Hand a document in, hear the answer, and end the process where it did not end the child.

        The answer is nothing where time was up, and so is how the child ended where that was not heard.
        """
        heard, told = os.pipe()
        try:
            try:
                socket.send_fds(control, [what], [document, told])
            finally:
                os.close(told)
            reply = listen(heard, self.limits.seconds, self.limits.reply)
            status = None if reply is None else _status(control)
        except OSError:
            reply, status = b"", None
        finally:
            os.close(heard)
        if status is None:
            self.close()
        return reply, status


def extract(content: Iterable[bytes], limits: Limits | None = None) -> Extracted:
    """`Sandbox.extract` for one document. Raises `NoSandbox`."""
    with Sandbox(limits) as sandbox:
        return sandbox.extract(content)


def command(program: list[str], also: Iterable[Path] = ()) -> list[str]:
    """The command that runs a program in the sandbox, which sees ``also`` these. Raises `NoSandbox`."""
    if sys.platform != "linux":
        raise NoSandbox(reason=Phrase("only Linux has a sandbox for it"))
    found = which("bwrap")
    if found is None:
        raise NoSandbox(reason=Phrase("bubblewrap is not installed"))
    return [
        found,
        *("--unshare-all", "--unshare-user", "--uid", NOBODY, "--gid", NOBODY),
        *("--cap-drop", "ALL", "--clearenv", "--new-session", "--die-with-parent"),
        *_visible(also),
        *("--remount-ro", "/", "--chdir", "/", "--"),
        *program,
    ]


def _visible(also: Iterable[Path]) -> Iterator[str]:
    """The system's libraries, this Python and this package, all of them only to be read."""
    for path in map(Path, SYSTEM):
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.exists():
            yield from ("--ro-bind", str(path), str(path))
    package = Path(kuzat.__file__).parent
    for path in dict.fromkeys([Path(sys.base_prefix), Path(sys.prefix), package, *also]):
        yield from ("--ro-bind", str(path), str(path))


@contextmanager
def in_memory(content: Iterable[bytes], most: int) -> Iterator[int | None]:
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


def listen(
    pipe: int, seconds: float, most: int, stopped: Callable[[], bool] = lambda: False
) -> bytes | None:
    """What a program says until it ends or says too much; nothing when time is up or it is ``stopped``."""
    ends = time.monotonic() + seconds
    said = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while len(said) <= most:
            left = max(0.0, ends - time.monotonic())
            if not selector.select(min(left, GLANCE)):
                if left <= GLANCE or stopped():
                    return None
                continue
            chunk = os.read(pipe, CHUNK)
            if not chunk:
                break
            said += chunk
    return bytes(said)


def _status(control: socket.socket) -> int | None:
    """How the child ended; nothing where that is not heard soon."""
    control.settimeout(END)
    try:
        status = control.recv(1)
    except TimeoutError:
        return None
    return status[0] if status else None


def _judged(reply: bytes, status: int | None, limits: Limits) -> Extracted:
    if status in (128 + signal.SIGXCPU, 128 + signal.SIGKILL):
        return _silent(Silence.SLOW)
    if status != 0 or not reply.startswith(READY):
        return _silent(Silence.FAILED)
    return read_reply(reply.removeprefix(READY), limits) or _silent(Silence.FAILED)


def _silent(silence: Silence) -> Extracted:
    return Extracted(media_type=UNKNOWN, silence=silence)
