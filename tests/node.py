# SPDX-License-Identifier: Apache-2.0
"""The second verifier for people, run by Node from the very file that people open."""

import base64
import json
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "verify" / "verifier.html"


def encoded(content: bytes) -> str:
    """Bytes as they are handed over."""
    return base64.b64encode(content).decode()


class Verifier:
    """The page's checks in a process of their own; ``own`` takes the browser's cryptography away."""

    def __init__(self, *, own: bool = False) -> None:
        program = shutil.which("node")
        if program is None:
            pytest.skip("no Node on this machine to run the page's script")
        command = [program, str(HERE / "second_verifier.mjs"), str(PAGE), *(["own"] if own else [])]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        self._threads = ThreadPoolExecutor(2)

    def __enter__(self) -> "Verifier":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.communicate()
        self._threads.shutdown()

    def ask(self, **task: Any) -> dict[str, Any]:
        """What the page finds, or the name of the fault and what it says in English."""
        return self.ask_all([task]).result()[0]

    def ask_all(self, tasks: Sequence[dict[str, Any]]) -> Future[list[dict[str, Any]]]:
        """The answers to many tasks; the page works while the caller does something else."""
        self._threads.submit(self._write, tasks)
        return self._threads.submit(self._read, len(tasks))

    def _write(self, tasks: Sequence[dict[str, Any]]) -> None:
        assert self.process.stdin is not None
        for task in tasks:
            self.process.stdin.write(json.dumps(task) + "\n")
        self.process.stdin.flush()

    def _read(self, number: int) -> list[dict[str, Any]]:
        assert self.process.stdout is not None
        answers = [json.loads(self.process.stdout.readline()) for _ in range(number)]
        assert [answer["crashed"] for answer in answers if "crashed" in answer] == []
        return answers
