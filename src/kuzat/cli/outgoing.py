# SPDX-License-Identifier: Apache-2.0
"""What leaves the archive: to whom it is given, and the new file that it is written to."""

import os
from pathlib import Path

import click

from kuzat.cli.app import _, text_option
from kuzat.collection import Use
from kuzat.store import UNNAMED, USES

to_option = text_option(
    "--to",
    "receiver",
    _("Receiver"),
    _("Who will get it. It is noted, so that they can be asked to erase it."),
)


def _private(path: str, flags: int) -> int:
    """Open a file, for `open`, that no other account of this machine reads if it is new."""
    return os.open(path, flags, 0o600)


def refuse_old(path: Path) -> None:
    """Refuse to write over what is there, before anything leaves."""
    if path.exists():
        raise click.UsageError(_("{file} is there already.").format(file=path))


def write_beside(path: Path, content: bytes) -> Path:
    """Write a file of this name, or of the next that is free: what is there may have been corrected."""
    target, number = path, 1
    while target.exists() and target.read_bytes() != content:
        number += 1
        target = path.with_stem(f"{path.stem}-{number}")
    with open(target, "wb", opener=_private) as file:
        file.write(content)
    return target


for_option = click.option(
    "--for",
    "purpose",
    type=click.Choice(tuple(USES)),
    help=_("For what it is given, as people consented. Without it nothing protected goes out."),
)


def use_of(purpose: str | None) -> Use:
    """The use that an option names; without one, a use that nobody consented to."""
    return USES[purpose] if purpose else UNNAMED


def write_new(path: Path, content: bytes) -> None:
    """Write a file that was not there before."""
    try:
        with open(path, "xb", opener=_private) as file:
            file.write(content)
    except FileExistsError:
        raise click.UsageError(_("{file} is there already.").format(file=path)) from None
