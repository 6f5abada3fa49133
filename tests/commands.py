# SPDX-License-Identifier: Apache-2.0
"""Commands as a person types them, in this process or in one of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner, Result

from kuzat.cli import main
from kuzat.testing import AIZADA


class Office(NamedTuple):
    """An archive and a folder for files; each call is one command in it."""

    archive: Path
    files: Path

    def run(self, *arguments: str, env: dict[str, str] | None = None) -> Result:
        """One command, its exit status and what it said."""
        given = {"KUZAT_ARCHIVE": str(self.archive), "KUZAT_PASSPHRASE": AIZADA.passphrase}
        return CliRunner(env=given | (env or {})).invoke(main, list(arguments))

    def says(self, *arguments: str) -> str:
        """What a command that succeeds says."""
        result = self.run(*arguments)
        assert result.exit_code == 0, result.output
        return result.output

    def json(self, *arguments: str) -> Any:
        """What a command that succeeds answers as JSON, and nothing beside it."""
        return json.loads(self.says(*arguments, "--json"))

    def refused(self, status: int, *arguments: str, env: dict[str, str] | None = None) -> str:
        """What a command says that ends with this status."""
        result = self.run(*arguments, env=env)
        assert result.exit_code == status, result.output
        assert result.stdout == "", "what is refused answers nothing"
        return result.stderr

    def write(self, name: str, content: str | bytes) -> str:
        """A file beside the archive; its path."""
        path = self.files / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def process(
        self, *arguments: str, language: str = "en", **env: str
    ) -> subprocess.CompletedProcess[str]:
        """One command in a process of its own, with nothing on its standard input."""
        given = {**os.environ, "KUZAT_ARCHIVE": str(self.archive), "KUZAT_LANGUAGE": language}
        given.pop("KUZAT_PASSPHRASE", None)
        return subprocess.run(
            [sys.executable, "-c", "from kuzat.cli import main; main()", *arguments],
            env=given | env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
