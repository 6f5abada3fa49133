# SPDX-License-Identifier: Apache-2.0
"""The rating as a bulletin in a file, noted before it is written."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kuzat.cli.app import _
from kuzat.cli.outgoing import write_new
from kuzat.store import Archive, access_story_names, handed_out, reader_of
from kuzat.terms.messages import translator
from kuzat.terms.vocabulary import load

if TYPE_CHECKING:
    from kuzat.civicspace import Material, OpenRating, Outside

SUFFIXES = (".html", ".pdf", ".docx")
WHAT = "handed_out.print"


def check(out: Path | None) -> None:
    """Refuse a name that says no format. Raises `click.UsageError`."""
    if out is not None and out.suffix not in SUFFIXES:
        raise click.UsageError(
            _("Name a file that ends in one of: {names}.").format(names=", ".join(SUFFIXES))
        )


def write(
    archive: Archive,
    material: "Material",
    known: "Outside",
    rated: "OpenRating",
    *,
    unit: str,
    counts: bool,
    out: Path,
    language: str,
) -> str:
    """Make the bulletin, note that it goes out, write it; the sentence that says so.

    Raises `NotForThisRole`, `NothingKnown` for a unit that nobody judged, and what `Archive.say` raises.
    """
    from kuzat import civicspace as c
    from kuzat.reporting import as_docx, as_html, as_pdf
    from kuzat.reporting.bulletin import Bulletin

    if unit not in rated.units:
        raise c.NothingKnown()
    names = access_story_names(archive, reader_of(archive), c.stories(material), language, material.entries)
    month = rated.months[-1]
    told = c.account(material, known, rated, unit)
    made = Bulletin(
        account=told,
        compatible=c.compatible(material, known, month, unit),
        without=c.without_each(material, known.indices, unit=unit, until=month, counts=counts),
        names=names,
        counted=counts,
    )
    document = made.document(load(), language, translator(language))
    content = {".html": as_html, ".pdf": as_pdf, ".docx": as_docx}[out.suffix](document)
    handed_out(archive, WHAT, None, table=told.reading, records=made.events)
    write_new(out, content)
    return _("{file} is written. It is not encrypted.").format(file=out)
