# SPDX-License-Identifier: Apache-2.0
"""Sheets in and out."""

import io
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kuzat.cli.app import Call, _, content_of, json_option, main, text_option, with_archive
from kuzat.cli.outgoing import (
    for_option,
    refuse_old,
    to_option,
    use_of,
    write_beside,
    write_new,
)
from kuzat.collection import guess, read, write_csv, write_refused, write_xlsx
from kuzat.records import KINDS
from kuzat.store import (
    Imported,
    SheetFile,
    SheetOut,
    access_reference,
    access_sheet,
    access_table,
    handed_out,
    import_sheet,
    reader_of,
)
from kuzat.terms import vocabulary

SAMPLE = 200
REASON = text_option("--reason", "reason", _("Reason"), _("Needed for a sealed sheet: why you take it out."))
FILE = click.Path(path_type=Path, dir_okay=False)


@main.command(
    "import",
    help=_(
        "Take over a sheet (CSV, XLSX or JSON Lines) by a mapping. --guess prints a first draft of "
        "the mapping instead and needs no archive. --correct takes back what an earlier mapping got wrong."
    ),
)
@click.argument("sheet", type=FILE)
@click.option("--mapping", type=FILE, help=_("The mapping file."))
@click.option("--guess", "guessing", is_flag=True, help=_("Draft a mapping from the sheet."))
@click.option("--correct", is_flag=True, help=_("Correct the rows that an earlier mapping read."))
@click.option("--dry-run", is_flag=True, help=_("Check every row and write nothing."))
@click.option("--refused", type=FILE, help=_("Where refused rows go (SHEET.refused.csv)."))
@with_archive
@json_option
def import_command(
    call: Call,
    sheet: Path,
    mapping: Path | None,
    guessing: bool,
    correct: bool,
    dry_run: bool,
    refused: Path | None,
) -> None:
    """Import, or draft a mapping."""
    content = content_of(sheet)
    if guessing:
        click.echo(draft(content, sheet.name), nl=False)
        return
    if mapping is None:
        raise click.UsageError(_("Name a mapping with --mapping, or draft one with --guess."))
    file = SheetFile(
        name=sheet.name,
        content=content,
        mapping_name=mapping.name,
        mapping=content_of(mapping),
    )
    take_over(call, sheet, file, correct=correct, dry_run=dry_run, refused=refused)


def take_over(
    call: Call, sheet: Path, file: SheetFile, *, correct: bool, dry_run: bool, refused: Path | None
) -> None:
    """Import a file and answer with what became of its rows; those that were refused go into a file."""
    with call.open() as archive, _counting(_("Importing")) as (total, step):
        report = import_sheet(
            archive, file, dry_run=dry_run, correct=correct, progress=step, total=total
        )
    target = refused or sheet.with_name(f"{sheet.stem}.refused.csv")
    if report.refused and not dry_run:
        out = io.BytesIO()
        write_refused(report.columns, report.refused, out, _)
        target = write_beside(target, out.getvalue())
    call.answer(_imported(report, target), lambda: _imported_lines(report, dry_run, target))


@contextmanager
def _counting(label: str) -> Iterator[tuple[Callable[[int], None], Callable[[int], None]]]:
    """A bar on the terminal that says how many rows a second and how long still; silent where there is none.

    Gives what to tell of all rows, and of those that were read.
    """
    began = time.monotonic()
    rate = _("{rows} rows a second")
    bar = click.progressbar(
        range(0),
        label=label,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        item_show_func=lambda read: rate.format(rows=speed(read)) if read else "",
    )

    def speed(rows: int) -> int:
        return round(rows / (time.monotonic() - began))

    def total(rows: int) -> None:
        bar.length = rows

    read = 0

    def step(rows: int) -> None:
        nonlocal read
        read += rows
        bar.update(rows, read)

    with bar:
        yield total, step


def draft(content: bytes, name: str) -> str:
    """A drafted mapping from the first rows of a sheet."""
    sheet = read(content, name)
    rows = [row.cells for row, _number in zip(sheet.rows, range(SAMPLE), strict=False)]
    return guess(sheet.columns, rows, vocabulary.load(), _)


def _imported(report: Imported, target: Path) -> dict[str, object]:
    return {
        "exhibit": report.exhibit,
        "taken": report.taken,
        "skipped": report.skipped,
        "corrected": report.corrected,
        "otherwise": report.otherwise,
        "empty": report.empty,
        "statements": report.statements,
        "sealed": report.sealed,
        "refused": [
            {"row": row.number, "reason": refusal.sentence(_)} for row, refusal in report.refused
        ],
        "refused_file": str(target) if report.refused and report.exhibit else None,
    }


def _imported_lines(report: Imported, dry_run: bool, target: Path) -> Iterator[str]:
    if dry_run:
        yield _("Nothing was written. {taken} rows can be taken, {refused} cannot.").format(
            taken=report.taken, refused=len(report.refused)
        )
    else:
        yield _(
            "{taken} rows were taken ({statements} statements), {skipped} were there already, "
            "{refused} were refused."
        ).format(
            taken=report.taken,
            statements=report.statements,
            skipped=report.skipped,
            refused=len(report.refused),
        )
    if report.corrected:
        told = (
            _("{rows} rows would change that an earlier mapping read.")
            if dry_run
            else _("{rows} rows were corrected that an earlier mapping read.")
        )
        yield told.format(rows=report.corrected)
    if report.otherwise:
        yield _(
            "{rows} rows were taken before, by another mapping, and stay as they are. To correct them by "
            "this mapping: --correct, first with --dry-run."
        ).format(rows=report.skipped)
    if report.sealed:
        yield _("Of these, {sealed} are sealed: they identify somebody or have no public basis.").format(
            sealed=report.sealed
        )
    for _row, refusal in report.refused[:10]:
        yield "  " + refusal.sentence(_)
    if len(report.refused) > 10:
        yield _("  … and {more} more").format(more=len(report.refused) - 10)
    if report.refused and not dry_run:
        yield _("The refused rows with their reasons are in {file}.").format(file=target)


@main.command(
    help=_(
        "Write out an imported sheet again (by its exhibit), or all records of a kind (event, act, "
        "person …), as CSV or XLSX by the name of the file."
    )
)
@click.argument("what")
@click.argument("out", type=FILE)
@REASON
@to_option
@for_option
@with_archive
@json_option
def export(
    call: Call,
    what: str,
    out: Path,
    reason: str | None,
    receiver: str | None,
    purpose: str | None,
) -> None:
    """A sheet that spreadsheets can open without running anything in it."""
    refuse_old(out)
    with call.open() as archive:
        reader = reader_of(archive)
        if what in KINDS:
            sheet = access_table(archive, reader, what, use_of(purpose))
            guarded, content = _written(sheet, out)
            handed_out(archive, "handed_out.sheet", receiver, table=what)
        else:
            exhibit = access_reference(archive, reader, what)
            sheet = access_sheet(archive, reader, exhibit, use_of(purpose), reason=reason)
            guarded, content = _written(sheet, out)
            handed_out(archive, "handed_out.sheet", receiver, exhibits=[exhibit])
        write_new(out, content)
    found = {"file": str(out), "guarded": guarded, "withheld": sheet.withheld}
    call.answer(found, lambda: _exported(out, guarded, sheet.withheld))


def _written(sheet: SheetOut, out: Path) -> tuple[int, bytes]:
    """How many cells are guarded, and the file."""
    content = io.BytesIO()
    write = write_xlsx if out.suffix.lower() == ".xlsx" else write_csv
    return write(sheet.columns, sheet.rows, content), content.getvalue()


def _exported(out: Path, guarded: int, withheld: int) -> Iterator[str]:
    yield _("{file} is written. It is not encrypted.").format(file=out)
    if withheld:
        yield _(
            "{count} rows are left out, since nobody consented to this use or a member holds them back."
        ).format(count=withheld)
    if guarded:
        yield _(
            "{guarded} cells begin like a formula and carry an apostrophe; importing takes it off."
        ).format(guarded=guarded)
