# SPDX-License-Identifier: Apache-2.0
"""A file that leaves the archive is its owner's alone until they give it away."""

import os
from pathlib import Path

import click
import pytest

from kuzat.cli.outgoing import write_beside, write_new


@pytest.mark.skipif(os.name != "posix", reason="elsewhere files have no such mode")
def test_no_other_account_of_the_machine_reads_it(tmp_path: Path) -> None:
    new, beside = tmp_path / "draft.pdf", tmp_path / "refused.csv"
    write_new(new, b"told")
    written = write_beside(beside, b"told")
    assert [file.stat().st_mode & 0o777 for file in (new, written)] == [0o600, 0o600]
    with pytest.raises(click.UsageError):
        write_new(new, b"told again")
    assert new.read_bytes() == b"told"
