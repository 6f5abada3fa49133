# SPDX-License-Identifier: Apache-2.0
"""A program of this machine that writes down what a recording tells, shut in as documents are.

Which program that is stands in a file that whoever answers for this machine wrote; no archive says it, since
an archive that comes from elsewhere must not say what runs here. The program gets the recording as its
standard input, in memory, and gives text on its standard output. It sees the system's libraries, its own
folders, and nothing else: no archive, no network, nothing that it could write to.

    {"name": "Vosk 0.3.45", "command": ["/opt/vosk/bin/write", "--model", "/opt/vosk/ky"],
     "sees": ["/opt/vosk"], "seconds": 600}
"""

import json
import os
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kuzat.errors import Phrase, Refused
from kuzat.preservation.documents.extracted import Silence, cleaned
from kuzat.store.sandbox import command, in_memory, listen
from kuzat.terms.forms import expected

LARGEST = 1 << 20  # of what a program may say
SECONDS, MOST_SECONDS = 600, 3600
FORM = "programs"
STRANGERS = stat.S_IWGRP | stat.S_IWOTH
UNFINISHED = Silence.FAILED.phrase
UNWRITTEN = Phrase("it does not say what such a file says")


class RecogniserUnfit(Refused):
    """The file that names the program which writes down recordings is not followed: {reason}."""

    code = "recogniser_unfit"
    advice = "Whoever answers for this machine writes it; docs/security tells what stands in it."


class NotRecognised(Refused):
    """The program wrote down nothing of this recording: {reason}."""

    code = "not_recognised"
    advice = "Write it down by hand; nothing was kept of what the program did."


@dataclass(frozen=True, slots=True, kw_only=True)
class Recogniser:
    """A program with its version, how it is started, the folders that it sees, and how long it may take."""

    name: str
    command: tuple[str, ...]
    sees: tuple[Path, ...] = ()
    seconds: int = SECONDS


def read_recogniser(path: Path) -> Recogniser:
    """What a file names. Raises `RecogniserUnfit`, also where others than its owner can write to it."""
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            told = json.loads(file.read())
    except (OSError, ValueError, RecursionError):
        raise RecogniserUnfit(reason=UNWRITTEN) from None
    if os.name == "posix" and (found.st_mode & STRANGERS or found.st_uid not in (0, os.getuid())):
        raise RecogniserUnfit(reason=Phrase("others than its owner can write to it"))
    return _checked(told)


def _checked(told: object) -> Recogniser:
    if not isinstance(told, dict) or told.keys() - {"name", "command", "sees", "seconds"}:
        raise RecogniserUnfit(reason=UNWRITTEN)
    name, seconds = told.get("name"), told.get("seconds", SECONDS)
    words, sees = told.get("command"), told.get("sees", [])
    fits = (
        isinstance(name, str) and expected(FORM, name) is None,
        bool(words) and _are_texts(words),
        _are_texts(sees) and all(map(os.path.isabs, sees)),
        type(seconds) is int and 1 <= seconds <= MOST_SECONDS,
    )
    if not all(fits):
        raise RecogniserUnfit(reason=UNWRITTEN)
    return Recogniser(
        name=str(name), command=tuple(words or ()), sees=tuple(map(Path, sees)), seconds=seconds
    )


def _are_texts(told: object) -> bool:
    return isinstance(told, list) and all(isinstance(one, str) for one in told)


def recognised(
    recogniser: Recogniser, content: bytes, stopped: Callable[[], bool] = lambda: False
) -> str:
    """What a program writes down of a recording, unless it is ``stopped``.

    Raises `NoSandbox` or `NotRecognised`.
    """
    starting = command(list(recogniser.command), recogniser.sees)
    with in_memory([content], len(content)) as recording:
        said, status = _run(starting, recording, recogniser.seconds, stopped)
    if said is None:
        raise NotRecognised(reason=Silence.SLOW.phrase)
    text = cleaned(said.decode(errors="replace")).strip()
    if status or not text or len(said) > LARGEST:
        raise NotRecognised(reason=Silence.EMPTY.phrase if not (status or text) else UNFINISHED)
    return text


def _run(
    starting: list[str], recording: int | None, seconds: int, stopped: Callable[[], bool]
) -> tuple[bytes | None, int]:
    """What it said, or nothing when its time was up; and how it ended."""
    with subprocess.Popen(  # noqa: S603
        starting,
        stdin=recording,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        cwd="/",
        env={},
    ) as process:
        heard = process.stdout.fileno() if process.stdout else -1
        said = listen(heard, seconds, LARGEST, stopped)
        if said is None or len(said) > LARGEST:
            process.kill()
        return said, process.wait()
