# SPDX-License-Identifier: Apache-2.0
"""What leaves the archive: to whom it is given, and the new file that it is written to."""

from pathlib import Path

import click

from kuzat.cli.app import _

to_option = click.option(
    "--to", "receiver", help=_("Who will get it. It is noted, so that they can be asked to erase it.")
)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that was not there before."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise click.UsageError(_("{file} is there already.").format(file=path)) from None
