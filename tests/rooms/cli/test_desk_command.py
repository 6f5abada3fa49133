# SPDX-License-Identifier: Apache-2.0
"""What a browser that the desk opens can see of the command line."""

import os
from pathlib import Path

import pytest

from kuzat.cli.desk import serve_until_stopped
from kuzat.store import NoArchive


def test_a_browser_inherits_no_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUZAT_PASSPHRASE", "six words about a blue kettle")
    with pytest.raises(NoArchive):
        serve_until_stopped(tmp_path / "nowhere.archive", 0, open_browser=True)
    assert "KUZAT_PASSPHRASE" not in os.environ
