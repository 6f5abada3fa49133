# SPDX-License-Identifier: Apache-2.0
"""Make an archive, check it, build its readings again."""

from collections.abc import Iterator
from dataclasses import asdict

import click

from kuzat.cli.app import Call, _, json_option, main, progress, with_archive
from kuzat.store import create, fingerprints, rebuild, rebuild_identity, verify


@main.command(help=_("Make a new archive with you as its first member."))
@with_archive
@json_option
def init(call: Call) -> None:
    """Make an archive and say what to note on paper."""
    folder = call.folder()
    with create(folder, call.passphrase(confirm=True)) as archive:
        found = {"archive": str(folder), "log": archive.log_id, "key": archive.log_public_key()}

    def lines() -> Iterator[str]:
        yield _("The archive {folder} is made. It is encrypted with your passphrase only.").format(
            folder=folder
        )
        yield _("Nobody can recover a lost passphrase.")
        yield _("Note the key of the log on paper, away from this machine:")
        yield f"  {found['key']}"

    call.answer(found, lines)


@main.command("verify", help=_("Check that nothing in the archive was altered, cut or put back."))
@with_archive
@click.option("--values", is_flag=True, help=_("Check every value too, not only the log."))
@json_option
def verify_command(call: Call, values: bool) -> None:
    """Verify an archive; the first thing that is wrong is named."""
    with call.open() as archive, progress(_("Verifying"), archive.size()) as step:
        report = verify(archive, values=values, progress=step)

    def lines() -> Iterator[str]:
        yield _(
            "{entries} entries, {checkpoints} signed checkpoints, {tiles} files of the log and "
            "{exhibits} exhibits hold what was signed."
        ).format(
            entries=report.entries,
            checkpoints=report.checkpoints,
            tiles=report.tiles,
            exhibits=report.exhibits,
        )
        if report.checked is not None:
            yield _(
                "Values: {checked} checked, {sealed} sealed, {erased} erased, {missing} missing."
            ).format(
                checked=report.checked,
                sealed=report.sealed,
                erased=report.erased,
                missing=report.missing,
            )
        yield _("Root of the log: {root}").format(root=report.root)

    call.answer(asdict(report), lines)


@main.command("rebuild", help=_("Build all tables and the search again from the log."))
@with_archive
@json_option
def rebuild_command(call: Call) -> None:
    """Rebuild the readings, and show whether anything differs afterwards."""
    with call.open() as archive:
        before = fingerprints(archive)
        with progress(_("Building"), archive.record_count()) as step:
            records = rebuild(archive, step)
            rebuild_identity(archive, step)
        after = fingerprints(archive)
    changed = [table for table in after if before.get(table) != after[table]]

    def lines() -> Iterator[str]:
        yield _("{records} records were built again from the log.").format(records=records)
        if changed:
            yield _("These tables were not what the log says, and are now: {tables}").format(
                tables=", ".join(changed)
            )
        else:
            yield _("Every table is the same as before.")

    call.answer({"records": records, "changed": changed, "fingerprints": after}, lines)


@main.command(help=_("Print the newest signed checkpoint, to be noted or handed to a partner."))
@with_archive
@json_option
def checkpoint(call: Call) -> None:
    """The signed note; whoever holds it notices a log that is cut or written anew."""
    with call.open() as archive:
        newest = archive.newest_checkpoint()
        key = archive.log_public_key()
    size, note = newest if newest else (0, b"")
    found = {"size": size, "note": note.decode(), "key": key}
    call.answer(found, lambda: iter(note.decode().splitlines()))


