# SPDX-License-Identifier: Apache-2.0
"""Who asks in their language is answered in it, by us and by the library under the command line."""

import os
import subprocess
import sys
from pathlib import Path

from kuzat.store.opening import NoArchive
from kuzat.terms.messages import translator

RUN = "from kuzat.cli import main; main(prog_name='kuzat')"


def asked(language: str, folder: Path, *arguments: str) -> tuple[int, list[str]]:
    """Exit status, and the lines on the error stream."""
    answer = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "PYTHONUTF8": "1",
            "KUZAT_LANGUAGE": language,
            "KUZAT_PASSPHRASE": "six words drawn with dice",
        },
        capture_output=True,
        check=False,
    )
    return answer.returncode, answer.stderr.decode().splitlines()


def test_an_error_reaches_a_kyrgyz_reader_in_kyrgyz(tmp_path: Path) -> None:
    error, said = NoArchive(path="nowhere"), translator("ky")
    status, lines = asked("ky", tmp_path, "show", "E-7F3K9", "--archive", "nowhere")
    assert status == error.exit_status
    assert lines == [error.sentence(said), error.step(said)]
    assert error.sentence(said) != error.sentence()


def test_a_wrong_call_is_explained_in_the_reader_s_script(tmp_path: Path) -> None:
    said = translator("uz-Cyrl")
    status, lines = asked("uz-Cyrl", tmp_path, "show")
    assert status == 2
    assert lines[0].startswith(said("Usage:"))
    assert said("Missing argument") in lines[-1]
    assert said("Missing argument").isascii() is False
