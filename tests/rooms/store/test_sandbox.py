# SPDX-License-Identifier: Apache-2.0
"""What opens a document can reach nothing, say nothing false for long, and is gone afterwards."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from tests.papers import docx, endless_pdf, paragraph, written_pdf

from kuzat.preservation.documents.extracted import Extracted, Limits, Silence
from kuzat.store import sandbox
from kuzat.store.sandbox import Sandbox

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or which("bwrap") is None, reason="bubblewrap is not installed"
)


def run(program: str, *arguments: str) -> str:
    """What a Python program prints from inside the sandbox."""
    command = sandbox.command([sys.executable, "-I", "-c", program, *arguments])
    done = subprocess.run(
        command, capture_output=True, check=True, env={}, stdin=subprocess.DEVNULL
    )
    return done.stdout.decode()


PROBE = """
import json, os, socket, sys
from pathlib import Path
found = {"there": [path for path in json.loads(sys.argv[1]) if os.path.lexists(path)]}
found["environment"], found["uid"] = dict(os.environ), os.getuid()
found["written"] = []
for folder in ("/", "/tmp", "/usr", "/dev/shm", str(Path(json.__file__).parent)):
    try:
        Path(folder, "kuzat-probe").write_text("x")
        found["written"].append(folder)
    except OSError:
        pass
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[2])), 1)
    found["reached"] = True
except OSError:
    found["reached"] = False
found["interfaces"] = [name for _, name in socket.if_nameindex()]
print(json.dumps(found))
"""


def test_the_child_sees_no_file_no_network_no_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "cases.db"
    secret.write_text("who said so?")
    monkeypatch.setenv("KUZAT_PASSPHRASE", "open")
    paths = [secret, __file__, "/etc/passwd", "/etc/hostname", "/proc/self", "/sys", "/var", "/run"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        found = json.loads(run(PROBE, json.dumps([str(path) for path in paths]), port))
    assert found["there"] == []
    assert "KUZAT_PASSPHRASE" not in found["environment"]
    assert set(found["environment"]) <= {"LC_CTYPE", "PWD"}
    assert found["uid"] == int(sandbox.NOBODY)
    assert found["written"] == []
    assert not found["reached"]
    assert found["interfaces"] == ["lo"]


def test_documents_are_read_in_pieces_and_in_every_script() -> None:
    text = "Күбө айтты: свидетель, guvoh"
    for content, pages in ((written_pdf([text] * 3), 3), (docx(paragraph(text)), 1)):
        pieces = (content[at : at + 1000] for at in range(0, len(content), 1000))
        found = sandbox.extract(pieces)
        assert (found.silence, len(found.pages)) == (None, pages)
        assert found.text.split("\f") == [text] * pages


def test_a_document_that_never_ends_is_ended_and_named() -> None:
    started = time.monotonic()
    found = sandbox.extract([endless_pdf()], Limits(seconds=1))
    assert found.silence == Silence.SLOW
    assert time.monotonic() - started < 10


def test_a_page_of_marks_that_never_end_costs_its_time_and_no_more() -> None:
    found = sandbox.extract([b"<html>" + b"<p " * 100_000], Limits(seconds=1))
    assert found.silence in (Silence.SLOW, Silence.EMPTY, None)


def test_a_document_that_takes_all_memory_is_ended_and_named() -> None:
    found = sandbox.extract([endless_pdf()], Limits(memory=300 * 1024 * 1024))
    assert found.silence in (Silence.FAILED, Silence.HEAVY)


def test_a_document_that_is_too_large_starts_nothing() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(1024 * 1024)

    assert sandbox.extract(endless(), Limits(size=5_000_000)).silence == Silence.LARGE


def taken_over(body: str, limits: Limits) -> Sandbox:
    """A sandbox whose children do this in place of reading: `document`, `reply` are open files."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    program = (
        "import os, time\nfrom pathlib import Path\nfrom kuzat.preservation.documents import child\n"
        f"def answer(document, reply, limits):\n{lines}"
        "child.answer = answer\nchild.main()\n"
    )
    return Sandbox(limits, [sys.executable, "-I", "-c", program, limits.written()])


TAKEN_OVER = {
    "it says nothing": "pass",
    "it lies about the shape": "os.write(reply, b'kuzat-child/1\\n{\"text\": 1}')",
    "it is silent but for its greeting": "os.write(reply, b'kuzat-child/1\\n')",
    "it says the truth and fails": "os.write(reply, b'kuzat-child/1\\n'); os._exit(3)",
    "it dies": "os.abort()",
    "it never stops talking": "while True: os.write(reply, b'x' * 65536)",
    "it hangs up and lives on": "os.close(reply); time.sleep(60)",
    "it ends the process that started it": "os.kill(os.getppid(), 9)",
}


@pytest.mark.slow
@pytest.mark.parametrize("body", TAKEN_OVER.values(), ids=list(TAKEN_OVER))
def test_a_child_that_was_taken_over_is_not_believed(body: str) -> None:
    with taken_over(body, Limits(seconds=5, text=1000)) as sandbox_:
        assert sandbox_.extract([b"text"]).silence == Silence.FAILED
        assert sandbox_.extract([b"text"]).silence == Silence.FAILED  # the next is asked all the same


def test_many_documents_start_one_sandbox() -> None:
    with Sandbox() as one:
        found = [one.extract([f"told {at}".encode()]).text for at in range(30)]
        assert found == [f"told {at}" for at in range(30)]
        assert one.starts == 1


def test_a_document_that_ends_its_reader_does_not_end_those_after_it() -> None:
    with Sandbox(Limits(seconds=1)) as one:
        silences = [one.extract([content]).silence for content in (b"a", endless_pdf(), b"b")]
    assert silences == [None, Silence.SLOW, None]


def test_a_sandbox_that_was_ended_from_outside_is_started_again() -> None:
    with Sandbox() as one:
        assert one.extract([b"a"]).text == "a"
        assert one._process is not None
        one._process.kill()
        one._process.wait()
        assert one.extract([b"b"]).text == "b"
        assert one.starts == 2


LOOKING = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
traced = libc.ptrace(16, os.getppid(), 0, 0)
files = []
for number in range(64):
    try:
        os.fstat(number)
        files.append(number)
    except OSError:
        pass
held = os.read(document, 99)
os.write(reply, f"{traced} {len(files)} {held.decode()}".encode())
"""


def test_a_document_that_takes_its_reader_over_finds_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot trace the process that started it, and holds no file but its own."""
    said: list[bytes] = []

    def hear(reply: bytes, status: int | None, limits: Limits) -> Extracted:
        said.append(reply)
        return judged(reply, status, limits)

    judged = sandbox._judged
    monkeypatch.setattr(sandbox, "_judged", hear)
    with taken_over(LOOKING, Limits()) as one:
        one.extract([b"first"])
        one.extract([b"second"])
    # Standard output and error, the document and the answer.
    assert said == [b"-1 4 first", b"-1 4 second"]


def test_nothing_is_left_running() -> None:
    mark = f"kuzat-mark-{os.getpid()}"
    with taken_over(f"{mark!r}; time.sleep(60)", Limits(seconds=1)) as one:
        assert one.extract([b"text"]).silence == Silence.SLOW
    time.sleep(0.2)
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_bytes())
        except OSError:
            continue
    own = Path("/proc/self/cmdline").read_bytes()
    assert [line for line in lines if mark.encode() in line and line != own] == []


def test_without_bubblewrap_no_document_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(sandbox.NoSandbox, match="not installed"):
        sandbox.extract([b"text"])


def test_a_bubblewrap_that_cannot_start_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(sandbox.NoSandbox, match="does not start"):
        sandbox.extract([b"text"])


def test_another_system_keeps_documents_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(sandbox.NoSandbox, match="only Linux"):
        sandbox.extract([b"text"])
