# SPDX-License-Identifier: Apache-2.0
"""Build an archive from a dossier, tell what an analyst asks first, verify it, open the desk."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import click

from kuzat.cli.app import _, archive_option, content_of, language, main, progress
from kuzat.cli.desk import PORT, serve_until_stopped
from kuzat.cli.overview import overview
from kuzat.cli.terminal import show
from kuzat.collection import Dossier, parse_dossier
from kuzat.store import (
    Archive,
    create,
    import_sheet,
    is_archive,
    open_archive,
    sheets_of,
    verify,
)
from kuzat.testing import practice

FOLDER = Path("demo.archive")
LIST = "dossier.yaml"
# What is in a demo is public or invented. It has a passphrase because every archive has one.
PASSPHRASE = "kuzat-practice-only"  # noqa: S105

Read = Callable[[str], bytes]


@main.command(
    help=_(
        "Build an example archive, show what it holds, verify it and open the desk. Without "
        "--dossier it is about an invented country."
    )
)
@archive_option
@click.option(
    "--dossier",
    type=click.Path(path_type=Path, file_okay=False),
    help=_("A folder with sheets, their mappings and the list dossier.yaml."),
)
@click.option("--serve/--no-serve", "serving", default=True, help=_("Open the desk at the end."))
@click.option("--port", default=PORT, type=click.IntRange(0, 65535), help=_("0: any free one."))
def demo(archive: Path | None, dossier: Path | None, serving: bool, port: int) -> None:
    """The main job on real input, in one command."""
    folder = archive or FOLDER
    read = _reader(dossier) if dossier else practice.read
    listed = parse_dossier(read(LIST), LIST)
    show(_("{title}. Archive: {folder}").format(title=listed.title(language()), folder=folder))
    click.echo(_("Passphrase of this example: {passphrase}").format(passphrase=PASSPHRASE))
    with _open(folder) as opened:
        for line in _take_over(opened, listed, read):
            show(line)
        for line in overview(opened, listed.case):
            show(line)
        click.echo("")
        for line in _verified(opened):
            show(line)
    if serving:
        click.echo("")
        serve_until_stopped(folder, port)


def _reader(folder: Path) -> Read:
    return lambda name: content_of(folder / name)


def _open(folder: Path) -> Archive:
    if is_archive(folder):
        return open_archive(folder, PASSPHRASE)
    return create(folder, PASSPHRASE)


def _take_over(archive: Archive, listed: Dossier, read: Read) -> Iterator[str]:
    """Import every sheet; what was taken over before is passed over."""
    began, before = monotonic(), archive.size()
    taken = refused = 0
    with progress(_("Importing"), len(listed.sheets)) as step:
        for sheet in sheets_of(listed, read):
            report = import_sheet(archive, sheet)
            taken += report.taken
            refused += len(report.refused)
            for _row, refusal in report.refused:
                yield f"  {sheet.name}: {refusal.sentence(_)}"
            step(1)
    yield _("{taken} rows taken over, {refused} refused, {entries} entries in {seconds:.1f} s.").format(
        taken=taken,
        refused=refused,
        entries=archive.size() - before,
        seconds=monotonic() - began,
    )


def _verified(archive: Archive) -> Iterator[str]:
    began = monotonic()
    report = verify(archive, values=True)
    yield _(
        "Verified in {seconds:.1f} s: {entries} entries, {checked} values, {exhibits} exhibits; "
        "nothing was altered."
    ).format(
        seconds=monotonic() - began,
        entries=report.entries,
        checked=report.checked,
        exhibits=report.exhibits,
    )
    yield _("Root of the log: {root}").format(root=report.root)
