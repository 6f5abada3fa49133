# SPDX-License-Identifier: Apache-2.0
"""Persons, bodies and links as entities of FollowTheMoney, for Aleph and the tools of OpenSanctions."""

from collections.abc import Iterator
from pathlib import Path

import click

from kuzat.accountability import entities_mapping
from kuzat.cli.app import Call, _, content_of, json_option, main, with_archive
from kuzat.cli.outgoing import for_option, refuse_old, to_option, use_of, write_new
from kuzat.cli.sheets import FILE, take_over
from kuzat.exchange import entities
from kuzat.store import SheetFile, access_entities, handed_out, reader_of


@main.group(help=_("Persons, bodies and how they stand, to and from tools that read FollowTheMoney."))
def ftm() -> None:
    """The group of the commands below."""


@ftm.command("import", help=_("Take over persons, bodies and links from a file of FollowTheMoney entities."))
@click.argument("file", type=FILE)
@click.option("--public", metavar="ADDRESS", help=_("Where it is published; else it is sealed."))
@click.option("--dry-run", is_flag=True, help=_("Check every row and write nothing."))
@click.option("--refused", type=FILE, help=_("Where refused rows go (SHEET.refused.csv)."))
@with_archive
@json_option
def import_entities(call: Call, file: Path, public: str | None, dry_run: bool, refused: Path | None) -> None:
    """Import by the mapping that is ready for such files."""
    sheet = SheetFile(
        name=file.name,
        content=content_of(file),
        mapping_name="followthemoney.yaml",
        mapping=entities_mapping(public),
    )
    take_over(call, file, sheet, correct=False, dry_run=dry_run, refused=refused)


@ftm.command("export", help=_("Write who is named in public as FollowTheMoney entities."))
@click.argument("out", type=FILE)
@to_option
@for_option
@with_archive
@json_option
def export_entities(call: Call, out: Path, receiver: str | None, purpose: str | None) -> None:
    """A file that Aleph and the tools of OpenSanctions read."""
    refuse_old(out)
    with call.open() as archive:
        found = access_entities(archive, reader_of(archive), use_of(purpose))
        lines = list(entities(found.named, found.ties))
        for table in ("person", "relation"):
            handed_out(archive, "handed_out.sheet", receiver, table=table)
        write_new(out, "".join(f"{line}\n" for line in lines).encode())
    data = {"file": str(out), "entities": len(lines), "withheld": found.withheld}
    call.answer(data, lambda: _written(out, found.withheld))


def _written(out: Path, withheld: int) -> Iterator[str]:
    yield _("{file} is written. It is not encrypted.").format(file=out)
    if withheld:
        yield _(
            "{count} rows are left out, since nobody consented to this use or a member holds them back."
        ).format(count=withheld)
