# SPDX-License-Identifier: Apache-2.0
"""Lists to practise estimating on: simulated reports whose truth can be looked up afterwards."""

from pathlib import Path

import click

from kuzat.cli.app import _, main

SEED = 1
PEOPLE = 300
MOST = 484
WORLDS = ("assumed", "hidden", "referred", "copied", "moving")


@main.command(
    help=_("Write three invented lists of the practice country, of people whose number is known, to FOLDER.")
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--people", type=click.IntRange(20, MOST), default=PEOPLE, show_default=True, help=_("So many people.")
)
@click.option(
    "--world",
    type=click.Choice(WORLDS),
    default=WORLDS[0],
    show_default=True,
    help=_("How people come to be listed: as methods assume, or as breaks an assumption."),
)
@click.option("--seed", type=click.IntRange(0), default=SEED, help=_("Where chance begins."))
def practice(folder: Path, people: int, world: str, seed: int) -> None:
    """A dossier of its own, and the truth in a file beside it."""
    # Loaded here, since no other command needs arrays.
    import numpy as np

    from kuzat.testing import reports as made

    told = made.reports(np.random.default_rng(seed), people, made.WORLDS[world])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.files(told, people, world):
        (folder / name).write_bytes(content)
    click.echo(_("{count} reports of three lists lie in {folder}.").format(count=len(told), folder=folder))
    click.echo(f"kuzat demo --no-serve --dossier {folder} --archive lists.archive")
    click.echo("kuzat estimate --archive lists.archive --identities practice")
    click.echo(_("How many people there were says {file}; look only afterwards.").format(file=made.TRUTH))
