# SPDX-License-Identifier: Apache-2.0
"""Write a backup with its keys, and build an archive again from one."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from kuzat import keys
from kuzat.cli.app import Call, _, json_option, login_in, main, progress, with_archive
from kuzat.cli.outgoing import to_option
from kuzat.keys import Login
from kuzat.store import Backup, Restored, back_up, reader_of, restore
from kuzat.terms import ids

FILE = click.Path(path_type=Path, dir_okay=False)
HERE = click.Path(path_type=Path, dir_okay=False, exists=True)


@main.command(
    "backup",
    help=_(
        "Write a backup to a new file, and the keys that open its values beside it. Give both to "
        "somebody outside; after an erasure only the newest keys may be kept."
    ),
)
@click.argument("file", type=FILE)
@to_option
@with_archive
@json_option
def backup_command(call: Call, file: Path, receiver: str | None) -> None:
    """The log and its values, read again before anybody is told that it is written."""
    with call.open() as archive, progress(_("Writing"), archive.size()) as step:
        written = back_up(archive, reader_of(archive), file, receiver=receiver, progress=step)
    found: dict[str, Any] = {
        name: str(value) if isinstance(value, Path) else value
        for name, value in asdict(written).items()
    }
    call.answer(found, lambda: _lines(written))


def _lines(written: Backup) -> Iterator[str]:
    yield _(
        "{file} holds {entries} entries, {values} values and {exhibits} originals; it was read again."
    ).format(
        file=written.file,
        entries=written.entries,
        values=written.values,
        exhibits=written.exhibits,
    )
    yield _("{keys} opens it and every older backup. Without it no value can be read.").format(
        keys=written.keys
    )
    if written.older_keys:
        yield _(
            "{keys} are the keys of the backup before. What is erased from now on can be brought "
            "back from here until you make the next backup to this place."
        ).format(keys=written.older_keys)
    if written.withdrawn:
        labels = ", ".join(ids.label(person) for person in written.withdrawn)
        yield _("Consent is withdrawn or over, and what is kept waits for erasure: {persons}").format(
            persons=labels
        )
    yield _("It opens with the passphrases of today. Older files of keys elsewhere: destroy them.")


@main.command(
    "restore",
    help=_(
        "Build an archive from a backup in a new folder. --keys is the newest file of keys; what was "
        "erased since stays erased."
    ),
)
@click.argument("file", type=HERE)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--keys", "keys_file", type=HERE, required=True, help=_("The newest file of keys."))
@click.option(
    "--keys-passphrase-file",
    type=FILE,
    help=_("Where the passphrase was changed since: a file with today's in its first line."),
)
@with_archive
@json_option
def restore_command(
    call: Call, file: Path, folder: Path, keys_file: Path, keys_passphrase_file: Path | None
) -> None:
    """An archive in a new log that goes on where the old one ended."""
    here, others = Login(passphrase=call.passphrase(), file=call.key()), call.others()
    today = here if keys_passphrase_file is None else _today(keys_passphrase_file, here)
    with progress(_("Building"), None) as step:
        restored = restore(
            file,
            keys_file,
            folder,
            lambda header: keys.open_together(header, here, others),
            unlock_keys=lambda header: keys.open_together(header, today, others),
            progress=step,
        )
    call.answer(asdict(restored), lambda: _restored_lines(folder, restored))


def _today(path: Path, former: Login) -> Login:
    """What the acting member brings today; their key file is the former one where none is named."""
    login = login_in(path)
    return login if login.file else replace(login, file=former.file)


def _restored_lines(folder: Path, restored: Restored) -> Iterator[str]:
    yield _(
        "{folder} holds {entries} entries, {values} values and {exhibits} originals again; all of it "
        "was verified."
    ).format(
        folder=folder,
        entries=restored.entries,
        values=restored.values,
        exhibits=restored.exhibits,
    )
    if restored.erased:
        yield _("{count} values were erased after this backup and stay erased.").format(
            count=restored.erased
        )
    if restored.lost:
        yield _(
            "{count} values stood in records of which something was erased, and are lost with them."
        ).format(count=restored.lost)
    yield _("It goes on in a new log. Note its key: kuzat checkpoint")
