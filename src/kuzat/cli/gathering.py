# SPDX-License-Identifier: Apache-2.0
"""Take a folder of documents in: originals as exhibits, what can be read of them as informations."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kuzat.cli.app import Call, _, json_option, main, progress, with_archive
from kuzat.cli.receiving import receipt_of, receipt_options
from kuzat.preservation.folder import Fate, Taken
from kuzat.store import Archive, access_reference, reader_of
from kuzat.terms import ids
from kuzat.terms.languages import LANGUAGES

FATES = {
    Fate.TAKEN: _("taken"),
    Fate.KEPT: _("kept without text"),
    Fate.ALREADY: _("already there"),
    Fate.REFUSED: _("refused"),
}


@main.command(
    "gather",
    help=_(
        "Take a folder of documents in: each file becomes an exhibit, and where its text can be read "
        "safely, an information with it. After an interruption run it again: nothing is taken twice."
    ),
)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--public", help=_("Where they are published, if they are."))
@click.option("--for-all", is_flag=True, help=_("Not published, but for every member to read."))
@click.option("--source", help=_("The person or body that speaks in them."))
@click.option("--event", help=_("The event that they tell of."))
@click.option("--language", "spoken", type=click.Choice(LANGUAGES), help=_("Of the texts."))
@click.option("--dry-run", is_flag=True, help=_("Read every file and write nothing."))
@receipt_options
@with_archive
@json_option
def gather(
    call: Call,
    folder: Path,
    public: str | None,
    for_all: bool,
    source: str | None,
    event: str | None,
    spoken: str | None,
    dry_run: bool,
    **told: str | None,
) -> None:
    """One file after the other, each durable before the next begins."""
    # Few commands open documents, and what that needs takes long to load.
    from kuzat.store.documents import Batch, take_in
    from kuzat.store.folders import found_in
    from kuzat.store.sandbox import Sandbox

    with call.open() as archive, Sandbox() as sandbox:
        batch = Batch(
            public=public,
            for_all=for_all,
            source=_named(archive, source),
            event=_named(archive, event),
            language=spoken,
            receipt=receipt_of(archive, told),
        )
        found, taken = found_in(archive, folder), []
        with progress(_("Reading"), len(found)) as step:
            for one in found:
                taken.append(take_in(archive, sandbox, one, batch, dry=dry_run))
                step(1)
    call.answer([_data(one) for one in taken], lambda: _lines(taken, dry_run))


def _named(archive: Archive, reference: str | None) -> str | None:
    return access_reference(archive, reader_of(archive), reference) if reference else None


def _data(one: Taken) -> dict[str, Any]:
    return {
        "name": one.name,
        "fate": one.fate.value,
        "reason": one.reason.said(_) if one.reason else None,
        "exhibit": one.exhibit,
        "information": one.information,
        "media_type": one.media_type,
        "pages": one.pages,
        "unread": list(one.unread),
        "guessed": one.guessed,
    }


def _lines(taken: list[Taken], dry_run: bool) -> Iterator[str]:
    for one in taken:
        told = [one.reason.said(_)] if one.reason else []
        if one.unread:
            pages = ", ".join(map(str, one.unread))
            told.append(_("pages that could not be read: {pages}").format(pages=pages))
        if one.guessed:
            told.append(_("the encoding {encoding} is a guess").format(encoding=one.guessed))
        labels = [ids.label(id_) for id_ in (one.exhibit, one.information) if id_]
        yield "  ".join([FATES[one.fate], *labels, one.name, *told])
    yield ""
    counted = Counter(one.fate for one in taken)
    yield ", ".join(f"{FATES[fate]}: {counted[fate]}" for fate in Fate)
    if dry_run:
        yield _("Nothing was written.")
    if counted[Fate.REFUSED]:
        yield _("What is refused is not in the archive. To keep it unopened all the same: kuzat keep FILE")
