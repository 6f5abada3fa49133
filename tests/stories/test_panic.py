# SPDX-License-Identifier: Apache-2.0
"""Somebody knocks: the desk is gone within a second, and no process that is left holds a key."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from tests import memories
from tests.browser import FORM
from tests.rooms.web.test_server import ask, unlocked
from tests.template import Template

from kuzat.store import verify
from kuzat.testing import AIZADA, Maker

pytestmark = pytest.mark.skipif(not memories.PROCESSES.is_dir(), reason="needs /proc")
# How long what stands in for a browser would run; no other program of this machine is given this number.
SECONDS = 300_000 + os.getpid()
PROGRAM = "from kuzat.cli import main; main()"
SHUT = """
import ctypes, resource
from kuzat.cli import memory
PR_GET_DUMPABLE = 3
look = lambda: ctypes.CDLL(None).prctl(PR_GET_DUMPABLE)
print(look(), memory.shut(), look(), *resource.getrlimit(resource.RLIMIT_CORE))
"""


class Desk(NamedTuple):
    """A desk in a process of its own that opened a browser, and a browser's cookies behind its door."""

    template: Template
    process: subprocess.Popen[str]
    born: memories.Born
    browser: int
    url: str
    cookies: str

    def secrets(self) -> list[bytes]:
        """The key of the cases as it is and in hex, and the passphrase."""
        return [*self.keys(), AIZADA.passphrase.encode()]

    def keys(self) -> list[bytes]:
        """Of these secrets those that no other test has, some of which may run beside this one."""
        key = self.template.unlocked.cases_key
        return [key, key.hex().encode()]

    def panic(self) -> float:
        """Press the button; how many seconds until the process is gone."""
        token = ask(self.url, "GET", "/", Cookie=self.cookies).read().decode()
        token = token.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
        began = time.monotonic()
        sent = urlencode({"csrfmiddlewaretoken": token})
        answer = ask(self.url, "POST", "/panic", sent, Cookie=self.cookies, Content_Type=FORM)
        assert answer.status == 200
        self.process.wait(timeout=20)
        return time.monotonic() - began


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    template = Template.make(tmp_path / "a.archive", seed=os.urandom(16).hex())  # in no other test's memory
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\nexec sleep {SECONDS}\n")
    browser.chmod(0o700)
    env = {
        **os.environ,
        "BROWSER": f"{browser} %s &",
        "KUZAT_ARCHIVE": str(template.path),
        "KUZAT_LANGUAGE": "en",
        "KUZAT_PASSPHRASE": AIZADA.passphrase,
    }
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--browser"],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    url = next(word for word in process.stdout.readline().split() if word.startswith("http"))
    born = memories.born(process.pid)
    opened = browser_beside(born)
    yield Desk(template, process, born, opened, url, unlocked(url))
    for one in (opened, process.pid):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    process.communicate()


def browser_beside(born: memories.Born) -> int:
    """The program that the desk opened, once it runs."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for one in memories.beside(born):
            if str(SECONDS).encode() in commands(one):
                return one
        time.sleep(0.05)
    raise AssertionError("no browser was opened")


def commands(process: int) -> list[bytes]:
    try:
        return (memories.PROCESSES / str(process) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def is_of(desk: Desk, process: int) -> bool:
    """Whether the desk started it; not once it is gone."""
    with suppress(OSError):
        return memories.born(process).session == desk.born.session
    return False


def test_the_process_is_gone_and_so_is_the_key(desk: Desk) -> None:
    """Before, the search finds the key where it must be: so it is not blind."""
    secrets, process = desk.secrets(), desk.process.pid
    try:
        assert memories.holds(process, secrets)
    except PermissionError:
        assert os.geteuid() != 0, "the memory is shut to others of this user, as it should be"
    assert desk.panic() < 1
    assert desk.process.returncode == -signal.SIGKILL
    assert not (memories.PROCESSES / str(process)).exists()
    left = memories.beside(desk.born)
    assert desk.browser in left
    for other in left:
        with suppress(PermissionError):
            assert not memories.holds(other, secrets if is_of(desk, other) else desk.keys())
    with desk.template.open(desk.template.path) as archive:
        verify(archive, values=True)
        Maker(archive).page()


def test_a_browser_that_the_desk_opened_is_told_no_secret(desk: Desk) -> None:
    folder = memories.PROCESSES / str(desk.browser)
    for name in ("cmdline", "environ"):
        content = (folder / name).read_bytes()
        assert not [secret for secret in desk.secrets() if secret in content], name
    assert not memories.holds(desk.browser, desk.secrets())


def test_the_desk_leaves_no_core_file(desk: Desk) -> None:
    limits = (memories.PROCESSES / str(desk.process.pid) / "limits").read_text()
    (line,) = (line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert line.split()[-3:-1] == ["0", "0"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is promised")
def test_nobody_else_reads_a_memory_that_is_shut() -> None:
    done = subprocess.run([sys.executable, "-c", SHUT], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "True", "0", "0", "0"]
